import Archive
import Ledger
import Notation
package import Schedule
import Storage

/// Publications that the archive keeps as they are.
extension Workspace {
  /// Every publication that is kept as it is, the oldest edition first.
  package func keptPublications() throws -> [KeptPublication] {
    let store = OCFLStore(archive)
    return try store.objects().filter { KeptPublication.edition(ofObject: $0) != nil }
      .map { try kept($0, in: store) }
  }

  func kept(_ object: String, in store: OCFLStore) throws -> KeptPublication {
    try KeptPublication(store.read(KeptPublication.file, of: object))
  }

  /// The object of an edition that is kept as it is; nil where there is none.
  func keptObject(of month: Month, in store: OCFLStore) throws -> String? {
    let object = KeptPublication.object(of: month)
    return try store.contains(object) ? object : nil
  }

  /// Says that a publication which was kept is gone, where the journal knows that it was.
  func refuseLostKept(_ month: Month) throws {
    let object = KeptPublication.object(of: month)
    guard let lost = try lostKept().first(where: { $0.object == object }) else { return }
    throw ReleaseError(.altered, lost.said)
  }

  /// The publications that the journal knows to be kept and the archive has lost, with a sentence
  /// about each.
  package func lostKept() throws -> [(object: String, edition: Month, said: String)] {
    let store = OCFLStore(archive)
    return try History(self).arrivals.sorted { $0.key < $1.key }.compactMap { object, arrival in
      guard let month = KeptPublication.edition(ofObject: object), try !store.contains(object)
      else {
        return nil
      }
      return (
        object, month,
        "\(object) \(arrival.isStated ? "stood in the archive" : "was imported") on "
          + "\(arrival.instant), and the archive has lost it; put \(archive)/\(object) back from a "
          + "copy, or import its bag again"
      )
    }
  }

  /// That the inventory of a kept publication is not the one with which it came, by the journal; nil where
  /// it is, and where the journal says nothing of it.
  func keptFault(_ object: String, _ history: History) throws -> String? {
    let inventory = "\(archive)/\(object)/inventory.json"
    guard let known = history.knownInventory(of: object), try Files.kind(of: inventory) == .file,
      try SHA512Sum(ofFile: inventory).hex != known.digest
    else { return nil }
    return "\(inventory) is not the inventory that "
      + (known.isStated ? "stood there on \(known.instant)" : "was imported on \(known.instant)")
      + ": the object was changed. Put it back from a copy of the archive"
  }

  /// What can be said of a publication that ninethirty did not make: whether every file has the bytes
  /// with which it came.
  func checkKept(_ object: String, _ month: Month, in store: OCFLStore) throws -> RebuildReport {
    let faults = try store.validate(object).filter(\.isError)
    guard faults.isEmpty else {
      return RebuildReport(
        edition: month, version: 1,
        files: faults.map { .init(path: $0.path, verdict: .failed, reason: $0.description) },
        fromInputs: nil)
    }
    if let fault = try keptFault(object, History(self)) {
      return RebuildReport(
        edition: month, version: 1,
        files: [.init(path: "inventory.json", verdict: .failed, reason: fault)], fromInputs: nil)
    }
    let files = try store.state(of: object).keys.sorted { $0.precedesByBytes($1) }
    return RebuildReport(
      edition: month, version: try store.inventory(of: object).versions.count,
      files: files.map { .init(path: $0, verdict: .kept, reason: nil) },
      fromInputs: nil, isKept: true)
  }
}
