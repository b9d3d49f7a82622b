import Diagnostics
package import Notation

/// A bag that was written.
package struct ExportedBag: Sendable, Hashable {
  /// The edition, or the publication that is kept as it is.
  package let object: String
  package let path: String
  /// The files of the payload.
  package let fileCount: Int
  package let byteCount: Int
  /// What whoever unpacks the bag elsewhere should know, a sentence each.
  package let warnings: [String]

  /// For programs.
  fileprivate var json: CanonicalJSON {
    .object([
      "bytes": .integer(byteCount), "files": .integer(fileCount), "object": .string(object),
      "path": .string(path), "warnings": .array(warnings.map { .string($0) }),
    ])
  }
}

/// What came of handing editions over.
package struct ExportOutcome: Sendable {
  /// An edition of which no bag was written.
  package struct LeftOut: Sendable {
    /// The edition, or the publication that is kept as it is.
    package let object: String
    /// Why; what its description says is for people.
    package let error: any Error
    /// Whether only time is missing: it may be handed over when something else is out.
    package let isEmbargoed: Bool
  }

  package internal(set) var bags: [ExportedBag] = []
  package internal(set) var leftOut: [LeftOut] = []

  /// What decides how the command ends: the first edition that more than time is missing for, else
  /// the first that was left out; nil where none was.
  package var failure: (any Error)? {
    (leftOut.first { !$0.isEmbargoed } ?? leftOut.first)?.error
  }

  /// For programs.
  package var json: CanonicalJSON {
    .object([
      "bags": .array(bags.map(\.json)), "format": .string("ninethirty-export/1"),
      "leftOut": .array(
        leftOut.map {
          .object([
            "embargoed": .bool($0.isEmbargoed), "object": .string($0.object),
            "reason": .string("\($0.error)"),
          ])
        }),
    ])
  }
}
