import Editions
import Markup

/// A word of a text: letters and digits, apostrophes left out.
struct PageWord {
  /// The hash of the word in lower case without accents, as in a slug.
  var folded: UInt64
  /// Where it begins and ends in the bytes.
  var range: Range<Int>
  var isCapitalised: Bool
  /// Whether a full stop, colon, question or exclamation mark stands between it and the word
  /// before, or no word does.
  var beginsSentence: Bool
  /// Whether nothing but a hyphen stands between it and the word before, as in a slug.
  var followsHyphen: Bool
}

/// Takes a finished page or rendition apart into stretches of words: the text of each block, each
/// attribute that can carry text, each comment.
///
/// A name that is broken over two lines, or over emphasis or a link, is one stretch; two cells of a
/// table are two.
struct PageWords {
  private(set) var words: [PageWord] = []
  private var endsSentence = true

  /// Calls `body` with the words of each stretch; false where the markup could not be read.
  mutating func forEachStretch(
    of bytes: UnsafeBufferPointer<UInt8>, _ body: ([PageWord]) -> Void
  ) -> Bool {
    var scanner = MarkupScanner(bytes)
    while var token = scanner.next() {
      switch token.kind {
      case .text: add(Passage(bytes, token.content))
      case .comment:
        finish(body)
        add(Passage(bytes, token.content))
        finish(body)
      case .start, .empty:
        let name = PackedName(Passage(bytes, token.content))
        if !Self.inline.contains(name) { finish(body) }
        if words.isEmpty {
          attributes(of: &token, scanner, body)
        } else {
          // Inside a sentence: its words wait while the attributes are looked at.
          let (waiting, ending) = (words, endsSentence)
          words = []
          attributes(of: &token, scanner, body)
          (words, endsSentence) = (waiting, ending)
        }
      case .end:
        if !Self.inline.contains(PackedName(Passage(bytes, token.content))) { finish(body) }
      case .declaration: break
      }
    }
    finish(body)
    return scanner.fault == nil
  }

  /// Elements that do not part words from their neighbours.
  private static let inline: NameList = [
    PackedName("a"), PackedName("span"), PackedName("em"), PackedName("strong"), PackedName("data"),
    PackedName("time"), PackedName("b"), PackedName("i"), PackedName("small"), PackedName("sup"),
    PackedName("sub"), PackedName("code"), PackedName("br"), PackedName("wbr"), PackedName("abbr"),
    PackedName("cite"), PackedName("q"), PackedName("mark"), PackedName("emphasis"),
    PackedName("figure"), PackedName("link"), PackedName("break"), PackedName("tspan"),
  ]

  private mutating func attributes(
    of token: inout MarkupScanner.Token, _ scanner: MarkupScanner, _ body: ([PageWord]) -> Void
  ) {
    while let attribute = scanner.nextAttribute(of: &token) {
      let key = Passage(scanner.bytes, attribute.name)
      guard Self.canCarryText(key) else { continue }
      endsSentence = true
      add(Passage(scanner.bytes, attribute.value))
      finish(body)
    }
  }

  /// Numbers, classes and our own ids carry no words of others; everything else may.
  private static func canCarryText(_ name: Passage) -> Bool {
    switch name.range.count {
    case 1, 2: return false
    case 4: return !name.isSame(as: "role") && !name.isSame(as: "unit")
    case 5:
      return !name.isSame(as: "class") && !name.isSame(as: "scope") && !name.isSame(as: "value")
        && !name.isSame(as: "width")
    case 6: return !name.isSame(as: "stroke") && !name.isSame(as: "height")
    case 10: return !name.isSame(as: "data-label")
    case 11: return !name.isSame(as: "data-figure") && !name.isSame(as: "text-anchor")
    default: return true
    }
  }

  private mutating func finish(_ body: ([PageWord]) -> Void) {
    if !words.isEmpty { body(words) }
    words.removeAll(keepingCapacity: true)
    endsSentence = true
  }

  // MARK: Words

  /// The words of a text of its own.
  static func words(of text: String) -> [PageWord] {
    var reader = PageWords()
    let escaped = text.replacing("&", with: "&amp;")
    return Array(escaped.utf8).withUnsafeBufferPointer { bytes in
      reader.add(Passage(bytes, 0..<bytes.count))
      return reader.words
    }
  }

