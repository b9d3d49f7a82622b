package import Diagnostics
package import Editions
package import Intake
package import Publications
package import Schedule
import Storage

/// An edition gathered, checked and rendered in memory: what `check`, `draft` and `seal` share.
package struct Preparation: Sendable {
  package let month: Month
  /// What was read, byte for byte.
  package let files: WorkspaceFiles
  package let templateFiles: [String: [UInt8]]
  /// Nil where an error stands in the way.
  package let edition: Edition?
  /// Nil where an error stands in the way.
  package let rendered: RenderedEdition?
  /// Every finding of gathering, templates and rendering, errors first.
  package let findings: [Finding]

  /// Reads, checks and renders.
  ///
  /// Throws only where the workspace itself cannot be read; faults of its content are findings.
  /// The front page is made for the editions that are out, `released`.
  package init(
    _ month: Month, in workspace: Workspace, isDraft: Bool, released: [Month]
  ) throws {
    self.month = month
    files = try workspace.files(for: month)
    templateFiles = try workspace.templateFiles()
    let gathering = Gathering(month, from: files)
    let (templates, templateFindings) = Templates.load(templateFiles)
    edition = gathering.edition
    var findings = gathering.findings + templateFindings
    findings += try workspace.changesSinceRelease(files, released: released)
    if let edition, let templates {
      let rendered = RenderedEdition(
        edition, templates: templates, isDraft: isDraft,
        styleName: Self.styleName(templateFiles), released: released)
      findings += rendered.findings
      self.rendered = rendered.findings.hasErrors ? nil : rendered
    } else {
      rendered = nil
    }
    self.findings = findings.sorted()
  }

  /// The style sheet's published name, which changes with its bytes.
  static func styleName(_ templates: [String: [UInt8]]) -> String {
    let digest = SHA256Sum(of: templates[Templates.styleSheet] ?? [])
    return "style-\(digest.hex.prefix(12)).css"
  }

  /// How much the edition is, in words; nil where an error stands in the way.
  package var summary: String? {
    guard let edition, let rendered, !findings.hasErrors else { return nil }
    let count = edition.analyses.count
    return
      "edition \(month): \(count) report\(count == 1 ? "" : "s"), \(rendered.files.count) files"
  }

  /// The edition and its renditions, or an error that says how many findings stand in the way.
  func ready(to verb: String) throws -> (edition: Edition, rendered: RenderedEdition) {
    guard let edition, let rendered, !findings.hasErrors else {
      let count = findings.count(of: .error)
      throw ReleaseError(
        .findings,
        "cannot \(verb) edition \(month): \(count) error\(count == 1 ? "" : "s") in its input; "
          + "see `ninethirty check \(month)`")
    }
    return (edition, rendered)
  }
}
