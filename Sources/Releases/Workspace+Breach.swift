import Diagnostics
import Editions
import Ledger
import Notation
package import Schedule
import Storage

extension Workspace {
  /// The longest statement that goes into the log, in bytes: its line has to hold it.
  package static let longestStatement = 20_000

  /// Drafts the report of a breach, as a verb of its own: see
  /// ``draftBreachReport(_:kind:clock:circumstances:)``.
  ///
  /// Throws a ``ReleaseError``, before anything is drafted, where `copy` cannot be a copy of it.
  package func breach(
    _ month: Month, kind: BreachKind?, copy: String? = nil, clock: any Clock
  ) throws -> String {
    if let copy {
      try refusePublicPlace(
        copy, because: "the report of a breach is private", naming: " with --output")
      guard try Files.kind(of: copy) == nil else {
        throw ReleaseError(.exists, "\(copy) is there already; name a new file with --output")
      }
    }
    let lock = try lock("breach \(month)")
    defer { withExtendedLifetime(lock) {} }
    try recoverLedgers(at: clock.now())
    let kind = try kind ?? kindOfBreach(of: month, at: clock.now())
    return try draftBreachReport(month, kind: kind, clock: clock)
  }

  /// The one kind that log and clock tell: late.
  ///
  /// Throws a ``ReleaseError`` where they tell of nothing: a report of the wrong kind may be sent.
  private func kindOfBreach(of month: Month, at now: Instant) throws -> BreachKind {
    let programme = try self.programme()
    let scheduled = try scheduledEdition(month, in: programme)
    let history = try History(self)
    if programme.status == .official, isLate(scheduled, history, in: programme, at: now) {
      return .late
    }
    let kinds = BreachKind.allCases.map(\.rawValue).joined(separator: ", ")
    throw ReleaseError(
      .usage,
      "neither log nor clock tells that \(month) was late; say what happened with --kind: \(kinds)")
  }

  private func isLate(
    _ scheduled: ScheduledEdition, _ history: History, in programme: Programme, at now: Instant
  ) -> Bool {
    let releases = history.releases.filter { $0.edition == scheduled.edition }
    guard releases.isEmpty else {
      return releases.contains { release in
        !release.change.kind.goesOutAtOnce
          && ReleasePolicy.isMissed(release.scheduled, now: release.actual)
      }
    }
    let told = history.publicWord(of: scheduled.edition, in: programme.schedule.rule.zone)
    if let promised = told.promised { return ReleasePolicy.isMissed(promised, now: now) }
    return !told.isCancelled && !scheduled.isCancelled
      && ReleasePolicy.isMissed(told.instant ?? scheduled.instant, now: now)
  }

  /// Publishes a statement on a breach: a line of the public log, brought to the public tree.
  ///
  /// The same statement is not logged twice. Throws a ``ReleaseError`` for a statement that is no
  /// text, is empty or too long, or itself tells something of an edition under embargo.
  /// - Returns: whether it is new.
  package func publishBreach(
    _ month: Month, statement file: String, by person: String, clock: any Clock
  ) throws -> Bool {
    let statement = try readStatement(file)
    let lock = try lock("breach \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    _ = try finishInterruptedReleases(at: now)
    _ = try scheduledEdition(month)
    try checkListed(person, to: "publish the breach of", month, at: now)
    let history = try History(self)
    try refuseNotPublic(history)
    _ = try refuseLeaks(before: nil, history, clock: clock)
    try refuseEmbargoedSite(history)
    try refuseEmbargoed(statement, in: file, history)
    let isKnown = history.log.contains {
      $0.event == "breach" && $0.edition == month.description
        && $0.fields["statement"] == .string(statement)
    }
    if !isKnown {
      try record("breach", of: month, ["statement": .string(statement)], in: logLedger, at: now)
    }
    // A crash may have come between log and journal: who published it is not to be lost.
    if try !areBreachesNoted(of: month) {
      try record("breach-published", of: month, by: person, [:], in: journalLedger, at: now)
    }
    _ = try publishSite(at: now, searching: .nothing)
    return !isKnown
  }

  /// Whether the journal has a line for each statement in the log.
  private func areBreachesNoted(of month: Month) throws -> Bool {
    let history = try History(self)
    func count(_ event: String, in entries: [LedgerEntry]) -> Int {
      entries.count { $0.event == event && $0.edition == month.description }
    }
    return count("breach-published", in: history.journal) >= count("breach", in: history.log)
  }

  private func readStatement(_ file: String) throws -> String {
    let bytes = try Files.readInput(file, limit: Self.longestStatement)
    guard let text = String(validating: bytes, as: UTF8.self),
      !text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" })
    else {
      throw ReleaseError(
        .usage, "\(file) is not plain text in UTF-8; write the statement as text without tabs")
    }
    guard text.contains(where: { !$0.isWhitespace }), !text.contains("[TO COMPLETE") else {
      throw ReleaseError(
        .usage, "\(file) is no statement: it is empty or has places still to be completed")
    }
    return text
  }

  private func refuseEmbargoed(
    _ statement: String, in file: String, _ history: History
  ) throws {
    let report = try leakReport([file], history)
    guard let first = report.leaks.first else {
      // What was not searched is not known to be harmless.
      guard report.fileCount > 0 else {
        throw ReleaseError(
          .usage,
          "the statement could not be searched for what is under embargo: "
            + report.notRead.joined(separator: "; "))
      }
      try refuseUnsearched(report, of: "the statement")
      return try refuseOrganisations(in: statement, of: "the statement", history)
    }
    let line = first.line.map { ":\($0)" } ?? ""
    throw ReleaseError(
      .embargoed,
      "the statement itself tells what is under embargo (\(file)\(line): \(first.kind.rawValue) of "
        + "\(first.edition)); say what happened without it, or publish after the release")
  }
}
