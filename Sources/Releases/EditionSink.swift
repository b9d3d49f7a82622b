import Storage
import Synchronization

/// Takes the files of an edition as they are made, from many threads at once.
///
/// Paths are those inside the edition's content: `inputs/…`, `sources/…`, `renditions/…`.
protocol EditionSink: Sendable {
  /// Takes a file.
  func put(_ path: String, _ bytes: [UInt8]) throws
  /// Hears, before anything else, the digest of everything that every report depends on.
  func begin(context: String)
  /// Whether the report of this input is there already, as it would be made.
  func reuse(_ slug: String, _ input: [UInt8]) throws -> Bool
}

extension EditionSink {
  func begin(context: String) {}
  func reuse(_ slug: String, _ input: [UInt8]) throws -> Bool { false }
}

/// Takes nothing: for a check.
struct NoSink: EditionSink {
  func put(_ path: String, _ bytes: [UInt8]) {}
}

/// Puts everything into the sealed file that is being made, and keeps the digests.
final class SealSink: EditionSink {
  private let writer: SealedFile.Writer
  private let digests = Mutex(FileDigests())
  private let kit = RebuildKit()

  init(_ writer: SealedFile.Writer) { self.writer = writer }

  func put(_ path: String, _ bytes: [UInt8]) throws {
    try writer.put(path, bytes)
    let digest = SHA512Sum(of: bytes)
    digests.withLock { $0.add(path, digest) }
    kit.note(path, bytes, digest)
  }

  /// Puts what makes the pages again without this program; called once, when all pages are there.
  func putRebuildKit() throws {
    for (path, bytes) in try kit.files() { try put(path, bytes) }
  }

  /// What was put so far.
  var files: FileDigests { digests.withLock { $0 } }
}
