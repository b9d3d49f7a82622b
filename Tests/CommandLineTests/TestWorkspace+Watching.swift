import Foundation
import Ledger
import Releases
import Schedule
import TestSupport
import Testing

extension TestWorkspace {
  /// The workspace for the library, with the key of the tests.
  var opened: Workspace { get throws { try Workspace(path, keyFile: Self.key.path) } }

  /// Waits for edition 2098-05 and releases it.
  func watch(
    _ clock: any WaitingClock, lateBecause: String? = nil,
    observe: @escaping (WatchEvent) -> Void = { _ in }
  ) throws -> Workspace.ReleaseOutcome? {
    var watch = Watch(
      try opened, only: Month("2098-05"), lateBecause: lateBecause, clock: clock,
      observe: observe)
    return try watch.run()
  }

  /// Whether readers find edition 2098-05.
  var isPublic: Bool { bytes("publications/public/2098-05/index.html") != nil }

  /// Whether the log has a release.
  var isLogged: Bool { text("publications/log.jsonl").contains("\"released\"") }

  /// The names of the public trees on disk.
  var trees: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/publications/.trees")) ?? [])
      .sorted()
  }

  /// What the journal says happened to the edition; drafts, searches and the site left out.
  var events: [String] {
    let entries = try? opened.journalLedger.read().entries
    let other = ["drafted", "leak-checked", "switching"]
    return entries?.map(\.event).filter { !other.contains($0) } ?? []
  }

  /// The permission bits of a file or folder.
  func mode(_ file: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(file)")
    return attributes[.posixPermissions] as? Int
  }

  /// Moves edition 2098-05 to this wall time.
  func move(to time: String) throws {
    try addException("\"action\": \"moved\", \"to\": \"\(time)\"")
  }

  /// Adds an exception for edition 2098-05.
  func addException(_ change: String) throws {
    try replace(
      "\"exceptions\": []",
      with: """
        "exceptions": [{ "edition": "2098-05", \(change), "reason": "test",
          "announced": "2098-05-01" }]
        """, in: "schedule.json")
  }
}

/// The real binary, running beside the test.
final class Background {
  private let folder = TemporaryFolder()
  private let process = Process()

  init(_ arguments: [String], environment: [String: String] = [:]) throws {
    let path = folder.path + "/output"
    try Data().write(to: URL(filePath: path))
    let file = FileHandle(forWritingAtPath: path)
    process.executableURL = URL(filePath: Binary.path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(["NINETHIRTY_KEY_FILE": TestWorkspace.key.path]) { $1 }.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = file
    process.standardError = file
    try process.run()
  }

  deinit { if process.isRunning { process.terminate() } }

  var number: Int32 { process.processIdentifier }

  /// What it printed so far.
  var output: String {
    String(
      decoding: FileManager.default.contents(atPath: folder.path + "/output") ?? Data(),
      as: UTF8.self)
  }

  /// Returns when it has printed this, or has ended.
  func waitForOutput(_ text: String) {
    let end = ContinuousClock.now + .seconds(120)
    while process.isRunning, !output.contains(text), ContinuousClock.now < end { usleep(5000) }
    #expect(output.contains(text), "it never said “\(text)”: \(output)")
  }

  /// Its exit code, when it has ended.
  func status() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus
  }
}
