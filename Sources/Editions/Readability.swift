/// How easily a text is read: the lengths of its sentences and the reading age of Flesch and Kincaid.
///
/// Kincaid and others (1975): grade = 0.39 × words ÷ sentences + 11.8 × syllables ÷ words − 15.59. The reading
/// age is the grade and five years. Syllables are counted by groups of vowels, which suits English and no
/// other language; docs/statistician.md has the method in full.
package struct Readability: Sendable, Hashable {
  /// One sentence.
  package struct Sentence: Sendable, Hashable {
    package var text: String
    package var words: Int
    /// The line on which it begins, counted from 1.
    package var line: Int
  }

  package private(set) var sentences: [Sentence] = []
  private var words = 0
  private var syllables = 0

  /// A sentence has at most so many words (GOV.UK, Content design: writing for GOV.UK).
  package static let longestSentence = 25
  /// The reading age that a text for the public may ask for.
  package static let highestAge = 16
  /// Of fewer words than this the reading age says nothing.
  private static let fewestWords = 100

  /// Measures a text, also one in CommonMark: a heading, an entry of a list and a paragraph end a
  /// sentence.
  package init(_ text: String) {
    var text = text
    text.withUTF8 { measure($0) }
  }

  private mutating func measure(_ bytes: UnsafeBufferPointer<UInt8>) {
    var (line, begin, start, wordStart) = (1, 1, 0, 0)
    var count = 0
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    func endWord(at end: Int) {
      let word = UnsafeBufferPointer(rebasing: bytes[wordStart..<end])
      guard let syllables = Self.syllables(of: word) else { return }
      if count == 0 { begin = line }
      count += 1
      self.syllables += syllables
    }
    func endSentence(at end: Int) {
      if count > 0 {
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        sentences.append(Sentence(text: text, words: count, line: begin))
        words += count
      }
      (start, count) = (end, 0)
    }
    for (index, byte) in bytes.enumerated() {
      // A paragraph, an entry or a heading begins behind the end of a line.
      if index > 0, bytes[index - 1] == 0x0A, "\n\r-*#>+".utf8.contains(byte) {
        endSentence(at: index)
      }
      if isSpace(byte) {
        endWord(at: index)
        // A point inside a number or a name, as in “0.05”, ends nothing.
        if Self.endsSentence(bytes[start..<index]) { endSentence(at: index) }
        if byte == 0x0A { line += 1 }
        wordStart = index + 1
      }
    }
    endWord(at: bytes.count)
    endSentence(at: bytes.count)
  }

  /// Whether a point, an exclamation mark or a question mark stands last, but for what closes a
  /// quotation, a bracket or emphasis.
  private static func endsSentence(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    for byte in bytes.reversed() {
      if ".!?".utf8.contains(byte) { return true }
      // The quotation marks ’ and ” begin with E2 80.
      let isClosing = "\"')]*_".utf8.contains(byte) || [0xE2, 0x80, 0x99, 0x9D].contains(byte)
      if !isClosing { return false }
    }
    return false
  }

  /// Groups of vowels, of which a silent `e` at the end is none; nil for what is no word, such as a dash.
  package static func syllables(of word: UnsafeBufferPointer<UInt8>) -> Int? {
    var groups = 0
    var (isInGroup, isWord) = (false, false)
    var (last, lastButOne) = (UInt8(0), UInt8(0))
    for byte in word {
      // Letters of Latin alphabets begin with these bytes, dashes and quotation marks do not.
      if (0x30...0x39).contains(byte) || (0xC3...0xDF).contains(byte) { isWord = true }
      let letter = byte | 0x20
      guard (0x61...0x7A).contains(letter), byte < 0x80 else {
        if byte != 0x27, byte < 0x80 { isInGroup = false }
        continue
      }
      isWord = true
      let isVowel = "aeiouy".utf8.contains(letter)
      if isVowel, !isInGroup { groups += 1 }
      isInGroup = isVowel
      (lastButOne, last) = (last, letter)
    }
    guard isWord else { return nil }
    let isSilent = last == UInt8(ascii: "e") && lastButOne != UInt8(ascii: "l") && groups > 1
    return max(1, isSilent ? groups - 1 : groups)
  }

  /// The reading age in whole years; nil for a text too short to tell.
  package var age: Int? {
    guard words >= Self.fewestWords else { return nil }
    let grade =
      0.39 * Double(words) / Double(sentences.count) + 11.8 * Double(syllables) / Double(words)
      - 15.59
    return Int((grade + 5).rounded())
  }

  /// The sentences that have too many words.
  package var longSentences: [Sentence] { sentences.filter { $0.words > Self.longestSentence } }
}
