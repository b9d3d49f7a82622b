import Storage

/// Something in an OCFL object that is not as OCFL 1.1 wants it.
package struct OCFLFault: Sendable, Hashable, CustomStringConvertible {
  /// The code of OCFL's own list of validation codes: `E092`, or `W005` for a warning.
  package let code: String
  /// The path inside the object that it concerns; empty for the object itself.
  package let path: String
  /// What was found, in lower case.
  package let found: String

  /// A fault by its code, where it is, and what was found.
  package init(_ code: String, _ path: String, _ found: String) {
    self.code = code
    self.path = path
    self.found = found
  }

  /// Whether the object is invalid by it; a warning leaves it valid.
  package var isError: Bool { code.hasPrefix("E") }

  /// Whether the disk did not give the bytes back; nothing is known of them then.
  package var isOfDisk: Bool { StorageError.isOfDisk(found) }

  package var description: String { "\(code) \(path.isEmpty ? "." : path): \(found)" }
}

/// Something that the archive will not do.
///
/// Two errors are equal when their ``code`` is equal.
package struct ArchiveError: Error, CustomStringConvertible {
  /// What is wrong; more may be added.
  package struct Code: Sendable, Hashable {
    private let name: String

    private init(_ name: String) { self.name = name }

    /// The archive holds no such object, version or file.
    package static let notFound = Code("notFound")
    /// An object of the archive is not valid; nothing is added to it.
    package static let invalid = Code("invalid")
    /// The bytes in the archive are not the ones that were archived.
    package static let digestMismatch = Code("digestMismatch")
    /// A file of the archive is not there, or something else stands in its place.
    package static let lost = Code("lost")
    /// A name or a path that an object cannot have.
    package static let badName = Code("badName")
    /// The folder is no storage root of ours.
    package static let notAnArchive = Code("notAnArchive")
  }

  package let code: Code
  /// The path on disk.
  package let path: String
  /// What is wrong, in lower case, and what to do.
  package let reason: String
  /// What is wrong with the object, where that was looked into.
  package let faults: [OCFLFault]

  init(_ code: Code, _ path: String, _ reason: String, faults: [OCFLFault] = []) {
    self.code = code
    self.path = path
    self.reason = reason
    self.faults = faults
  }

  package var description: String {
    (["\(path): \(reason)"] + faults.map { "  \($0)" }).joined(separator: "\n")
  }
}

extension ArchiveError: Hashable {
  package static func == (a: ArchiveError, b: ArchiveError) -> Bool { a.code == b.code }
  package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
