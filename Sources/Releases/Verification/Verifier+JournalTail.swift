import Diagnostics
import Ledger
import Notation
import Storage

/// What else than the log shows that lines of the journal are gone, and what was stated of it.
extension Verifier {
  /// What is done only after the journal has its line on disk, and stays: the number of the public tree,
  /// and the folders of what was set aside.
  ///
  /// Lines behind the newest that the log commits to can be cut without a trace in the log.
  mutating func holdJournalAgainstTraces() throws {
    guard !history.journal.isEmpty,
      !faults.contains(where: { $0.finding.id.hasPrefix("verify.journal.") && $0.isError })
    else { return }
    if let trace = try workspace.unknownTree(history) ?? unknownSetAside() { noteCutJournal(trace) }
  }

  private func unknownSetAside() throws -> String? {
    guard try Files.kind(of: workspace.setAside) == .directory else { return nil }
    let known = Set(history.journal.compactMap { $0.fields["to"] })
    let stated = history.journalLosses.map(\.setAside).max() ?? 0
    let folder = workspace.setAside.lastPathPart
    return try Files.list(workspace.setAside).sorted().first { name in
      guard let number = Int(name), number > stated else { return false }
      // A repair names what it sets aside before it does: where nothing is, none got that far.
      let place = "\(workspace.setAside)/\(name)"
      if try Files.kind(of: place) == .directory, try Files.survey(place).found.isEmpty {
        return false
      }
      return !known.contains(.string("\(folder)/\(name)"))
    }.map { "the journal does not know \(folder)/\($0), which a repair made" }
  }

  /// A loss that was stated is never sound without a word; more than was stated is a fault.
  mutating func noteStatedLosses() {
    for loss in history.journalLosses {
      note(
        "verify.journal.lost", severity: .warning, workspace.journal, line: loss.line,
        "\(loss.statedBy) stated on \(loss.instant) that lines before this one are lost: "
          + "\(loss.reason.quoted); \(loss.commitments) of the lines of the log up to line "
          + "\(loss.sequence) commit to what is gone",
        rule: "the journal is kept; what of it is lost is stated, with a reason",
        source: Self.ledgerRules,
        remedy: "where a copy of the lost journal turns up, keep it: the log's commitments prove it"
      )
    }
    guard let newest = history.journalLosses.last else { return }
    let open = history.openCommitments(upTo: newest.sequence)
    guard open > newest.commitments else { return }
    noteCutJournal(
      "\(open) of the lines of the log up to line \(newest.sequence) commit to what the journal does "
        + "not have, and it states that \(newest.commitments) do")
  }
}

extension VerificationFault {
  fileprivate var isError: Bool { finding.severity == .error }
}
