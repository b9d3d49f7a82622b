package import Diagnostics
package import Editions
import Ledger
package import Notation
package import Schedule
import Storage

/// How a workspace stands at an instant, derived from schedule, log, files and clock.
package struct StatusReport: Sendable {
  /// How far an edition is.
  package enum State: String, Sendable, Hashable {
    case notDrafted = "not drafted"
    case drafted, sealed, released
  }

  /// One edition that this workspace makes.
  package struct EditionStatus: Sendable {
    package let edition: Month
    package let scheduled: ScheduledEdition
    package let state: State
    /// Nil until it is out.
    package let release: History.Release?
    /// Whether its instant has gone by without it.
    package let isDue: Bool
    /// The instant before which it does not come out: the later of the scheduled and the sealed.
    package let instant: Instant
    /// Pre-release access, from opening to release; nil where nobody has it.
    package let preReleaseOpens: Instant?
    package let isPreReleaseOpen: Bool
  }

  package let title: String
  package let status: Programme.Status
  package let now: Instant
  package let zone: Zone
  /// Every edition that is held, oldest first.
  package let editions: [EditionStatus]
  package let notHeld: [(edition: Month, reason: String)]
  /// The next edition by the schedule after now; nil where the series has ended.
  package let upcoming: ScheduledEdition?
  /// The edition to work on: the earliest that is held and not out.
  package let next: EditionStatus?
  /// What stands in the way of the next edition, and what wants a look.
  package let blocking: [Finding]
  /// How far the sign-off is, and where its rules were overridden.
  package var signOff = SignOffStatus()
}

extension Workspace {
  /// The schedule, or an error that says how to see what is wrong with it.
  func programme() throws -> Programme {
    let bytes = try Files.read(path(Self.scheduleFile), limit: Self.fileLimit)
    let (programme, findings) = Self.readProgramme(bytes)
    guard let programme else {
      let first = findings.first { $0.severity == .error }
      throw ReleaseError(
        .findings,
        "schedule.json cannot be used; see `ninethirty check`"
          + (first.map { ": \($0.place.text): \($0.found); \($0.remedy)" } ?? ""))
    }
    return programme
  }

  /// How the workspace stands.
  package func status(clock: any Clock) throws -> StatusReport {
    let now = clock.now()
    let programme = try self.programme()
    let history = try History(self)
    let releases = Dictionary(history.releases.map { ($0.edition, $0) }) { _, new in new }
    var editions: [StatusReport.EditionStatus] = []
    var notHeld: [(edition: Month, reason: String)] = []
    for month in programme.plans.keys.sorted() {
      switch programme.plans[month]! {
      case .notHeld(let reason): notHeld.append((month, reason))
      case .held:
        let scheduled = try scheduledEdition(month, in: programme)
        editions.append(
          try status(
            of: scheduled, release: releases[month], seal: history.standingSeal(of: month),
            programme: programme, now: now))
      }
    }
    let next = editions.first { $0.state != .released && !$0.scheduled.isCancelled }
    // What is sealed was checked, and what the checks said went into the sealed file: checked anew
    // it would stand in the clear again.
    let isSealed = next?.state == .sealed
    let blocking = isSealed ? [] : try next.map { try findings(of: $0.edition) } ?? []
    return StatusReport(
      title: programme.series.title, status: programme.status, now: now,
      zone: programme.schedule.rule.zone, editions: editions, notHeld: notHeld,
      upcoming: programme.schedule.next(after: now), next: next, blocking: blocking,
      signOff: SignOffStatus(next?.edition, in: history))
  }

  private func status(
    of scheduled: ScheduledEdition, release: History.Release?, seal: StandingSeal?,
    programme: Programme, now: Instant
  ) throws -> StatusReport.EditionStatus {
    let month = scheduled.edition
    var state = StatusReport.State.notDrafted
    if release != nil {
      state = .released
    } else if seal != nil, try Files.exists(sealedFile(month)) {
      state = .sealed
    } else if try Files.exists("\(drafts)/\(month)") {
      state = .drafted
    }
    // The later of the sealed and the scheduled instant holds; the journal knows the sealed one.
    let sealedInstant = state == .sealed ? seal!.instant : scheduled.instant
    let policy = programme.schedule.preRelease
    let hasAccess = !policy.recipients.isEmpty && policy.hours > 0
    return StatusReport.EditionStatus(
      edition: month, scheduled: scheduled, state: state, release: release,
      isDue: release == nil && mayRelease(scheduled, sealedFor: sealedInstant, now: now),
      instant: earliestRelease(scheduled, sealedFor: sealedInstant),
      preReleaseOpens: hasAccess ? policy.opens(before: scheduled.instant) : nil,
      isPreReleaseOpen: policy.isOpen(at: now, release: scheduled.instant))
  }

  /// `on time` or how late, in words; what is not official is never late.
  package func lateness(of release: History.Release) -> String {
    // A schedule that cannot be read has stopped whoever asks before this.
    release.lateness(try? programme().status)
  }
}

extension History.Release {
  /// `on time` or how late, in words; what is not official is never late.
  package func lateness(_ status: Programme.Status?) -> String {
    switch status {
    case .reconstruction: return "a reconstruction is never late"
    case .illustrative: return "an illustration is never late"
    case .official, nil: break
    }
    if change.goesOutAtOnce { return "\(delayMilliseconds) ms after it was signed off" }
    return delayMilliseconds < 1000
      ? "on time, \(delayMilliseconds) ms after its instant"
      : "late by \(durationText(from: scheduled, to: actual))"
  }
}

extension StatusReport {
  /// The report as JSON for programs.
  package var json: CanonicalJSON {
    .object([
      "blocking": .array(blocking.map(\.json)),
      "editions": .array(editions.map(\.json)),
      "next": next.map { .string($0.edition.description) } ?? .null,
      "notHeld": .array(
        notHeld.map {
          .object(["edition": .string($0.edition.description), "reason": .string($0.reason)])
        }),
      "now": .string(now.description), "series": .string(title), "signOff": signOff.json,
      "status": .string(status.rawValue),
      "upcoming": upcoming.map {
        .object([
          "edition": .string($0.edition.description), "instant": .string($0.instant.description),
        ])
      } ?? .null,
    ])
  }
}

extension StatusReport.EditionStatus {
  fileprivate var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "cancelled": .bool(scheduled.isCancelled), "due": .bool(isDue),
      "edition": .string(edition.description),
      "instant": .string(scheduled.instant.description),
      "preReleaseOpen": .bool(isPreReleaseOpen), "state": .string(state.rawValue),
    ]
    members["preReleaseOpens"] = preReleaseOpens.map { .string($0.description) }
    if let release {
      members["actual"] = .string(release.actual.description)
      members["delayMilliseconds"] = .integer(release.delayMilliseconds)
      members["digest"] = .string(release.digest)
    }
    return .object(members)
  }
}

/// How long from one instant to a later one, in the two largest units: `3 days 4 hours`.
package func durationText(from start: Instant, to end: Instant) -> String {
  let seconds = max(0, (end.milliseconds - start.milliseconds + 999) / 1000)
  let units: [(Int64, String)] = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")]
  var rest = seconds
  var parts: [String] = []
  for (size, name) in units {
    let count = rest / size
    rest %= size
    if count > 0, parts.count < 2 { parts.append("\(count) \(name)\(count == 1 ? "" : "s")") }
  }
  return parts.isEmpty ? "0 seconds" : parts.joined(separator: " ")
}
