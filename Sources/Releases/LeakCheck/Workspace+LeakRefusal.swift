import Ledger
import Notation
import Schedule
import Storage

extension Workspace {
  /// Searches the present public tree before the next one is laid.
  ///
  /// Material of another edition that is under embargo stops the release: the next tree would take
  /// it over. Material of the edition that is about to come out does not (at its instant it is no
  /// leak), but it has been readable before: the journal says so, and the report of the breach is
  /// drafted as evidence.
  ///
  /// - Returns: what somebody has to look at, a sentence each.
  func refuseLeaks(
    before month: Month, _ history: History, clock: any Clock
  ) throws -> [String] {
    guard try trees.current() != nil else { return [] }
    let report = try leakReport([publicTree], history, openingSealed: false)
    try record(
      "leak-checked", of: month,
      [
        "leaks": .integer(report.leaks.count), "result": .string(report.result),
        "searched": .string("public tree"),
      ], in: journalLedger, at: clock.now())
    let others = report.leaks.filter { $0.edition != month }
    guard others.isEmpty else {
      throw ReleaseError(
        .altered,
        "the public tree holds what is embargoed with another edition; nothing is released. "
          + places(of: others)
          + ". Take it out of the public tree, find out how it came there, and look at "
          + "`ninethirty leak-check` and `ninethirty breach`")
    }
    let altered = try noteOnAltered(report.others, history)
    guard !report.leaks.isEmpty else { return altered }
    let circumstances =
      "the public tree held material of the edition: \(places(of: report.leaks))."
    // Each new attempt would draft the same report.
    let drafted = try history.leakReports(of: month).last { _, file in
      try Self.isReport("\(publications)/breaches/\(file.lastPathPart)", saying: circumstances)
    }
    let path =
      try drafted?.report
      ?? draftBreachReport(
        month, kind: .early, clock: clock,
        circumstances: ["Before its release, on \(clock.now()), \(circumstances)"])
    return altered + [
      "the public tree held material of \(month) before its release; drafted the breach report "
        + "\(path), which names the places: complete it and send it"
    ]
  }

  private static func isReport(_ path: String, saying text: String) throws -> Bool {
    guard try Files.kind(of: path) == .file else { return false }
    return String(decoding: try Files.read(path, limit: fileLimit), as: UTF8.self).contains(text)
  }

  /// Where leaks were found, five of them, without what they say.
  private func places(of leaks: [Leak]) -> String {
    let shown = leaks.prefix(5).map { leak in
      let line = leak.line.map { ":\($0)" } ?? ""
      return "\(leak.place)\(line): \(leak.kind.rawValue) of \(leak.edition)"
    }
    let more = leaks.count > 5 ? "; and \(leaks.count - 5) more" : ""
    return shown.joined(separator: "; ") + more
  }
}
