package import Diagnostics
package import Notation
package import Schedule
package import Storage

/// What somebody wants to have taken into the archive.
package struct ImportRequest: Sendable {
  /// A bag, as a folder, tar, tar.gz or zip; or a folder of old publications.
  package let path: String
  package let edition: Month
  /// Who imports it.
  package let person: String
  /// What is said of a publication of others; nil for a bag of ours, which says it itself.
  package let provenance: Provenance?
  /// How much may come out of a packed bag.
  package let limits: UnpackingLimits

  /// Where a publication of others is from.
  package struct Provenance: Sendable, Hashable {
    package let source: String
    package let reason: String
    /// A day, a month or a year.
    package let published: String?

    package init(source: String, reason: String, published: String?) {
      (self.source, self.reason, self.published) = (source, reason, published)
    }
  }

  package init(
    path: String, edition: Month, person: String, provenance: Provenance?,
    limits: UnpackingLimits = UnpackingLimits()
  ) {
    self.path = path
    self.edition = edition
    self.person = person
    self.provenance = provenance
    self.limits = limits
  }
}

/// What came of an import.
package struct ImportOutcome: Sendable, Hashable {
  /// What was done.
  package enum Deed: String, Sendable, Hashable {
    /// An edition of ours is back in the archive.
    case restored
    /// A publication of others is kept as it is.
    case kept
    /// The archive had exactly this already; nothing was done.
    case identical
  }

  package let deed: Deed
  /// The name of the object in the archive.
  package let object: String
  package let versionCount: Int
  /// The files that were checked: of the bag's payload, or of the folder.
  package let fileCount: Int
  /// What is to be said of the bag, warnings and notes: errors are refused.
  package let findings: [Finding]

  /// For programs.
  package var json: CanonicalJSON {
    .object([
      "files": .integer(fileCount), "findings": .array(findings.map(\.json)),
      "object": .string(object), "outcome": .string(deed.rawValue),
      "versions": .integer(versionCount),
    ])
  }
}
