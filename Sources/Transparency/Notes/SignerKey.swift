import Crypto
import Diagnostics

/// A private key that signs notes: Ed25519, kept as PKCS #8 in PEM (RFC 8410), which `openssl`
/// makes and reads.
package struct SignerKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  /// A new key from the system's random numbers.
  package init() { key = Curve25519.Signing.PrivateKey() }

  /// What stands before the 32 bytes of the key in PKCS #8, version 1, without attributes (RFC 8410
  /// section 7).
  private static let prefix: [UInt8] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]
  private static let begin = "-----BEGIN PRIVATE KEY-----"
  private static let end = "-----END PRIVATE KEY-----"

  /// The longest file that may hold a key.
  package static let longestFile = 4096

  /// Reads the file of a key.
  ///
  /// Throws a ``TransparencyError`` that quotes nothing of it.
  package init(pem bytes: [UInt8]) throws(TransparencyError) {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let text = lines.dropFirst().dropLast().joined()
    guard bytes.count <= Self.longestFile, lines.count >= 3, lines.first == Self.begin[...],
      lines.last == Self.end[...], let der = Base64.bytes(text), der.starts(with: Self.prefix),
      der.count == Self.prefix.count + 32,
      // There is no other reason for it to fail than the number of bytes.
      let key = try? Curve25519.Signing.PrivateKey(
        rawRepresentation: der.dropFirst(Self.prefix.count))
    else {
      throw TransparencyError(
        .malformed, "it holds no Ed25519 key in PEM, as `openssl genpkey -algorithm ed25519` makes")
    }
    self.key = key
  }

  /// The file of the key.
  package var pem: [UInt8] {
    let text = Base64.text(Self.prefix + Array(key.rawRepresentation))
    return Array("\(Self.begin)\n\(text)\n\(Self.end)\n".utf8)
  }

  /// The public key under a name.
  ///
  /// Throws a ``TransparencyError`` for a name that no key can have.
  package func verifier(name: String) throws(TransparencyError) -> VerifierKey {
    try VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
  }

  /// Signs a text under a name.
  func signature(of text: [UInt8], name: String) throws -> NoteSignature {
    let verifier = try verifier(name: name)
    return NoteSignature(
      name: name, identifier: verifier.identifier, bytes: Array(try key.signature(for: text)))
  }
}
