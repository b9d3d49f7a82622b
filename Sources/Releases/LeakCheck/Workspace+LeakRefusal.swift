import Ledger
import Notation
import Schedule
import Storage

/// What a search of the public tree found before the tree was replaced.
struct PublicLeaks {
  let report: LeakCheckReport
  /// The breach reports that are drafted of it, by edition.
  var reports: [(edition: Month, path: String)] = []
  /// Why none was drafted, by edition: nothing waits for a report.
  var failures: [(edition: Month, cause: String)] = []

  /// What somebody has to know, a sentence each, of all editions or of one alone.
  func notes(of month: Month? = nil) -> [String] {
    let notes = reports.filter { month == nil || $0.edition == month }.map { edition, path in
      "the public tree held material of \(edition) before its release; drafted the breach report "
        + "\(path), which names the places: complete it and send it"
    }
    let failed = failures.filter { month == nil || $0.edition == month }.map { edition, cause in
      "the public tree held material of \(edition) before its release, and the breach report could not "
        + "be drafted: \(cause); `ninethirty breach \(edition) --kind early` drafts it"
    }
    return notes + failed + [report.unreadNote].compactMap(\.self)
  }
}

extension Workspace {
  /// Searches the present public tree before the next one is laid, which takes over what stands in it.
  ///
  /// Material of an edition that is under embargo stops the switch. Material of the edition that is
  /// about to come out, `month`, does not: at its instant it is no leak. Both have been readable
  /// before: the journal says so, and the reports are drafted.
  ///
  /// A leak in a file that the switch lays anew stops it neither: the switch takes it away, and what is
  /// laid in its place is searched by itself.
  ///
  /// - Returns: what somebody has to look at, a sentence each.
  func refuseLeaks(
    before month: Month?, _ history: History, clock: any Clock
  ) throws -> [String] {
    guard try trees.current() != nil else { return [] }
    let leaks = try notePublicLeaks(before: month, history, clock: clock)
    let staying = leaks.report.leaks.filter { $0.edition != month || $0.kind.isSecretAfterRelease }
    let others = staying.isEmpty ? [] : try notReplaced(staying, history)
    guard others.isEmpty else { throw refusal(of: leaks, others, isRelease: month != nil) }
    let replaced = Set(staying.map(\.edition)).sorted().filter { $0 != month }
    return try noteOnAltered(leaks.report.others, history) + leaks.notes(of: month)
      + replaced.flatMap { leaks.notes(of: $0) }
  }

  /// The leaks that the next switch would not take away: those that do not stand in a file that it lays anew.
  private func notReplaced(_ leaks: [Leak], _ history: History) throws -> [Leak] {
    let changing = try (siteAsItWouldBe(history) ?? []).filter { file in
      guard case .bytes(let bytes) = file.source else { return false }
      return try !stands(file.path, with: bytes)
    }
    let places = Set(changing.map { "\(publicTree)/\($0.path)" })
    return leaks.filter { !places.contains($0.place) }
  }

  private func refusal(
    of leaks: PublicLeaks, _ others: [Leak], isRelease: Bool
  ) -> ReleaseError {
    let drafted =
      leaks.reports.isEmpty
      ? ""
      : "; what could be read early is told in \(leaks.reports.map(\.path).joined(separator: ", ")), "
        + "drafted to be completed and sent"
    let failed = leaks.failures.map {
      "; the report on \($0.edition) could not be drafted: \($0.cause)"
    }.joined()
    return ReleaseError(
      .altered,
      "the public tree holds what is embargoed\(isRelease ? " with another edition" : ""); nothing is "
        + "\(isRelease ? "released" : "brought to it"). \(places(of: others))"
        + ". Take it out of the public tree, find out how it came there, and look at "
        + "`ninethirty leak-check`\(wayOfStandingPages(others))\(drafted)\(failed)"
        + (leaks.report.unreadNote.map { ". But \($0)" } ?? ""))
  }

