/// Random bytes that go before others into a digest, so that nobody can prepare guesses of it.
package struct Salt: Sendable, Hashable {
  /// 64 lower-case hexadecimal digits.
  package let hex: String

  /// 32 bytes from the system's source of randomness.
  package static func fresh() -> Salt {
    var generator = SystemRandomNumberGenerator()
    let words = (0..<4).map { _ in generator.next() as UInt64 }
    let digits = words.map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }
    return Salt(digits: digits.joined())
  }

  /// A salt that was written down; nil where the text is not 64 hexadecimal digits.
  package init?(hex: String) {
    guard let sum = SHA256Sum(hex: hex) else { return nil }
    self.hex = sum.hex
  }

  private init(digits: String) { hex = digits }

  /// The SHA-256, in hexadecimal, of the salt's digits, a line feed and the bytes.
  package func digest(of bytes: [UInt8]) -> String {
    SHA256Sum(of: Array(hex.utf8) + [UInt8(ascii: "\n")] + bytes).hex
  }
}
