import Editions
import Ledger
import Notation
import Schedule

/// What log and journal say about an edition: when things were done, and who could read it.
extension BreachReport {
  /// Every line of log and journal that names the edition, and the instants that were due.
  var times: [String] {
    var lines = [
      "## 3. Times", "", "- Instant by the schedule: \(instantText(scheduled.instant))",
    ]
    if let exception = scheduled.exception {
      lines.append("- Exception announced \(exception.announced): \(exception.reason)")
    }
    lines += ["", "Publication log:", ""] + Self.list(history.log.filter(concerns), of: "log")
    lines += ["", "Journal:", ""]
    lines += Self.list(
      history.journal.filter { concerns($0) && $0.event != "logged" }, of: "journal")
    lines += [
      "", Self.blank("times from elsewhere: web server, mail, witnesses, each with its source"),
    ]
    return lines
  }

  private func concerns(_ entry: LedgerEntry) -> Bool { entry.edition == month.description }

  private static func list(_ entries: [LedgerEntry], of name: String) -> [String] {
    guard !entries.isEmpty else { return ["- no line names the edition"] }
    return entries.map { entry in
      let fields = entry.fields.keys.sorted().map { key in
        let value = entry.fields[key]!
        let text = if case .string(let text) = value { text } else { value.text }
        return "\(key) \(text.count > 40 ? String(text.prefix(40)) + "…" : text)".plainMarkdown
      }
      let who = entry.actor.map { ", by \($0)".plainMarkdown } ?? ""
      let facts = fields.isEmpty ? "" : ": " + fields.joined(separator: "; ")
      return "- \(name) line \(entry.sequence), \(entry.instant): \(entry.event)\(who)\(facts)"
    }
  }

  /// Who could read the edition before its instant, by what the journal says.
  ///
  /// Of pre-release access the offices are named (SI 2008/2998, Schedule, paragraph 9(b)); who
  /// opened a copy stands by identifier.
  var access: [String] {
    var lines = [
      "## 4. Who had access", "", "People who produced the edition, by the journal:", "",
    ]
    lines += producers
    lines += ["", "Pre-release access, offices on the list of the schedule:", ""]
    let recipients = programme.schedule.preRelease.recipients
    lines += recipients.map { "- \($0.role), \($0.organisation)".plainMarkdown }
    if recipients.isEmpty { lines.append("- nobody") }
    lines += ["", "Copies handed over, by the journal:", ""] + handOvers
    lines += [
      "", Self.blank("who else: systems and backups, administrators, who saw paper or a screen"),
    ]
    return lines
  }

  private static let productionEvents: Set<String> = [
    "accepted", "drafted", "submitted", "sealed", "unsealed", "releasing",
  ]

  private var producers: [String] {
    var seen: [String: (events: Set<String>, lines: [Int])] = [:]
    for entry in history.journal
    where concerns(entry) && Self.productionEvents.contains(entry.event) {
      guard let actor = entry.actor else { continue }
      seen[actor, default: ([], [])].events.insert(entry.event)
      seen[actor]!.lines.append(entry.sequence)
    }
    guard !seen.isEmpty else { return ["- the journal names nobody"] }
    return seen.keys.sorted().map { actor in
      let (events, lines) = seen[actor]!
      return "- \(actor): \(events.sorted().joined(separator: ", ")) (journal lines "
        .plainMarkdown + lines.map(String.init).joined(separator: ", ") + ")"
    }
  }

  private var handOvers: [String] {
    let entries = history.journal.filter {
      concerns($0) && ["pre-release-opened", "pre-release-withdrawn"].contains($0.event)
    }
    guard !entries.isEmpty else { return ["- none"] }
    return entries.map { entry in
      let who = if case .string(let id)? = entry.fields["recipient"] { id } else { "?" }
      let did = entry.event == "pre-release-opened" ? "handed over" : "withdrawn"
      return "- \(who): \(did) on \(entry.instant) (journal line \(entry.sequence))".plainMarkdown
    }
  }
}

extension BreachKind {
  var title: String {
    switch self {
    case .early: "released, or readable, before the instant"
    case .late: "not released at the instant"
    case .partial: "released in part"
    case .unauthorisedAccess: "access without a right to it"
    }
  }

  /// The provisions that such a breach touches, by the edition of the Code that is in force at
  /// this instant, and the Pre-release Access to Official Statistics Order 2008 (SI 2008/2998).
  ///
  /// Where the text of a provision is not at hand (the edition of 2009 beyond Protocol 2, the
  /// numbers of edition 3.0) the report names no more than is known.
  func provisions(at instant: Instant) -> [String] {
    codeProvisions(CodeEdition(at: instant)) + orderProvisions
  }

  private func codeProvisions(_ edition: CodeEdition) -> [String] {
    let name = edition.name
    switch edition {
    case .of2009:
      var list = ["\(name), Protocol 2 (release practices)"]
      if self == .early || self == .unauthorisedAccess {
        list.append("\(name), Protocol 2, practice 8 (accidental and wrongful release)")
      }
      return list
    case .of2018:
      switch self {
      case .early:
        return [
          "\(name), T3.6 (released to all at 9.30am on a weekday)",
          "\(name), T3.4 (no indication of the statistics made public before)",
        ]
      case .late:
        return [
          "\(name), T3.6 (released to all at 9.30am on a weekday)",
          "\(name), T3.2 (a changed date or time is announced promptly, with reasons)",
        ]
      case .partial: return ["\(name), T3.6 (released to all at 9.30am on a weekday)"]
      case .unauthorisedAccess:
        return [
          "\(name), T3.3 (before release only those who produce, release or assure it)",
          "\(name), T3.4 (the final form only to eligible recipients)",
        ]
      }
    case .of2025: return ["\(name), standard 3, 3.1 to 3.5 (orderly release)"]
    }
  }

  private var orderProvisions: [String] {
    switch self {
    case .early:
      return ["SI 2008/2998, Schedule, paragraph 4 (not more than 24 hours before publication)"]
    case .unauthorisedAccess:
      return [
        "SI 2008/2998, Schedule, paragraph 3 (who may be granted access, and the conditions)",
        "SI 2008/2998, Schedule, paragraph 6(1) (no disclosure, no suggestion of size or direction)",
        "SI 2008/2998, Schedule, paragraph 6(2) (no personal gain, no political advantage)",
        "SI 2008/2998, Schedule, paragraph 7 (no change of content, presentation or timing)",
      ]
    case .late, .partial: return []
    }
  }
}

/// The edition of the Code of Practice for (Official) Statistics in force.
private enum CodeEdition {
  case of2009, of2018, of2025

  /// Edition 2.0 came in February 2018, edition 3.0 on 30 October 2025.
  init(at instant: Instant) {
    let day = instant.utcDay.description
    self = day < "2018-02-01" ? .of2009 : day < "2025-10-30" ? .of2018 : .of2025
  }

  var name: String {
    switch self {
    case .of2009: "Code of Practice for Official Statistics, edition of 2009"
    case .of2018: "Code of Practice for Statistics, edition 2.0 (2018)"
    case .of2025: "Code of Practice for Statistics, edition 3.0 (2025)"
    }
  }
}

extension String {
  /// The text without what CommonMark would take for markup or what hides in a line.
  fileprivate var plainMarkdown: String {
    var output = ""
    for scalar in unicodeScalars {
      if "\\`*_[]<>#".unicodeScalars.contains(scalar) { output += "\\" }
      output.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
    }
    return output
  }
}
