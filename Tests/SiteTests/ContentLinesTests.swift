import TestSupport
import Testing

@testable import Site

/// RFC 5545, sections 3.1 and 3.3.11.
@Suite struct ContentLinesTests {
  /// The lines as they stand, each ended by CR LF, and what they unfold to.
  private func unfold(_ bytes: [UInt8]) -> (lines: [[UInt8]], text: String) {
    var lines: [[UInt8]] = [[]]
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0A, index > 0, bytes[index - 1] == 0x0D {
        lines[lines.count - 1].removeLast()
        lines.append([])
      } else {
        lines[lines.count - 1].append(byte)
      }
    }
    lines.removeLast()
    var text = String(decoding: lines[0], as: UTF8.self)
    for line in lines.dropFirst() { text += String(decoding: line.dropFirst(), as: UTF8.self) }
    return (lines, text)
  }

  private func unescape(_ text: String) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        result.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }

  @Test func anyTextComesBackFromLinesOfAtMost75Octets() {
    let seed = UInt64.random(in: 0..<UInt64.max)
    var random = SplitMix(state: seed)
    let alphabet = Array("ab c,;:\\\n\"é統😀e\u{301}")
    for _ in 0..<2000 {
      let text = String(
        (0..<Int.random(in: 0...200, using: &random)).map { _ in
          alphabet.randomElement(using: &random)!
        })
      var content = ContentLines()
      content.add("DESCRIPTION", text: text)
      let (lines, unfolded) = unfold(content.bytes)
      #expect(lines.allSatisfy { $0.count <= 75 }, "seed \(seed)")
      #expect(
        lines.allSatisfy { String(validating: $0, as: UTF8.self) != nil },
        "a character is parted, seed \(seed)")
      #expect(
        unescape(String(unfolded.dropFirst("DESCRIPTION:".count))).unicodeScalars
          .elementsEqual(text.unicodeScalars), "seed \(seed)")
    }
  }

  @Test func whatNoCalendarCanCarryIsReplaced() {
    var content = ContentLines()
    content.add("SUMMARY", text: "a\u{0}b\rc\u{7F}")
    #expect(String(decoding: content.bytes, as: UTF8.self) == "SUMMARY:a\u{FFFD}b c\u{FFFD}\r\n")
  }
}
