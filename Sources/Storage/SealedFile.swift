import Glibc
import Synchronization

/// Files encrypted as one: a tar archive, padded so that its size says little, in the age format.
///
/// Whoever has a key of one of its recipients opens it without us: `age -d -i KEY FILE | tar -xi`
/// (with `-i` tar reads on through the padding, so that age gets to verify the end).
package enum SealedFile {
  /// The smallest archive, 16 MiB; larger ones have the next power of two.
  package static let smallest = 1 << 24

  /// Takes the files that are sealed, from many threads at once.
  package final class Writer: Sendable {
    private let tar: Mutex<TarWriter>

    fileprivate init(to pipe: borrowing Descriptor) throws {
      tar = Mutex(try TarWriter(to: pipe))
    }

    /// Adds a file; a path stands once.
    package func put(_ path: String, _ bytes: [UInt8]) throws {
      try tar.withLock { try $0.add(path, bytes) }
    }

    fileprivate func finish() throws -> Int { try tar.withLock { try $0.finish() } }
  }

  /// Makes a sealed file at a path where nothing stands yet, and brings it to disk.
  ///
  /// Nothing reaches the disk in clear: the archive goes through a pipe to `age`. On an error
  /// nothing is left at the path. The recipients are public keys in age's form: who has the private
  /// key of one of them can open the file. `body` puts the files. The result is the digest of the
  /// sealed file. Throws a ``StorageError``, or what `body` throws.
  package static func make(
    at path: String, for recipients: [String], _ body: (Writer) throws -> Void
  ) throws -> SHA512Sum {
    let file = try Files.create(path, mode: 0o600)
    do {
      try ExternalTool.age.feed(recipients.flatMap { ["-r", $0] }, into: file) { pipe in
        let writer = try Writer(to: pipe)
        try body(writer)
        try pad(pipe, from: try writer.finish())
      }
      try file.sync()
      try Files.syncFolder(path.parentPath)
      return try SHA512Sum(ofFile: path)
    } catch {
      unlink(path)  // The failure is thrown on; a file that is not there is no second one.
      throw error
    }
  }

  /// Zeros behind the end of the archive belong to it (POSIX.1-2001, pax, "ustar interchange
  /// format").
  private static func pad(_ pipe: borrowing Descriptor, from size: Int) throws {
    var whole = smallest
    while whole < size { whole *= 2 }
    let zeros = [UInt8](repeating: 0, count: 1 << 16)
    var left = whole - size
    while left > 0 {
      try zeros.withUnsafeBytes { bytes in
        try pipe.write(UnsafeRawBufferPointer(rebasing: bytes[..<min(left, bytes.count)]))
      }
      left -= zeros.count
    }
  }

  /// Hands over every file of a sealed file, in the order in which they were put; nothing is
  /// written.
  ///
  /// What `body` got is worth something only when this returns: until then the file may turn out
  /// cut short. `key` is the path of a file with a private key in age's form. The digest, where one
  /// is given, is held against the sealed file before anything is decrypted. Throws a
  /// ``StorageError``: ``StorageError/Code/digestMismatch``, ``StorageError/Code/wrongKey``; or what
  /// `body` throws.
  package static func forEachFile(
    of path: String, key: String, expecting digest: SHA512Sum?,
    _ body: (_ name: String, _ bytes: [UInt8]) throws -> Void
  ) throws {
    let file = try Files.openFile(path)
    if let digest {
      let actual = try SHA512Sum { feed in try file.forEachChunk(feed) }
      guard actual == digest else {
        throw StorageError(
          .digestMismatch, "open", path,
          "it has the SHA-512 \(actual.hex.prefix(16))… and not \(digest.hex.prefix(16))…")
      }
      // The same open file is decrypted: what is exchanged at the path meanwhile is not read.
      try check(lseek(file.number, 0, SEEK_SET), "rewind", path)
    }
    try ExternalTool.age.read(["-d", "-i", key], from: file) { pipe in
      try TarReader(from: pipe).forEachFile(body)
      try pipe.forEachChunk { _ in }
    }
  }

  /// Whether this key opens a sealed file; only its beginning is read.
  package static func opens(_ path: String, key: String) throws -> Bool {
    struct Opened: Error {}
    do {
      try ExternalTool.age.read(["-d", "-i", key], from: try Files.openFile(path)) { pipe in
        try TarReader(from: pipe).forEachFile { _, _ in throw Opened() }
      }
      return true
    } catch is Opened {
      return true
    } catch let error as StorageError where error.code == .wrongKey {
      return false
    }
  }
}
