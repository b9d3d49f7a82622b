import Glibc

extension ExternalTool {
  /// Reads what stands behind an address of http or https.
  package static let curl = ExternalTool("curl", package: "curl")
  /// Reads the objects of a git repository.
  package static let git = ExternalTool("git", package: "git")

  /// This program itself, as it was started; for a rehearsal, which plays the verbs on a copy.
  package static let itself = ExternalTool("/proc/self/exe", package: "ninethirty")

  /// Runs the program without input and hands its output over piece by piece.
  ///
  /// - Returns: its exit code (128 and the signal where a signal ended it), and what it said on
  ///   standard error.
  package func stream(
    _ arguments: [String], environment: [String: String] = [:],
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> (status: Int32, errors: String) {
    let input = try Descriptor("/dev/null", O_RDONLY, operation: "read")
    let pipe = try Pipe(program)
    var child = try start(
      arguments, input: input.number, output: pipe.writing.number, environment: environment)
    let failure = child.failure(of: pipe.onlyReading()) { try $0.forEachChunk(body) }
    if let failure {
      child.kill()
      _ = try child.wait()
      throw failure
    }
    return try child.wait()
  }

  /// Runs the program and kills it (SIGKILL) as soon as a condition holds, which is asked again and
  /// again; a program that has ended before is not killed.
  ///
  /// - Returns: its exit code, 137 where it was killed.
  package func runKilling(
    _ arguments: [String], environment: [String: String] = [:], when isTime: () throws -> Bool
  ) throws -> Int32 {
    let input = try Descriptor("/dev/null", O_RDONLY, operation: "read")
    let output = try Descriptor("/dev/null", O_WRONLY, operation: "write")
    var child = try start(
      arguments, input: input.number, output: output.number, environment: environment)
    while try !child.hasEnded() {
      if try isTime() {
        child.kill()
        break
      }
      usleep(100)
    }
    return try child.wait().status
  }
}

extension Child {
  /// Whether the program has ended; it is still to be waited for.
  func hasEnded() throws -> Bool {
    var information = siginfo_t()
    let result = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
    try check(result, "wait for", "a program")
    return information.si_signo == SIGCHLD
  }
}
