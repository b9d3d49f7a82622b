import Ledger
import Notation
import Schedule
import Storage

/// What was refused is noted in the journal, where the journal itself is sound.
extension Workspace {
  /// Notes what is wrong with the places or the log, once, and throws it on.
  ///
  /// Nothing is noted where the journal is not a file of its own or its chain is broken: what cannot
  /// be trusted is not written to.
  func notingRefusal<Value>(
    _ reason: String, at now: Instant, _ body: () throws -> Value
  ) throws -> Value {
    do {
      return try body()
    } catch {
      guard Self.isOfTheFiles(error) else { throw error }
      // The first failure says more than that of noting it.
      try? noteRefusal(reason, at: now)
      throw error
    }
  }

  /// Whether what was thrown is about what stands on disk, and no want of space or of a lock.
  private static func isOfTheFiles(_ error: any Error) -> Bool {
    switch error {
    case is LedgerError: true
    case let error as ReleaseError: error.code == .altered && error.refusal == nil
    case let error as StorageError:
      [.isALink, .badPath, .exists, .notFound].contains(error.code)
    default: false
    }
  }

  private func noteRefusal(_ reason: String, at now: Instant) throws {
    guard try Files.kind(of: publications) == .directory else { return }
    // One that is not there yet is made.
    if let kind = try Files.kind(of: journal) {
      guard kind == .file, try Files.nameCount(of: journal) == 1 else { return }
    }
    let state = try journalLedger.read()
    // A process that asks every few seconds must not fill the journal.
    let newest = state.entries.last
    guard newest?.event != "refused" || newest?.fields["reason"] != .string(reason) else { return }
    try record("refused", of: nil, ["reason": .string(reason)], in: journalLedger, at: now)
  }
}
