import Archive
import Ledger
import Schedule
import Storage

/// A log that is gone says of nothing that it came out, and of nothing that it did not.
extension Workspace {
  /// Refuses to answer what came out, and when, where editions are archived and the log that says it
  /// is not here.
  ///
  /// Throws a ``ReleaseError``: `notFound` where there is no log, `altered` where it has no line.
  func refuseMissingLog(_ history: History) throws {
    guard history.log.isEmpty, try Files.kind(of: archive) == .directory else { return }
    let count = try OCFLStore(archive).objects().count { Month($0) != nil }
    guard count > 0 else { return }
    let isThere = try Files.exists(log)
    throw ReleaseError(
      isThere ? .altered : .notFound,
      "\(log) \(isThere ? "has no line" : "is not here"), and the archive has \(count) edition"
        + "\(count == 1 ? "" : "s"): the log alone says what came out and when; put it back from a copy"
    )
  }
}
