/// What an eye sees of a name, for telling whether two names are one person's.
///
/// Capitals, accents, punctuation, white space, characters that nobody sees and the compatibility
/// forms of letters (`ａ`, `𝐚`, `ⓐ`) do not count; Cyrillic and Greek letters count as the Latin ones that they
/// look like (after Unicode Technical Standard 39, section 4, of which this is the small part for
/// names written in Latin letters).
package struct NameShape: Sendable, Hashable {
  /// By the look of its small letters.
  private let small: String
  /// By the look of its capitals: Η is an H there, η an n here.
  private let capital: String
  /// Letters and digits alone, because initials and hyphened names are written in several ways; the whole
  /// of a name that has neither.
  private let bare: [String]

  package init(_ name: String) {
    let plain = Self.plain(name)
    small = Self.replaced(plain, by: Self.smallLetters)
    capital = Self.replaced(plain, by: Self.capitalLetters)
    let unaccented = Self.withoutAccents(plain)
    bare = [Self.smallLetters, Self.capitalLetters].map { table in
      let text = Self.replaced(unaccented, by: table)
      let letters = Self.withoutStrokes(text).filter { $0.isLetter || $0.isNumber }
      return letters.isEmpty ? text : letters
    }
  }

  /// Whether the two can be taken for one another.
  package func isAlike(_ other: NameShape) -> Bool {
    zip(bare, other.bare).contains { $0 == $1 }
  }

  /// The same for names that look alike, for keeping a digest instead of the name.
  ///
  /// The first two have their punctuation: journals of before know no others.
  package var traces: [String] { [small, capital].map(Self.withoutAccents) + bare }

  /// The Latin letters and digits, in small, that a character beyond ASCII is a compatibility form of, or a
  /// Cyrillic or Greek letter looks like in its own case; nil for any other.
  package static func latinLook(of scalar: Unicode.Scalar) -> String? {
    let letters = compatible(scalar).map { part in
      let small = part.properties.lowercaseMapping.unicodeScalars.first ?? part
      return (part.properties.isUppercase ? capitalLetters : smallLetters)[small] ?? small
    }
    let isLatin = letters.allSatisfy {
      $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0)
    }
    guard isLatin else { return nil }
    return String(String.UnicodeScalarView(letters))
  }

  /// Letters with a stroke, which are no letters with an accent, as those that they are written with
  /// elsewhere.
  private static func withoutStrokes(_ text: String) -> String {
    let letters: [Character: String] = [
      "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "æ": "ae", "œ": "oe",
    ]
    return text.map { letters[$0] ?? String($0) }.joined()
  }

  private static func withoutAccents(_ text: String) -> String {
    String(
      text.flatMap { character -> [Character] in
        if let plain = accented[character] { return [plain] }
        var scalars = character.unicodeScalars
        scalars.removeAll {
          [.nonspacingMark, .enclosingMark, .spacingMark].contains($0.properties.generalCategory)
        }
        let bare = String(String.UnicodeScalarView(scalars))
        return bare.map { accented[$0] ?? $0 }
      })
  }

  /// Every letter a to z, and of Greek and Cyrillic each that bears one, with one accent, or two of the usual ones: characters are equal where they
  /// are canonically equivalent, so that the composed forms are found too.
  private static let accented: [Character: Character] = {
    var letters: [Character: Character] = [:]
    let marks = (0x300...0x36F).compactMap { Unicode.Scalar($0 as UInt32) }
    let usual = marks.filter { $0.value <= 0x30C || [0x31B, 0x323].contains($0.value) }
    for letter in "abcdefghijklmnopqrstuvwxyzαεηιορυωаегжзиікоуыэѵ" {
      for mark in marks {
        let text = "\(letter)\(mark)"
        if text.count == 1 { letters[Character(text)] = letter }
      }
      for first in usual {
        for second in usual {
          let text = "\(letter)\(first)\(second)"
          if text.count == 1 { letters[Character(text)] = letter }
        }
      }
    }
    return letters
  }()

  /// In small letters, one space between words, without what nobody sees.
  private static func plain(_ name: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      if scalar.properties.isWhitespace {
        if let last = scalars.last, last != " " { scalars.append(" ") }
        continue
      }
      let properties = scalar.properties
      guard !properties.isDefaultIgnorableCodePoint, properties.generalCategory != .format,
        properties.generalCategory != .control
      else { continue }
      for part in compatible(scalar) {
        scalars.append(contentsOf: folded(part).unicodeScalars)
      }
    }
    if scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }

  /// The small letters of a scalar, as full case folding has them (CaseFolding.txt).
  private static func folded(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\u{DF}", "\u{1E9E}": "ss"
    case "\u{17F}": "s"
    case "\u{3C2}": "\u{3C3}"
    // A Turkish İ is i for everybody else; its dot above is no other letter.
    case "\u{130}", "\u{131}": "i"
    default: scalar.properties.lowercaseMapping
    }
  }

  /// The letters that a compatibility form stands for (NFKC, Unicode Standard Annex 15).
  private static func compatible(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    func letter(_ offset: UInt32) -> [Unicode.Scalar] { [Unicode.Scalar(UInt8(97 + offset))] }
    let value = scalar.value
    switch value {
    case 0xFF01...0xFF5E: return [Unicode.Scalar(UInt8(value - 0xFEE0))]
    case 0x249C...0x24B5: return letter(value - 0x249C)
    case 0x24B6...0x24CF: return letter(value - 0x24B6)
    case 0x24D0...0x24E9: return letter(value - 0x24D0)
    case 0x1F130...0x1F149: return letter(value - 0x1F130)
    // Bold, italic, script, Fraktur, double-struck, sans-serif and monospace: capitals and small
    // letters, 26 of each, thirteen times over.
    case 0x1D400...0x1D6A3: return letter((value - 0x1D400) % 26)
    case 0x1D7CE...0x1D7FF: return [Unicode.Scalar(UInt8(48 + (value - 0x1D7CE) % 10))]
    case 0x2010...0x2015, 0x2212: return ["-"]
    default: return others[scalar].map { Array($0.unicodeScalars) } ?? [scalar]
    }
  }

  private static let others: [Unicode.Scalar: String] = {
    var others: [Unicode.Scalar: String] = [
      "\u{FB00}": "ff", "\u{FB01}": "fi", "\u{FB02}": "fl", "\u{FB03}": "ffi",
      "\u{FB04}": "ffl", "\u{FB05}": "st", "\u{FB06}": "st", "\u{2018}": "'", "\u{2019}": "'",
      "\u{2BC}": "'", "\u{2024}": ".",
    ]
    for (letter, forms) in letters { for form in forms { others[Unicode.Scalar(form)!] = letter } }
    return others
  }()

  /// Every other character whose NFKC form is one letter a to z in either case (UnicodeData.txt 15).
  private static let letters: [(String, [UInt32])] = [
    ("a", [0xAA, 0x1D2C, 0x1D43, 0x2090]),
    ("b", [0x1D2E, 0x1D47, 0x212C]),
    ("c", [0x1D9C, 0x2102, 0x212D, 0x216D, 0x217D, 0xA7F2, 0x1F12B]),
    ("d", [0x1D30, 0x1D48, 0x2145, 0x2146, 0x216E, 0x217E]),
    ("e", [0x1D31, 0x1D49, 0x2091, 0x212F, 0x2130, 0x2147]),
    ("f", [0x1DA0, 0x2131, 0xA7F3]),
    ("g", [0x1D33, 0x1D4D, 0x210A]),
    ("h", [0x2B0, 0x1D34, 0x2095, 0x210B, 0x210C, 0x210D, 0x210E]),
    ("i", [0x1D35, 0x1D62, 0x2071, 0x2110, 0x2111, 0x2139, 0x2148, 0x2160, 0x2170]),
    ("j", [0x2B2, 0x1D36, 0x2149, 0x2C7C]),
    ("k", [0x1D37, 0x1D4F, 0x2096, 0x212A]),
    ("l", [0x2E1, 0x1D38, 0x2097, 0x2112, 0x2113, 0x216C, 0x217C]),
    ("m", [0x1D39, 0x1D50, 0x2098, 0x2133, 0x216F, 0x217F]),
    ("n", [0x1D3A, 0x207F, 0x2099, 0x2115]),
    ("o", [0xBA, 0x1D3C, 0x1D52, 0x2092, 0x2134]),
    ("p", [0x1D3E, 0x1D56, 0x209A, 0x2119]),
    ("q", [0x211A, 0xA7F4, 0x107A5]),
    ("r", [0x2B3, 0x1D3F, 0x1D63, 0x211B, 0x211C, 0x211D, 0x1F12C]),
    ("s", [0x17F, 0x2E2, 0x209B]),
    ("t", [0x1D40, 0x1D57, 0x209C]),
    ("u", [0x1D41, 0x1D58, 0x1D64]),
    ("v", [0x1D5B, 0x1D65, 0x2164, 0x2174, 0x2C7D]),
    ("w", [0x2B7, 0x1D42]),
    ("x", [0x2E3, 0x2093, 0x2169, 0x2179]),
    ("y", [0x2B8]),
    ("z", [0x1DBB, 0x2124, 0x2128]),
  ]

  private static func replaced(
    _ text: String, by letters: [Unicode.Scalar: Unicode.Scalar]
  ) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars.append(letters[scalar] ?? scalar) }
    return String(scalars)
  }

  private static func table(_ pairs: String) -> [Unicode.Scalar: Unicode.Scalar] {
    let scalars = Array(pairs.unicodeScalars.filter { $0 != " " })
    return Dictionary(
      uniqueKeysWithValues: stride(from: 0, to: scalars.count, by: 2).map {
        (scalars[$0], scalars[$0 + 1])
      })
  }

  /// Cyrillic and Greek letters whose small form looks like a Latin one, each before it.
  private static let smallLetters = table(
    "аa еe оo рp сc уy хx ѕs іi јj һh ԁd ԛq ԝw ӏl ѵv гr пn αa γy ιi κk νv οo ρp υu χx ηn ωw τt")

  /// The same by the look of their capitals.
  private static let capitalLetters = table(
    "аa вb еe кk мm нh оo рp сc тt уy хx ѕs іi јj ԛq ԝw ӏi ѵv αa βb εe ζz ηh ιi κk μm νn οo ρp τt"
      + " υy χx")
}
