package import Diagnostics
import Editions
import Intake
import Notation
package import Schedule
import Storage

/// The private list of who is given pre-release access.
extension Workspace {
  package var preReleaseFile: String { path(PreReleaseReader.fileName) }

  /// The list as it was read.
  struct ReadPreRelease {
    let bytes: [UInt8]
    /// Nil where it has errors.
    let list: PreReleaseList?
    let findings: [Finding]
  }

  /// Reads the list and holds it against the law, the published list and the journal.
  ///
  /// Nil where there is none: then nobody has access. The seal of `month` that is about to be replaced
  /// opens nothing any more.
  func readPreRelease(
    _ policy: PreReleasePolicy, _ history: History, sealing month: Month? = nil
  ) throws -> ReadPreRelease? {
    guard try Files.exists(preReleaseFile) else { return nil }
    let bytes = try Files.readInput(preReleaseFile, limit: Self.analysisLimit)
    let access = PreReleaseHistory(history)
    let opening = history.unreleasedSeals.filter { $0.key != month }
    let sealedFor = Set(opening.values.flatMap { $0.recipients ?? [] })
    let record = PreReleaseRecord(
      breach: { access.breach(by: $0) }, supportBreach: { access.breach(by: $0, of: $1) },
      sealingKeys: Set(try recipients()?.keys ?? []),
      opensSealed: { sealedFor.contains(Recipients.digest(of: $0)) },
      producers: Set(try producers()),
      today: today)
    let (list, findings) = PreReleaseReader.read(
      bytes, file: PreReleaseReader.fileName, policy: policy, record: record)
    let all = findings + [try openToOthers()].compactMap(\.self)
    return ReadPreRelease(bytes: bytes, list: all.hasErrors ? nil : list, findings: all.sorted())
  }

  /// Today in the zone of the series; a schedule that cannot be used has findings of its own.
  private var today: Day? {
    (try? programme())?.schedule.rule.zone.wallTime(of: clock.now()).day
  }

  /// What is wrong with the list; nothing where there is none.
  ///
  /// These findings stand apart from an edition's own: those are sealed and archived, and no name
  /// of this file may be. Where the schedule cannot be used, its own findings come first.
  package func preReleaseFindings(sealing month: Month? = nil) throws -> [Finding] {
    // That it cannot be read is said of the edition.
    guard let schedule = try? Files.readInput(path(Self.scheduleFile), limit: Self.analysisLimit),
      let policy = Self.readProgramme(schedule).0?.schedule.preRelease
    else { return [] }
    return try readPreRelease(policy, History(self), sealing: month)?.findings ?? []
  }

  /// Refuses where the list has errors: the bulletin is about to print what it grants.
  func refuseFaultyPreRelease(to verb: String, sealing month: Month? = nil) throws {
    let findings = try preReleaseFindings(sealing: month)
    guard findings.hasErrors else { return }
    throw ReleaseError(
      .findings, "cannot \(verb): \(PreReleaseReader.fileName) has errors", findings: findings)
  }

  private func openToOthers() throws -> Finding? {
    let mode = try Files.mode(of: preReleaseFile)
    guard mode & 0o077 != 0 else { return nil }
    return Finding(
      "prerelease.mode", at: Place(PreReleaseReader.fileName),
      found: "the file has the mode \(String(mode & 0o777, radix: 8)): others may read it",
      rule: "who is given access is known to those who need to know it", source: "design section 6",
      remedy: "chmod 600 \(PreReleaseReader.fileName)")
  }
}

// MARK: Confirming

extension Workspace {
  /// What `pre-release confirm` recorded.
  package struct PreReleaseConfirmation: Sendable {
    package let recipients: Int
    /// The edition confirmed before and the length of its list.
    package let before: (edition: Month, recipients: Int)?
    /// Warnings: a list that grew.
    package let findings: [Finding]
  }