  /// Searches the present public tree, and drafts the report of a breach for each edition that it holds
  /// material of, unless the same was reported.
  ///
  /// The journal says of which editions. Where it is searched before a release, `month` is the edition.
  func notePublicLeaks(
    before month: Month?, _ history: History, clock: any Clock
  ) throws -> PublicLeaks {
    let report = try leakReport([publicTree], history)
    try record(
      "leak-checked", of: month, report.fields(searched: "public tree"), in: journalLedger,
      at: clock.now())
    var found = PublicLeaks(report: report)
    for edition in report.leakedEditions {
      let places = places(of: report.leaks.filter { $0.edition == edition })
      do {
        let path = try reportOfLeak(of: edition, at: places, history, clock: clock)
        found.reports.append((edition, path))
      } catch {
        found.failures.append((edition, "\(error)"))
      }
    }
    return found
  }

  /// Drafts the report of a leak, or finds the one that says the same: each new attempt would draft it
  /// again.
  private func reportOfLeak(
    of month: Month, at places: String, _ history: History, clock: any Clock
  ) throws -> String {
    let circumstances = "the public tree held material of the edition: \(places)."
    let drafted = try history.leakReports(of: month).last { _, file in
      try Self.isReport("\(publications)/breaches/\(file.lastPathPart)", saying: circumstances)
    }
    let before =
      history.latestRelease(of: month).map { "Before the release of version \($0.version + 1)" }
      ?? "Before its release"
    return try drafted?.report
      ?? draftBreachReport(
        month, kind: .early, clock: clock,
        circumstances: ["\(before), on \(clock.now()), \(circumstances)"])
  }

  private static func isReport(_ path: String, saying text: String) throws -> Bool {
    guard try Files.kind(of: path) == .file else { return false }
    return String(decoding: try Files.read(path, limit: fileLimit), as: UTF8.self).contains(text)
  }

  /// What is made from the workspace's own pages is not put right in the public tree.
  private func wayOfStandingPages(_ leaks: [Leak]) -> String {
    let folder = "\(publicTree)/about/"
    guard leaks.contains(where: { $0.place.hasPrefix(folder) }) else { return "" }
    return
      "; a page of about/ is made from pages/: correct it there, and the next switch, such as that of "
      + "`ninethirty announce` of an edition that is announced, brings it out"
  }

  /// Where leaks were found, five of them, without what they say.
  private func places(of leaks: [Leak]) -> String {
    let shown = leaks.prefix(5).map { leak in
      let line = leak.line.map { ":\($0)" } ?? ""
      return "\(leak.maskedPlace)\(line): \(leak.kind.rawValue) of \(leak.edition)"
    }
    let more = leaks.count > 5 ? "; and \(leaks.count - 5) more" : ""
    return shown.joined(separator: "; ") + more
  }
}

extension History {
  /// The searches of the public tree that found material of an edition before it came out, each with
  /// the report that was drafted of it by itself.
  func leakReports(of month: Month) -> [(found: LedgerEntry, report: String)] {
    var result: [(found: LedgerEntry, report: String)] = []
    var open: LedgerEntry?
    for entry in journal {
      if entry.event == "leak-checked" {
        if entry.tellsLeak(of: month) {
          open = entry
        } else if entry.edition == month.description {
          open = nil
        }
      } else if entry.event == "breach-drafted", entry.edition == month.description,
        entry.fields["kind"] == .string(BreachKind.early.rawValue), let found = open,
        case .string(let report)? = entry.fields["report"]
      {
        result.append((found, report))
        open = nil
      }
    }
    return result
  }

  /// The editions of which material was found in the public tree before they came out, at any time.
  var leakedEditions: [Month] {
    let drafted = journal.filter { $0.event == "breach-drafted" }.compactMap(\.edition)
    return Set(drafted.compactMap { Month($0) }).sorted().filter { !leakReports(of: $0).isEmpty }
  }
}

extension LedgerEntry {
  /// Whether a search found material of an edition; before the journal named the editions, it is the one
  /// that was about to come out.
  fileprivate func tellsLeak(of month: Month) -> Bool {
    guard fields["result"] == .string("leak") else { return false }
    guard case .array(let editions)? = fields["editions"] else {
      return edition == month.description
    }
    return editions.contains(.string(month.description))
  }
}
