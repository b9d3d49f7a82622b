package import Diagnostics
import Editions
import Ledger
import Notation
import Publications
package import Schedule
import Storage

extension Workspace {
  /// Gathers, checks and renders an edition without writing anything.
  package func check(_ month: Month) throws -> Preparation {
    try Preparation(month, in: self, isDraft: true, released: try released(before: month))
  }

  /// The editions that are out, without this one.
  func released(before month: Month) throws -> [Month] {
    try History(self).released.filter { $0 != month }
  }

  /// What `draft` made.
  package struct Draft: Sendable {
    /// The folder of the draft; `index.html` in it is the bulletin.
    package let folder: String
    package let fileCount: Int
    package let findings: [Finding]
  }

  /// Renders an edition, every page marked as a draft, into `publications/drafts/`.
  ///
  /// Throws a ``ReleaseError`` where the input has errors; then nothing is written.
  package func draft(_ month: Month, clock: any Clock) throws -> Draft {
    let lock = try lock("draft \(month)")
    defer { withExtendedLifetime(lock) {} }
    try recoverLedgers(at: clock.now())
    _ = try finishInterruptedReleases(at: clock.now())
    let preparation = try check(month)
    let (_, rendered) = try preparation.ready(to: "draft")
    let folder = "\(drafts)/\(month)"
    try Files.makeDirectory(drafts, mode: 0o700)
    let files = rendered.files.filter { !$0.isPermanentCopy && !$0.isSite }
    try Directory.replace(at: folder, mode: 0o700, replacing: true) { building in
      for file in files { try Files.place(file, in: building) }
    }
    if let front = rendered.files.first(where: \.isSite) {
      try Files.write(front.bytes, to: "\(drafts)/index.html", mode: 0o600)
    }
    try record(
      "drafted", of: month,
      [
        "files": .integer(files.count),
        "warnings": .integer(preparation.findings.count(of: .warning)),
      ],
      in: journalLedger, at: clock.now())
    return Draft(folder: folder, fileCount: files.count, findings: preparation.findings)
  }
}

extension EditionFile {
  /// Whether this is the bulletin as it stands under the edition's permanent `v1/`.
  var isPermanentCopy: Bool { path.hasPrefix("v1/") }
  /// Whether this stands at the root of the public tree rather than in the edition's folder.
  var isSite: Bool { path.hasPrefix("site/") }
}

extension Files {
  /// Writes a file and the folders on its way; the caller brings the tree to disk.
  static func place(_ file: EditionFile, in folder: String) throws {
    let path = "\(folder)/\(file.path)"
    try makeDirectory(path.parentPath, mode: 0o755)
    try Files.writeNew(file.bytes, to: path)
  }
}
