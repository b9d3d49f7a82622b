import Publications
import Storage
import Synchronization

/// The files of what is searched: read one after the other, looked at on all cores.
extension LeakCheckRun {
  mutating func search(path root: String) throws {
    do {
      if Self.isRepository(root) { try search(repository: root) }
      try explore(root)
    } catch let error as StorageError {
      outcome.notRead.append("\(root): \(error.cause)")
    }
  }

  mutating func explore(_ root: String) throws {
    defer { lookAtWaiting() }
    try Files.explore(root) { found, pieces in
      try see(found, in: root, pieces)
    }
  }

  /// Whether a folder is to be entered.
  private mutating func see(
    _ found: Files.Found, in root: String,
    _ pieces: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws -> Bool {
    func full(_ path: String) -> String { path.isEmpty ? root : "\(root)/\(path)" }
    switch found {
    case .unreadable(let path, let cause): note(unread: "\(full(path)): \(cause)")
    case .link(let path, let target):
      outcome.linkCount += 1
      note(hitsIn: path, at: full(path))
      note(hitsIn: target, at: full(path))
      note(linkAt: full(path), in: root)
    case .folder(let path):
      note(hitsIn: path.lastPathPart, at: full(path))
      if Self.isRepository(full(path)) {
        lookAtWaiting()
        try search(repository: full(path))
      }
      // The objects of a repository are packed; git has handed them over.
      return !(path.hasSuffix("objects") && Self.isGitFolder(full(path).parentPath))
    case .file(let path, let size, let identity):
      note(hitsIn: path.lastPathPart, at: full(path))
      do {
        try search(file: full(path), size, identity, pieces)
      } catch let error as StorageError {
        note(unread: "\(full(path)): \(error.cause)")
      }
    }
    return true
  }

  /// Notes a link that leads out of what is searched: what stands there may be read through it.
  private mutating func note(linkAt path: String, in root: String) {
    do {
      // One that leads nowhere shows nobody anything; what lies inside is searched in its own place.
      guard let target = try Files.resolved(path), let root = try Files.resolved(root),
        target != root, !target.hasPrefix(root == "/" ? root : "\(root)/")
      else { return }
      note(unread: "\(path): a link to \(target), which is not followed; name that as a place too")
    } catch let error as StorageError {
      note(unread: "\(path): a link that cannot be followed: \(error.cause)")
    } catch {
      note(unread: "\(path): a link that cannot be followed: \(error)")
    }
  }

  private mutating func search(
    file path: String, _ size: Int, _ identity: FileIdentity,
    _ pieces: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    if known.contains(identity) { return count(byteCount: size, isPublished: true) }
    if waiting.add(name: path, of: identity, size) { return }
    var long: LongFile?
    var held: [UInt8] = []
    held.reserveCapacity(min(size, Self.window))
    try pieces { piece in
      held += piece
      long?.digest.add(piece)
      guard held.count >= Self.window + Self.overlap else { return }
      // What is packed says nothing in parts.
      if long == nil, LeakSearch.isReadWhole(held) {
        guard held.count <= LeakSearch.unpackedLimit else {
          throw StorageError(
            .tooLarge, "read", path, "it is packed, and larger than is looked at; unpack it by hand"
          )
        }
        return
      }
      if long == nil {
        lookAtWaiting()
        long = LongFile(before: found)
        held.withUnsafeBytes { long!.digest.add($0) }
      }
      note(hitsIn: held, at: path, firstLine: long!.line)
      long!.line += held[..<Self.window].count { $0 == 10 }
      long!.size += Self.window
      held.removeFirst(Self.window)
    }
    guard let long else {
      waiting.add(path, held, identity)
      if waiting.byteCount >= Self.window { lookAtWaiting() }
      return
    }
    finish(long, path, rest: held)
  }

  /// A file that is not held in memory as a whole.
  private struct LongFile {
    /// What was found before it.
    let before: [FileLook.Found]
    var digest = SHA512Stream()
    var line = 1
    /// The bytes that went through the window.
    var size = 0
  }

  private mutating func finish(_ long: LongFile, _ path: String, rest: [UInt8]) {
    let sum = long.digest.sum.hex
    let isPublished = published.contains(sum)
    count(byteCount: long.size + rest.count, isPublished: isPublished)
    guard !isPublished else {
      found = long.before
      return
    }
    outcome.others.append(path)
    found += look.found(asFile: sum, at: path)
    if rest.count > Self.overlap { note(hitsIn: rest, at: path, firstLine: long.line) }
    found = look.clean(found, of: path, sum)
  }

  var look: FileLook {
    FileLook(search: search, published: published, listings: listings, laid: laid)
  }

  private mutating func count(byteCount: Int, isPublished: Bool) {
    outcome.fileCount += 1
    outcome.byteCount += byteCount
    if isPublished { outcome.publishedCount += 1 }
  }

  /// Looks at the files that wait, on all cores, and notes what was seen in its order.
  mutating func lookAtWaiting() {
    let (steps, identities, look) = (waiting.steps, waiting.identities, look)
    guard !steps.isEmpty else { return }
    waiting = WaitingFiles()
    let looks = Mutex([FileLook.Outcome?](repeating: nil, count: steps.count))
    // What a file turns out to be is no error.
    try? inParallel(steps.count) { index in
      guard case .file(let path, let bytes) = steps[index] else { return }
      let seen = look.look(at: bytes, of: path)
      looks.withLock { $0[index] = seen }
    }
    let outcomes = looks.withLock { $0 }
    for (index, step) in steps.enumerated() {
      switch step {
      case .seen(let seen): take(seen)
      case .file(let path, let bytes):
        if outcomes[index]!.isPublished { known.insert(identities[index]!) }
        take(outcomes[index]!, of: path, bytes.count)
      case .name(let path, let first, let byteCount):
        var seen = outcomes[first]!
        if !seen.isPublished, case .file(_, let bytes) = steps[first] {
          // What was found is told of each name.
          seen = look.look(at: bytes, of: path)
        }
        take(seen, of: path, byteCount)
      }
    }
  }

  private mutating func take(_ seen: FileLook.Outcome, of path: String, _ byteCount: Int) {
    count(byteCount: byteCount, isPublished: seen.isPublished)
    if !seen.isPublished { outcome.others.append(path) }
    take(seen)
  }

  private mutating func take(_ seen: FileLook.Outcome) {
    found += seen.found
    outcome.notRead += seen.notRead
  }

  private mutating func note(unread what: String) {
    waiting.add(FileLook.Outcome(notRead: [what]))
  }

  mutating func note(hitsIn name: String, at place: String) {
    let bytes = Array(name.utf8)
    guard !harmlessNames.contains(bytes) else { return }
    let hits = look.hits(inName: name, at: place)
    if hits.isEmpty { harmlessNames.insert(bytes) } else { waiting.add(.init(found: hits)) }
  }

  mutating func note(hitsIn bytes: [UInt8], at place: String, firstLine: Int = 1) {
    take(look.hits(in: bytes, at: place, firstLine: firstLine))
  }
}
