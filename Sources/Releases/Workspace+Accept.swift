package import Diagnostics
import Editions
import Intake
import Notation
package import Schedule
import Storage

extension Workspace {
  /// Records why warnings of an edition are let pass, in the edition's `reasons.json`.
  ///
  /// The warnings are those of one check in one file, at one path and in one line where they are
  /// given.
  /// - Returns: the warnings that it was recorded for.
  /// - Throws: a ``ReleaseError`` where there is no such warning or the file has errors; then nothing
  ///   is written.
  package func accept(
    _ month: Month, check: String, file: String, path: String?, line: Int? = nil, reason: String,
    by person: String, clock: any Clock
  ) throws -> [Finding] {
    let lock = try lock("accept \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    try checkListed(person, to: "accept a warning of", month, at: now)
    let name = "analyses/\(month)/\(RecordedReasons.fileName)"
    var reasons = RecordedReasons(file: name)
    if try Files.exists(self.path(name)) {
      let bytes = try Files.read(self.path(name), limit: Self.fileLimit)
      let (read, findings) = RecordedReasons.read(bytes, file: name)
      guard !findings.hasErrors else {
        throw ReleaseError(
          .findings, "\(name) has errors; correct them first", findings: findings)
      }
      reasons = read
    }
    let standing = try self.check(month).findings
    let said = standing.filter {
      $0.id == check && $0.place.file == file && (path == nil || $0.place.path == path)
        && (line == nil || $0.place.line == line)
    }
    let warnings = said.filter { $0.severity == .warning }
    guard !warnings.isEmpty else { throw refusal(said, check: check, file: file) }
    reasons.record(warnings, standing: standing, reason: reason, person: person)
    try Files.makeDirectory(self.path("analyses/\(month)"))
    try Files.write(reasons.bytes, to: self.path(name))
    // File and reason stand in reasons.json, which is sealed with the edition: they may name what is
    // under embargo.
    try record(
      "accepted", of: month, by: person,
      ["check": .string(check), "system": SystemUser.running.json], in: journalLedger, at: now)
    return warnings
  }

  private func refusal(_ said: [Finding], check: String, file: String) -> ReleaseError {
    if said.contains(where: { $0.severity == .error }) {
      return ReleaseError(
        .usage, "what \(check) says of \(file) is an error; no reason lets an error pass")
    }
    if said.contains(where: { $0.accepted != nil }) {
      return ReleaseError(.wrongState, "\(check) in \(file) has a reason already")
    }
    return ReleaseError(
      .notFound, "there is no warning \(check.quoted) in \(file.quoted); see `ninethirty check`")
  }
}
