import Editions
import Ledger
import Schedule

/// Copies that were handed over before release and that nobody should have any more: the release was
/// cancelled, its date is further off than the law allows, or it was sealed anew.
struct CopiesOut {
  let edition: Month
  let recipients: [String]
  /// Why they should not have them, for a sentence.
  let cause: String

  var text: String {
    "\(recipients.count == 1 ? "a copy was" : "copies were") handed over before release to "
      + "\(recipients.joined(separator: ", ")), and \(cause)"
  }

  var remedy: String {
    "ask for their destruction in writing, and end the access with "
      + "`ninethirty pre-release withdraw \(edition) ID --reason …`; a new copy is handed over in its time "
      + "with `ninethirty pre-release open \(edition)`"
  }
}

extension Workspace {
  /// The copies of an edition that is not out which nobody should have any more; nil where there are
  /// none.
  ///
  /// `release` is the instant before which it does not come out. Nobody may have it before their own
  /// hours begin, 24 of elapsed time at most but for exceptional access (SI 2008/2998 Schedule
  /// paragraphs 4 and 5).
  func copiesOut(
    of month: Month, release: Instant, isCancelled: Bool, _ policy: PreReleasePolicy,
    _ history: History, at now: Instant
  ) -> CopiesOut? {
    // What was handed over of a version that is out is out. A later one may have been armed and taken
    // back.
    let newest = history.latestRelease(of: month)?.version ?? 0
    let released = history.journal.last {
      $0.event == "releasing" && $0.edition == month.description && $0.version <= newest
    }
    let copies = PreReleaseHistory(history, since: released?.sequence ?? 0)
      .copiesOut(of: month)
    // The order of the journal tells it, whatever the clock was.
    let sealed = history.journal.last { $0.event == "sealed" && $0.edition == month.description }
    let present = PreReleaseHistory(history, since: sealed?.sequence ?? 0)
      .copiesOut(of: month).map(\.recipient)
    let old = copies.filter { !present.contains($0.recipient) }
    func found(_ copies: [PreReleaseHistory.HandOver], _ cause: String) -> CopiesOut? {
      guard !copies.isEmpty else { return nil }
      return CopiesOut(edition: month, recipients: copies.map(\.recipient), cause: cause)
    }
    if isCancelled { return found(copies, "the edition is cancelled") }
    // Of a list that cannot be used the published hours hold.
    let grants = (try? readPreRelease(policy, history))??.list?.grants ?? []
    let early = copies.compactMap { copy in
      let grant = grants.first { $0.id == copy.recipient }
      let opens = grant?.opens(before: release) ?? policy.opens(before: release)
      return now < opens ? (copy: copy, opens: opens) : nil
    }
    if let opens = early.map(\.opens).min() {
      return found(
        early.map(\.copy), "it comes out at \(release) now: they may not have it before \(opens)")
    }
    return found(old, "it was sealed anew since: what they have is not what comes out")
  }
}
