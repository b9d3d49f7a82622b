import Diagnostics
import Editions
import Testing

@testable import Intake

/// How long sentences are and what reading age a text asks for.
@Suite struct ReadabilityTests {
  private func words(_ count: Int, _ word: String = "word") -> String {
    Array(repeating: word, count: count).joined(separator: " ")
  }

  @Test func sentencesAreCounted() {
    let text =
      "# A heading\n\nOne two three. Four \u{2013} five!\nSix\nseven? The rate is 0.05 (e.g. this)\n- an entry\n- another one\n"
    let reading = Readability(text)
    #expect(reading.sentences.map(\.words) == [2, 3, 2, 2, 5, 1, 2, 2])
    #expect(reading.sentences.map(\.line) == [1, 3, 3, 4, 5, 5, 6, 7])
  }

  @Test func theReadingAgeFollowsTheFormula() {
    // 100 words of one syllable in sentences of ten: 3.9 + 11.8 - 15.59 + 5.
    let easy = Array(repeating: words(10, "cat") + ".", count: 10).joined(separator: " ")
    #expect(Readability(easy).age == 5)
    // 110 words of two syllables in sentences of 22: 8.58 + 23.6 - 15.59 + 5.
    let hard = Array(repeating: words(22, "matter") + ".", count: 5).joined(separator: " ")
    #expect(Readability(hard).age == 22)
    #expect(Readability(words(99)).age == nil)
    #expect(Readability("").age == nil && Readability("\u{2013} \u{2014}").sentences.isEmpty)
  }

  @Test(arguments: [
    ("cat", 1), ("rate", 1), ("table", 2), ("analysis", 4), ("people", 2), ("2013", 1), ("the", 1),
    ("re-offence", 3), ("\u{E9}t\u{E9}", 1), ("rhythm", 1), ("women\u{2019}s", 2),
  ])
  func syllablesAreGroupsOfVowels(word: String, count: Int) {
    let text = Array(word.utf8).withUnsafeBufferPointer { Readability.syllables(of: $0) }
    #expect(text == count)
  }

  @Test func whatIsLongIsSaidAndHoldsNothingUp() {
    let text = "Short.\n" + words(26) + ".\n\n" + words(25) + "."
    let found = ReadabilityCheck.findings(text) { Place("commentary.md", line: $0) }
    #expect(found.map(\.id) == ["wording.long-sentence"])
    #expect(found[0].severity == .note && found[0].place.line == 2)
    #expect(found[0].found.contains("26 words"))
    let hard = Array(repeating: words(22, "matter") + ".", count: 5).joined(separator: " ")
    let age = ReadabilityCheck.findings(hard) { Place("commentary.md", line: $0) }
    #expect(age.map(\.id) == ["wording.reading-age"] && age[0].severity == .note)
    #expect(
      CommentaryCheck.findings(hard, file: "commentary.md").map(\.id).contains(
        "wording.reading-age"))
  }
}
