import Editions

/// Bytes of any file as the letters and digits in them: what is searched for embargoed words.
///
/// Two texts that a reader would take for the same give the same letters, however they are
/// written: capitals, accents (composed or not), ligatures, punctuation, white space, invisible
/// characters, full-width forms and letters that look like Latin ones make no difference, and neither do the ways in which we
/// publish: entities of HTML and XML, percent-encoding, escapes of JSON, UTF-16.
struct SearchedText {
  /// Lower-case letters, digits and the per cent sign, one after the other without anything between.
  private(set) var letters: [UInt8] = []
  /// For each letter, what is known of it.
  private(set) var marks: [Mark] = []
  /// For each letter, where in the file it comes from.
  private(set) var offsets: [Int32] = []

  /// What is known of a letter.
  struct Mark: OptionSet {
    let rawValue: UInt8
    /// A word or a number begins here: something else stands before it.
    static let start = Mark(rawValue: 1)
    /// It was a capital.
    static let capital = Mark(rawValue: 2)
    /// A digit behind nothing but zeros: the first significant one of a number may be here.
    static let digit = Mark(rawValue: 4)
  }

  /// The letters of bytes that were decoded; `offsets` says where each byte comes from.
  init(_ bytes: [UInt8], offsets source: [Int32]) {
    letters.reserveCapacity(bytes.count)
    var isStart = true
    var isInZeros = false
    var index = 0
    bytes.withUnsafeBufferPointer { bytes in
      while index < bytes.count {
        let byte = bytes[index]
        if byte < 0x80 {
          let isCapital = byte &- 0x41 < 26
          let isDigit = byte &- 0x30 < 10
          if isCapital || isDigit || byte &- 0x61 < 26 || byte == 0x25 {
            var mark: Mark = isStart || (isInZeros && isDigit) ? .start : []
            if isCapital { mark.insert(.capital) }
            if isDigit { mark.insert(.digit) }
            append(isCapital ? byte + 32 : byte, mark, source[index])
            isInZeros = byte == 0x30 && (isStart || isInZeros)
            // What stands after a per cent sign begins anew.
            isStart = byte == 0x25
          } else {
            isStart = true
            isInZeros = false
          }
          index += 1
          continue
        }
        let (scalar, length) = Self.scalar(in: bytes, at: index)
        switch Self.letters(of: scalar) {
        case nil: break
        case let folded? where folded.isEmpty: isStart = true
        case let folded?:
          let isCapital = scalar.properties.isUppercase
          for (place, letter) in folded.enumerated() {
            var mark: Mark = isStart && place == 0 ? .start : []
            if isCapital { mark.insert(.capital) }
            append(letter, mark, source[index])
          }
          isStart = false
          isInZeros = false
        }
        index += length
      }
    }
  }

  /// The letters of a text of ours: what is searched for.
  init(_ text: String) {
    let bytes = Array(text.utf8)
    self.init(bytes, offsets: [Int32](repeating: 0, count: bytes.count))
  }

  /// Whether the word at a place goes on as nothing but 32 hexadecimal digits and more: it is a digest,
  /// which begins with any number by chance.
  func isDigest(at place: Int) -> Bool {
    var end = place
    while end < letters.count, end == place || marks[end].isDisjoint(with: .start),
      letters[end] &- 0x30 < 10 || letters[end] &- 0x61 < 6
    {
      end += 1
    }
    return end - place >= 32
  }

  /// Whether so many letters stand at a place without anything between.
  func hasWord(of count: Int, at place: Int) -> Bool {
    place + count <= letters.count
      && marks[(place + 1)..<(place + count)].allSatisfy { !$0.contains(.start) }
  }

  private mutating func append(_ letter: UInt8, _ mark: Mark, _ offset: Int32) {
    letters.append(letter)
    marks.append(mark)
    offsets.append(offset)
  }

  /// The character at a place of UTF-8; a byte that is none stands for itself, as in Latin-1.
  private static func scalar(
    in bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (Unicode.Scalar, length: Int) {
    let first = bytes[index]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
    if length > 1, index + length <= bytes.count {
      var value = UInt32(first) & (0xFF >> UInt32(length + 1))
      var isSound = true
      for offset in 1..<length {
        let next = bytes[index + offset]
        isSound = isSound && next & 0xC0 == 0x80
        value = value << 6 | UInt32(next & 0x3F)
      }
      if isSound, let scalar = Unicode.Scalar(value) { return (scalar, length) }
    }
    return (Unicode.Scalar(first), 1)
  }

  /// What a character beyond ASCII is searched as: nil for one that nobody sees, which parts no
  /// word; nothing for one that parts words.
  private static func letters(of scalar: Unicode.Scalar) -> [UInt8]? {
    switch scalar.value {
    // Soft hyphen, joiners, direction marks, variation selectors; combining marks.
    case 0xAD, 0x200B...0x200F, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF, 0x300...0x36F: return nil
    // Signs and punctuation, such as pounds, dashes and quotation marks.
    case 0xA0...0xA9, 0x2000...0x2070: return []
    case 0xAA...0x7FF: return known[Int(scalar.value) - 0xAA]
    case 0xFF01...0xFF5E:
      return letters(ofASCII: UInt8(scalar.value - 0xFF01 + 0x21))
    default: return folded(scalar)
    }
  }

  private static func folded(_ scalar: Unicode.Scalar) -> [UInt8] {
    if let look = NameShape.latinLook(of: scalar) { return Array(look.utf8) }
    return scalar.properties.isAlphabetic ? Array(Slug.fold(String(scalar)).utf8) : []
  }

  /// Latin with accents, Greek, Cyrillic and their neighbours, worked out once.
  private static let known = (0xAA...0x7FF as ClosedRange<UInt32>).map {
    folded(Unicode.Scalar($0)!)
  }

  private static func letters(ofASCII byte: UInt8) -> [UInt8] {
    if byte &- 0x41 < 26 { return [byte + 32] }
    return byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x25 ? [byte] : []
  }
}
