import Diagnostics
import Testing

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("\u{1B}[2J", "\\u{1b}[2J"),
    ("a\u{0}b", "a\\u{0}b"),
    ("a\tb", "a\\u{9}b"),
    ("a\rb", "a\\u{d}b"),
    ("a\u{7F}b", "a\\u{7f}b"),
    ("a\u{9B}2Jb", "a\\u{9b}2Jb"),
    ("a\u{2028}b\u{2029}", "a\\u{2028}b\\u{2029}"),
  ])
  func controlCharactersAreShownAsEscapes(text: String, escaped: String) {
    #expect(text.escapedForTerminal == escaped)
  }

  @Test(arguments: [
    0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F,
    0x061C,
  ])
  func directionOverridesAreShownAsEscapes(value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    #expect(
      "a\(Character(scalar))b".escapedForTerminal == "a\\u{\(String(value, radix: 16))}b")
  }

  @Test func lettersOfAllScriptsStay() {
    let text = "Probation Trust Cymru – “Ŵyn” العربية 日本 👩‍👧"
    #expect(text.escapedForTerminal == text)
  }

  @Test func lineFeedsStayForMessagesOfSeveralLines() {
    #expect("a\nb".escapedForTerminal == "a\nb")
  }

  @Test func nothingInAFindingReachesTheTerminalUnescaped() {
    let hostile = "\u{1B}]0;x\u{7}\u{202E}"
    let finding = Finding(
      "intake.json.syntax", at: Place(hostile, line: 1, path: hostile), found: hostile,
      rule: hostile,
      source: hostile, remedy: hostile)
    let scalars = finding.text.unicodeScalars
    #expect(scalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0 != "\u{202E}") })
  }

  @Test func quotedTextStandsOnOneLine() {
    #expect("a\nb".quoted == "“a\\nb”")
    #expect("a\rb".quoted == "“a\\rb”")
    #expect("a\u{1B}b".quoted == "“a\\u{1b}b”")
  }

  @Test func quotedTextIsCutAfterEightyCharacters() {
    let eighty = String(repeating: "é", count: 80)
    #expect(eighty.quoted == "“\(eighty)”")
    #expect((eighty + "x").quoted == "“\(eighty.prefix(77))…”")
  }
}
