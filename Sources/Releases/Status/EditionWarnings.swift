import Diagnostics
import Editions
import Intake
import Ledger
import Notation
import Schedule
import Storage

/// What is still to be done for one edition that is not out.
struct EditionWarnings {
  let workspace: Workspace
  let programme: Programme
  let status: StatusReport.EditionStatus
  let history: History
  let now: Instant

  var month: Month { status.edition }
  /// Days until its instant, begun ones counted.
  var days: Int { daysBefore(status.instant, now: now) }
  private var isSealed: Bool { status.state == .sealed }

  var all: [StatusWarning] {
    // What to do is said of the date, and nothing else is of use.
    if status.isCancelledInPublic { return [] }
    if status.isCancelledInSilence { return [overdue].compactMap(\.self) }
    // The one thing that is due earlier than four weeks before.
    if days > WarningTimes.announced { return [announceSoon].compactMap(\.self) }
    return [overdue, notAnnounced, notDrafted, notSealed].compactMap(\.self)
      + told("who has pre-release access") { try preReleaseNotConfirmed }
      + told("whether the release has room") { try diskTooFull }
      + told("whether an analysis was changed") { try changedAfterSealing }
      + [leakCheck].compactMap(\.self)
  }

  private func told(
    _ subject: String, _ source: () throws -> StatusWarning?
  ) -> [StatusWarning] {
    workspace.warnings(subject, of: month) { try source().map { [$0] } ?? [] }
  }

  private func warning(
    _ kind: StatusWarning.Kind, urgent: Bool, _ text: String, _ remedy: String
  ) -> StatusWarning {
    StatusWarning(kind: kind, edition: month, isUrgent: urgent, text: text, remedy: remedy)
  }

  /// How long still, for a sentence.
  private var still: String { "\(durationText(from: now, to: status.instant)) before its instant" }

  // MARK: The date

  private var overdue: StatusWarning? {
    let promised = status.promised
    guard programme.status == .official, ReleasePolicy.isMissed(promised, now: now) else {
      return nil
    }
    let late = durationText(from: promised, to: now)
    let isHeld = programme.release.missed == .hold
    if status.isCancelledInSilence {
      return warning(
        .overdue, urgent: true,
        "missed the instant \(promised) that was announced by \(late), cancelled in schedule.json alone",
        "\(workspace.wayToOneWord(month)), and draft the report with `ninethirty breach \(month) --kind late`"
      )
    }
    if isSealed, days > 0 {
      return warning(
        .overdue, urgent: true, "missed the instant \(promised) that was announced by \(late)",
        "it was sealed for \(status.instant) and comes out then at the earliest; draft the report with "
          + "`ninethirty breach \(month) --kind late`")
    }
    return warning(
      .overdue, urgent: true, "missed its instant \(promised) by \(late)",
      isSealed
        ? "run `ninethirty release \(month)\(isHeld ? " --late-because REASON" : "")`"
        : "seal it, and draft the report with `ninethirty breach \(month) --kind late`")
  }

  private var isConfirmed: Bool { history.calendar[month]?.state == .confirmed }

  /// Four weeks before it is too late to be in time: official statistics are told of it earlier.
  private var announceSoon: StatusWarning? {
    guard programme.status == .official, !isConfirmed else { return nil }
    let due = status.instant.adding(hours: -24 * AnnouncementRules.daysOfNotice)
    return warning(
      .notAnnounced, urgent: false,
      "has no confirmed date in the public log, which is due by \(due) (Code of Practice T3.1)",
      "run `ninethirty announce \(month)`")
  }

  private var notAnnounced: StatusWarning? {
    guard days > 0, !isConfirmed else { return nil }
    let isInTime = AnnouncementRules.isInTime(status.instant, announced: now)
    // Who sealed it has said why.
    let isAccepted = history.latest("sealed", of: month)?.fields["unannounced"] != nil && isSealed
    return warning(
      .notAnnounced, urgent: programme.status == .official && !isAccepted,
      "has no confirmed date in the public log \(still); it is due four weeks before "
        + "(Code of Practice T3.1)",
      "run `ninethirty announce \(month)\(isInTime ? "" : " --short-notice-because …")`")
  }

