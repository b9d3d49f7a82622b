import Diagnostics
import Notation
import Schedule

/// What somebody states when they submit or seal an edition, or take it back: who, what, when.
///
/// It is a line of canonical JSON, so that a signature of its bytes can be checked for ever
/// (`docs/format.md`, “Statements of sign-off”).
struct SignOffStatement: Hashable {
  /// What is stated.
  enum Act: String, CaseIterable {
    case submit, seal
    /// That an edition that is out be withdrawn: by the one who proposes it, and by the one who
    /// agrees.
    case withdraw, agree

    /// What keeps a signature of the one from being taken for one of the other.
    var namespace: String { "ninethirty@\(rawValue)" }

    /// The verb of the command line by which it is stated.
    var verb: String { self == .agree ? "withdraw" : rawValue }
  }

  static let format = "ninethirty-signoff/1"

  let act: Act
  let edition: Month
  /// Which version of the edition it will be, from 1.
  let version: Int
  let person: String
  let instant: Instant
  /// The digest of what it is stated of: SHA-512 of the canonical JSON of path and digest.
  let digest: String

  var bytes: [UInt8] {
    CanonicalDocument.bytes(
      .object([
        "act": .string(act.rawValue), "digest": .string(digest),
        "edition": .string(edition.description), "format": .string(Self.format),
        "instant": .string(instant.description), "person": .string(person),
        "version": .integer(version),
      ]))
  }

  /// Reads a statement; nil where the bytes are not exactly those of one.
  init?(_ bytes: [UInt8]) {
    let (read, findings) = JSONReader.readObject(bytes, file: "") { object -> Self? in
      _ = object.choice("format", of: [Self.format])
      let act = object.choice("act", of: Act.self)
      let edition = object.string("edition").flatMap { Month($0) }
      let version = object.integer("version", in: 1...Int(Int32.max))
      let person = object.string("person")
      let instant = object.string("instant").flatMap { Instant($0) }
      let digest = object.string("digest")
      guard let act, let edition, let version, let person, let instant, let digest else {
        return nil
      }
      return Self(
        act: act, edition: edition, version: version, person: person, instant: instant,
        digest: digest)
    }
    guard let read, !findings.hasErrors, read.bytes == bytes else { return nil }
    self = read
  }

  init(
    act: Act, edition: Month, version: Int, person: String, instant: Instant, digest: String
  ) {
    self.act = act
    self.edition = edition
    self.version = version
    self.person = person
    self.instant = instant
    self.digest = digest
  }
}
