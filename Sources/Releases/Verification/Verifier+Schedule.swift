import Diagnostics
import Editions
import Schedule
import Storage

/// The log held against the schedule: came each edition out when it was said, and was a change said?
extension Verifier {
  mutating func checkSchedule() {
    let programme: Programme
    if let copy = workspace.copy {
      unchecked.append(
        "the dates against \(Workspace.scheduleFile), which is not here"
          + (copy.sourceText.map { ": they were held against the one archived with \($0)" }
            ?? ", and no archived one can be used"))
      guard copy.source != nil else { return }
    }
    do {
      programme = try workspace.programme()
    } catch {
      return note(
        "verify.schedule.unreadable", severity: .warning, workspace.path(Workspace.scheduleFile),
        "dates cannot be compared: \(error)", rule: "the schedule says when editions come out",
        remedy: "see `ninethirty check`")
    }
    let calendar = history.calendar
    for release in history.releases where isWanted(release.edition) {
      check(release, calendar[release.edition], programme)
    }
    // A copy has the schedule of its newest edition, and dates may have been told since.
    if workspace.copy == nil { checkAnnounced(programme) }
  }

  /// Holds what was announced of editions that are not out against the schedule.
  ///
  /// A warning: nothing came out otherwise than was told yet, and nothing does before both agree.
  private mutating func checkAnnounced(_ programme: Programme) {
    for edition in history.calendar.editions where isWanted(edition.edition) && !edition.state.isOut
    {
      let month = edition.edition
      let told = history.publicWord(of: month, in: programme.schedule.rule.zone)
      guard let found = contradiction(of: month, told, programme) else { continue }
      note(
        "verify.schedule.announced", severity: .warning,
        workspace.path(Workspace.scheduleFile), found,
        rule: "the date that was announced holds, until a change is announced with its reason",
        source: "Code of Practice T3.2",
        remedy: "tell the public with `ninethirty move` or `ninethirty cancel`, or take the change "
          + "out of the schedule", edition: month)
    }
  }

  /// What the schedule says otherwise than the public was told; nil where both agree.
  private func contradiction(
    of month: Month, _ told: PublicWord, _ programme: Programme
  ) -> String? {
    let scheduled = (try? programme.schedule.entry(for: month)) ?? nil
    if told.isCancelled {
      // Where the schedule names no edition, nothing is made.
      guard let scheduled, !scheduled.isCancelled, programme.isHeld(month) else { return nil }
      return "\(month) was cancelled in public, and the schedule has \(scheduled.instant) for it"
    }
    guard let date = told.date else { return nil }
    guard let scheduled else {
      return "\(month) was announced for \(date.longText), and the schedule has no such edition"
    }
    if told.isContradicted(by: scheduled) {
      return "\(month) was announced for \(date.longText), and the schedule has it cancelled"
    }
    guard told.differs(from: scheduled) else { return nil }
    return "\(month) was announced for \(date.longText), and the schedule has \(scheduled.instant)"
  }

  private mutating func check(
    _ release: History.Release, _ announced: AnnouncedEdition?, _ programme: Programme
  ) {
    let month = release.edition
    if release.actual < release.scheduled {
      note(
        "verify.schedule.early", workspace.log,
        "version \(release.version) of \(month) came out on \(release.actual), before"
          + " \(release.scheduled)", rule: "nothing comes out before its instant",
        source: "Code of Practice T3.3",
        remedy:
          "draft a report with `ninethirty breach \(month) --kind early`, and find out how it could happen",
        edition: month, version: release.version)
    }
    guard release.version == 1 else { return }
    if case .exact(let wallTime)? = announced?.date,
      let instant = try? programme.schedule.rule.zone.instant(of: wallTime),
      instant != release.scheduled
    {
      note(
        "verify.schedule.date", workspace.log,
        "\(month) was announced for \(instant), and came out for \(release.scheduled)",
        rule: "the date that was announced holds, until a change is announced with its reason",
        source: "Code of Practice T3.2", remedy: "find out which line of the log was changed",
        edition: month, version: 1)
    }
    if let entry = (try? programme.schedule.entry(for: month)) ?? nil, !entry.isCancelled,
      entry.instant != release.scheduled
    {
      note(
        "verify.schedule.date", workspace.path(Workspace.scheduleFile),
        "the schedule has \(entry.instant) for \(month), and it came out for \(release.scheduled)",
        rule: "the schedule keeps the dates that were", source: "Code of Practice T3.2",
        remedy: "take the change out of the schedule: what is past is not moved", edition: month,
        version: 1)
    }
    guard programme.status == .official, !release.change.kind.goesOutAtOnce,
      release.delayMilliseconds >= 1000
    else { return }
    note(
      "verify.schedule.late", severity: .warning, workspace.log,
      "\(month) came out \(durationText(from: release.scheduled, to: release.actual)) late",
      rule: "an edition comes out at its instant", source: "Code of Practice T3.6",
      remedy: "see the report that `ninethirty breach` drafts", edition: month, version: 1)
  }
}
