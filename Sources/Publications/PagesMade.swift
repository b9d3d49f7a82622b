import Synchronization

/// Pages that templates made before, by all that they were made from.
///
/// A release makes the pages around the editions twice, for the edition and for the log, and most of
/// them are the same. A page follows from templates and source document alone, so the same document
/// makes the same page.
final class PagesMade: Sendable {
  struct Key: Hashable {
    let stylesheet: String
    let source: [UInt8]
    /// Faults name it.
    let path: String
    let style: String
  }

  private struct State {
    var pages: [Key: EditionFile] = [:]
    var byteCount = 0
  }

  private let state = Mutex(State())
  /// Nothing is kept beyond this many bytes: the pages of some thousand organisations.
  private static let limit = 1 << 26

  /// The page that was made from this, or that is made now; a failure is not kept.
  func page(_ key: Key, _ make: () throws -> EditionFile) rethrows -> EditionFile {
    if let page = state.withLock({ $0.pages[key] }) { return page }
    let page = try make()
    state.withLock { state in
      let byteCount = key.source.count + page.bytes.count
      guard state.byteCount + byteCount <= Self.limit else { return }
      state.pages[key] = page
      state.byteCount += byteCount
    }
    return page
  }
}
