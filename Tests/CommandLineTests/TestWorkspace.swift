import Foundation
import TestSupport

/// A copy of a workspace of the repository in a temporary folder, driven by the real binary.
final class TestWorkspace: Sendable {
  let folder = TemporaryFolder()
  var path: String { folder.path + "/workspace" }

  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// A copy of `examples/illustrative`, or of the repository's own workspace.
  init(_ name: String = "examples/illustrative") throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
    let root = Self.repository + (name.isEmpty ? "" : "/\(name)")
    for item in ["schedule.json", "requests.csv", "analyses", "templates"]
    where manager.fileExists(atPath: "\(root)/\(item)") {
      try manager.copyItem(atPath: "\(root)/\(item)", toPath: "\(path)/\(item)")
    }
  }

  /// A workspace made by `init`, its first edition far in the future.
  init(future edition: String) throws {
    let result = try Binary.run("init", path, "--first", edition)
    precondition(result.status == 0, result.errors)
  }

  /// A copy of another workspace as it stands.
  init(copyOf other: TestWorkspace) throws {
    let result = try Tool.run("/bin/cp", ["-a", other.path, path])
    precondition(result.status == 0, result.errors)
  }

  func run(_ verb: String, _ arguments: String...) throws -> Binary.Result {
    try Tool.run(Binary.path, [verb] + arguments + ["--workspace", path])
  }

  /// Checks, seals and releases an edition; every step must succeed.
  func publish(_ edition: String) throws {
    for step in [["seal", edition, "--by", "test"], ["release", edition]] {
      let result = try Tool.run(Binary.path, step + ["--workspace", path])
      precondition(result.status == 0, "\(step): \(result.output)\(result.errors)")
    }
  }

  func bytes(_ file: String) -> Data? { FileManager.default.contents(atPath: "\(path)/\(file)") }
  func text(_ file: String) -> String { String(decoding: bytes(file) ?? Data(), as: UTF8.self) }

  func write(_ text: String, to file: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(path)/\(file)"))
  }

  func replace(_ old: String, with new: String, in file: String) throws {
    let text = text(file)
    precondition(text.contains(old), "\(file) has no \(old)")
    try write(text.replacing(old, with: new, maxReplacements: 1), to: file)
  }

  /// Every regular file below a folder, by its path inside it, links in the way resolved.
  func files(in folder: String) -> [String] {
    let root = URL(filePath: "\(path)/\(folder)").resolvingSymlinksInPath().path
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
