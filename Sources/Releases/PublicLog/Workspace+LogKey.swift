import Diagnostics
import Editions
import Ledger
import Storage
import Transparency

/// The key that signs the public log: outside the workspace, beside the key that opens what is
/// sealed.
extension Workspace {
  /// The file that was named with `--log-key`, that of `NINETHIRTY_LOG_KEY_FILE`, or the one beside
  /// the workspace's own key: `name.log-key` for `name.key`.
  func logKeyPlace() throws -> KeyPlace {
    if let logKeyFile { return KeyPlace(path: logKeyFile, role: .log) }
    if let file = Environment["NINETHIRTY_LOG_KEY_FILE"] {
      return KeyPlace(path: file, role: .log)
    }
    var place = try keyPlace(for: .log)
    place.role = .log
    let stem = place.path.hasSuffix(".key") ? String(place.path.dropLast(4)) : place.path
    place.path = stem + ".log-key"
    return place
  }

  /// Where the next key waits until the change to it is public.
  private static let waiting = ".next"

  private func placeOfNext(after place: KeyPlace) -> KeyPlace {
    var next = place
    next.path += Self.waiting
    return next
  }

  /// The private key of the log; nil where there is none.
  ///
  /// Throws a ``ReleaseError`` with the code `noKey` where it is not fit for use.
  private func logKey(at place: KeyPlace) throws -> SignerKey? {
    guard try Files.exists(place.path) else { return nil }
    let path = try fitKey(at: place)
    do {
      return try SignerKey(pem: Files.read(path, limit: SignerKey.longestFile))
    } catch let error as TransparencyError {
      throw ReleaseError(
        .noKey,
        "\(place.path) is no key of the log: \(error). Bring the right file there, or name it with "
          + place.role.naming(keyOptions))
    }
  }

  /// The private keys that are at hand: the one in its place, and the next one.
  func logKeys() throws -> [SignerKey] {
    let place = try logKeyPlace()
    return try [place, placeOfNext(after: place)].compactMap { try logKey(at: $0) }
  }

  /// Makes the key of the log where there is none; tells whether it did.
  func makeLogKey() throws -> Bool {
    let place = try logKeyPlace()
    if try Files.exists(place.path) { return false }
    try writeKey(SignerKey().pem, to: place)
    return true
  }

  /// The next key, made anew or as an interrupted change left it.
  func nextLogKey() throws -> SignerKey {
    let next = placeOfNext(after: try logKeyPlace())
    if let key = try logKey(at: next) { return key }
    // What a crash left of a key that never was one is not to lie about.
    if try Files.exists(next.path.parentPath) {
      try Files.removeUnfinished(in: next.path.parentPath, ofProcesses: true)
    }
    let key = SignerKey()
    try writeKey(key.pem, to: next)
    return key
  }

  /// Puts the next key in the place of the one before, once the log's newest checkpoint is signed
  /// with it; the one before is gone then.
  func settleLogKey(_ current: VerifierKey) throws {
    let place = try logKeyPlace()
    let next = placeOfNext(after: place)
    guard let key = try logKey(at: next), try key.verifier(name: current.name) == current else {
      return
    }
    try Files.rename(next.path, to: place.path)
    try Files.syncFolder(place.path.parentPath)
  }

  /// What a log of this workspace calls itself: what its first key was named, else the address of
  /// its folder without scheme (C2SP tlog-tiles, Parameters), else a name that by RFC 2606 never is
  /// one.
  func logOrigin(_ keys: LogKeys, _ programme: Programme) -> String {
    if let origin = keys.origin { return origin }
    guard let address = programme.series.address else {
      return "ninethirty.invalid/\(programme.series.identifier)"
    }
    return "\(address.description.dropFirst("https://".count))log"
  }
}
