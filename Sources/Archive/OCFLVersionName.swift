/// The number of a version of an OCFL object and how it is written (OCFL 1.1, section 3.3.1).
struct OCFLVersionName: Hashable, Comparable {
  let number: Int
  /// The count of digits of a zero-padded number; 0 for the plain form, which is ours.
  let padding: Int

  /// Nil for text that is no version name: `v1`, `v12` and `v0012` are.
  init?(_ text: String) {
    let digits = text.utf8.dropFirst()
    guard text.utf8.first == UInt8(ascii: "v"), !digits.isEmpty, digits.count < 10,
      digits.allSatisfy({ (48...57).contains($0) }), let number = Int(String(text.dropFirst())),
      number > 0
    else { return nil }
    self.number = number
    padding = digits.first == 48 ? digits.count : 0
  }

  static func < (a: OCFLVersionName, b: OCFLVersionName) -> Bool { a.number < b.number }
}
