/// A text as its words, for finding phrases without regard to case and punctuation.
package struct Words: Sendable {
  /// One word, or the mark that ends a sentence.
  package struct Word: Sendable, Hashable {
    /// The word in lower case; `.` for the end of a sentence.
    package let folded: String
    /// Where it stands in the text, in bytes of UTF-8.
    package let range: Range<Int>
    /// The first three bytes of `folded`, by which phrases are found.
    fileprivate let key: UInt32
  }

  /// The text itself.
  package let text: String
  /// Its words in their order, with a mark between sentences.
  package let words: [Word]

  /// Parts the text at everything that is neither a letter nor a digit.
  ///
  /// An apostrophe belongs to its word and is left out of it: “women’s” is `womens`.
  package init(_ text: String) {
    var text = text
    self.words = text.withUTF8 { bytes in
      var scanner = WordScanner(bytes: bytes)
      return scanner.words()
    }
    self.text = text
  }

  /// A word as it was written.
  func written(_ word: Word) -> Substring {
    let utf8 = text.utf8
    return text[
      utf8.index(
        utf8.startIndex, offsetBy: word.range.lowerBound)..<utf8.index(
          utf8.startIndex, offsetBy: word.range.upperBound)]
  }

  /// The text from the first to the last of these words, as it was written.
  package func text(of range: Range<Int>) -> String {
    let utf8 = text.utf8
    let start = words[range.lowerBound].range.lowerBound
    let end = words[range.upperBound - 1].range.upperBound
    return String(
      text[
        utf8.index(utf8.startIndex, offsetBy: start)..<utf8.index(utf8.startIndex, offsetBy: end)])
  }

  /// The words of the sentence in which this word stands.
  func sentence(around index: Int) -> Range<Int> {
    let start = words[..<index].lastIndex { $0.folded == "." }.map { $0 + 1 } ?? 0
    let end = words[index...].firstIndex { $0.folded == "." } ?? words.count
    return start..<end
  }

  /// Whether one of these words stands in the sentence of a phrase, outside the phrase.
  func sentence(of phrase: Range<Int>, has others: Set<String>) -> Bool {
    sentence(around: phrase.lowerBound).contains { index in
      !phrase.contains(index) && others.contains(words[index].folded)
    }
  }
}

/// One walk over the bytes of a text.
private struct WordScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  private var found: [Words.Word] = []
  private var folded: [UInt8] = []
  private var start = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func words() -> [Words.Word] {
    found.reserveCapacity(bytes.count / 5 + 1)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard byte < 0x80 else {
        index += other(at: index)
        continue
      }
      switch byte {
      case 0x30...0x39, 0x61...0x7A: add(byte, at: index)
      case 0x41...0x5A: add(byte | 0x20, at: index)
      case UInt8(ascii: "'"): break
      default:
        end(at: index)
        if isEndOfSentence(at: index) { mark(at: index) }
      }
      index += 1
    }
    end(at: bytes.count)
    return found
  }

  private mutating func add(_ byte: UInt8, at index: Int) {
    if folded.isEmpty { start = index }
    folded.append(byte)
  }

  private mutating func end(at index: Int) {
    guard !folded.isEmpty else { return }
    found.append(
      Words.Word(
        folded: String(decoding: folded, as: UTF8.self), range: start..<index,
        key: PhraseList.key(of: folded)))
    folded.removeAll(keepingCapacity: true)
  }

  private mutating func mark(at index: Int) {
    guard let last = found.last, last.folded != "." else { return }
    found.append(Words.Word(folded: ".", range: index..<index + 1, key: 0))
  }

  /// A line break ends a sentence where a paragraph, list entry or heading begins behind it.
  private func isEndOfSentence(at index: Int) -> Bool {
    switch bytes[index] {
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"): return true
    case 0x0A:
      guard index + 1 < bytes.count else { return true }
      return "\n\r-*#>+0123456789".utf8.contains(bytes[index + 1])
    default: return false
    }
  }

  /// Takes a character that is not ASCII and gives its length in bytes.
  private mutating func other(at index: Int) -> Int {
    let length = bytes[index] < 0xE0 ? 2 : bytes[index] < 0xF0 ? 3 : 4
    let end = min(index + length, bytes.count)
    let character = String(decoding: bytes[index..<end], as: UTF8.self)
    guard let scalar = character.unicodeScalars.first else { return length }
    switch scalar.value {
    case 0x2019 where !folded.isEmpty: break
    case 0..<0xC0, 0x2000...0x2BFF, 0x3000...0x303F: self.end(at: index)
    default:
      for byte in scalar.properties.lowercaseMapping.utf8 { add(byte, at: index) }
    }
    return length
  }
}

/// Phrases to look for in texts, in time proportional to the text.
///
/// A star at the end of a word stands for any ending: `learning difficult*`.
package struct PhraseList: Sendable {
  private struct Pattern {
    var words: [(text: String, isOpen: Bool)]
  }

  /// Patterns by the first three bytes of their first word.
  private let patterns: [UInt32: [Pattern]]

  fileprivate static func key(of word: some Sequence<UInt8>) -> UInt32 {
    word.prefix(3).reduce(0) { $0 << 8 | UInt32($1) }
  }

  package init(_ phrases: [String]) {
    let patterns = phrases.map { phrase in
      Pattern(
        words: phrase.split(separator: " ").map { word in
          word.hasSuffix("*") ? (String(word.dropLast()), true) : (String(word), false)
        })
    }
    self.patterns = Dictionary(grouping: patterns) { Self.key(of: $0.words[0].text.utf8) }
  }

  /// Where phrases stand, one beside the other, in the order of the text.
  package func matches(in text: Words) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    while index < text.words.count {
      guard let candidates = patterns[text.words[index].key] else {
        index += 1
        continue
      }
      let longest = candidates.filter { Self.stands($0, in: text, at: index) }
        .map(\.words.count).max()
      if let longest { found.append(index..<index + longest) }
      index += longest ?? 1
    }
    return found
  }

  private static func stands(_ pattern: Pattern, in text: Words, at start: Int) -> Bool {
    guard start + pattern.words.count <= text.words.count else { return false }
    return pattern.words.indices.allSatisfy { offset in
      let word = text.words[start + offset].folded
      let (wanted, isOpen) = pattern.words[offset]
      return isOpen ? word.hasPrefix(wanted) : word == wanted
    }
  }
}

extension Set<String> {
  /// Words by which a sentence says the opposite.
  static let negations: Set = [
    "not", "no", "nor", "never", "neither", "cannot", "without", "dont", "doesnt", "isnt", "cant",
    "mustnt", "shouldnt", "nobody",
  ]

  /// Words by which a sentence says that a group was left out.
  static let exclusions: Set = negations.union([
    "excluded", "excluding", "excludes", "exclude", "except", "omitted", "removed", "outside",
    "other", "left",
  ])
}
