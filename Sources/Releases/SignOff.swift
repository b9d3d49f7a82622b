import Archive
import Diagnostics
import Editions
import Intake
import Ledger
import Notation
import Schedule
import Storage

/// What the one who seals, or agrees to a withdrawal, adds to their id: a key, and the reasons that a
/// rule asks for.
package struct SealAuthority: Sendable {
  /// Why one person, or one user of the system, may do both; nil where it is two.
  package let overrideReason: String?
  /// The file of the SSH key to sign with.
  package let sshKey: String?
  /// Why the seal that stands is replaced; nil where none stands.
  package let againBecause: String?
  /// Why official statistics come out without a confirmed date; nil where they have one.
  package let unannouncedBecause: String?

  package init(
    overrideReason: String? = nil, sshKey: String? = nil, againBecause: String? = nil,
    unannouncedBecause: String? = nil
  ) {
    self.overrideReason = overrideReason
    self.sshKey = sshKey
    self.againBecause = againBecause
    self.unannouncedBecause = unannouncedBecause
  }

  /// Where nobody is listed there is nothing to override and nobody to sign.
  func refuseWithoutPeople() throws {
    guard overrideReason == nil, sshKey == nil else {
      throw ReleaseError(
        .usage,
        "people.json lists nobody, so there are no four eyes to override and no key to sign for; "
          + "leave out --override-four-eyes and --ssh-key")
    }
  }
}

extension Workspace {
  /// That the user at work owns what people wrote for an edition since it was last out.
  ///
  /// Most programs save a file anew, which makes whoever edited it its owner. Nil where they own none.
  private func ownFiles(
    of month: Month, in files: FileDigests, _ history: History
  ) throws -> String? {
    let user = SystemUser.running
    // The notice of a withdrawal was made of nothing that people write.
    let last = history.releases.last { $0.edition == month && !$0.isWithdrawal }
    let archived = try last.map {
      try VersionPlan.archived(month, version: $0.version, in: self).state
    }
    let folder = "inputs/analyses/\(month)/"
    // Of these the journal says who wrote them.
    let journalled = [Correction.fileName, RecordedReasons.fileName].map { folder + $0 }
    let own = try files.byPath.keys.sorted().filter { path in
      guard path.hasPrefix(folder), !journalled.contains(path),
        files.byPath[path] != archived?[path]
      else { return false }
      let file = self.path(String(path.dropFirst("inputs/".utf8.count)))
      return try Files.owner(of: file) == user.loginID ?? user.realID
    }
    guard let first = own.first else { return nil }
    let more = own.count > 1 ? " and \(own.count - 1) more" : ""
    return "the system's user \((user.loginName ?? user.name).quoted) owns "
      + "\(first.dropFirst("inputs/".utf8.count))\(more), as whoever saved it last does"
  }

  /// The sign-off of a sealed edition by a second person, held against what the first submitted.
  ///
  /// It is called once, when everything of the edition is in the sink and before the seal: the
  /// statements of both, and their signatures, are then part of what is sealed. It does nothing
  /// where the workspace does without sign-off.
  func signOff(
    _ month: Month, by id: String, _ authority: SealAuthority, _ status: Programme.Status,
    _ history: History, into sink: SealSink, at now: Instant
  ) throws {
    guard let people = try signatories(status) else { return try authority.refuseWithoutPeople() }
    let person = try listed(id, in: people, to: "seal", month, at: now)
    let submission = try checkedSubmission(of: month, people, history, sealed: sink.inputs, at: now)
    let objections =
      try FourEyes(people, month, in: history).objections(to: person, as: .running)
      + [ownFiles(of: month, in: sink.files, history)].compactMap(\.self)
    try pass(objections, to: .seal, by: person, authority.overrideReason, month, at: now)
    try put(submission, people, into: sink)
    let statement = SignOffStatement(
      act: .seal, edition: month, version: submission.statement.version, person: person.id,
      instant: now, digest: sink.files.digest)
    let signature = try sign(statement, as: person, keyFile: authority.sshKey)
    try sink.put("signoff/seal.json", statement.bytes)
    if let signature { try sink.put("signoff/seal.json.sig", Array(signature.utf8)) }
  }

