import Editions
import Schedule
import Storage

/// The last look before something leaves the house: whether it tells of an edition that is not out.
extension Workspace {
  /// Refuses to hand over from a copy while an edition is to come: what that consists of is not in the
  /// copy, so that nobody can look for it.
  func refuseUnsearchable(_ history: History) throws {
    guard let copy else { return }
    let embargo = try embargo(history)
    if let failure = embargo.failure { throw failure }
    let coming = embargo.editions.sorted()
    guard !coming.isEmpty else { return }
    let names = coming.map(\.description).joined(separator: ", ")
    throw ReleaseError(
      .embargoed,
      "\(names) \(coming.count == 1 ? "is" : "are") not out by the log of this copy, and whether "
        + "anything archived tells of it can be searched in the workspace alone, not in "
        + "\(copy.publications). Nothing was written; hand over from the workspace, or from a copy that "
        + "is made when it is out")
  }

  /// The objects of the archive that hold something of an edition under embargo, each with the
  /// refusal that says where, of which edition, and until when.
  ///
  /// An edition keeps the register as it was read, and that may name requests whose reports are still
  /// to come. They are searched for as `leak-check` does; what stands in an edition that is out is no
  /// leak, and neither is a correction in preparation, because each version was held against the log.
  /// The archive is searched once for all, because to gather what is searched for takes longest.
  func embargoRefusals(
    of objects: [String], damaged: Set<String>, _ history: History
  ) throws -> [String: ReleaseError] {
    guard !objects.isEmpty else { return [:] }
    let places = objects.map { "\(archive)/\($0)" }
    // An edition that is damaged is not handed over, and not asked what is published.
    let published = history.released.filter { !damaged.contains($0.description) }
    // A PDF of old that is closed by a password has been public for years: it is no reason to keep it.
    let report = try leakReport(
      places, history, openingSealed: false, heldAgainst: published, readingPDF: false)
    // What is not in one of the objects could not be searched for in any.
    let nowhere = report.notRead.filter { said in
      !places.contains { said.utf8.starts(with: "\($0)/".utf8) }
    }
    let programme = try self.programme()
    var refusals: [String: ReleaseError] = [:]
    for (object, place) in zip(objects, places) {
      func isHere(_ text: String) -> Bool { text.utf8.starts(with: "\(place)/".utf8) }
      let notRead = nowhere + report.notRead.filter(isHere)
      guard notRead.isEmpty else {
        refusals[object] = ReleaseError(
          notRead.contains(where: StorageError.isOfDisk) ? .unreadable : .altered,
          "not everything could be searched for what is under embargo, so nothing is handed over: "
            + notRead.joined(separator: "; "))
        continue
      }
      let leaks = report.leaks.filter {
        isHere($0.place) && history.latestRelease(of: $0.edition) == nil
      }
      if !leaks.isEmpty { refusals[object] = refusal(leaks, programme) }
    }
    return refusals
  }

  private func refusal(_ leaks: [Leak], _ programme: Programme) -> ReleaseError {
    let editions = Set(leaks.map(\.edition)).sorted()
    let names = editions.map { "\($0)\(dueText($0, programme))" }.joined(separator: ", ")
    let places = Set(leaks.map(\.maskedPlace)).sorted().map { place in
      let count = leaks.count { $0.maskedPlace == place }
      return "\(place) (\(count) place\(count == 1 ? "" : "s"))"
    }
    let isOne = editions.count == 1
    return ReleaseError(
      .embargoed,
      "what is archived tells of \(isOne ? "an edition" : "editions") under embargo, not out yet: "
        + "\(names). It stands in \(places.joined(separator: ", ")). Nothing was written; hand it over "
        + "when \(isOne ? "that is" : "those are") out")
  }
}
