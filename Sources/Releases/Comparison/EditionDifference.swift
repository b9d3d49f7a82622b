package import Notation
package import Schedule

/// What changed in an edition since it was last drafted, sealed or published.
package struct EditionDifference: Sendable, Hashable {
  /// What the present inputs are compared with.
  package enum Base: String, Sendable, Hashable, CaseIterable { case draft, seal, published }

  /// A file that came, went or is another.
  package struct FileChange: Sendable, Hashable {
    package enum Fate: String, Sendable, Hashable { case added, gone, changed }

    package let path: String
    package let fate: Fate

    /// Those of two lists of paths with digests, by path; a nil digest is not compared.
    static func between(_ old: [String: String?], _ new: [String: String?]) -> [FileChange] {
      Set(old.keys).union(new.keys).sorted().compactMap { path in
        guard let was = old[path] else { return FileChange(path: path, fate: .added) }
        guard let now = new[path] else { return FileChange(path: path, fate: .gone) }
        guard let was, let now, was != now else { return nil }
        return FileChange(path: path, fate: .changed)
      }
    }
  }

  package let edition: Month
  /// What the present inputs are compared with; nil between two versions.
  package let base: Base?
  /// What is compared, in words: `as it is now`, `version 2`.
  package let later: String
  /// What it is compared with, in words: `the draft of …`.
  package let earlier: String
  /// The pages that say something else, the bulletin first, then by path.
  package let pages: [PageDifference]
  /// Files of the public tree that come or go.
  package let publicFiles: [FileChange]
  /// What people wrote, and templates.
  package let inputs: [FileChange]
  /// The numbers of two versions that are out; nil where something is compared that is not.
  var versions: [Int]?

  /// Whether nothing changed.
  package var isEmpty: Bool { pages.isEmpty && publicFiles.isEmpty && inputs.isEmpty }
  package var figureCount: Int { pages.reduce(0) { $0 + $1.figures.count } }
  package var textCount: Int { pages.reduce(0) { $0 + $1.texts.count } }
}

extension EditionDifference {
  /// The comparison for programs.
  package var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "edition": .string(edition.description), "format": .string("ninethirty-diff/1"),
      "inputs": .array(inputs.map(\.json)), "pages": .array(pages.map(\.json)),
      "publicFiles": .array(publicFiles.map(\.json)),
    ]
    members["against"] = base.map { .string($0.rawValue) }
    members["versions"] = versions.map { .array($0.map { .integer($0) }) }
    return .object(members)
  }
}

extension EditionDifference.FileChange {
  fileprivate var json: CanonicalJSON {
    .object(["fate": .string(fate.rawValue), "path": .string(path)])
  }
}

extension PageDifference {
  var json: CanonicalJSON {
    .object([
      "figures": .array(figures.map(\.json)), "path": .string(path),
      "texts": .array(
        texts.map { text in
          .object([
            "where": .string(text.place),
            "words": .array(
              text.words.runs.map {
                .object(["fate": .string($0.fate.rawValue), "text": .string($0.text)])
              }),
          ])
        }), "title": .string(title),
    ])
  }
}

extension PageDifference.FigureChange {
  fileprivate var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = ["id": .string(id), "where": .string(place)]
    members["was"] = was.map { .string($0.printed) }
    members["is"] = now.map { .string($0.printed) }
    members["unit"] = (now ?? was).map { .string($0.unit) }
    members["by"] = by.map { .string($0) }
    return .object(members)
  }
}
