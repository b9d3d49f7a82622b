import Editions
import Ledger
import Notation
package import Schedule
import Storage

/// What went wrong with a release.
package enum BreachKind: String, Sendable, Hashable, CaseIterable {
  /// It, or part of it, could be read before its instant by people without a right to it.
  case early
  /// It came out after its instant, or has not come out.
  case late
  /// Only part of it came out.
  case partial
  /// Somebody without a right to it had access, or a recipient did what the Order forbids.
  case unauthorisedAccess = "unauthorised-access"
}

extension Workspace {
  /// Where drafts of breach reports stand: private, like the journal that they quote.
  var breaches: String { "\(publications)/breaches" }

  /// Drafts the report of a breach from schedule, log and journal, for people to complete.
  ///
  /// Nothing in it tells what the edition says. The report is written to
  /// `publications/breaches/`, mode 0600, and the journal gets `breach-drafted`. The workspace's
  /// lock is not asked for: whoever releases holds it already.
  ///
  /// `circumstances` is what is known already, a sentence each. Returns the path of the report.
  /// Throws a ``ReleaseError`` where the schedule has no such edition, a ``LedgerError`` where a log
  /// is broken.
  @discardableResult
  package func draftBreachReport(
    _ month: Month, kind: BreachKind, clock: any Clock, circumstances: [String] = []
  ) throws -> String {
    let now = clock.now()
    let text = try breachReport(month, kind: kind, at: now, circumstances: circumstances)
    try Files.makeDirectory(breaches, mode: 0o700)
    if try Files.mode(of: breaches) & 0o777 != 0o700 { try Files.chmod(breaches, 0o700) }
    let name = try freeName(for: month, kind)
    let path = "\(breaches)/\(name)"
    try Files.writeNew(to: path, mode: 0o600) { try $0(Array(text.utf8)) }
    try record(
      "breach-drafted", of: month,
      ["kind": .string(kind.rawValue), "report": .string("breaches/\(name)")], in: journalLedger,
      at: now)
    return path
  }

  /// The text of the report, as it would be drafted at this instant.
  package func breachReport(
    _ month: Month, kind: BreachKind, at now: Instant, circumstances: [String] = []
  ) throws -> String {
    let programme = try self.programme()
    let scheduled = try scheduledEdition(month, in: programme)
    return BreachReport(
      programme: programme, scheduled: scheduled, history: try History(self), kind: kind, now: now,
      circumstances: circumstances
    ).text
  }

  /// The first name that no earlier report has.
  private func freeName(for month: Month, _ kind: BreachKind) throws -> String {
    var number = 1
    while try Files.exists("\(breaches)/\(month)-\(kind.rawValue)-\(number).md") { number += 1 }
    return "\(month)-\(kind.rawValue)-\(number).md"
  }
}

/// The draft of a report to the Office for Statistics Regulation, as CommonMark.
///
/// The fields are those of the reports that have been published: circumstances, provision, who,
/// when, remedy (domain notes 5 and 6, C10). What the records show is filled in with the number of
/// its line; what only people know is a blank that cannot be overlooked.
struct BreachReport {
  let programme: Programme
  let scheduled: ScheduledEdition
  let history: History
  let kind: BreachKind
  let now: Instant
  let circumstances: [String]

  var month: Month { scheduled.edition }

  /// A blank for people.
  static func blank(_ what: String) -> String { "**[TO COMPLETE: \(what)]**" }

  var text: String {
    let parts =
      [heading, whatHappened, provisions, times, access, remedy, whatToSend].joined(
        separator: [""])
    return parts.joined(separator: "\n") + "\n"
  }

  private var heading: [String] {
    [
      "# Breach report (draft): \(programme.series.title), \(month.longText)", "",
      "Drafted by ninethirty on \(now) from schedule, log and journal. It is private until you send",
      "it. Times are in UTC, with the time of the series' zone beside them where it matters. Complete",
      "every place marked **[TO COMPLETE]**; delete none without an answer.", "",
      "- Statistics: \(programme.series.title)", "- Label: \(programme.series.label)",
      "- Producer: \(programme.series.producer)",
      "- Edition: \(month)", "- Kind of breach: \(kind.title)",
      "- Status of this workspace: \(programme.status.rawValue)",
      "- Report completed by: \(Self.blank("name, post, telephone, date"))",
      "- Head of Profession informed: \(Self.blank("when, by whom"))",
    ]
  }

