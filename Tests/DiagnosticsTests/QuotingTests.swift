import Diagnostics
import Testing

@Suite struct QuotingTests {
  @Test func carriageReturnAndLineFeedAreShownAsEscapes() {
    #expect("a\r\nb".quoted == "\u{201C}a\\r\\nb\u{201D}")
  }

  @Test func aLetterWithAThousandMarksIsCut() {
    let text = "e" + String(repeating: "\u{301}", count: 1000)
    #expect(text.quoted.unicodeScalars.count < 90)
  }
}
