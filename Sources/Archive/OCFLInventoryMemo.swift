import Storage
import Synchronization

/// Inventories that this process has read before, by the SHA-512 of their bytes.
///
/// What an inventory says follows from its bytes alone, and a release asks the same editions many
/// times. The bytes are read and summed each time; only what they mean is remembered.
enum OCFLInventoryMemo {
  private struct Key: Hashable {
    let sum: SHA512Sum
    /// Faults name it.
    let path: String
  }

  struct Reading: Sendable {
    /// Of the bytes, where it was worked out.
    var sum: SHA512Sum?
    /// nil where too much is missing.
    let inventory: OCFLInventory?
    /// Everything that is wrong, warnings too.
    let faults: [OCFLFault]
  }

  private struct State {
    var known: [Key: Reading] = [:]
    var byteCount = 0
  }

  private static let state = Mutex(State())
  /// Nothing is added beyond this many bytes of inventories, which take about as much memory: `verify` is to
  /// stay under 200 MB, however large the archive is.
  private static let limit = 1 << 26

  /// What the bytes of the inventory at this path say.
  static func read(_ bytes: [UInt8], path: String) -> Reading {
    let key = Key(sum: SHA512Sum(of: bytes), path: path)
    if let known = state.withLock({ $0.known[key] }) { return known }
    var reading = parse(bytes, path: path)
    reading.sum = key.sum
    state.withLock { state in
      guard state.byteCount + bytes.count <= limit else { return }
      state.known[key] = reading
      state.byteCount += bytes.count
    }
    return reading
  }

  /// The same, without remembering it.
  static func parse(_ bytes: [UInt8], path: String) -> Reading {
    var reader = OCFLInventoryReader(path: path)
    let inventory = reader.read(bytes)
    return Reading(inventory: inventory, faults: reader.faults)
  }
}
