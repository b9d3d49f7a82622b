import Diagnostics
import Foundation
import Intake
import Schedule

/// The illustrative workspace of the repository, read into memory, to be spoilt by tests.
struct Illustrative {
  var files: [String: [UInt8]] = [:]

  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  init(_ folder: String = "examples/illustrative") throws {
    let root = Self.repository.appending(path: folder)
    for name in ["schedule.json", "requests.csv"] { try add(name, root) }
    for month in try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: "analyses").path)
    {
      let path = root.appending(path: "analyses/\(month)").path
      for name in try FileManager.default.contentsOfDirectory(atPath: path) {
        try add("analyses/\(month)/\(name)", root)
      }
    }
  }

  private mutating func add(_ path: String, _ root: URL) throws {
    files[path] = Array(try Data(contentsOf: root.appending(path: path)))
  }

  /// The first analysis of an edition, by path.
  func analysis(_ index: Int = 0, of edition: String = "2013-11") -> String {
    files.keys.filter { $0.hasPrefix("analyses/\(edition)/") && $0.hasSuffix(".json") }
      .sorted()[index]
  }

  /// Replaces text in a file; the test is wrong where it is not there.
  mutating func replace(_ old: String, with new: String, in path: String) {
    let text = String(decoding: files[path]!, as: UTF8.self)
    precondition(text.contains(old), "\(path) has no \(old)")
    let range = text.range(of: old)!
    files[path] = Array(text.replacingCharacters(in: range, with: new).utf8)
  }

  /// Replaces what matches a regular expression in a file.
  mutating func replace(_ pattern: Regex<Substring>, with new: String, in path: String) {
    var text = String(decoding: files[path]!, as: UTF8.self)
    let match = text.firstMatch(of: pattern)
    precondition(match != nil, "\(path) has no match")
    text.replaceSubrange(match!.range, with: new)
    files[path] = Array(text.utf8)
  }

  /// Changes the parsed JSON of a file, to plant a wrong figure at a path.
  mutating func set(_ value: Any?, at keys: [Any], in path: String) throws {
    var root = try JSONSerialization.jsonObject(with: Data(files[path]!))
    root = Self.setting(value, at: keys[...], in: root)
    files[path] = Array(
      try JSONSerialization.data(withJSONObject: root, options: [.sortedKeys, .prettyPrinted]))
  }

  private static func setting(_ value: Any?, at keys: ArraySlice<Any>, in node: Any) -> Any {
    guard let key = keys.first else { return value ?? NSNull() }
    let rest = keys.dropFirst()
    if let index = key as? Int, var array = node as? [Any] {
      array[index] = setting(value, at: rest, in: array[index])
      return array
    }
    var object = node as! [String: Any]
    let name = key as! String
    if rest.isEmpty, value == nil {
      object[name] = nil
    } else {
      object[name] = setting(value, at: rest, in: object[name] ?? [String: Any]())
    }
    return object
  }

  /// A value of the parsed JSON of a file.
  func get(_ keys: [Any], in path: String) throws -> Any {
    var node = try JSONSerialization.jsonObject(with: Data(files[path]!))
    for key in keys {
      if let index = key as? Int {
        node = (node as! [Any])[index]
      } else {
        node = (node as! [String: Any])[key as! String]!
      }
    }
    return node
  }

  func gather(
    _ edition: String = "2013-11", released: [String] = [], elsewhere: Set<String>? = nil
  ) -> Gathering {
    let month = Month(edition)!
    func file(_ path: String) -> InputFile { InputFile(path: path, bytes: files[path] ?? []) }
    var analyses: [Month: [InputFile]] = [:]
    for path in files.keys.sorted() where path.hasSuffix(".json") && path != "schedule.json" {
      let folder = Month(String(path.split(separator: "/")[1]))!
      if folder <= month { analyses[folder, default: []].append(file(path)) }
    }
    let commentary = "analyses/\(edition)/commentary.md"
    var workspace = WorkspaceFiles(
      schedule: file("schedule.json"), register: file("requests.csv"), analyses: analyses,
      commentary: files[commentary] == nil ? nil : file(commentary), findings: [])
    let welsh = "analyses/\(edition)/commentary.cy.md"
    if files[welsh] != nil { workspace.translatedCommentaries[.welsh] = file(welsh) }
    workspace.textsElsewhere = elsewhere
    workspace.pages = files.keys.sorted().filter { $0.hasPrefix("pages/") }.map(file)
    return Gathering(
      month, from: workspace,
      released: released.map { Month($0)! })
  }

  /// The errors that gathering finds.
  func errors(_ edition: String = "2013-11") -> [Finding] {
    gather(edition).findings.filter { $0.severity == .error }
  }
}
