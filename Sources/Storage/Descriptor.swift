import CSystem
import Glibc

/// An open file or folder that closes itself.
struct Descriptor: ~Copyable {
  let number: Int32
  /// The path it was opened by, for messages.
  let path: String

  /// Opens a path; the system's `EINTR` is tried again.
  init(
    _ path: String, _ flags: Int32, mode: mode_t = 0, operation: String
  ) throws(StorageError) {
    try Self.refuseNUL(path, operation)
    var number: Int32
    repeat { number = open(path, flags | O_CLOEXEC, mode) } while number == -1 && errno == EINTR
    self.number = try check(number, operation, path)
    self.path = path
  }

  /// Opens a folder by its name inside an open folder, never through a symbolic link.
  init(folder name: [CChar], in parent: borrowing Descriptor, path: String) throws(StorageError) {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    number = try check(openat(parent.number, name, flags), "open", path)
    self.path = path
  }

  /// Takes over a descriptor that is open already; the name is for messages.
  init(owning number: Int32, _ name: String) {
    self.number = number
    path = name
  }

  deinit { close(number) }

  static func refuseNUL(_ path: String, _ operation: String) throws(StorageError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw StorageError(.badPath, operation, path, "the path is empty or holds a NUL")
    }
  }

  func status(_ operation: String) throws(StorageError) -> stat {
    var status = stat()
    try check(fstat(number, &status), operation, path)
    return status
  }

  /// Brings the bytes and the metadata of this file or folder to disk.
  ///
  /// A failure is final: the kernel may have dropped the pages, so the call is not repeated.
  func sync() throws(StorageError) { try check(fsync(number), "sync", path) }

  /// Brings everything that waits for this file's file system to disk.
  func syncFileSystem() throws(StorageError) {
    try check(csystem_syncfs(number), "sync the file system of", path)
  }

  /// Reads up to the buffer's size; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StorageError) -> Int {
    var count: Int
    repeat {
      count = Glibc.read(number, buffer.baseAddress, buffer.count)
    } while count == -1 && errno == EINTR
    return try check(count, "read", path)
  }

  /// Writes everything: a short write is continued.
  func write(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = Glibc.write(number, rest.baseAddress, rest.count)
      if count == -1, errno == EINTR { continue }
      done += try check(count, "write", path)
    }
  }

  func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  /// Hands over the whole file from here on, piece by piece.
  func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = try read(into: buffer)
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// The names inside this folder as the system gives them, without `.` and `..`, sorted.
  func names() throws(StorageError) -> [[CChar]] {
    // closedir closes what fdopendir was given, so it gets a descriptor of its own.
    let copy = try check(openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), "list", path)
    guard let stream = fdopendir(copy) else {
      let failure = StorageError("list", path, errno: errno)
      close(copy)
      throw failure
    }
    defer { closedir(stream) }
    var names: [[CChar]] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
      }
      if name != [46, 0], name != [46, 46, 0] { names.append(name) }
    }
    if errno != 0 { throw StorageError("list", path, errno: errno) }
    return names.sorted { a, b in
      a.lexicographicallyPrecedes(b) { UInt8(bitPattern: $0) < UInt8(bitPattern: $1) }
    }
  }
}
