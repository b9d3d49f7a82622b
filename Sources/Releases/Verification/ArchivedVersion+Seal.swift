import Diagnostics
import Editions
import Schedule

extension ArchivedEdition.Version {
  /// What its seal says otherwise than the log, or where the line is of an earlier version the journal,
  /// a sentence each.
  ///
  /// The digest of the sealed edition is of its files: who sealed them, when, for when and by which program
  /// stands beside it, and a line of the log has the digest of that.
  func sealOthers(of release: History.Release, _ history: History) -> [String] {
    guard let open, !open.isOf(release) || release.seal == nil else { return [] }
    guard release.seal == nil else {
      return [
        "the log has another digest of \(EditionSeal.file): who sealed the version, when, for when or by"
          + " which program was changed"
      ]
    }
    let seal = open.seal
    let known = history.seals.filter { $0.edition == seal.edition && $0.version == seal.version }
    // The journal of a copy may be missing, and one that was lost says nothing.
    guard !known.isEmpty, !known.contains(where: seal.isAs) else { return [] }
    return [
      "\(EditionSeal.file) names \(seal.sealedBy.quoted), \(seal.sealedAt) and \(seal.instant) as who"
        + " sealed it, when and for when; the journal has no such seal"
    ]
  }
}

extension EditionSeal {
  /// Whether the journal's line of a seal can be of this one: it is written once the seal is.
  fileprivate func isAs(_ known: StandingSeal) -> Bool {
    known.follows == follows && known.withdrawn == withdrawn && known.instant == instant
      && known.sealedBy == sealedBy && known.sealedAt >= sealedAt
  }
}