  /// What was submitted, if it is what is there: nothing that is sealed was changed after it.
  private func checkedSubmission(
    of month: Month, _ people: People, _ history: History, sealed present: FileDigests,
    at now: Instant
  ) throws -> Submission {
    guard let submission = try Submission(of: month, in: self) else {
      try refused(
        month, to: "seal", "not-submitted",
        "nobody has submitted it; its maker drafts it, then `ninethirty submit \(month) --by ID`",
        at: now)
    }
    let statement = submission.statement
    let entry = history.latest("submitted", of: month)
    guard let entry, entry.actor == statement.person, entry.instant == statement.instant,
      statement.version == nextVersion(of: month, history)
    else {
      try refused(
        month, to: "seal", "not-submitted",
        "the journal does not hold the submission that lies beside the draft; submit it again",
        at: now)
    }
    guard present.digest == statement.digest else {
      try refused(
        month, to: "seal", "changed-since-submitted",
        "it is not what \(statement.person) submitted on \(statement.instant): "
          + ChangedFiles.text(from: submission.files, to: present.byPath)
          + ". Draft it and submit it again", at: now)
    }
    let submitter = try listed(statement.person, in: people, to: "seal", month, at: now)
    try checkSignature(submission.signature, of: statement, by: submitter, at: now)
    return submission
  }

  /// Holds the signature of the first of two people against their key, if they have one.
  func checkSignature(
    _ signature: String?, of statement: SignOffStatement, by person: Person, at now: Instant
  ) throws {
    guard person.sshKey != nil else { return }
    let fault =
      try signature.map {
        try SSHSignature.fault($0, of: statement, by: person, scratch: drafts)
      } ?? "it has none"
    guard let fault else { return }
    let (first, again) =
      statement.act == .withdraw
      ? ("proposal", "propose it again") : ("submission", "submit it again")
    try refused(
      statement.edition, to: statement.act == .withdraw ? "withdraw" : "seal", "signature",
      "the \(first) by \(person.id) has no signature of their key in people.json: \(fault); "
        + again, at: now)
  }

  /// Stops where one person's eyes are all that looked, unless there is a reason, which is kept.
  func pass(
    _ objections: [String], to act: SignOffStatement.Act, by person: Person, _ reason: String?,
    _ month: Month, at now: Instant
  ) throws {
    guard let reason else {
      guard !objections.isEmpty else { return }
      let (first, remedy) =
        act == .agree
        ? ("the one who proposed it", "Let somebody else agree to it")
        : ("those who made it", "Let somebody else seal it")
      try refused(
        month, to: act.verb, "four-eyes",
        "it wants another person and another user of the system than \(first): "
          + objections.joined(separator: "; ")
          + ". \(remedy), or give the reason with --override-four-eyes", at: now)
    }
    guard !objections.isEmpty else {
      throw ReleaseError(
        .usage,
        "there is nothing to override: two people on two users; leave out "
          + "--override-four-eyes")
    }
    try record(
      "override", of: month, by: person.id,
      [
        "overridden": .array(objections.map { .string($0) }), "reason": .string(reason),
        "rule": .string("four-eyes"), "system": SystemUser.running.json,
      ], in: journalLedger, at: now)
  }

  /// The submission becomes part of what is sealed, with the keys by which it can be checked.
  private func put(_ submission: Submission, _ people: People, into sink: SealSink) throws {
    try sink.put("signoff/submit.json", submission.statement.bytes)
    if let signature = submission.signature {
      try sink.put("signoff/submit.json.sig", Array(signature.utf8))
    }
    if let signers = SSHSignature.allowedSigners(people.people) {
      try sink.put("signoff/allowed_signers", Array(signers.utf8))
    }
  }
}
