import Glibc

extension ExternalTool {
  /// Runs the program without input, its output thrown away, and kills it when its time is over.
  ///
  /// - Returns: its exit code (128 and the signal where a signal ended it; nil where its time was
  ///   over), and what it said on standard error.
  package func run(
    _ arguments: [String], environment: [String: String] = [:], within limit: Duration
  ) throws -> (status: Int32?, errors: String) {
    let input = try Descriptor("/dev/null", O_RDONLY, operation: "read")
    let output = try Descriptor("/dev/null", O_WRONLY, operation: "write")
    var child = try start(
      arguments, input: input.number, output: output.number, environment: environment)
    let clock = ContinuousClock()
    let end = clock.now + limit
    var isOver = false
    while try !child.hasEnded() {
      if clock.now >= end {
        child.kill()
        isOver = true
        break
      }
      usleep(5000)
    }
    let (status, errors) = try child.wait()
    return (isOver ? nil : status, errors)
  }
}
