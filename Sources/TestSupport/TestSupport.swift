import Foundation
package import Synchronization

/// A folder that is there for one test and removed with this object.
package final class TemporaryFolder: Sendable {
  /// The folder's path.
  package let path: String

  package init() {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "ninethirty-\(UUID().uuidString)").path
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The built program, run as a user would.
package enum Binary {
  /// What a run gave.
  package struct Result: Sendable {
    package let status: Int32
    package let output: String
    package let errors: String
  }

  /// The folder of build products, which also holds the tests.
  private static let products: URL = {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    return URL(filePath: bundle ?? CommandLine.arguments[0]).deletingLastPathComponent()
  }()

  /// The path of the built program: what `NINETHIRTY_TEST_BINARY` names, else the one beside the tests.
  package static let path: String =
    ProcessInfo.processInfo.environment["NINETHIRTY_TEST_BINARY"]
    ?? products.appending(path: "ninethirty").path

  /// Runs `ninethirty` with these arguments.
  package static func run(
    _ arguments: String..., environment: [String: String] = [:], in folder: String? = nil
  ) throws -> Result {
    try Tool.run(
      path, arguments, environment: environment, in: folder)
  }
}

/// Other people's programs, for tests that hold ours against them.
package enum Tool {
  /// The path of a program; nil where it is not installed.
  package static func find(_ name: String) -> String? {
    let paths = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return paths.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// What every program that is run finds in its environment beside that of the tests.
  package static let environment = Mutex<[String: String]>([:])

  /// Ours finds no settings of this machine's user, and has no place for any.
  private static let withoutSettings = ["XDG_CONFIG_HOME": "/proc/no-settings"]

  /// Runs a program to its end.
  ///
  /// Output goes through files, so that no pipe can fill up.
  package static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    in folder: String? = nil
  ) throws -> Binary.Result {
    let scratch = TemporaryFolder()
    let outputPath = scratch.path + "/output"
    let errorPath = scratch.path + "/errors"
    for path in [outputPath, errorPath] {
      try Data().write(to: URL(filePath: path))
    }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(program == Binary.path ? withoutSettings : [:]) { $1 }
      .merging(Self.environment.withLock { $0 }) { $1 }.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: outputPath)
    process.standardError = FileHandle(forWritingAtPath: errorPath)
    try process.run()
    process.waitUntilExit()
    func text(_ path: String) -> String {
      String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
    return Binary.Result(
      status: process.terminationStatus, output: text(outputPath), errors: text(errorPath))
  }
}
