import Ledger
import Notation
import Schedule

/// A statement that lines of the journal are lost, in the journal that goes on.
///
/// The log commits to what is gone, line by line: nobody can open those commitments any more, and how
/// many they are is part of the statement. From it on the journal vouches for the log as it stood
/// then, and for what stood in the archive that only the journal knew.
struct JournalLoss: Sendable, Hashable {
  static let event = "journal-lost"

  /// The number of the journal's line that states it.
  let line: Int
  let instant: Instant
  let statedBy: String
  let reason: String
  /// The newest line of the log then; what the journal does not know of the lines up to it is lost.
  let sequence: Int
  /// How many of these lines commit to something that is lost.
  let commitments: Int
  /// The number of the newest folder of what was set aside then; 0 for none.
  let setAside: Int
  /// SHA-512 of the inventories of what was imported, as they stood then, by object.
  let kept: [String: String]
}

extension JournalLoss {
  /// Reads a line of the journal; nil for a line of another event.
  fileprivate init?(_ entry: LedgerEntry) {
    guard entry.event == Self.event, case .string(let reason)? = entry.fields["reason"],
      case .integer(let sequence)? = entry.fields["sequence"],
      case .integer(let commitments)? = entry.fields["commitments"],
      case .integer(let setAside)? = entry.fields["setAside"],
      case .object(let kept)? = entry.fields["kept"]
    else { return nil }
    self.init(
      line: entry.sequence, instant: entry.instant, statedBy: entry.actor ?? "somebody",
      reason: reason, sequence: sequence, commitments: commitments, setAside: setAside,
      kept: kept.compactMapValues { if case .string(let digest) = $0 { digest } else { nil } })
  }
}

extension History {
  /// What was stated to be lost of the journal, the oldest statement first.
  var journalLosses: [JournalLoss] { journal.compactMap(JournalLoss.init) }

  /// What came into the archive otherwise than by a release, by object: when it was imported, or when
  /// it stood there as a loss of the journal was stated.
  var arrivals: [String: (instant: Instant, isStated: Bool)] {
    var found: [String: (instant: Instant, isStated: Bool)] = [:]
    for loss in journalLosses {
      for object in loss.kept.keys { found[object] = (loss.instant, true) }
    }
    for line in journal where line.event == "imported" {
      if case .string(let object)? = line.fields["object"] { found[object] = (line.instant, false) }
    }
    return found
  }

  /// SHA-512 of the inventory that something kept as it is had, by the journal: when it was imported, or
  /// when a loss of the journal was stated; nil where the journal knows nothing of it.
  func knownInventory(
    of object: String
  ) -> (digest: String, instant: Instant, isStated: Bool)? {
    let imported = journal.last {
      $0.event == "imported" && $0.fields["object"] == .string(object)
    }
    if let imported, case .string(let digest)? = imported.fields["inventory"] {
      return (digest, imported.instant, false)
    }
    return journalLosses.last { $0.kept[object] != nil }
      .map { ($0.kept[object]!, $0.instant, true) }
  }

  /// How many lines of the log, up to one of them, commit to something that the journal does not have.
  func openCommitments(upTo sequence: Int) -> Int {
    let known = Set(journal.compactMap(\.loggedLine))
    return log.count {
      $0.sequence <= sequence && $0.commitment != nil && !known.contains($0.sequence)
    }
  }
}

extension LedgerEntry {
  /// The number of the line of the log whose digest a line of the journal has; nil for one that has
  /// none.
  var witnessedLine: Int? {
    guard ["logged", JournalLoss.event].contains(event),
      case .integer(let sequence)? = fields["sequence"], sequence > 0
    else { return nil }
    return sequence
  }
}
