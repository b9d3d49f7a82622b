import Foundation
import Synchronization
import TestSupport
import Testing

/// A copy of a workspace of the repository in a temporary folder, driven by the real binary.
final class TestWorkspace: Sendable {
  let folder = TemporaryFolder()
  var path: String { folder.path + "/workspace" }

  /// The private key of every workspace of these tests, outside all of them.
  static let key: (path: String, recipient: String) = {
    let path = keyFolder.path + "/ninethirty.key"
    let made = try! Tool.run(Tool.find("age-keygen")!, ["-o", path])
    precondition(made.status == 0, made.errors)
    let shown = try! Tool.run(Tool.find("age-keygen")!, ["-y", path])
    // Whatever a test runs finds the key: the real binary, alone or from a shell.
    Tool.environment.withLock { $0["NINETHIRTY_KEY_FILE"] = path }
    return (path, shown.output.trimmingCharacters(in: .whitespacesAndNewlines))
  }()
  private static let keyFolder = TemporaryFolder()

  /// Lets the key of these tests open what is sealed in this workspace.
  private func addRecipient() throws {
    try FileManager.default.createDirectory(
      atPath: "\(path)/publications", withIntermediateDirectories: true)
    try write("\(Self.key.recipient)\n", to: "publications/recipients.txt")
  }

  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// A copy of `examples/illustrative`, or of the repository's own workspace.
  init(_ name: String = "examples/illustrative") throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
    let root = Self.repository + (name.isEmpty ? "" : "/\(name)")
    for item in ["schedule.json", "requests.csv", "analyses", "pages", "templates"]
    where manager.fileExists(atPath: "\(root)/\(item)") {
      try manager.copyItem(atPath: "\(root)/\(item)", toPath: "\(path)/\(item)")
    }
    try addRecipient()
  }

  /// A workspace made by `init`, its first edition far in the future.
  init(future edition: String) throws {
    let result = try Binary.run("init", path, "--first", edition)
    try #require(result.status == 0, "\(result.errors)")
    try addRecipient()
  }

  /// A copy of another workspace as it stands.
  init(copyOf other: TestWorkspace) throws {
    let result = try Tool.run("/bin/cp", ["-a", other.path, path])
    try #require(result.status == 0, "\(result.errors)")
  }

  func run(_ verb: String, _ arguments: String...) throws -> Binary.Result {
    try Tool.run(Binary.path, [verb] + arguments + ["--workspace", path])
  }

  /// Checks, seals and releases an edition; every step must succeed.
  func publish(_ edition: String) throws {
    for step in [["seal", edition, "--by", "test"], ["release", edition]] {
      let result = try Tool.run(Binary.path, step + ["--workspace", path])
      try #require(result.status == 0, "\(step): \(result.output)\(result.errors)")
    }
  }

  func bytes(_ file: String) -> Data? { FileManager.default.contents(atPath: "\(path)/\(file)") }
  func text(_ file: String) -> String { String(decoding: bytes(file) ?? Data(), as: UTF8.self) }

  func write(_ text: String, to file: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(path)/\(file)"))
  }

  func replace(_ old: String, with new: String, in file: String) throws {
    let text = text(file)
    try #require(text.contains(old), "\(file) has no \(old)")
    try write(text.replacing(old, with: new, maxReplacements: 1), to: file)
  }

  /// Opens a sealed edition with age and tar into a folder beside the workspace, and gives its path.
  func open(_ edition: String) throws -> String {
    let opened = "\(folder.path)/opened-\(edition)"
    try FileManager.default.createDirectory(atPath: opened, withIntermediateDirectories: true)
    let result = try Tool.run(
      "/bin/bash",
      [
        "-c",
        "set -o pipefail; age -d -i '\(Self.key.path)' '\(sealedFile(edition))' | tar -xiC '\(opened)'",
      ])
    try #require(result.status == 0, "\(result.errors)")
    return opened
  }

  func sealedFile(_ edition: String) -> String { "\(path)/publications/sealed/\(edition).age" }

  /// Every regular file below a folder, by its path inside it, links in the way resolved.
  func files(in folder: String) -> [String] {
    let place = folder.hasPrefix("/") ? folder : "\(path)/\(folder)"
    let root = URL(filePath: place).resolvingSymlinksInPath().path
    let walker = FileManager.default.enumerator(atPath: root)
    var files: [String] = []
    while let name = walker?.nextObject() as? String {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: "\(root)/\(name)", isDirectory: &isFolder),
        !isFolder.boolValue
      {
        files.append(name)
      }
    }
    return files.sorted()
  }
}
