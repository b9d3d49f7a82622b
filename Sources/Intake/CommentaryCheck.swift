package import Diagnostics
package import Schedule

/// Checks what the statisticians' commentary says: characters, placeholders, persons, wording.
package enum CommentaryCheck {
  /// What is wrong with the text, whatever edition it is for.
  ///
  /// English words are looked for in every language; how easily a text reads is said of English alone.
  package static func findings(
    _ text: String, file: String, in language: Language = .english
  ) -> [Finding] {
    var findings: [Finding] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let place = Place(file, line: index + 1)
      for scalar in line.unicodeScalars
      where scalar.value < 0x20 && scalar != "\t" && scalar != "\r" || scalar.value == 0xFFFE
        || scalar.value == 0xFFFF
      {
        findings.append(forbidden(scalar, at: place))
      }
      findings += TextCheck.findings(withoutAddresses(line), .prose, at: place)
    }
    let lines = LineFinder(text)
    let words = Words(text)
    findings += WordingCheck.findings(words, speaksOfResults: true) { match in
      Place(file, line: lines.line(of: match, in: words))
    }
    guard language == .english else { return findings }
    return findings + ReadabilityCheck.findings(text) { Place(file, line: $0) }
  }

  private static func forbidden(_ scalar: Unicode.Scalar, at place: Place) -> Finding {
    Finding(
      "intake.text.xml-character", at: place,
      found: "the character U+\(String(scalar.value, radix: 16, uppercase: true)) stands here",
      rule: "text has only characters that XML 1.0 can carry", source: "XML 1.0 section 2.2",
      remedy: "remove the character")
  }

  /// The line without the targets of its links: an address there is meant to be published.
  private static func withoutAddresses(_ line: Substring) -> String {
    guard line.contains("<") || line.contains("](") else { return String(line) }
    return String(line).replacing(/<[^<> ]*[:@][^<> ]*>/, with: "")
      .replacing(/\]\([^()]*\)/, with: "")
  }

  // MARK: Organisations

  /// Organisations that the commentary names although none of their reports is in the edition.
  ///
  /// One whose report is not out at all is an error: that it asked, and what came of it, is not
  /// public. `reported` are the organisations of this edition, `published` those of earlier ones,
  /// and `known` all names by the identifier of their organisation.
  package static func mentions(
    in text: String, of noun: String = "the commentary", file: String,
    known: [(id: String, name: String)], reported: Set<String>,
    published: Set<String>
  ) -> [Finding] {
    let words = Words(text)
    let lines = LineFinder(text)
    var findings: [Finding] = []
    for (match, ids) in OrganisationNames(known).mentions(in: words)
    where reported.isDisjoint(with: ids) {
      let isOut = !published.isDisjoint(with: ids)
      findings.append(
        Finding(
          "wording.organisation", isOut ? .warning : .error,
          at: Place(file, line: lines.line(of: match, in: words)),
          found: "\(noun) names \(words.text(of: match).quoted), "
            + (isOut ? "whose report is in an earlier edition" : "of which no report is out"),
          rule: "a release says nothing of organisations whose report is not in it",
          source: "SI 2008/2998 Sch. para 6; design section 4",
          remedy: isOut
            ? "take it out, or record why it stands here" : "take it out until its report is out"))
    }
    return findings
  }
}

/// The lines of a text by places in it.
struct LineFinder {
  private let starts: [Int]

  init(_ text: String) {
    starts = [0] + text.utf8.enumerated().filter { $0.element == 0x0A }.map { $0.offset + 1 }
  }

  /// The line of a phrase's first word, counted from 1.
  func line(of phrase: Range<Int>, in words: Words) -> Int {
    let place = words.words[phrase.lowerBound].range.lowerBound
    var (low, high) = (0, starts.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= place { low = middle } else { high = middle }
    }
    return low + 1
  }
}

/// Finds the names of organisations in a text, in time proportional to the text.
package struct OrganisationNames: Sendable {
  private struct Name {
    var words: [String]
    var ids: Set<String>
    /// How a name of one word is written: `Relate` is one, “relate” is not.
    var exact: String?
  }

  private let names: [String: [Name]]

  /// Names with the identifiers of their organisations; several may have one name.
  package init(_ known: [(id: String, name: String)]) {
    var ids: [[String]: Set<String>] = [:]
    var written: [[String]: String] = [:]
    for (id, name) in known {
      var words = Words(name).words.map(\.folded).filter { $0 != "." }
      if words.count > 2, words.first == "the" { words.removeFirst() }
      guard !words.isEmpty else { continue }
      ids[words, default: []].insert(id)
      if words.count == 1 { written[words] = name }
    }
    names = Dictionary(
      grouping: ids.map { Name(words: $0.key, ids: $0.value, exact: written[$0.key]) }
    ) { $0.words[0] }
  }

  /// Where names stand, the longest at each place, with the organisations that have them.
  package func mentions(in text: Words) -> [(words: Range<Int>, ids: Set<String>)] {
    var found: [(Range<Int>, Set<String>)] = []
    var index = 0
    while index < text.words.count {
      let here = (names[text.words[index].folded] ?? []).filter { stands($0, in: text, at: index) }
      guard let longest = here.max(by: { $0.words.count < $1.words.count }) else {
        index += 1
        continue
      }
      found.append((index..<index + longest.words.count, longest.ids))
      index += longest.words.count
    }
    return found
  }

  private func stands(_ name: Name, in text: Words, at start: Int) -> Bool {
    guard start + name.words.count <= text.words.count else { return false }
    if let exact = name.exact { return text.written(text.words[start]) == exact }
    return name.words.indices.allSatisfy { offset in
      let word = text.words[start + offset]
      if word.folded == name.words[offset] { return true }
      let written = text.written(word)
      return word.folded == name.words[offset] + "s"
        && (written.hasSuffix("'s") || written.hasSuffix("\u{2019}s"))
    }
  }
}
