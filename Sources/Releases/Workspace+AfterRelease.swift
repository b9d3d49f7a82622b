import Ledger
import Notation
import Schedule
import Storage

/// What correcting and withdrawing begin with: an edition that is out, everything of its release
/// done.
extension Workspace {
  /// Finishes what a crash left, and finds what is out of an edition; the caller holds the lock.
  ///
  /// Where it need not be `mustBeWhole`, neither pages that readers miss nor a version that cannot be
  /// archived now are in the way.
  ///
  /// Throws a ``ReleaseError`` where the edition is not out, with what that means for the verb,
  /// where it was withdrawn, and where it `mustBeWhole` and is not.
  func beginAfterRelease(
    _ month: Month, toBe participle: String?, otherwise: String, mustBeWhole: Bool = true,
    at now: Instant
  ) throws -> (history: History, release: History.Release) {
    try recoverLedgers(at: now)
    _ = try finishInterruptedReleases(at: now)
    let history = try History(self)
    guard let release = history.latestRelease(of: month) else {
      throw ReleaseError(.wrongState, "edition \(month) is not out\(otherwise)")
    }
    _ = try finish(release, mustBeWhole: mustBeWhole, at: now)
    if let participle { try refuseWithdrawn(release, to: participle) }
    return (history, release)
  }

  /// A withdrawn edition does not come back: its addresses would say one thing today and another
  /// tomorrow, and who was told that its figures are not to be used would not learn of it.
  func refuseWithdrawn(_ release: History.Release, to participle: String) throws {
    guard release.change.withdrawalReason != nil else { return }
    throw ReleaseError(
      .wrongState,
      "edition \(release.edition) was withdrawn at \(release.actual); it is not \(participle). What "
        + "is right in it comes out with a later edition")
  }

  /// Refuses to touch an edition whose next version is sealed and waits for its release, unless that
  /// version is of a kind which the step may meet.
  ///
  /// By the journal: a sealed file that is not there may come back.
  func refuseSealedVersion(
    of month: Month, unless kind: SealKind? = nil, _ history: History
  ) throws {
    guard let seal = history.unreleasedSeal(of: month), seal.kind != kind else { return }
    guard seal.kind != .withdrawal || isOfWhatIsOut(seal, history) else {
      throw ReleaseError(
        .wrongState,
        "the withdrawal of \(month) was decided and is sealed, and another edition came out or was "
          + "withdrawn since, so it does not fit what is out now: \(wayToSealAgain(seal, history))")
    }
    throw ReleaseError(
      .wrongState,
      seal.kind == .withdrawal
        ? "the withdrawal of \(month) was decided and is sealed: `ninethirty release \(month)` "
          + "finishes it, and `ninethirty unseal \(month)` stops it"
        : "version \(seal.version) of \(month) is sealed and waits for its release; "
          + "`ninethirty unseal \(month)` first")
  }
}
