/// The public keys of the age tool: `age1…`, Bech32 (BIP 173) of 32 bytes.
enum AgePublicKey {
  private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

  /// Whether a text is such a key, its check sum right: a wrong letter anywhere is seen.
  static func isSound(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard text.hasPrefix("age1"), bytes.count == 62 else { return false }
    var values = "age".utf8.map { Int($0 >> 5) } + [0] + "age".utf8.map { Int($0 & 31) }
    for byte in bytes[4...] {
      guard let value = alphabet.firstIndex(of: byte) else { return false }
      values.append(value)
    }
    return checkSum(values) == 1
  }

  /// BIP 173, `bech32_polymod`.
  private static func checkSum(_ values: [Int]) -> Int {
    let generator = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
    var sum = 1
    for value in values {
      let top = sum >> 25
      sum = (sum & 0x1ff_ffff) << 5 ^ value
      for bit in 0..<5 where top >> bit & 1 == 1 { sum ^= generator[bit] }
    }
    return sum
  }
}
