import ArgumentParser
import Diagnostics
import Editions
import Releases
import Schedule
import Storage

/// `ninethirty announce`.
struct Announce: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Announce the date of an edition to the public.",
    discussion: """
      The date is that of the schedule. Confirmed, it is a day and a time, at least four weeks
      ahead; provisional, it is a month. The public log, the calendar page and calendar.ics have it at
      once; the feed has releases when they are out. What was announced before is not said again.

        ninethirty announce 2026-12 --by a.example
        ninethirty announce --next-year --by a.example
      """)

  @Argument(
    help: ArgumentHelp("The edition, named by its month: YYYY-MM.", valueName: "edition"),
    transform: month(named:))
  var edition: Month?
  @Flag(name: .long, help: "Announce the month only; day and time are confirmed later.")
  var provisional = false
  @Flag(
    name: .long,
    help: "Announce, as provisional, every edition of the next twelve months that was not yet.")
  var nextYear = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Why the date is confirmed less than four weeks ahead; it is published.",
      valueName: "reason"))
  var shortNoticeBecause: String?
  @OptionGroup var exemption: ExemptionOption
  @OptionGroup var speaker: SpeakerOption
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var logKey: LogKeyOption

  func validate() throws {
    guard (edition != nil) != nextYear else {
      throw ValidationError("name one edition, or write --next-year")
    }
    if provisional || nextYear, shortNoticeBecause != nil || exemption.exemptBecause != nil {
      throw ValidationError("a reason is for a confirmed date; of a month it is not asked")
    }
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try logKey.open(workspace)
      let outcome = try reporting {
        guard let edition else {
          return try workspace.announceNextYear(by: speaker.by, clock: workspace.clock)
        }
        return try workspace.announce(
          edition, provisional: provisional,
          reasons: AnnouncementReasons(
            shortNotice: shortNoticeBecause, exemption: exemption.exemptBecause),
          by: speaker.by, clock: workspace.clock)
      }
      for note in outcome.notes { say(note) }
      if outcome.announcements.isEmpty { say("the series has no edition in these twelve months") }
      for announcement in outcome.announcements {
        let date = announcement.date?.longText ?? ""
        say(
          announcement.isNew
            ? "announced \(announcement.edition): \(date)"
            : "\(announcement.edition) was announced before: \(date); nothing changed")
      }
    }
  }
}

/// `ninethirty move`.
struct Move: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Move an edition to another date, with the reason.",
    discussion: """
      Writes the exception into schedule.json and, where the edition was announced, the change
      into the public log: calendar and calendar.ics show what the date was before and why.

        ninethirty move 2026-12 --to 2026-12-17T09:30 --reason "…" --by a.example
      """)

  @OptionGroup var edition: EditionArgument
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The new day and time, in the zone of the schedule: YYYY-MM-DDTHH:MM.", valueName: "time"),
    transform: { text in
      guard let wallTime = WallTime(text) else {
        throw ValidationError("\(text.quoted) is no time; write it like 2026-12-17T09:30")
      }
      return wallTime
    })
  var to: WallTime
  @OptionGroup var why: PublishedReasonOption
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Why a confirmed date is brought forward to less than four weeks ahead; it is published.",
      valueName: "reason"))
  var shortNoticeBecause: String?
  @OptionGroup var exemption: ExemptionOption
  @OptionGroup var speaker: SpeakerOption
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var logKey: LogKeyOption

  func run() throws {
    try CommandLineTool.run {
      let workspace = try logKey.open(workspace)
      let outcome = try reporting {
        try workspace.move(
          edition.edition, to: to, reason: why.reason,
          reasons: AnnouncementReasons(
            shortNotice: shortNoticeBecause, exemption: exemption.exemptBecause), by: speaker.by,
          clock: workspace.clock)
      }
      let date = AnnouncedDate.exact(to).longText
      for announcement in outcome.announcements {
        say(
          announcement.isNew
            ? "moved \(edition.edition) to \(date)"
            : "\(edition.edition) is at \(date) already; nothing changed")
        say(announcement.publicText)
      }
      for note in outcome.notes { say(note) }
    }
  }
}

/// `ninethirty cancel`.
struct Cancel: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Cancel an edition that is not out, with the reason.",
    discussion: """
      Writes the exception into schedule.json and, where the edition was announced, the
      cancellation into the public log. The entry stays in the calendar with its reason.

        ninethirty cancel 2026-12 --reason "…" --by a.example
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var why: PublishedReasonOption
  @OptionGroup var speaker: SpeakerOption
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var logKey: LogKeyOption

  func run() throws {
    try CommandLineTool.run {
      let workspace = try logKey.open(workspace)
      let outcome = try reporting {
        try workspace.cancel(
          edition.edition, reason: why.reason, by: speaker.by, clock: workspace.clock)
      }
      for announcement in outcome.announcements {
        say(
          announcement.isNew
            ? "cancelled \(edition.edition)"
            : "\(edition.edition) is cancelled already; nothing changed")
        if announcement.date == nil { say(announcement.publicText) }
      }
      for note in outcome.notes { say(note) }
    }
  }
}

extension Announcement {
  /// What the public knows of the edition.
  fileprivate var publicText: String {
    date.map { "the public is told: \($0.longText)" }
      ?? "the edition was not announced: the public is told nothing"
  }
}
