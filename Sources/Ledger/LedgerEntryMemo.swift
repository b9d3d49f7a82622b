import Storage
import Synchronization

/// Lines that this process has read before, by their SHA-256.
///
/// What a line says follows from its bytes alone, and a release reads its logs many times. The bytes are
/// read, summed and held against the chain each time; only what they mean is remembered.
enum LedgerEntryMemo {
  private struct State {
    var known: [String: LedgerEntry] = [:]
    var byteCount = 0
  }

  private static let state = Mutex(State())
  /// Nothing is added beyond this many bytes of lines.
  private static let limit = 1 << 25

  /// What a line with this digest says.
  static func entry(_ line: [UInt8], _ digest: String) throws(LineFault) -> LedgerEntry {
    if let known = state.withLock({ $0.known[digest] }) { return known }
    let entry = try LedgerEntry(line: line)
    state.withLock { state in
      guard state.byteCount + line.count <= limit else { return }
      state.known[digest] = entry
      state.byteCount += line.count
    }
    return entry
  }
}
