/// What an eye sees of a name, for telling whether two names are one person's.
///
/// Capitals, white space, characters that nobody sees and the compatibility forms of letters
/// (`ａ`, `𝐚`, `ⓐ`) do not count; Cyrillic and Greek letters count as the Latin ones that they
/// look like (after Unicode Technical Standard 39, section 4, of which this is the small part for
/// names written in Latin letters).
package struct NameShape: Sendable, Hashable {
  /// By the look of its small letters.
  private let small: String
  /// By the look of its capitals: Η is an H there, η an n here.
  private let capital: String

  package init(_ name: String) {
    let plain = Self.plain(name)
    small = Self.replaced(plain, by: Self.smallLetters)
    capital = Self.replaced(plain, by: Self.capitalLetters)
  }

  /// Whether the two can be taken for one another.
  ///
  /// Strings are equal here where they are canonically equivalent (é in one character or in two).
  package func isAlike(_ other: NameShape) -> Bool {
    small == other.small || capital == other.capital
  }

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

  private static let others: [Unicode.Scalar: String] = [
    "\u{AA}": "a", "\u{BA}": "o", "\u{2B0}": "h", "\u{2B2}": "j", "\u{2B3}": "r", "\u{2B7}": "w",
    "\u{2B8}": "y", "\u{2E1}": "l", "\u{2E2}": "s", "\u{2E3}": "x", "\u{2071}": "i",
    "\u{207F}": "n", "\u{2090}": "a", "\u{2091}": "e", "\u{2092}": "o", "\u{2093}": "x",
    "\u{2102}": "c", "\u{210A}": "g", "\u{210B}": "h", "\u{210C}": "h", "\u{210D}": "h",
    "\u{210E}": "h", "\u{2110}": "i", "\u{2111}": "i", "\u{2112}": "l", "\u{2113}": "l",
    "\u{2115}": "n", "\u{2119}": "p", "\u{211A}": "q", "\u{211B}": "r", "\u{211C}": "r",
    "\u{211D}": "r", "\u{2124}": "z", "\u{2128}": "z", "\u{212A}": "k", "\u{212C}": "b",
    "\u{212D}": "c", "\u{212F}": "e", "\u{2130}": "e", "\u{2131}": "f", "\u{2133}": "m",
    "\u{2134}": "o", "\u{2139}": "i", "\u{2146}": "d", "\u{2147}": "e", "\u{2148}": "i",
    "\u{2149}": "j", "\u{2170}": "i", "\u{2160}": "i", "\u{216C}": "l", "\u{217C}": "l",
    "\u{216D}": "c", "\u{217D}": "c", "\u{216E}": "d", "\u{217E}": "d", "\u{216F}": "m",
    "\u{217F}": "m", "\u{2164}": "v", "\u{2174}": "v", "\u{2169}": "x", "\u{2179}": "x",
    "\u{FB00}": "ff", "\u{FB01}": "fi", "\u{FB02}": "fl", "\u{FB03}": "ffi", "\u{FB04}": "ffl",
    "\u{FB05}": "st", "\u{FB06}": "st", "\u{2018}": "'", "\u{2019}": "'", "\u{2BC}": "'",
    "\u{2024}": ".",
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
