import Editions
import Schedule
import Storage

/// The last look before something leaves the house: whether it tells of an edition that is not out.
extension Workspace {
  /// Refuses objects of the archive that hold something of an edition under embargo.
  ///
  /// An edition keeps the register as it was read, and that may name requests whose reports are still
  /// to come. They are searched for as `leak-check` does; what stands in an edition that is out is no
  /// leak, and neither is a correction in preparation, because each version was held against the log.
  func refuseEmbargoed(_ objects: [String], _ history: History) throws {
    var places: [String] = []
    var editions: Set<Month> = []
    for object in objects {
      let report = try leakReport(["\(archive)/\(object)"], history, openingSealed: false)
      guard report.notRead.isEmpty else {
        throw ReleaseError(
          report.notRead.contains(where: StorageError.isOfDisk) ? .unreadable : .altered,
          "not everything could be searched for what is under embargo, so nothing is handed over: "
            + report.notRead.joined(separator: "; "))
      }
      let leaks = report.leaks.filter { history.latestRelease(of: $0.edition) == nil }
      editions.formUnion(leaks.map(\.edition))
      for place in Set(leaks.map(\.place)).sorted() {
        let count = leaks.count { $0.place == place }
        places.append("\(place) (\(count) place\(count == 1 ? "" : "s"))")
      }
    }
    guard !places.isEmpty else { return }
    let names = editions.sorted().map(\.description).joined(separator: ", ")
    throw ReleaseError(
      .embargoed,
      "what is archived tells of \(names), which \(editions.count == 1 ? "is" : "are") not out: "
        + "\(places.joined(separator: ", ")). Nothing was written; hand it over when "
        + "\(editions.count == 1 ? "that is" : "those are") out")
  }
}