  private mutating func add(_ passage: Passage) {
    let bytes = passage.bytes
    var position = passage.range.lowerBound
    let end = passage.range.upperBound
    var followsHyphen = false
    while position < end {
      let byte = bytes[position]
      if byte < 0x80 {
        if Self.isLetterOrDigit(byte) {
          position = word(at: position, until: end, bytes, followsHyphen)
          followsHyphen = false
        } else if byte == UInt8(ascii: "&") {
          position = reference(at: position, until: end, bytes)
          followsHyphen = false
        } else {
          if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "!")
            || byte == UInt8(ascii: "?")
          {
            endsSentence = true
          }
          followsHyphen =
            byte == UInt8(ascii: "-") && position > passage.range.lowerBound
            && bytes[position - 1] != UInt8(ascii: "-")
          position += 1
        }
      } else if let length = Self.separator(at: position, until: end, bytes) {
        followsHyphen = false
        position += length
      } else {
        position = word(at: position, until: end, bytes, followsHyphen)
        followsHyphen = false
      }
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (byte >= 48 && byte <= 57) || (byte | 0x20 >= 97 && byte | 0x20 <= 122)
  }

  /// The length of a character between words: punctuation, spaces and soft hyphens; nil for a letter.
  private static func separator(
    at position: Int, until end: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    if bytes[position] == 0xC2 { return min(2, end - position) }
    if bytes[position] == 0xE2, position + 1 < end, bytes[position + 1] == 0x80 {
      return min(3, end - position)
    }
    return nil
  }

  /// Takes a word and gives the place behind it; an apostrophe inside is no part of it.
  private mutating func word(
    at start: Int, until end: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ followsHyphen: Bool
  ) -> Int {
    var hash = FNV1a()
    var position = start
    var isPlain = true
    while position < end {
      let byte = bytes[position]
      if byte < 0x80 {
        if Self.isLetterOrDigit(byte) {
          hash.add(byte >= 65 && byte <= 90 ? byte | 0x20 : byte)
        } else if byte != UInt8(ascii: "'") || position + 1 == end
          || !Self.isLetterOrDigit(bytes[position + 1])
        {
          break
        }
        position += 1
      } else if position + 2 < end, byte == 0xE2, bytes[position + 1] == 0x80,
        bytes[position + 2] == 0x99
      {
        // ’ as in Women’s; a closing quotation mark ends the word.
        guard position + 3 < end, Self.isLetterOrDigit(bytes[position + 3]) else { break }
        position += 3
      } else if Self.separator(at: position, until: end, bytes) != nil {
        break
      } else {
        isPlain = false
        position += 1
      }
    }
    let first = bytes[start]
    words.append(
      PageWord(
        folded: isPlain ? hash.value : Self.folded(bytes, start..<position),
        range: start..<position,
        // A letter beyond ASCII is taken for a capital: rare, and rather found than missed.
        isCapitalised: first >= 0x80 || !(first >= 97 && first <= 122),
        beginsSentence: endsSentence, followsHyphen: followsHyphen))
    endsSentence = false
    return position
  }

  /// The hash of a word with letters beyond ASCII, as its slug would be.
  private static func folded(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64 {
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    var hash = FNV1a()
    for byte in Slug.fold(text.replacing("\u{2019}", with: "").replacing("'", with: "")).utf8 {
      hash.add(byte)
    }
    return hash.value
  }

  /// Takes up a reference: `&amp;` is the word "and", as in a slug.
  private mutating func reference(
    at start: Int, until end: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    var position = start + 1
    while position < end, bytes[position] != UInt8(ascii: ";"), position - start < 8 {
      position += 1
    }
    if Passage(bytes, start..<min(position + 1, end)).isSame(as: "&amp;") {
      words.append(
        PageWord(
          folded: Self.and, range: start..<(position + 1), isCapitalised: true,
          beginsSentence: false, followsHyphen: false))
    }
    return min(position + 1, end)
  }

  private static let and: UInt64 = {
    var hash = FNV1a()
    for byte in "and".utf8 { hash.add(byte) }
    return hash.value
  }()
}
