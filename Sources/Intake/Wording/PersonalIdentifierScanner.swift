import Statistics

/// One walk over a text for identifiers of persons.
struct PersonalIdentifierScanner {
  /// A run of ASCII letters, digits and slashes.
  private struct Token {
    var text: Substring
    /// What stands between this token and the next: nothing else than it parts them.
    var gapAfter: Substring
    var hasDigit: Bool
    var hasSlash: Bool

    var isDigits: Bool { text.utf8.allSatisfy(\.isDigit) }
    var isCapitals: Bool { text.utf8.allSatisfy(\.isCapital) }
    /// Whether the next token stands after a space alone.
    var isBesideNext: Bool { gapAfter == " " || gapAfter == "\u{A0}" }
  }

  private let text: String
  private let tokens: [Token]
  private(set) var found: [PersonalIdentifier] = []

  init(_ text: String) {
    self.text = text
    tokens = Self.tokens(of: text)
    var index = 0
    while index < tokens.count { index += identifier(at: index) ?? 1 }
    addresses()
  }

  private static func tokens(of text: String) -> [Token] {
    var tokens: [Token] = []
    let bytes = text.utf8
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let start = index
      while index < bytes.endIndex, bytes[index].isTokenByte { bytes.formIndex(after: &index) }
      let end = index
      while index < bytes.endIndex, !bytes[index].isTokenByte { bytes.formIndex(after: &index) }
      guard start < end else { continue }
      let token = bytes[start..<end]
      tokens.append(
        Token(
          text: text[start..<end], gapAfter: text[end..<index],
          hasDigit: token.contains { $0.isDigit },
          hasSlash: token.contains(UInt8(ascii: "/"))))
    }
    return tokens
  }

  /// Notes the identifier that begins with this token and says how many tokens it takes.
  private mutating func identifier(at index: Int) -> Int? {
    // All begin with a token with a digit in it, but a National Insurance number in groups.
    guard tokens[index].hasDigit || tokens[index].text.utf8.count == 2 else { return nil }
    return policeNumber(at: index) ?? prisonNumber(at: index) ?? nationalInsurance(at: index)
      ?? birthDate(at: index) ?? telephone(at: index) ?? postcode(at: index)
  }

  private mutating func note(
    _ kind: PersonalIdentifier.Kind, _ range: Range<Int>, isCertain: Bool = true
  ) -> Int {
    let start = tokens[range.lowerBound].text.startIndex
    let end = tokens[range.upperBound - 1].text.endIndex
    found.append(
      PersonalIdentifier(kind: kind, text: String(text[start..<end]), isCertain: isCertain))
    return range.count
  }

  // MARK: Numbers of the police

  /// The letter for a number modulo 23, in PNC and CRO numbers.
  private static let checkLetters = Array("ZABCDEFGHJKLMNPQRTUVWXY".utf8)

  private static func isChecked(_ number: some StringProtocol, by letter: UInt8) -> Bool {
    guard let number = Int(number) else { return false }
    return checkLetters[number % 23] == letter & 0xDF
  }

  /// `YYYY/NNNNNNNX`, `YY/NNNNNNNX`; `NNNNNN/YYX`, `SFYY/NNNNNNX`.
  private mutating func policeNumber(at index: Int) -> Int? {
    guard tokens[index].hasSlash else { return nil }
    let parts = tokens[index].text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let letter = parts[1].utf8.last, letter.isLetter else { return nil }
    let first = parts[0].hasPrefix("SF") ? parts[0].dropFirst(2) : parts[0]
    let serial = parts[1].dropLast()
    guard !first.isEmpty, !serial.isEmpty, (first + serial).utf8.allSatisfy(\.isDigit) else {
      return nil
    }
    if parts[0].hasPrefix("SF"), first.count == 2, serial.count <= 6 {
      return note(.croNumber, index..<index + 1)
    }
    let year = first.suffix(2)
    if [2, 4].contains(first.count), (5...7).contains(serial.count) {
      let padded = String(repeating: "0", count: 7 - serial.count) + serial
      let isChecked = Self.isChecked(year + padded, by: letter)
      guard isChecked || serial.count == 7 else { return nil }
      return note(.pncNumber, index..<index + 1, isCertain: isChecked)
    }
    if (3...6).contains(first.count), serial.count == 2 {
      let padded = String(repeating: "0", count: 6 - first.count) + first
      guard Self.isChecked(serial + padded, by: letter) else { return nil }
      return note(.croNumber, index..<index + 1)
    }
    return nil
  }

  // MARK: Prison and National Insurance

  /// `A1234BC`.
  private mutating func prisonNumber(at index: Int) -> Int? {
    guard tokens[index].text.utf8.count == 7 else { return nil }
    let bytes = Array(tokens[index].text.utf8)
    guard bytes[0].isCapital, bytes[1...4].allSatisfy(\.isDigit),
      bytes[5...6].allSatisfy(\.isCapital)
    else { return nil }
    return note(.prisonNumber, index..<index + 1)
  }

  /// `AB123456C`, `AB 12 34 56 C`, `AB 123456 C`.
  private mutating func nationalInsurance(at index: Int) -> Int? {
    guard tokens[index].text.utf8.first!.isCapital else { return nil }
    var joined = ""
    for count in 1...5 {
      guard index + count <= tokens.count else { return nil }
      let token = tokens[index + count - 1]
      joined += token.text
      if joined.utf8.count == 9 {
        guard Self.isNationalInsurance(Array(joined.utf8)) else { return nil }
        return note(.nationalInsurance, index..<index + count)
      }
      guard joined.utf8.count < 9, token.isBesideNext else { return nil }
    }
    return nil
  }

  /// Form and prefixes by HMRC NIM39110.
  private static func isNationalInsurance(_ bytes: [UInt8]) -> Bool {
    guard bytes[0].isCapital, bytes[1].isCapital, bytes[2...7].allSatisfy(\.isDigit),
      "ABCD".utf8.contains(bytes[8])
    else { return false }
    let prefix = String(decoding: bytes[0...1], as: UTF8.self)
    return !"DFIQUV".utf8.contains(bytes[0]) && !"DFIOQUV".utf8.contains(bytes[1])
      && !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].contains(prefix)
  }

  // MARK: Dates of birth

  private mutating func birthDate(at index: Int) -> Int? {
    guard let (count, isNumeric) = date(at: index) else { return nil }
    let before = tokens[..<index].suffix(6).map { $0.text.lowercased() }
    let isSaid =
      before.contains { ["born", "dob", "birthdate"].contains($0) }
      || before.suffix(4).joined(separator: " ").contains("date of birth")
      || before.suffix(4).joined(separator: " ").contains("d o b")
    if isSaid { return note(.birthDate, index..<index + count) }
    guard isNumeric, isAfterName(index) else { return nil }
    return note(.birthDate, index..<index + count, isCertain: false)
  }

  /// Whether two words with capitals, such as a person's names, stand directly before it.
  private func isAfterName(_ index: Int) -> Bool {
    guard index >= 2 else { return false }
    let names = tokens[index - 2..<index]
    let gap = names.last!.gapAfter.filter { $0 != " " && $0 != "," && $0 != "(" }
    return gap.isEmpty && names.first!.isBesideNext
      && names.allSatisfy { token in
        token.text.utf8.count > 1 && token.text.utf8.first!.isCapital
          && token.text.utf8.dropFirst().allSatisfy { $0.isLetter && !$0.isCapital }
      }
  }

  /// How many tokens a day takes: `12/03/1985`, `12.03.1985`, `1985-03-12`, `12 March 1985`.
  private func date(at index: Int) -> (count: Int, isNumeric: Bool)? {
    guard tokens[index].text.utf8.first!.isDigit else { return nil }
    if tokens[index].hasSlash {
      let parts = tokens[index].text.split(separator: "/")
      return parts.count == 3 && isDay(parts) ? (1, true) : nil
    }
    guard index + 2 < tokens.count else { return nil }
    let three = tokens[index...index + 2].map(\.text)
    let gaps = tokens[index...index + 1].map(\.gapAfter)
    if gaps == [".", "."] || gaps == ["-", "-"] { return isDay(three) ? (3, true) : nil }
    let isNamed = Self.months.contains(three[1].lowercased().prefix(3))
    guard isNamed, three[1].utf8.allSatisfy(\.isLetter), isYear(three[2]),
      let day = Int(three[0].prefix { $0.isNumber }), (1...31).contains(day)
    else { return nil }
    return (3, false)
  }

  private static let months: Set<Substring> = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  private func isDay(_ parts: [Substring]) -> Bool {
    guard parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }) else { return false }
    let (year, rest) =
      parts[0].count == 4 ? (parts[0], parts.dropFirst()) : (parts[2], parts.dropLast())
    return isYear(year)
      && rest.allSatisfy { part in Int(part).map { (1...31).contains($0) } ?? false }
  }

  /// A year in which someone who has been sentenced can have been born.
  private func isYear(_ text: Substring) -> Bool {
    text.count == 4 && (Int(text).map { (1900...2015).contains($0) } ?? false)
  }

  // MARK: Contacts

  /// Ten or eleven digits in groups, the first beginning with 0 or after a plus sign.
  private mutating func telephone(at index: Int) -> Int? {
    let isInternational = tokens[index].text.hasPrefix("44") && isAfterPlus(index)
    guard tokens[index].isDigits, tokens[index].text.hasPrefix("0") || isInternational else {
      return nil
    }
    var digits = 0
    for count in 1...5 {
      guard index + count <= tokens.count, tokens[index + count - 1].isDigits else { return nil }
      digits += tokens[index + count - 1].text.utf8.count
      let needed = isInternational ? 12 : 11
      if digits == needed { return note(.contact, index..<index + count, isCertain: false) }
      guard digits < needed, tokens[index + count - 1].isBesideNext else { return nil }
    }
    return nil
  }

  private func isAfterPlus(_ index: Int) -> Bool {
    index > 0 && tokens[index - 1].gapAfter.hasSuffix("+") || index == 0 && text.hasPrefix("+")
  }

  /// `SW1H 9AJ`.
  private mutating func postcode(at index: Int) -> Int? {
    guard index + 1 < tokens.count, tokens[index].isBesideNext else { return nil }
    let outward = Array(tokens[index].text.utf8)
    let inward = Array(tokens[index + 1].text.utf8)
    guard (2...4).contains(outward.count), inward.count == 3, outward[0].isCapital,
      inward[0].isDigit, inward[1].isCapital, inward[2].isCapital,
      outward.contains(where: \.isDigit), outward.allSatisfy({ $0.isDigit || $0.isCapital })
    else { return nil }
    return note(.contact, index..<index + 2, isCertain: false)
  }

  /// Addresses of e-mail: letters on both sides of an at sign, and a point after it.
  private mutating func addresses() {
    let bytes = text.utf8
    guard bytes.contains(UInt8(ascii: "@")) else { return }
    var rest = bytes.startIndex
    while let at = bytes[rest...].firstIndex(of: UInt8(ascii: "@")) {
      let before = bytes[..<at].reversed().prefix { $0.isAddressByte }.count
      let after = bytes[bytes.index(after: at)...].prefix { $0.isAddressByte }
      rest = bytes.index(after: at)
      guard before > 0, after.dropLast().contains(UInt8(ascii: ".")) else { continue }
      let start = bytes.index(at, offsetBy: -before)
      found.append(
        PersonalIdentifier(
          kind: .contact, text: String(text[start..<after.endIndex]), isCertain: false))
    }
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  fileprivate var isCapital: Bool { self >= 0x41 && self <= 0x5A }
  fileprivate var isLetter: Bool { (self & 0xDF) >= 0x41 && (self & 0xDF) <= 0x5A }
  /// Bytes of other letters part tokens, but do not stand beside a space alone.
  fileprivate var isTokenByte: Bool { isDigit || isLetter || self == UInt8(ascii: "/") }
  fileprivate var isAddressByte: Bool {
    isDigit || isLetter || [UInt8](".-_+".utf8).contains(self)
  }
}
