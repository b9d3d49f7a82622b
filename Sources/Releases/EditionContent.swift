package import Diagnostics
import Intake
package import Notation
import Publications
import Storage

/// Everything of an edition that is sealed and archived, as files of one folder.
///
/// `inputs/` holds what people wrote as it was read, `templates/` the templates, `sources/` the
/// source documents, `renditions/` every file that becomes public; `recipes.json` says how each
/// rendition is made, `findings.json` what the checks said, `build.json` what made it all.
/// Nothing in it depends on the time or the machine: the same inputs give the same bytes.
struct EditionContent {
  private(set) var files: [String: [UInt8]] = [:]

  init(_ preparation: Preparation, _ rendered: RenderedEdition) {
    let inputs = preparation.files
    for file in [inputs.schedule, inputs.register, inputs.commentary].compactMap(\.self) {
      files["inputs/\(file.path)"] = file.bytes
    }
    for file in inputs.analyses.values.joined() { files["inputs/\(file.path)"] = file.bytes }
    for (path, bytes) in preparation.templateFiles { files["templates/\(path)"] = bytes }
    for source in rendered.sources { files["sources/\(source.path)"] = source.bytes }
    for file in rendered.files { files["renditions/\(file.path)"] = file.bytes }
    files["recipes.json"] = Self.document(Recipes(rendered.recipes).json)
    files["findings.json"] = Self.document(.array(preparation.findings.map(\.json)))
    files["build.json"] = Self.document(Build.description)
  }

  /// A canonical JSON file: one line.
  static func document(_ json: CanonicalJSON) -> [UInt8] { json.bytes + [UInt8(ascii: "\n")] }

  /// The digest of every file by its path.
  var digests: [String: String] { files.mapValues { SHA512Sum(of: $0).hex } }
}

extension EditionContent {
  /// The digest of a whole edition: SHA-512 of the canonical JSON of `{path: SHA-512}`.
  static func digest(of digests: [String: String]) -> String {
    SHA512Sum(of: CanonicalJSON.object(digests.mapValues { .string($0) }).bytes).hex
  }
}

/// The recipes of an edition as a file.
struct Recipes {
  static let format = "ninethirty-recipes/1"
  let recipes: [Recipe]

  init(_ recipes: [Recipe]) { self.recipes = recipes }

  var json: CanonicalJSON {
    .object([
      "format": .string(Self.format),
      "recipes": .array(
        recipes.map { recipe in
          .object([
            "html": .bool(recipe.isHTML), "kind": .string(recipe.kind.rawValue),
            "parameters": .object(recipe.parameters.mapValues { .string($0) }),
            "path": .string(recipe.path), "source": .string(recipe.source),
            "stylesheet": .string(recipe.stylesheet),
          ])
        }),
    ])
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
    return .object(members)
  }
}
