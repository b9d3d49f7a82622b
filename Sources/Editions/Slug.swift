/// Names that are safe in addresses and file names: `a-z`, `0-9` and single hyphens.
package enum Slug {
  /// The slug of a text, cut at a hyphen where it would be longer than the limit.
  ///
  /// Letters with accents lose them (`ŵ` becomes `w`); an ampersand becomes `and`; apostrophes
  /// vanish; everything else parts words. Empty where nothing of the text can be kept.
  package static func make(_ text: String, limit: Int) -> String {
    var words: [String] = []
    var word = ""
    for character in fold(text) {
      if character.isASCII, character.isLetter || character.isNumber {
        word.append(character)
      } else if character == "'" || character == "\u{2019}" {
        continue
      } else {
        if !word.isEmpty { words.append(word) }
        word = ""
        if character == "&" { words.append("and") }
      }
    }
    if !word.isEmpty { words.append(word) }
    return join(words, limit: limit)
  }

  private static func join(_ words: [String], limit: Int) -> String {
    var slug = ""
    for word in words {
      let longer = slug.isEmpty ? word : slug + "-" + word
      guard longer.utf8.count <= limit else { break }
      slug = longer
    }
    return slug.isEmpty ? String((words.first ?? "").prefix(limit)) : slug
  }

  /// The text in lower case without accents, for slugs and for putting names in order.
  package static func fold(_ text: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        let isCapital = ("A"..."Z").contains(scalar)
        folded.append(isCapital ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar)
        continue
      }
      switch scalar {
      case "\u{DF}": folded.append(contentsOf: "ss".unicodeScalars)
      case "\u{E6}", "\u{C6}": folded.append(contentsOf: "ae".unicodeScalars)
      case "\u{F8}", "\u{D8}": folded.append("o")
      case "\u{142}", "\u{141}": folded.append("l")
      default:
        // The canonical decomposition begins with the base letter.
        let base = String(scalar).decomposedFirstScalar
        folded.append(contentsOf: base.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return String(folded)
  }
}

extension String {
  /// The first scalar of this one-character text's canonical decomposition.
  fileprivate var decomposedFirstScalar: Unicode.Scalar {
    // Comparing by canonical equivalence finds the ASCII letter whose accented form this is
    // without a table of our own: a letter followed by a combining mark equals the letter.
    let scalar = unicodeScalars.first!
    guard scalar.value >= 0xC0, scalar.value < 0x1F00 else { return scalar }
    return Self.bases[scalar] ?? scalar
  }

  /// Every accented Latin letter that has a canonical decomposition into an ASCII letter and one
  /// of the common marks.
  private static let bases: [Unicode.Scalar: Unicode.Scalar] = {
    var bases: [Unicode.Scalar: Unicode.Scalar] = [:]
    let composed =
      (0xC0...0x24F).map { Unicode.Scalar($0)! }
      + (0x1E00...0x1EFF).map { Unicode.Scalar($0)! }
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".unicodeScalars
    let marks = (0x300...0x338).map { Unicode.Scalar($0)! }
    var byText: [String: Unicode.Scalar] = [:]
    for letter in letters {
      for mark in marks {
        var text = String.UnicodeScalarView()
        text.append(letter)
        text.append(mark)
        byText[String(text)] = letter
      }
    }
    // Strings are equal where they are canonically equivalent, also as dictionary keys.
    for scalar in composed { bases[scalar] = byText[String(scalar)] }
    return bases
  }()
}