  private var whatHappened: [String] {
    var lines = ["## 1. Circumstances", ""]
    lines += (kindFacts + circumstances).map { "- \($0)" }
    lines += [
      "", Self.blank("what happened, how it was noticed and by whom, in plain words"), "",
      Self.blank("what was the cause; what is only suspected, say so"),
    ]
    if kind != .late {
      lines += [
        "", Self.blank("what could be read, where, from when until when, and by how many people"),
      ]
    }
    return lines
  }

  /// What the records alone say about this kind of breach.
  private var kindFacts: [String] {
    let release = history.releases.first { $0.edition == month }
    switch kind {
    case .late:
      guard let release else {
        return [
          "The edition was due on \(instantText(scheduled.instant)) and was not out on \(now), "
            + "\(durationText(from: scheduled.instant, to: now)) later."
        ]
      }
      return [
        "The edition was due on \(instantText(release.scheduled)) and came out on \(release.actual),"
          + " \(durationText(from: release.scheduled, to: release.actual)) later."
      ]
    case .early:
      if let release, release.actual < release.scheduled {
        return [
          "The log has the release at \(release.actual), before its instant "
            + "\(instantText(release.scheduled))."
        ]
      }
      return [
        "ninethirty itself has not released the edition before \(instantText(scheduled.instant)): "
          + (release.map { "its line in the log says \($0.actual)." }
            ?? "the log has no release of it.")
      ] + leakChecks
    case .partial:
      return [
        release.map { "The log has the release at \($0.actual), digest sha512:\($0.digest)." }
          ?? "The log has no release of the edition.",
        "ninethirty publishes by one rename: what a reader of the public tree got was all of the "
          + "edition or nothing. Look at what stands between it and the readers (web server, cache, "
          + "content delivery network).",
      ]
    case .unauthorisedAccess:
      return leakChecks
    }
  }

  /// What the leak checks said, newest last.
  private var leakChecks: [String] {
    history.journal.filter { $0.event == "leak-checked" }.suffix(5).map { entry in
      let result = if case .string(let text)? = entry.fields["result"] { text } else { "unknown" }
      return "Leak check on \(entry.instant): \(result) (journal line \(entry.sequence))."
    }
  }

  private var provisions: [String] {
    ["## 2. Provision broken", ""]
      + kind.provisions(at: scheduled.instant).map { "- \($0)" }
      + ["", Self.blank("which of these; strike out the others")]
  }

  private var remedy: [String] {
    [
      "## 5. Remedy", "",
      "- What was done at once: \(Self.blank("for example published to all, address closed, copies called back"))",
      "- What will keep it from happening again: \(Self.blank("measures, who, by when"))",
      "- Effect on users and on trust: \(Self.blank("who relied on it, what they could do with it"))",
    ]
  }

  private var whatToSend: [String] {
    var lines = ["## 6. What to send, and to whom", ""]
    if kind == .early || kind == .unauthorisedAccess {
      lines.append(
        "- If the statistics can be read by people without a right to them, publish them to all as "
          + "soon as practicable; a public statement goes out as soon as the facts are known, and no "
          + "later than the release.")
    }
    lines += [
      "- The Head of Profession first; then this report to the Office for Statistics Regulation, in "
        + "its own form (https://osr.statisticsauthority.gov.uk/publication-type/breach-report/).",
      "- A statement for the public: write it to a file, then "
        + "`ninethirty breach \(month) --publish FILE --by ID` puts it into the publication log.",
    ]
    if kind == .unauthorisedAccess {
      lines.append(
        "- If a recipient of pre-release access broke its conditions, record it: the breach may be "
          + "weighed when access is next granted (SI 2008/2998, Schedule, paragraph 3(1)(e)).")
    }
    return lines
  }

  func instantText(_ instant: Instant) -> String {
    "\(instant) (\(programme.schedule.rule.zone.text(of: instant)))"
  }
}
