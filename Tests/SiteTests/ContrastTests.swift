import Foundation
import Testing

/// The colours of the style sheet, in both schemes (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
@Suite struct ContrastTests {
  private static let style: String = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try! String(contentsOf: root.appending(path: "templates/style.css"), encoding: .utf8)
  }()

  /// The colours of a block that begins with this text.
  private static func colours(after start: String) -> [String: String] {
    let block = style.range(of: start).map { style[$0.upperBound...].prefix { $0 != "}" } } ?? ""
    return Dictionary(
      block.matches(of: /--([a-z-]+):\s*(#[0-9a-f]{3,6})\b/)
        .map { (String($0.output.1), String($0.output.2)) }
    ) { first, _ in first }
  }

  private static let light = colours(after: ":root {")
  private static let dark = light.merging(
    colours(after: "@media screen and (prefers-color-scheme: dark) {")
  ) { $1 }

  /// The relative luminance of WCAG 2.2.
  private static func luminance(_ colour: String) -> Double {
    var digits = colour.dropFirst().map { String($0) }
    if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
    let parts = stride(from: 0, to: 6, by: 2).map { index -> Double in
      let value = Double(Int(digits[index] + digits[index + 1], radix: 16)!) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  private static func contrast(_ a: String, _ b: String) -> Double {
    let (first, second) = (luminance(a), luminance(b))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  @Test func contrastIsWorkedOutAsWCAGHasIt() {
    #expect(abs(Self.contrast("#000", "#fff") - 21) < 0.001)
    #expect(abs(Self.contrast("#777777", "#fff") - 4.48) < 0.01)
  }

  /// Text on what it stands on.
  static let texts = [
    ("ink", "paper"), ("ink", "wash"), ("muted", "paper"), ("muted", "wash"), ("link", "paper"),
    ("link", "wash"), ("warn", "paper"), ("lower", "paper"), ("higher", "paper"),
    ("on-brand", "brand"), ("on-warn", "warn"), ("on-focus", "focus"),
  ]
  /// Parts of charts and frames on what is beside them.
  ///
  /// The bar of the control group is pale: its
  /// outline, `open`, carries it; an interval has an edge of its own on both bars.
  static let graphics = [
    ("treatment", "paper"), ("open", "paper"), ("lower", "paper"), ("higher", "paper"),
    ("interval", "edge"), ("interval", "paper"), ("ink", "paper"), ("frame", "paper"),
  ]

  @Test(arguments: [true, false]) func everyPairCanBeRead(isDark: Bool) throws {
    let colours = isDark ? Self.dark : Self.light
    for (pairs, needed) in [(Self.texts, 4.5), (Self.graphics, 3.0)] {
      for (front, back) in pairs {
        let contrast = Self.contrast(
          try #require(colours[front], "\(front)"), try #require(colours[back], "\(back)"))
        #expect(contrast >= needed, "\(front) on \(back), dark: \(isDark): \(contrast)")
      }
    }
  }

  @Test func theDarkSchemeChangesColoursThatThereAreAndPaperStaysWhite() {
    #expect(Self.light.count > 15 && Self.dark.count == Self.light.count)
    #expect(Self.dark["paper"] != Self.light["paper"])
    #expect(Self.style.contains("color-scheme: light dark"))
    // What is printed has the light scheme: the dark one is for screens alone.
    #expect(!Self.style.contains("@media (prefers-color-scheme"))
    // Every colour is one of these: none is set elsewhere.
    let rules = Self.style.replacing(/:root \{[^}]*\}/, with: "")
    #expect(rules.matches(of: /#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])/).isEmpty)
  }
}
