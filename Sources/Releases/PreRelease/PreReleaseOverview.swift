package import Diagnostics
import Editions
import Intake
package import Notation
package import Schedule
import Storage

/// Who has pre-release access to an edition, as it stands at an instant.
package struct PreReleaseOverview: Sendable {
  /// One recipient.
  package struct Row: Sendable {
    package let grant: PreReleaseGrant
    package let opens: Instant
    package let state: String
    package let handedOver: [Instant]
  }

  package let edition: Month
  package let release: Instant
  package let zone: Zone
  /// Whether the names are confirmed, in words.
  package let confirmation: String
  package let isConfirmed: Bool
  package let rows: [Row]
  /// How many had access to each edition whose list was confirmed.
  package let lengths: [(edition: Month, count: Int)]
  /// People who make the publication: bound, not recipients (SI 2008/2998 Schedule paragraph 10).
  package let producers: [String]
  package let findings: [Finding]
}

extension Workspace {
  /// Who has access to an edition, when it opens and why.
  package func preReleaseOverview(_ month: Month, clock: any Clock) throws -> PreReleaseOverview {
    let now = clock.now()
    let history = try History(self)
    let programme = try self.programme()
    let scheduled = try scheduledEdition(month, in: programme)
    let access = PreReleaseHistory(history)
    let read = try requiredPreRelease(programme.schedule.preRelease, history)
    let told = history.publicWord(of: month, in: programme.schedule.rule.zone)
    let release = earliestRelease(
      scheduled, sealedFor: sealedInstant(of: month, history) ?? scheduled.instant,
      announcedFor: told.instant)
    let confirmation = access.confirmations[month]
    let isConfirmed = confirmation?.isOf(read.bytes) ?? false
    let rows = (read.list?.grants ?? []).map { grant in
      let opens = grant.opens(before: release)
      return PreReleaseOverview.Row(
        grant: grant, opens: opens,
        state: state(
          of: grant, isConfirmed: isConfirmed,
          isWithdrawn: access.isWithdrawn(grant, from: month),
          isCancelled: scheduled.isCancelled || told.isCancelled,
          isOver: isPublic(month, record: history.record) || now >= release, isOpen: now >= opens),
        handedOver: access.handOvers.filter { $0.edition == month && $0.recipient == grant.id }
          .map(\.at))
    }
    let growth = access.confirmation(before: month).flatMap { grown(rows.count, since: $0) }
    return PreReleaseOverview(
      edition: month, release: release, zone: programme.schedule.rule.zone,
      confirmation: confirmation.map {
        isConfirmed
          ? "confirmed by \($0.by), \($0.at)"
          : "the file was changed after \($0.by) confirmed it, \($0.at): confirm it again"
      } ?? "not confirmed for this edition", isConfirmed: isConfirmed, rows: rows,
      lengths: access.lengths, producers: try producers().sorted(),
      findings: read.findings + [growth].compactMap(\.self))
  }

  /// When what waits comes out; where nothing waits, when the edition first came out: who had access
  /// had it before that, and a correction since changes nothing of it.
  private func sealedInstant(of month: Month, _ history: History) -> Instant? {
    history.unreleasedSeal(of: month)?.instant
      ?? history.releases.first { $0.edition == month }?.scheduled
  }

  private func state(
    of grant: PreReleaseGrant, isConfirmed: Bool, isWithdrawn: Bool, isCancelled: Bool,
    isOver: Bool,
    isOpen: Bool
  ) -> String {
    if isWithdrawn { return "withdrawn" }
    if isCancelled { return "cancelled" }
    if isOver { return "over" }
    if !isConfirmed { return "not confirmed" }
    return isOpen ? "open" : "closed"
  }
}

extension PreReleaseOverview {
  /// For programs; without names.
  package var json: CanonicalJSON {
    .object([
      "confirmation": .string(confirmation), "confirmed": .bool(isConfirmed),
      "edition": .string(edition.description), "findings": .array(findings.map(\.json)),
      "lengths": .array(
        lengths.map {
          .object(["edition": .string($0.edition.description), "recipients": .integer($0.count)])
        }),
      "producers": .array(producers.map { .string($0) }),
      "recipients": .array(rows.map(\.json)), "release": .string(release.description),
    ])
  }
}

extension PreReleaseOverview.Row {
  fileprivate var json: CanonicalJSON {
    .object([
      "ground": .string(grant.ground.rawValue),
      "handedOver": .array(handedOver.map { .string($0.description) }),
      "hours": .integer(grant.hours), "office": .string(grant.post.role),
      "opens": .string(opens.description), "organisation": .string(grant.post.organisation),
      "paragraph": .string(grant.basis.paragraph), "recipient": .string(grant.id),
      "state": .string(state),
    ])
  }
}