  // MARK: The work

  private var notDrafted: StatusWarning? {
    guard status.state == .notDrafted, days <= WarningTimes.drafted else { return nil }
    return warning(
      .notDrafted, urgent: days <= WarningTimes.sealed,
      "is not drafted \(days > 0 ? still : "though its instant is past")",
      "run `ninethirty check \(month)`, then `ninethirty draft \(month)`")
  }

  private var notSealed: StatusWarning? {
    guard !isSealed, days > 0, days <= WarningTimes.sealed else { return nil }
    return warning(
      .notSealed, urgent: days <= WarningTimes.urgent, "is not sealed \(still)",
      "run `ninethirty seal \(month)`; what is not sealed does not come out")
  }

  private var preReleaseNotConfirmed: StatusWarning? {
    get throws {
      guard days > 0, days <= WarningTimes.sealed, status.preReleaseOpens != nil else {
        return nil
      }
      let isUrgent = days <= WarningTimes.urgent || isSealed && programme.status == .official
      let read = try workspace.readPreRelease(programme.schedule.preRelease, history)
      // A breach has a warning of its own.
      if let error = read?.findings.first(where: {
        $0.severity == .error && $0.id != "prerelease.breach"
      }) {
        return warning(
          .preReleaseNotConfirmed, urgent: isUrgent,
          "has a list for pre-release access that is in error (\(error.id))",
          "correct \(PreReleaseReader.fileName), of which `ninethirty check \(month)` says what is wrong, "
            + "then run `ninethirty pre-release confirm \(month)`; nobody gets access before")
      }
      guard let reason = try workspace.unconfirmedPreRelease(of: month, history) else { return nil }
      return warning(
        .preReleaseNotConfirmed, urgent: isUrgent,
        "has a list for pre-release access that \(reason)",
        "run `ninethirty pre-release confirm \(month)`; nobody gets access before")
    }
  }

  // MARK: The machine

  private var diskTooFull: StatusWarning? {
    get throws {
      let (free, needed) = (try workspace.freeSpace, try workspace.spaceNeeded(for: month))
      guard free < needed else { return nil }
      return warning(
        .diskTooFull, urgent: days <= WarningTimes.sealed,
        "needs \(needed >> 20) MiB for its release, and \(free >> 20) MiB are free",
        "free some space on the file system of the workspace")
    }
  }

  // MARK: The secret

  private var changedAfterSealing: StatusWarning? {
    get throws {
      guard isSealed, let seal = history.standingSeal(of: month) else { return nil }
      let inputs = try workspace.inputs(of: seal)
      guard inputs != .untouched, try inputs != .copied || isChangedInCopy(seal) else { return nil }
      return warning(
        .changedAfterSealing, urgent: false,
        "was sealed on \(seal.sealedAt), and a file of analyses/\(month) was "
          + "\(inputs == .gone ? "taken away" : "written") since",
        "what comes out is what was sealed; seal it again if the change is meant for it")
    }
  }

  /// Whether files whose times say that nothing was written are not the sealed ones all the same.
  private func isChangedInCopy(_ seal: StandingSeal) throws -> Bool {
    do {
      return try !workspace.areInputsThoseSealed(seal)
    } catch let error where error is ReleaseError || error is StorageError {
      // Nobody can tell without the key, or by a sealed file that is broken: both are warned of.
      return false
    }
  }

  private var leakCheck: StatusWarning? {
    guard isSealed, days <= WarningTimes.sealed else { return nil }
    guard let newest = history.newestLeakCheck, let sealed = history.standingSeal(of: month),
      newest.instant >= sealed.sealedAt
    else {
      return warning(
        .leakCheck, urgent: false, "was not searched for in public places since it was sealed",
        "run `ninethirty leak-check`")
    }
    // What was found is said whatever is sealed.
    if newest.isClean || newest.foundSomething { return nil }
    return warning(
      .leakCheck, urgent: false,
      "may stand where the search of \(newest.instant) could not read",
      "run `ninethirty leak-check`, which names the places")
  }
}
