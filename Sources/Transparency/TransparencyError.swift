/// Why a proof, a note, a key or a tile is not accepted.
///
/// Two errors are equal when their ``code`` is equal.
package struct TransparencyError: Error, Sendable, CustomStringConvertible {
  /// What is wrong; more may be added.
  package struct Code: Sendable, Hashable {
    private let name: String

    private init(_ name: String) { self.name = name }

    /// The bytes are not of the form that their specification describes.
    package static let malformed = Code("malformed")
    /// A proof has another number of hashes than its sizes ask for, or its sizes make no sense.
    package static let wrongShape = Code("wrongShape")
    /// A proof does not lead to the root.
    package static let wrongRoot = Code("wrongRoot")
    /// The signature of a known key is not that of the text.
    package static let wrongSignature = Code("wrongSignature")
    /// No known key has signed.
    package static let unknownKeys = Code("unknownKeys")
    /// Two checkpoints are of different logs.
    package static let otherLog = Code("otherLog")
    /// A log has fewer lines than a checkpoint covers.
    package static let shortened = Code("shortened")
  }

  package let code: Code
  /// What is wrong, in lower case without a full stop.
  package let reason: String

  package init(_ code: Code, _ reason: String) {
    self.code = code
    self.reason = reason
  }

  package var description: String { reason }
}

extension TransparencyError: Hashable {
  package static func == (a: Self, b: Self) -> Bool { a.code == b.code }
  package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
