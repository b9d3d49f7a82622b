/// The numbers of a text that are written in digits or other characters for numbers.
enum WrittenNumerals {
  /// The numerals in the order of the text: digits with their points, commas, sign and sign of percentage.
  ///
  /// A hyphen and U+2212 count as the same sign, and only where nothing stands before them that they
  /// part from the number: “2013-14” has two numbers, and none is below zero. Digits of other
  /// scripts, fractions and powers are numerals as they stand. “5%”, “5 per cent” and “5 y cant” are the
  /// same.
  static func all(in text: String) -> [String] {
    var found: [String] = []
    var numeral = ""
    /// The character before the one that is looked at, and the one before that.
    var (last, beforeLast): (Character?, Character?) = (nil, nil)
    let text = text.replacing(/\s*(%|\bper\s?cent\b|\by\s+cant\b)/.ignoresCase(), with: "%")
    for character in text + " " {
      defer { (beforeLast, last) = (last, character) }
      if character.isNumber {
        if numeral.isEmpty, isSign(last, after: beforeLast) { numeral = "-" }
        numeral.append(character)
        continue
      }
      if !numeral.isEmpty, character == "." || character == "," {
        numeral.append(character)
        continue
      }
      while let end = numeral.last, !end.isNumber { numeral.removeLast() }
      guard !numeral.isEmpty else { continue }
      found.append(character == "%" && last?.isNumber == true ? numeral + "%" : numeral)
      numeral = ""
    }
    return found
  }

  /// Whether a character before a digit is its sign, by what stands before that.
  private static func isSign(_ character: Character?, after before: Character?) -> Bool {
    guard character == "-" || character == "\u{2212}" else { return false }
    guard let before else { return true }
    return !(before.isLetter || before.isNumber || "%)]".contains(before))
  }
}
