import Editions
import Ledger
import Notation
import Schedule

/// A seal that waits for its release, and pages in it that another edition has overtaken since.
struct OvertakenSeal {
  let seal: StandingSeal
  /// What happened since and what it does, in lower case, behind the edition's name.
  let text: String

  let remedy: String

  /// The same for whoever has just overtaken it.
  var note: String { "edition \(seal.edition) \(text); \(remedy)" }
}

extension Workspace {
  /// The seals that have to be made again because of other editions, oldest first; those of cancelled
  /// editions, which never come out, are left out.
  ///
  /// Only other editions that are out, or withdrawn, keep one from its release: whether the bulletin repeats a figure that
  /// was corrected cannot be told without opening it.
  func overtakenSeals(_ programme: Programme, _ history: History) -> [OvertakenSeal] {
    history.unreleasedSeals.values.sorted { $0.edition < $1.edition }.compactMap { seal in
      // An edition that the schedule does not have is not known to be cancelled.
      let scheduled = (try? programme.schedule.entry(for: seal.edition)) ?? nil
      if scheduled?.isCancelled == true, seal.kind == .first { return nil }
      guard isOfWhatIsOut(seal, history) else {
        return OvertakenSeal(
          seal: seal,
          text: "was sealed before another edition came out or was withdrawn: it does not fit "
            + "what is out now, and is not released",
          remedy: wayToSealAgain(seal, history))
      }
      let corrected = history.correctedSince(seal)
      guard seal.kind != .withdrawal, !corrected.isEmpty else { return nil }
      let names = corrected.map(\.description).joined(separator: ", ")
      return OvertakenSeal(
        seal: seal,
        text:
          "was sealed before a correction of \(names) came out: its bulletin repeats figures as "
          + "they were before",
        remedy: wayToSealAgain(seal, history))
    }
  }
}

extension History {
  /// Earlier editions of which a correction came out after an edition was sealed: its bulletin
  /// reports on them all.
  ///
  /// By the order of the journal, in which each line of the log has its own: clocks are set.
  fileprivate func correctedSince(_ seal: StandingSeal) -> [Month] {
    guard let sealed = latest("sealed", of: seal.edition) else { return [] }
    let lines = journal.drop { $0.sequence <= sealed.sequence }.compactMap { entry -> Int? in
      guard entry.event == "logged", case .integer(let line)? = entry.fields["sequence"] else {
        return nil
      }
      return line
    }
    let corrected = lines.compactMap { line -> Month? in
      guard log.indices.contains(line - 1), log[line - 1].event == "corrected" else { return nil }
      return log[line - 1].edition.flatMap { Month($0) }
    }
    return Set(corrected).filter { $0 < seal.edition }.sorted()
  }
}
