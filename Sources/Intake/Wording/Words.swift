/// A text as its words, for finding phrases without regard to case and punctuation.
package struct Words: Sendable {
  /// One word, or the mark that ends a sentence.
  package struct Word: Sendable, Hashable {
    /// The word in lower case; `.` for the end of a sentence.
    package let folded: String
    /// Where it stands in the text.
    package let range: Range<String.Index>
  }

  /// The text itself.
  package let text: String
  /// Its words in their order, with a mark between sentences.
  package let words: [Word]

  /// Parts the text at everything that is neither a letter nor a digit.
  ///
  /// An apostrophe belongs to its word and is left out of it: “women’s” is `womens`.
  package init(_ text: String) {
    self.text = text
    let bytes = text.utf8
    var words: [Word] = []
    var folded = ""
    var start = bytes.startIndex
    var index = bytes.startIndex
    func end(at index: String.Index) {
      guard !folded.isEmpty else { return }
      words.append(Word(folded: folded, range: start..<index))
      folded = ""
    }
    for scalar in text.unicodeScalars {
      let next = text.unicodeScalars.index(after: index)
      if let letter = Self.fold(scalar) {
        if folded.isEmpty { start = index }
        folded.unicodeScalars.append(letter)
      } else if scalar != "'", scalar != "\u{2019}" || folded.isEmpty {
        end(at: index)
        let endsSentence =
          [".", "!", "?", ";"].contains(scalar)
          || scalar == "\n" && Self.beginsBlock(bytes[next...])
        if endsSentence, let last = words.last, last.folded != "." {
          words.append(Word(folded: ".", range: index..<next))
        }
      }
      index = next
    }
    end(at: text.endIndex)
    self.words = words
  }

  /// Whether a new paragraph, list entry or heading stands here, not the rest of a sentence.
  private static func beginsBlock(_ rest: Substring.UTF8View) -> Bool {
    guard let first = rest.first else { return true }
    return "\n\r-*#>+0123456789".utf8.contains(first)
  }

  /// The letter or digit in lower case; nil for anything else.
  private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A: scalar
    case 0x41...0x5A: Unicode.Scalar(scalar.value + 32)
    case 0..<0xC0: nil
    case 0x2000...0x2BFF, 0x3000...0x303F: nil
    default: scalar.properties.lowercaseMapping.unicodeScalars.first
    }
  }

  /// The text from the first to the last of these words, as it was written.
  package func text(of range: Range<Int>) -> String {
    String(
      text[words[range.lowerBound].range.lowerBound..<words[range.upperBound - 1].range.upperBound])
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

/// Phrases to look for in texts, in time proportional to the text.
///
/// A star at the end of a word stands for any ending: `learning difficult*`.
package struct PhraseList: Sendable {
  private struct Pattern {
    var words: [(text: String, isOpen: Bool)]
  }

  /// Patterns by the first three letters of their first word.
  private let patterns: [Substring: [Pattern]]

  package init(_ phrases: [String]) {
    let patterns = phrases.map { phrase in
      Pattern(
        words: phrase.split(separator: " ").map { word in
          word.hasSuffix("*") ? (String(word.dropLast()), true) : (String(word), false)
        })
    }
    self.patterns = Dictionary(grouping: patterns) { $0.words[0].text.prefix(3) }
  }

  /// Where phrases stand, one beside the other, in the order of the text.
  package func matches(in text: Words) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    while index < text.words.count {
      let candidates = patterns[text.words[index].folded.prefix(3)] ?? []
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
