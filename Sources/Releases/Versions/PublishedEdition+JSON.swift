import Editions
package import Notation
import Schedule
import Site

extension [PublishedEdition] {
  /// The history of editions for programs, with the publications that are kept as they are.
  package func json(kept: [KeptPublication]) -> CanonicalJSON {
    .object([
      "editions": .array(
        map { edition in
          .object([
            "edition": .string(edition.edition.description),
            "versions": .array(edition.versions.map(\.json)),
          ])
        }), "format": .string("ninethirty-history/1"), "kept": .array(kept.map(\.json)),
    ])
  }
}

extension PublishedVersion {
  fileprivate var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "number": .integer(number), "scheduled": .string(instant.description),
    ]
    switch change {
    case .first: members["change"] = .string("first")
    case .correction(let note):
      members["change"] = .string(note.kind.rawValue)
      members["note"] = note.json
    case .withdrawal(let reason):
      members["change"] = .string("withdrawal")
      members["reason"] = .string(reason)
    }
    members["actual"] = actual.map { .string($0.description) }
    members["effect"] = effect.map {
      .object(["documents": .integer($0.documents), "figures": .integer($0.figures)])
    }
    return .object(members)
  }
}
