import Diagnostics
import Editions
import Foundation
import Intake
import Schedule
import Statistics

@testable import Publications

/// The workspaces of the repository, gathered and rendered in memory.
struct IllustrativePages {
  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  let edition: Edition
  let pages: EditionPages
  let standing: StandingText
  let register: [Request]

  /// The edition of a workspace, its files and templates changed by the closure first.
  ///
  /// Paths of the closure are those of the workspace; those of templates begin with `templates/`. Pages in
  /// another language than English are those of a workspace of both languages.
  init(
    _ month: String = "2013-11", of folder: String = "examples/illustrative",
    language: Language = .english, change: (inout [String: String]) -> Void = { _ in }
  ) throws {
    var files = try Self.read(Self.repository.appending(path: folder), ["analyses"])
    for name in ["schedule.json", "requests.csv"] {
      let path = Self.repository.appending(path: folder).appending(path: name)
      files[name] = try String(contentsOf: path, encoding: .utf8)
    }
    files.merge(try Self.read(Self.repository, ["templates"])) { $1 }
    if language != .english {
      files["schedule.json"] = files["schedule.json"]!.replacing(
        "\"coverFrom\"", with: "\"languages\": [\"en\", \"\(language.rawValue)\"], \"coverFrom\"")
    }
    change(&files)
    let month = Month(month)!
    let gathering = Gathering(month, from: Self.workspace(files, until: month))
    guard let edition = gathering.edition else { throw Unusable(findings: gathering.findings) }
    let templates = Dictionary(
      uniqueKeysWithValues: files.filter { $0.key.hasPrefix("templates/") }.map {
        (String($0.key.dropFirst(10)), Array($0.value.utf8))
      })
    let (loaded, findings) = Templates.load(templates)
    guard let loaded else { throw Unusable(findings: findings) }
    // The edition that gathering gives has its analyses reduced: the reports need all of them.
    self.edition = edition
    register = edition.requests
    pages = EditionPages(
      frame: edition, templates: loaded, isDraft: false, styleName: "style.css", language: language)
    standing = StandingText(
      loaded.texts, level: Composition(edition, texts: loaded.texts, isDraft: false).level)
    analyses = files.keys.filter { $0.hasPrefix("analyses/\(month)/") && $0.hasSuffix(".json") }
      .sorted().flatMap { path in
        EditionIntake(month, from: Self.workspace(files, until: month))
          .read(Array(files[path]!.utf8), file: path, of: month).compactMap(\.record?.analysis)
      }
  }

  struct Unusable: Error { var findings: [Finding] }

  /// This month's analyses, all of each.
  let analyses: [Analysis]

  /// A report's page and XML rendition.
  func report(_ index: Int) -> (html: EditionFile, xml: EditionFile) {
    let made = pages.report(analyses[index])
    // Data stand beside the English page, once for all languages.
    precondition(made.renditions.count == (pages.language == .english ? 3 : 2), "\(made.findings)")
    return (made.renditions[0], made.renditions[1])
  }

  /// The bulletin's pages and XML rendition.
  var bulletin: (pages: [EditionFile], xml: EditionFile) {
    let made = pages.bulletin(edition).make(0)
    return (Array(made.renditions[..<2]), made.renditions[2])
  }

  private static func workspace(_ files: [String: String], until month: Month) -> WorkspaceFiles {
    func file(_ path: String) -> InputFile {
      InputFile(path: path, bytes: Array((files[path] ?? "").utf8))
    }
    var analyses: [Month: [InputFile]] = [:]
    for path in files.keys.sorted() where path.hasPrefix("analyses/") && path.hasSuffix(".json") {
      let folder = Month(String(path.split(separator: "/")[1]))!
      if folder <= month { analyses[folder, default: []].append(file(path)) }
    }
    let commentary = "analyses/\(month)/commentary.md"
    return WorkspaceFiles(
      schedule: file("schedule.json"), register: file("requests.csv"), analyses: analyses,
      commentary: files[commentary] == nil ? nil : file(commentary), findings: [])
  }

  private static func read(_ root: URL, _ folders: [String]) throws -> [String: String] {
    var files: [String: String] = [:]
    for folder in folders {
      let walker = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
      while let name = walker?.nextObject() as? String {
        let path = root.appending(path: "\(folder)/\(name)")
        guard let data = FileManager.default.contents(atPath: path.path),
          let text = String(bytes: data, encoding: .utf8)
        else { continue }
        files["\(folder)/\(name)"] = text
      }
    }
    return files
  }
}

extension EditionFile {
  /// The same file with one text in place of another, which must be there.
  func replacing(_ old: String, with new: String) -> EditionFile {
    let text = String(decoding: bytes, as: UTF8.self)
    precondition(text.contains(old), "\(path) has no \(old)")
    return EditionFile(
      path: path, bytes: Array(text.replacing(old, with: new, maxReplacements: 1).utf8))
  }
}
