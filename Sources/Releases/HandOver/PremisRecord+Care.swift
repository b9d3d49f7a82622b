import Ledger
import Notation
import Schedule

extension PremisRecord {
  /// A line of the journal about an archived object.
  struct Care {
    /// What was done, by the Library of Congress's list of events where it has one.
    enum Kind: String {
      case fixityCheck = "fixity check"
      case ingestion
      case recovery

      var detail: String {
        switch self {
        case .fixityCheck:
          "Every file held against its digest, the log, the published pages and the schedule."
        case .ingestion: "Brought back into the archive from a bag, as the log has it."
        case .recovery: "Damaged or missing files put back from copies with the right digests."
        }
      }
    }

    let kind: Kind
    let instant: Instant
    /// Who did it; nil where the journal names the system's user alone.
    let actor: String?
    /// The number of its line.
    let line: Int

    /// Every repair and import of an edition, and the newest verification of it after its newest
    /// version came out, in the order of the journal.
    static func all(of month: Month, _ history: History) -> [Care] {
      let verified = history.lastVerification(of: month)
      let released = history.latestRelease(of: month)?.actual
      return history.journal.compactMap { entry in
        let isOwn = entry.edition == month.description
        switch entry.event {
        case "verified" where entry.instant == verified:
          guard let released, released < entry.instant else { return nil }
          return Care(kind: .fixityCheck, of: entry, actor: nil)
        case "repaired" where isOwn && entry.fields["what"] == .string("archive"):
          return Care(kind: .recovery, of: entry, actor: nil)
        case "imported" where isOwn && entry.fields["object"] == .string(month.description):
          return Care(kind: .ingestion, of: entry, actor: entry.actor)
        default: return nil
        }
      }
    }

    private init(kind: Kind, of entry: LedgerEntry, actor: String?) {
      (self.kind, self.actor) = (kind, actor)
      (instant, line) = (entry.instant, entry.sequence)
    }
  }
}