  /// Records that the person responsible confirms the names for an edition.
  ///
  /// The journal gets the ids and a salted digest of the file: no name. After any change of the
  /// file the names are confirmed again.
  /// - Throws: a ``ReleaseError`` where the list has errors or somebody else confirms.
  package func confirmPreRelease(
    _ month: Month, by person: String, clock: any Clock
  ) throws -> PreReleaseConfirmation {
    let lock = try lock("pre-release confirm \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    let history = try History(self)
    let programme = try self.programme()
    let policy = programme.schedule.preRelease
    try refuseReleased(month, in: programme, history)
    let read = try requiredPreRelease(policy, history)
    func noteRefused(_ reason: String) throws {
      try record(
        "refused", of: month, ["reason": .string("pre-release-\(reason)")], in: journalLedger,
        at: now)
    }
    guard let list = read.list else {
      try noteRefused("list")
      throw ReleaseError(
        .findings, "\(PreReleaseReader.fileName) has errors; nothing is confirmed",
        findings: read.findings)
    }
    guard person == policy.responsible?.id else {
      try noteRefused("responsible")
      throw ReleaseError(
        .usage,
        "only the person responsible, \(policy.responsible?.id ?? "whom schedule.json does not name"), "
          + "confirms who is given pre-release access, not \(person.quoted)")
    }
    try checkSpeaker(person, to: "pre-release confirm", month, at: now)
    let salt = Salt.fresh()
    try record(
      "pre-release-confirmed", of: month, by: person,
      [
        "file": .string(salt.digest(of: read.bytes)), "salt": .string(salt.hex),
        "people": .object(
          Dictionary(
            list.grants.map { ($0.id, PersonTrace($0, salt: salt).json) }
          ) { first, _ in first }),
        "recipients": .array(list.grants.map(\.id).sorted().map { .string($0) }),
      ], in: journalLedger, at: now)
    let before = PreReleaseHistory(history).confirmation(before: month)
    let growth = before.flatMap { grown(list.grants.count, since: $0) }
    return PreReleaseConfirmation(
      recipients: list.grants.count,
      before: before.map { ($0.edition, $0.recipients.count) },
      findings: read.findings + [growth].compactMap(\.self))
  }

  /// The list, or an error that says that there is none.
  func requiredPreRelease(
    _ policy: PreReleasePolicy, _ history: History
  ) throws -> ReadPreRelease {
    guard let read = try readPreRelease(policy, history) else {
      throw ReleaseError(
        .notFound,
        "there is no \(PreReleaseReader.fileName): nobody is given pre-release access; "
          + "docs/format.md, “Pre-release access”, says what it holds")
    }
    return read
  }

  /// Pre-release access ends with the release; a cancelled edition has none.
  func refuseReleased(_ month: Month, in programme: Programme, _ history: History) throws {
    let scheduled = try scheduledEdition(month, in: programme)
    if isPublic(month, record: history.record) {
      throw ReleaseError(.wrongState, "edition \(month) is out: everybody has access")
    }
    let told = history.publicWord(of: month, in: programme.schedule.rule.zone)
    try refuseCancelled(scheduled, told, "nobody is given access to it")
  }

  /// A list that is longer than for the edition before (SI 2008/2998 Schedule paragraph 3(1)(d)).
  func grown(_ count: Int, since before: PreReleaseHistory.Confirmation) -> Finding? {
    guard count > before.recipients.count else { return nil }
    return Finding(
      "prerelease.grown", .warning, at: Place(PreReleaseReader.fileName, path: "$.grants"),
      found: "\(count) people have access, and \(before.recipients.count) had to \(before.edition)",
      rule: "access is restricted to the minimum number of people",
      source: "SI 2008/2998 Sch. para 3(1)(d)",
      remedy: "say of each, in \"necessary\", why they must be among them, or remove the grant")
  }
}

extension PreReleaseHistory.Confirmation {
  /// Whether these bytes are the file that was confirmed.
  func isOf(_ bytes: [UInt8]) -> Bool { Salt(hex: salt)?.digest(of: bytes) == digest }
}

// MARK: Withdrawal and breach

extension Workspace {
  /// Ends the access of a person to an edition; the record of it says why.
  ///
  /// It stands for this edition, whatever is confirmed afterwards.
  /// - Returns: when a copy was handed over to them, where one was.
  package func withdrawPreRelease(
    _ month: Month, recipient: String, reason: String, by person: String? = nil, clock: any Clock
  ) throws -> [Instant] {
    let lock = try lock("pre-release withdraw \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    let history = try History(self)
    let access = PreReleaseHistory(history)
    let copies = access.handOvers.filter { $0.edition == month && $0.recipient == recipient }
    let isConfirmed = access.confirmations[month]?.recipients.contains(recipient) ?? false
    guard isConfirmed || !copies.isEmpty else {
      throw ReleaseError(
        .notFound, "nobody with the id \(recipient.quoted) was given access to edition \(month)")
    }
    guard access.withdrawn[month]?.contains(recipient) != true else {
      throw ReleaseError(
        .wrongState, "the access of \(recipient) to edition \(month) is withdrawn already")
    }
    try checkListed(person, to: "pre-release withdraw", month, at: now)
    try record(
      "pre-release-withdrawn", of: month, by: person,
      [
        "reason": .string(reason), "recipient": .string(recipient),
        "system": SystemUser.running.json,
      ], in: journalLedger, at: now)
    return copies.map(\.at)
  }

  /// Refuses the person responsible, whom the schedule names, where they are listed with another user of
  /// the system than the one at work.
  func checkSpeaker(
    _ person: String, to verb: String, _ month: Month?, at now: Instant
  ) throws {
    guard let listed = try people()[person] else { return }
    try checkUser(of: listed, to: verb, month, at: now)
  }
}
