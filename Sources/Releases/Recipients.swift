import Diagnostics
import Storage

/// Who can open a sealed edition: the public keys of `publications/recipients.txt`.
///
/// One a line in age's form, `age1…`; a line that begins with `#` is a remark.
package struct Recipients: Sendable {
  /// The public keys, each once, in the order of the file.
  package private(set) var keys: [String] = []

  /// Throws a ``ReleaseError`` that names every line that is no public key.
  init(_ bytes: [UInt8], file: String) throws {
    var faults: [String] = []
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let key = words.first, !key.hasPrefix("#") else { continue }
      if PrivateKeyText.isIn(String(line)) {
        faults.append("\(file):\(index + 1): \(PrivateKeyText.found); \(PrivateKeyText.remedy)")
      } else if words.count > 1 || !Self.isKey(String(key)) {
        faults.append("\(file):\(index + 1): \(String(line).quoted) is no public key of age")
      } else if !keys.contains(String(key)) {
        keys.append(String(key))
      }
    }
    guard faults.isEmpty else {
      throw ReleaseError(
        .usage,
        faults.joined(separator: "; ") + ". A public key begins with age1, one a line; a remark"
          + " begins with #")
    }
  }

  /// Whether a text has the form of a public key of age: Bech32 with the prefix `age`
  /// (<https://age-encryption.org/v1>, "X25519").
  ///
  /// Its checksum is age's to verify.
  static func isKey(_ text: String) -> Bool {
    text.hasPrefix("age1") && text.utf8.count == 62
      && text.utf8.dropFirst(4).allSatisfy { "qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8.contains($0) }
  }

  /// What the journal says of a recipient: the SHA-256 of its public key.
  static func digest(of key: String) -> String { SHA256Sum(of: Array(key.utf8)).hex }

  static let heading = """
    # Who can open a sealed edition: public keys of age, one a line.
    # Each line can open everything that is sealed from now on; see docs/release-manager.md.

    """
}
