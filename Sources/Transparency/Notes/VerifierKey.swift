import Crypto
import Diagnostics

/// A public key by which notes are verified: an Ed25519 key with a name (C2SP signed-note).
///
/// Its text is the one line that Go's `sumdb/note` and the tools of transparency logs read:
/// `name+identifier+base64(0x01 ‖ public key)`.
package struct VerifierKey: Sendable, Hashable, CustomStringConvertible {
  /// The signature type of Ed25519 (C2SP signed-note, Signature types).
  static let ed25519: UInt8 = 0x01

  /// Whose key it is: the origin of a log.
  package let name: String
  /// The 32 bytes of RFC 8032.
  package let publicKey: [UInt8]
  /// The first four bytes of a SHA-256 over name and key: tells keys of one name apart, and proves
  /// nothing.
  package let identifier: UInt32

  /// Throws a ``TransparencyError`` where name or key are not usable.
  package init(name: String, publicKey: [UInt8]) throws(TransparencyError) {
    try KeyName.check(name)
    guard publicKey.count == 32,
      (try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)) != nil  // Said below.
    else { throw TransparencyError(.malformed, "the bytes are no public key of Ed25519") }
    self.name = name
    self.publicKey = publicKey
    let text = Array(name.utf8) + [0x0A, Self.ed25519] + publicKey
    identifier = SHA256.hash(data: text).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads the line of a key.
  ///
  /// Throws a ``TransparencyError`` for another form, for a key that is not of Ed25519, and where
  /// the identifier is not that of the key.
  package init(_ text: some StringProtocol) throws(TransparencyError) {
    // The base64 may have a plus of its own.
    let parts = text.utf8
      .split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 3, let bytes = Base64.bytes(parts[2]), bytes.first == Self.ed25519 else {
      throw TransparencyError(
        .malformed,
        "\(String(text).quoted) is no key of a note: it is written name+identifier+base64, and the "
          + "key is of Ed25519")
    }
    try self.init(name: parts[0], publicKey: Array(bytes.dropFirst()))
    guard parts[1] == identifierText else {
      throw TransparencyError(
        .malformed,
        "the key of \(name.quoted) says that its identifier is \(parts[1].quoted), and it "
          + "is \(identifierText)")
    }
  }

  /// The identifier in eight hexadecimal digits.
  package var identifierText: String {
    let digits = String(identifier, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// The line of the key.
  package var description: String {
    "\(name)+\(identifierText)+\(Base64.text([Self.ed25519] + publicKey))"
  }

  /// Whether these bytes are the signature of this key under a text.
  func isValid(_ signature: [UInt8], of text: [UInt8]) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      preconditionFailure("the initialiser has let a wrong key through")
    }
    return key.isValidSignature(signature, for: text)
  }
}
