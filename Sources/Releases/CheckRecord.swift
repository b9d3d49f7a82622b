import Diagnostics
import Editions
import Intake
import Notation
import Schedule
import Storage

/// What the last check of an edition said, and of which inputs.
///
/// It stands beside the drafts, as private as they are, so that `status` need not check everything
/// again each time: with ten years of editions that takes seconds.
struct CheckRecord: Sendable {
  let findings: [Finding]

  private static let format = "ninethirty-checked/1"

  /// What the check said; nil where there is none, or where an input was written since.
  init?(of month: Month, in workspace: Workspace, stamp: String) throws {
    let path = Self.path(of: month, in: workspace)
    guard try Files.exists(path) else { return nil }
    let bytes = try Files.read(path, limit: Workspace.fileLimit)
    let (findings, faults) = JSONReader.readObject(bytes, file: path) { object -> [Finding]? in
      _ = object.choice("format", of: [Self.format])
      guard object.string("stamp") == stamp else { return nil }
      return object.array("findings") { $0.object(Finding.read) }
    }
    // It only saves work: one that cannot be read saves none.
    guard let findings, !faults.hasErrors else { return nil }
    self.findings = findings
  }

  /// Keeps what a check said, in a workspace that has publications.
  static func write(
    _ findings: [Finding], of month: Month, in workspace: Workspace, stamp: String
  ) throws {
    guard try Files.kind(of: workspace.publications) == .directory else { return }
    try Files.makeDirectory(workspace.drafts, mode: 0o700)
    let json = CanonicalJSON.object([
      "findings": .array(findings.map(\.json)), "format": .string(format), "stamp": .string(stamp),
    ])
    try Files.write(CanonicalDocument.bytes(json), to: path(of: month, in: workspace), mode: 0o600)
  }

  private static func path(of month: Month, in workspace: Workspace) -> String {
    "\(workspace.drafts)/\(month).checked.json"
  }
}

extension Finding {
  /// Reads what `json` wrote.
  fileprivate static func read(_ object: ObjectReader) -> Finding? {
    let severity = object.string("severity").flatMap(Severity.init(rawValue:))
    let place = object.string("file").map { file in
      Place(
        file, line: object.optional("line")?.integer(),
        column: object.optional("column")?.integer(),
        path: object.optionalString("path"))
    }
    guard let id = object.string("id"), let severity, let place,
      let found = object.string("found"), let rule = object.string("rule"),
      let remedy = object.string("remedy")
    else { return nil }
    return Finding(
      id, severity, at: place, found: found, rule: rule, source: object.optionalString("source"),
      remedy: remedy)
  }
}

extension Workspace {
  /// What the checks say of an edition: what they said the last time, where nothing that they
  /// read was written since.
  func findings(of month: Month) throws -> [Finding] {
    let stamp = try stamp
    if let record = try CheckRecord(of: month, in: self, stamp: stamp) { return record.findings }
    let findings = try check(month).findings
    do {
      try CheckRecord.write(findings, of: month, in: self, stamp: stamp)
    } catch is StorageError {
      // It only saves work: who may only read, or has a full disk, checks anew each time.
    }
    return findings
  }

  /// Of everything that a check reads.
  var stamp: String {
    get throws {
      let inputs = [
        Self.scheduleFile, Self.registerFile, "analyses", Self.templatesFolder,
        PeopleReader.fileName, StandingPage.folder,
      ].map(path)
      return try Files.stamp(of: inputs + [log]) + " " + Build.description.text
    }
  }
}
