import Archive
import Editions
import Storage

/// Hands one object of the archive over after the other, and keeps what came of each.
struct Exporter {
  /// The folder that gets the bags.
  let folder: String
  let series: Programme
  let store: OCFLStore
  /// The files of the public log, by their paths in the payload.
  let log: [String: ContentSource]
  let history: History
  private(set) var outcome = ExportOutcome()
  /// What the disk said when it would take no more: what comes after it is not tried.
  private var ending: StorageError?

  init(
    folder: String, series: Programme, store: OCFLStore, log: [String: ContentSource],
    history: History
  ) {
    (self.folder, self.series, self.store, self.log) = (folder, series, store, log)
    self.history = history
  }

  /// Tries something of an object; where that fails the object is left out.
  mutating func attempt(_ object: String, _ body: (inout Exporter) throws -> Void) {
    do {
      if let ending {
        throw ReleaseError(.exists, "not tried, because the disk took no more: \(ending.cause)")
      }
      try body(&self)
    } catch {
      let release = error as? ReleaseError
      outcome.leftOut.append(
        .init(object: object, error: error, isEmbargoed: release?.code == .embargoed))
    }
  }

  private func path(of object: String) -> String {
    "\(folder)/\(series.series.identifier)-\(object)"
  }

  func refuseExisting(_ object: String) throws {
    guard try Files.exists(path(of: object)) else { return }
    throw ReleaseError(
      .exists,
      "\(path(of: object)) stands there already, and nothing is written over. Name another folder "
        + "with --to, or move what is there away")
  }

  mutating func write(_ object: String) throws {
    do {
      try Files.makeDirectory(folder, mode: 0o700)
      outcome.bags.append(
        try Handover(object: object, series: series, store: store, log: log, history: history)
          .write(to: path(of: object)))
    } catch let error as StorageError {
      if [.noSpace, .readOnly, .io].contains(error.code) { ending = error }
      throw error
    }
  }
}
