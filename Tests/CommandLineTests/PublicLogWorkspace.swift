import Foundation
import TestSupport
import Testing

/// A workspace whose log is signed with a key of its own.
final class PublicLogWorkspace: Sendable {
  let workspace: TestWorkspace
  let keyFile: String

  /// One with two editions out, made once: tests copy it and leave it as it is; nil where it could not be
  /// made.
  static let ofTwoEditions: PublicLogWorkspace? = {
    do {
      let office = try PublicLogWorkspace()
      for edition in ["2013-10", "2013-11"] { try office.publish(edition) }
      return office
    } catch {
      return nil
    }
  }()

  /// A copy of `examples/illustrative`, with a key of its log if it is to have one.
  init(withKey: Bool = true) throws {
    workspace = try TestWorkspace()
    keyFile = workspace.folder.path + "/keys/log.log-key"
    if withKey { try succeed("key", "new") }
  }

  /// A copy of another, with a key file of its own: a test may change it beside others.
  init(copyOf other: PublicLogWorkspace) throws {
    workspace = try TestWorkspace(copyOf: other.workspace)
    keyFile = workspace.folder.path + "/keys/log.log-key"
    let keys = ["-a", other.workspace.folder.path + "/keys", workspace.folder.path]
    let copied = try Tool.run("/bin/cp", keys)
    try #require(copied.status == 0, "\(copied.errors)")
  }

  var publications: String { workspace.path + "/publications" }

  /// A script in the folder of publications.
  func shell(_ script: String) throws {
    let done = try Tool.run("/bin/bash", ["-ec", script], in: publications)
    try #require(done.status == 0, "\(done.errors)")
  }

  var root: String { workspace.path + "/publications/public" }
  var log: String { root + "/log" }

  func run(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Binary.Result {
    try Tool.run(
      Binary.path, arguments + ["--workspace", workspace.path],
      environment: ["NINETHIRTY_LOG_KEY_FILE": keyFile].merging(environment) { $1 })
  }

  @discardableResult
  func succeed(_ arguments: String...) throws -> String {
    let result = try run(arguments)
    try #require(result.status == 0, "\(arguments): \(result.output)\(result.errors)")
    return result.output
  }

  @discardableResult
  func publish(_ edition: String) throws -> String {
    try succeed("seal", edition, "--by", "test")
    return try succeed("release", edition)
  }

  /// `log verify`, as a reader who has no workspace.
  func verify(_ arguments: String...) throws -> Binary.Result {
    try Tool.run(Binary.path, ["log", "verify"] + arguments)
  }

  /// What a reader keeps: a copy of a public file, under another name.
  func keep(_ file: String) throws -> String {
    let kept = workspace.folder.path + "/kept-\(UUID().uuidString)"
    try FileManager.default.copyItem(atPath: "\(log)/\(file)", toPath: kept)
    return kept
  }

  func text(_ file: String) -> String { workspace.text("publications/public/log/\(file)") }

  /// Every file of the public tree with its bytes.
  func tree(_ folder: String = "") -> [String: Data] {
    var files: [String: Data] = [:]
    let place = folder.isEmpty ? root : "\(root)/\(folder)"
    for file in workspace.files(in: place) {
      files[file] = FileManager.default.contents(atPath: "\(place)/\(file)")
    }
    return files
  }

  /// The lines of the public log as objects.
  var lines: [[String: Any]] {
    get throws {
      try workspace.text("publications/log.jsonl").split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    }
  }

  /// The lines `key`, oldest first.
  var keyLines: [[String: Any]] {
    get throws {
      try lines.filter { $0["event"] as? String == "key" }.compactMap {
        $0["fields"] as? [String: Any]
      }
    }
  }

  /// How many keys have signed a public checkpoint.
  func signatureCount(_ file: String = "checkpoint") -> Int {
    text(file).split(separator: "\n").count { $0.hasPrefix("\u{2014} ") }
  }
}
