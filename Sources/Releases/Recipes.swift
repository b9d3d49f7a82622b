package import Diagnostics
import Intake
package import Notation
import Publications
import Storage

/// A canonical JSON file: one line.
enum CanonicalDocument {
  static func bytes(_ json: CanonicalJSON) -> [UInt8] { json.bytes + [UInt8(ascii: "\n")] }
}

/// The recipes of an edition as a file.
struct Recipes {
  static let format = "ninethirty-recipes/1"
  static let file = "recipes.json"
  let recipes: [Recipe]

  /// The file's bytes: these recipes, then those of the reports with these slugs.
  static func document(
    _ recipes: [Recipe], reports slugs: [String], of pages: [EditionPages]
  ) -> [UInt8] {
    var bytes = Array("{\"format\":\"\(format)\",\"recipes\":[".utf8)
    var isFirst = true
    func add(_ recipe: Recipe) {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      bytes += recipe.json.bytes
    }
    recipes.forEach(add)
    for slug in slugs {
      for pages in pages { pages.recipes(ofReport: slug).forEach(add) }
    }
    bytes += "]}\n".utf8
    return bytes
  }

  /// Reads what `json` wrote.
  ///
  /// Throws a ``ReleaseError`` for a file that is not of this form.
  init(_ bytes: [UInt8], file: String) throws {
    let (recipes, findings) = JSONReader.readObject(bytes, file: file) { object in
      _ = object.choice("format", of: [Self.format])
      return object.array("recipes") { $0.object(Self.recipe) }
    }
    guard let recipes, !findings.hasErrors else {
      throw ReleaseError(
        .altered, "\(file) is not a list of recipes: \(findings.first?.found ?? "no content")")
    }
    self.recipes = recipes
  }

  private static func recipe(_ object: ObjectReader) -> Recipe? {
    let isHTML = object.bool("html")
    let kind = object.string("kind").flatMap(PageKind.init(rawValue:))
    let path = object.string("path")
    let source = object.string("source")
    let stylesheet = object.string("stylesheet")
    let parameters = object.object("parameters") { members -> [String: String]? in
      var parameters: [String: String] = [:]
      for member in members.object.members {
        parameters[member.key] = members.string(member.key)
      }
      return parameters
    }
    guard let isHTML, let kind, let path, let source, let stylesheet, let parameters else {
      return nil
    }
    return Recipe(
      kind: kind, path: path, source: source, stylesheet: stylesheet, parameters: parameters,
      isHTML: isHTML)
  }
}

extension Recipe {
  fileprivate var json: CanonicalJSON {
    .object([
      "html": .bool(isHTML), "kind": .string(kind.rawValue),
      "parameters": .object(parameters.mapValues { .string($0) }), "path": .string(path),
      "source": .string(source), "stylesheet": .string(stylesheet),
    ])
  }
}

extension Finding {
  /// The finding as JSON, for `--json` and for the archive.
  package var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "id": .string(id), "severity": .string(severity.rawValue), "file": .string(place.file),
      "found": .string(found), "rule": .string(rule), "remedy": .string(remedy),
    ]
    members["line"] = place.line.map { .integer($0) }
    members["column"] = place.column.map { .integer($0) }
    members["path"] = place.path.map { .string($0) }
    members["source"] = source.map { .string($0) }
    if let accepted {
      members["accepted"] = .object([
        "by": .string(accepted.person), "reason": .string(accepted.reason),
      ])
    }
    return .object(members)
  }
}
