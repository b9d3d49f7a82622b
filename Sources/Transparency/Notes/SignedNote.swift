import Diagnostics

/// One signature line of a note.
package struct NoteSignature: Sendable, Hashable {
  /// The name of the key.
  package let name: String
  /// The identifier of the key.
  package let identifier: UInt32
  /// The signature itself.
  package let bytes: [UInt8]

  fileprivate var line: String {
    let prefix = stride(from: 24, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: identifier >> UInt32($0))
    }
    return "\u{2014} \(name) \(Base64.text(prefix + bytes))\n"
  }
}

/// A text signed by one or more keys (C2SP signed-note).
///
/// What it says counts only after ``verified(by:)``.
package struct SignedNote: Sendable, Hashable {
  /// The text with its line feed at the end, without the empty line that follows.
  package let text: String
  /// The signatures in the order of their lines.
  package let signatures: [NoteSignature]

  /// The longest note that is read, in bytes; the specification says that a signature can have 5 kB.
  package static let longest = 1 << 20
  /// The most signatures that are read; the specification asks for at least sixteen.
  static let mostSignatures = 64

  /// Signs a text with one or more keys, all under one name.
  ///
  /// Throws a ``TransparencyError`` where the text cannot be that of a note.
  package init(_ text: String, signedBy keys: [SignerKey], name: String) throws {
    let bytes = Array(text.utf8)
    try Self.check(bytes)
    guard text.utf8.last == UInt8(ascii: "\n"), !keys.isEmpty else {
      throw TransparencyError(.malformed, "a note ends with a line feed, and somebody signs it")
    }
    self.text = text
    signatures = try keys.map { try $0.signature(of: bytes, name: name) }
  }

  /// Reads a note; no signature is verified.
  ///
  /// Throws a ``TransparencyError`` for anything but the form of the specification to the byte.
  package init(_ bytes: [UInt8]) throws(TransparencyError) {
    guard bytes.count <= Self.longest else {
      throw TransparencyError(.malformed, "the note has \(bytes.count) bytes, which none needs")
    }
    try Self.check(bytes)
    guard bytes.last == UInt8(ascii: "\n") else {
      throw TransparencyError(
        .malformed, "the note does not end with a line feed; it was cut short")
    }
    let feed = UInt8(ascii: "\n")
    guard
      let blank = bytes.indices.dropLast().last(where: {
        bytes[$0] == feed && bytes[$0 + 1] == feed
      })
    else {
      throw TransparencyError(.malformed, "the note has no empty line between text and signatures")
    }
    let lines = bytes[(blank + 2)...].split(separator: feed, omittingEmptySubsequences: false)
      .dropLast()
    guard !lines.isEmpty, lines.count <= Self.mostSignatures else {
      throw TransparencyError(
        .malformed, "the note has \(lines.count) signatures; it needs 1 to \(Self.mostSignatures)")
    }
    text = String(decoding: bytes[...blank], as: UTF8.self)
    var signatures: [NoteSignature] = []
    for line in lines {
      signatures.append(try Self.signature(String(decoding: line, as: UTF8.self)))
    }
    self.signatures = signatures
  }

  private static func signature(_ line: String) throws(TransparencyError) -> NoteSignature {
    // By scalars: a character of Swift could join the dash with what follows.
    let parts = line.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
      .map { String($0) }
    guard parts.count == 3, parts[0].unicodeScalars.elementsEqual(["\u{2014}"]),
      let bytes = Base64.bytes(parts[2]), bytes.count > 4
    else {
      throw TransparencyError(
        .malformed, "\(line.quoted) is no signature: a dash, the name of a key, base64")
    }
    try KeyName.check(parts[1])
    return NoteSignature(
      name: parts[1], identifier: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) },
      bytes: Array(bytes.dropFirst(4)))
  }

  /// UTF-8 without control characters but the line feed.
  private static func check(_ bytes: [UInt8]) throws(TransparencyError) {
    guard String(validating: bytes, as: UTF8.self) != nil,
      bytes.allSatisfy({ $0 >= 0x20 || $0 == UInt8(ascii: "\n") })
    else {
      throw TransparencyError(
        .malformed, "the note is no plain text in UTF-8, with line feeds alone between its lines")
    }
  }

  /// The bytes of the note.
  package var bytes: [UInt8] { Array((text + "\n" + signatures.map(\.line).joined()).utf8) }

  /// The keys among these that have signed the note.
  ///
  /// Signatures of others are ignored. Throws a ``TransparencyError``: `wrongSignature` where a
  /// signature that names a known key is not its own, `unknownKeys` where none of them has signed.
  @discardableResult
  package func verified(by keys: [VerifierKey]) throws(TransparencyError) -> [VerifierKey] {
    let text = Array(self.text.utf8)
    var signers: [VerifierKey] = []
    for signature in signatures {
      for key in keys where key.name == signature.name && key.identifier == signature.identifier {
        guard key.isValid(signature.bytes, of: text) else {
          throw TransparencyError(
            .wrongSignature,
            "the signature that names the key \(key.name)+\(key.identifierText) is not its own: the "
              + "text or the signature was changed")
        }
        if !signers.contains(key) { signers.append(key) }
      }
    }
    guard !signers.isEmpty else {
      throw TransparencyError(.unknownKeys, "no known key has signed; " + signed(keys))
    }
    return signers
  }

  private func signed(_ keys: [VerifierKey]) -> String {
    let names = Set(signatures.map(\.name)).sorted().map(\.quoted).joined(separator: ", ")
    return "it is signed in the name of \(names), and known are "
      + (keys.isEmpty
        ? "none"
        : keys.map { "\($0.name)+\($0.identifierText)" }.joined(separator: ", "))
  }
}
