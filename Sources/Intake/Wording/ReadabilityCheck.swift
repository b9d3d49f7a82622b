package import Diagnostics
import Editions

/// Advice on what statisticians write for everybody to read.
///
/// Every finding is a note: how hard a text is to read is for its writer to judge, and nothing is held
/// up by it.
package enum ReadabilityCheck {
  /// What makes a text hard to read; `place` gives where a line of it stands.
  ///
  /// The name of the organisation that it is about counts as one word: nobody can make it shorter.
  package static func findings(
    _ text: String, name: String = "", at place: (_ line: Int) -> Place
  ) -> [Finding] {
    var reading = Readability(text)
    if !reading.longSentences.isEmpty, !name.isEmpty {
      reading = Readability(text.replacing(name, with: "It"))
    }
    var findings = reading.longSentences.map { sentence in
      Finding(
        "wording.long-sentence", .note, at: place(sentence.line),
        found: "the sentence that begins \(Self.beginning(of: sentence.text).quoted) has "
          + "\(sentence.words) words",
        rule: "a sentence has at most \(Readability.longestSentence) words",
        source: "GOV.UK, Content design: writing for GOV.UK",
        remedy: "make two of it, or leave out what readers can do without")
    }
    if let age = reading.age, age > Readability.highestAge {
      findings.append(
        Finding(
          "wording.reading-age", .note, at: place(1),
          found: "the text asks for a reading age of \(age)",
          rule: "a text for the public asks for a reading age of at most \(Readability.highestAge)",
          source: "Flesch and Kincaid 1975; docs/statistician.md",
          remedy: "write shorter sentences and shorter words"))
    }
    return findings
  }

  private static func beginning(of sentence: String) -> String {
    let words = sentence.split(whereSeparator: \.isWhitespace)
    return words.prefix(6).joined(separator: " ") + (words.count > 6 ? " \u{2026}" : "")
  }
}
