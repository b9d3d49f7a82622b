import CSystem
import Glibc

extension Descriptor {
  /// A file that stands in memory alone, for what must not touch the disk.
  static func inMemory(_ name: String) throws -> Descriptor {
    Descriptor(owning: try check(csystem_memory_file(), "make a file in memory for", name), name)
  }
}

/// The two ends of a pipe.
struct Pipe: ~Copyable {
  let reading: Descriptor
  let writing: Descriptor

  init(_ name: String) throws {
    var ends: [Int32] = [0, 0]
    try check(csystem_pipe(&ends), "make a pipe to", name)
    reading = Descriptor(owning: ends[0], name)
    writing = Descriptor(owning: ends[1], name)
  }

  /// The end to read from; the other one is closed.
  consuming func onlyReading() -> Descriptor { reading }
  /// The end to write to; the other one is closed.
  consuming func onlyWriting() -> Descriptor { writing }
}

/// A program that was started and has not been waited for.
struct Child: ~Copyable {
  let process: pid_t
  private let errors: Descriptor
  private let program: String
  private var isEnded = false

  init(_ process: pid_t, _ program: String, errors: consuming Descriptor) {
    self.process = process
    self.program = program
    self.errors = errors
  }

  // Whatever goes wrong, no child is left behind.
  deinit {
    guard !isEnded else { return }
    Glibc.kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  func kill() { Glibc.kill(process, SIGKILL) }

  /// Waits for the end: the exit code, or 128 and the signal, and what it said.
  mutating func wait() throws -> (status: Int32, errors: String) {
    var status: Int32 = 0
    var result: pid_t
    repeat { result = waitpid(process, &status, 0) } while result == -1 && errno == EINTR
    isEnded = true
    try check(result, "wait for", program)
    try check(lseek(errors.number, 0, SEEK_SET), "rewind", program)
    var said: [UInt8] = []
    try errors.forEachChunk { chunk in
      if said.count < 1 << 16 { said.append(contentsOf: chunk) }
    }
    let signal = status & 0x7f
    return (
      signal == 0 ? (status >> 8) & 0xff : 128 + signal,
      String(decoding: said.prefix(1 << 16), as: UTF8.self)
    )
  }

  /// What the body threw, if anything; the pipe is closed afterwards.
  func failure(
    of pipe: consuming Descriptor, _ body: (borrowing Descriptor) throws -> Void
  ) -> (any Error)? {
    do {
      try body(pipe)
      return nil
    } catch {
      return error
    }
  }
}

extension Error {
  /// Whether the reader of a pipe had gone.
  var isBrokenPipe: Bool { (self as? StorageError)?.errno == EPIPE }
}

extension ExternalTool {
  /// Starts the program with these two streams; they stay open here and are the caller's.
  func start(
    _ arguments: [String], input: Int32, output: Int32, environment: [String: String] = [:]
  ) throws -> Child {
    let errors = try Descriptor.inMemory(program)
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (descriptor, number) in [(input, 0), (output, 1), (errors.number, 2)] {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
    }
    let closing = csystem_close_from(&actions, 3)
    guard closing == 0 else { throw StorageError("run", program, errno: closing) }
    // We ignore the signal of a broken pipe; a child that is not read any more should end by it.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let variables = ["PATH": Environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C"]
      .merging(environment) { $1 }
    var process: pid_t = 0
    let result = withCStrings([program] + arguments) { arguments in
      withCStrings(variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }) {
        posix_spawnp(&process, program, &actions, &attributes, arguments, $0)
      }
    }
    guard result != ENOENT else {
      throw StorageError(
        .notInstalled, "run", program,
        "the program is not installed; install Debian's package \(debianPackage)")
    }
    guard result == 0 else { throw StorageError("run", program, errno: result) }
    return Child(process, program, errors: errors)
  }
}

/// Lends texts as a C list that ends with a null pointer.
private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let copies = texts.map { strdup($0) }
  defer { for copy in copies { free(copy) } }
  return body(copies + [nil])
}
