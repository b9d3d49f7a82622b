import CSystem
import Glibc

/// Another program that does a piece of work for us, found on the path of this process.
///
/// It is started without a shell and inherits nothing but its three streams. What it says on standard error goes to a file in memory, so
/// that no pipe can fill up unread and nothing of it reaches the disk.
package struct ExternalTool: Sendable {
  /// The program's name: `age`.
  package let program: String
  /// The package of Debian that brings it.
  package let debianPackage: String

  /// A program, and where it comes from; whether it is there shows when it is run.
  package init(_ program: String, package debianPackage: String) {
    self.program = program
    self.debianPackage = debianPackage
  }

  /// Encrypts and decrypts in the age format, <https://age-encryption.org/v1>.
  package static let age = ExternalTool("age", package: "age")
  /// Makes keys for ``age``.
  package static let ageKeygen = ExternalTool("age-keygen", package: "age")

  /// What a program gave.
  package struct Outcome: Sendable {
    /// The exit code; 128 and the signal's number where a signal ended it.
    package let status: Int32
    package let output: [UInt8]
    /// What it said on standard error.
    package let errors: String
    package var isSuccess: Bool { status == 0 }
  }

  /// Runs the program to its end.
  ///
  /// Its environment is the search path, a plain locale and what `environment` adds; its input
  /// comes from memory, so it may be secret; at most `limit` bytes of output are taken. A program
  /// that fails is no error here: its outcome says so. Throws a ``StorageError``:
  /// ``StorageError/Code/notInstalled`` where there is no such program.
  package func run(
    _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
    limit: Int = 1 << 28
  ) throws -> Outcome {
    let source = try Descriptor.inMemory(program)
    try source.write(input)
    try check(lseek(source.number, 0, SEEK_SET), "rewind", program)
    let pipe = try Pipe(program)
    var child = try start(
      arguments, input: source.number, output: pipe.writing.number, environment: environment)
    let reading = pipe.onlyReading()
    var output: [UInt8] = []
    do {
      try reading.forEachChunk { chunk in
        output.append(contentsOf: chunk)
        guard output.count <= limit else { throw Files.tooLarge(program, output.count, limit) }
      }
    } catch {
      child.kill()
      _ = try child.wait()
      throw error
    }
    let (status, errors) = try child.wait()
    return Outcome(status: status, output: output, errors: errors)
  }

  /// Runs the program over what `body` writes, its output going to an open file.
  ///
  /// Where `body` throws, the program is killed and what it wrote is worth nothing.
  func feed(
    _ arguments: [String], into output: borrowing Descriptor,
    _ body: (_ pipe: borrowing Descriptor) throws -> Void
  ) throws {
    let pipe = try Pipe(program)
    var child = try start(arguments, input: pipe.reading.number, output: output.number)
    let failure = child.failure(of: pipe.onlyWriting(), body)
    // A pipe that nobody reads says that the program has ended: it knows why, we do not.
    if let failure, !failure.isBrokenPipe { child.kill() }
    let (status, errors) = try child.wait()
    if status != 0, status < 128 { throw error(errors, at: output.path) }
    if let failure, !failure.isBrokenPipe { throw failure }
    guard status == 0 else { throw error("it was ended by a signal", at: output.path) }
    if let failure { throw failure }
  }

  /// Runs the program over an open file and hands its output over as a pipe.
  ///
  /// `body` reads to the end: only then is the program's verdict known, and what was read worth
  /// anything.
  func read(
    _ arguments: [String], from input: borrowing Descriptor,
    _ body: (_ pipe: borrowing Descriptor) throws -> Void
  ) throws {
    let pipe = try Pipe(program)
    var child = try start(arguments, input: input.number, output: pipe.writing.number)
    let failure = child.failure(of: pipe.onlyReading(), body)
    let (status, errors) = try child.wait()
    // The pipe is closed: whoever still wrote to it was ended by that, and the failure is ours.
    if status != 0, status < 128 { throw error(errors, at: input.path) }
    guard status < 128 || status == 128 + SIGPIPE else {
      throw error("it was ended by a signal", at: input.path)
    }
    if let failure { throw failure }
    guard status == 0 else { throw error("it was ended by a signal", at: input.path) }
  }

  /// What the program said of its failure, as an error.
  private func error(_ said: String, at path: String) -> StorageError {
    let known: [(String, Int32)] = [
      ("no space left on device", ENOSPC), ("disk quota exceeded", EDQUOT),
      ("file too large", EFBIG), ("read-only file system", EROFS), ("input/output error", EIO),
    ]
    for (text, number) in known where said.contains(text) {
      return StorageError("write", path, errno: number, reason: "as \(program) said")
    }
    let line = said.split(separator: "\n").first.map(String.init) ?? "it gave no reason"
    return StorageError(
      line.contains("no identity matched") ? .wrongKey : .toolFailed, "use", path,
      "\(program) failed: \(line)")
  }
}
