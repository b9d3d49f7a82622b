import Archive
import Diagnostics
package import Notation
import Publications
package import Schedule
import Storage

/// What came of rendering an archived edition again.
package struct RebuildReport: Sendable {
  /// How a rebuilt file compares with the archived one.
  package enum Verdict: String, Sendable, Hashable {
    /// The same bytes.
    case identical
    /// Nobody can make it again here: it is kept as it came, and its digest is right.
    case kept
    /// Other bytes; the reason says where they part.
    case different
    /// It could not be made again; the reason says why.
    case failed
  }

  /// One file of the edition.
  package struct FileVerdict: Sendable, Hashable {
    package let path: String
    package let verdict: Verdict
    package let reason: String?
  }

  package let edition: Month
  /// Which version of it.
  package let version: Int
  package let files: [FileVerdict]

  /// Whether every file came out with the same bytes, or is kept with the bytes with which it came.
  package var isIdentical: Bool {
    files.allSatisfy { $0.verdict == .identical || $0.verdict == .kept }
  }

  /// Whether it is a publication that ninethirty did not make.
  package var isKept: Bool { files.contains { $0.verdict == .kept } }

  /// The report for programs.
  package var json: CanonicalJSON {
    .object([
      "edition": .string(edition.description),
      "files": .array(
        files.map { file in
          var members: [String: CanonicalJSON] = [
            "path": .string(file.path), "verdict": .string(file.verdict.rawValue),
          ]
          members["reason"] = file.reason.map { .string($0) }
          return .object(members)
        }),
      "identical": .bool(isIdentical), "version": .integer(version),
    ])
  }
}

extension Workspace {
  /// Renders an archived edition again, from its archived source documents and templates alone,
  /// and compares every rendition byte for byte.
  ///
  /// It is the newest version for nil; a withdrawal is a version too. Throws a ``ReleaseError`` where
  /// the edition is not archived, or an error that names the archived file whose digest is wrong.
  package func rebuild(_ month: Month, version: Int? = nil) throws -> RebuildReport {
    let store = OCFLStore(archive)
    guard try store.contains(month.description) else {
      if version ?? 1 == 1, let object = try keptObject(of: month, in: store) {
        return try checkKept(object, month, in: store)
      }
      throw ReleaseError(
        .notFound, "edition \(month) is not in the archive; it comes there with its release")
    }
    let newest = try versionsArchived(of: month, in: store)
    let version = version ?? newest
    guard (1...newest).contains(version) else {
      throw ReleaseError(
        .notFound,
        "the archive has no version \(version) of \(month); it has \(newest == 1 ? "version 1" : "versions 1 to \(newest)")"
      )
    }
    let content = try store.read(month.description, version: "v\(version)")
    func part(_ folder: String) -> [String: [UInt8]] {
      var files: [String: [UInt8]] = [:]
      for (path, bytes) in content where path.hasPrefix("\(folder)/") {
        files[String(path.dropFirst(folder.utf8.count + 1))] = bytes
      }
      return files
    }
    let (loaded, findings) = Templates.load(part("templates"), isReviewed: false)
    guard let templates = loaded else {
      throw ReleaseError(
        .altered, "the archived templates do not load: \(findings.first?.found ?? "")")
    }
    let recipes = try Recipes(content["recipes.json"] ?? [], file: "recipes.json").recipes
    let renditions = part("renditions")
    let sources = part("sources")
    var verdicts = recipes.map { recipe in
      Self.verdict(recipe, sources: sources, archived: renditions[recipe.path], templates)
    }
    let made = Set(recipes.map(\.path))
    for path in renditions.keys where !made.contains(path) {
      verdicts.append(Self.verdict(asset: path, archived: renditions[path]!, templates))
    }
    return RebuildReport(
      edition: month, version: version, files: verdicts.sorted { $0.path < $1.path })
  }

  private static func verdict(
    _ recipe: Recipe, sources: [String: [UInt8]], archived: [UInt8]?, _ templates: Templates
  ) -> RebuildReport.FileVerdict {
    guard let source = sources[recipe.source], let archived else {
      return .init(
        path: recipe.path, verdict: .failed, reason: "the archive lacks its source or rendition")
    }
    do {
      return compare(recipe.path, try recipe.render(source, with: templates), archived)
    } catch {
      return .init(path: recipe.path, verdict: .failed, reason: "\(error)")
    }
  }

  /// A file that is no rendering but a copy of a template: style sheet or schema.
  private static func verdict(
    asset path: String, archived: [UInt8], _ templates: Templates
  ) -> RebuildReport.FileVerdict {
    let name = path.lastPathPart
    let isStyle = name == Preparation.styleName(templates.files)
    guard let original = templates.files[isStyle ? Templates.styleSheet : "schemas/\(name)"] else {
      return .init(path: path, verdict: .failed, reason: "no archived template is its original")
    }
    return compare(path, original, archived)
  }

  private static func compare(
    _ path: String, _ rebuilt: [UInt8], _ archived: [UInt8]
  ) -> RebuildReport.FileVerdict {
    guard rebuilt != archived else {
      return .init(path: path, verdict: .identical, reason: nil)
    }
    let same = zip(rebuilt, archived).prefix { $0 == $1 }.count
    let line = archived.prefix(same).count { $0 == UInt8(ascii: "\n") } + 1
    func around(_ bytes: [UInt8]) -> String {
      String(decoding: bytes.dropFirst(max(0, same - 20)).prefix(60), as: UTF8.self).quoted
    }
    return .init(
      path: path, verdict: .different,
      reason: "parts at byte \(same), line \(line): archived \(around(archived)), "
        + "rebuilt \(around(rebuilt))")
  }
}
