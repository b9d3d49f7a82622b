package import Diagnostics
import Editions
import Ledger
import Notation
package import Schedule
import Storage

extension Workspace {
  /// What `submit` did.
  package struct SubmissionReport: Sendable {
    package let person: String
    /// How many inputs and templates were submitted.
    package let fileCount: Int
    package let isSigned: Bool
    /// The reasons that stand for warnings.
    package let findings: [Finding]
  }

  /// Hands an edition over to be sealed: its maker states that this is it.
  ///
  /// There must be a draft of exactly the present inputs, without errors and with a reason for each
  /// warning. Throws a ``ReleaseError`` otherwise; then nothing is submitted.
  package func submit(
    _ month: Month, by id: String, sshKey: String?, clock: any Clock,
    progress: any ProgressObserver = SilentProgress()
  ) throws -> SubmissionReport {
    let lock = try lock("submit \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    let history = try History(self)
    guard let people = try signatories(try programme().status) else {
      throw ReleaseError(
        .wrongState,
        "people.json lists nobody, and this workspace is sealed without a submission; "
          + "docs/release-manager.md, Sign-off, says how to list people")
    }
    let person = try listed(id, in: people, to: "submit", month, at: now)
    try checkUser(of: person, to: "submit", month, at: now)
    let sink = InputSink()
    let preparation = try Preparation(
      month, in: self, isDraft: true, released: try released(before: month), sink: sink,
      progress: progress)
    _ = try preparation.ready(to: "submit", warningsNeedReasons: true)
    let files = sink.files
    try checkDraft(of: month, is: files.byPath)
    let statement = SignOffStatement(
      act: .submit, edition: month, version: nextVersion(of: month, history), person: person.id,
      instant: now, digest: files.digest)
    let signature = try sign(statement, as: person, keyFile: sshKey)
    try Submission(statement, files: files.byPath, signature: signature).write(in: self)
    try record(
      "submitted", of: month, by: person.id,
      [
        "role": .string(person.role.rawValue), "signed": .bool(signature != nil),
        "system": SystemUser.running.json, "version": .integer(statement.version),
      ], in: journalLedger, at: now)
    return SubmissionReport(
      person: person.id, fileCount: files.count, isSigned: signature != nil,
      findings: preparation.findings)
  }

  /// Which version of an edition would come out next, from 1.
  func nextVersion(of month: Month, _ history: History) -> Int {
    let edition = month.description
    return 1
      + history.log.count {
        $0.edition == edition && ["released", "corrected"].contains($0.event)
      }
  }

  /// Somebody has looked at what is submitted: the draft was made of the same files.
  private func checkDraft(of month: Month, is files: [String: String]) throws {
    guard let draft = try DraftRecord(of: month, in: self), try Files.exists("\(drafts)/\(month)")
    else {
      throw ReleaseError(
        .wrongState,
        "there is no draft of \(month); make one with `ninethirty draft \(month)`, look at it, then "
          + "submit it")
    }
    guard draft.files != files else { return }
    throw ReleaseError(
      .wrongState,
      "the draft of \(month) is not of the present files: "
        + ChangedFiles.text(from: draft.files, to: files)
        + ". Draft it again, look at it, then submit it")
  }

  /// A signature by somebody who has a key, verified at once; nil for one who has none.
  func sign(
    _ statement: SignOffStatement, as person: Person, keyFile: String?
  ) throws -> String? {
    let verb = statement.act.verb
    guard person.sshKey != nil else {
      guard keyFile == nil else {
        throw ReleaseError(
          .usage,
          "people.json has no sshKey for \(person.id), so nobody could check the signature; add it "
            + "there, or leave out --ssh-key")
      }
      return nil
    }
    guard let keyFile else {
      throw ReleaseError(
        .usage,
        "\(person.id) has a key in people.json and signs with it; add --ssh-key FILE to "
          + "`\(verb)`")
    }
    let signature = try SSHSignature.make(statement, keyFile: keyFile)
    if let fault = try SSHSignature.fault(signature, of: statement, by: person, scratch: drafts) {
      try refused(
        statement.edition, to: verb, "signature",
        "the signature made with \(keyFile.quoted) is not one of the key of \(person.id) in "
          + "people.json: \(fault)", at: statement.instant)
    }
    return signature
  }
}
