import Foundation
import Testing

/// The colours of the style sheet, in both schemes (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
@Suite struct ContrastTests {
  @Test func contrastIsWorkedOutAsWCAGHasIt() {
    #expect(abs(StyleSheet.contrast("#000", "#fff") - 21) < 0.001)
    #expect(abs(StyleSheet.contrast("#777777", "#fff") - 4.48) < 0.01)
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

  @Test(arguments: [true, false], StyleSheet.Vision.allCases)
  func everyPairCanBeRead(isDark: Bool, by vision: StyleSheet.Vision) throws {
    let colours = isDark ? StyleSheet.dark : StyleSheet.light
    for (pairs, needed) in [(Self.texts, 4.5), (Self.graphics, 3.0)] {
      for (front, back) in pairs {
        let contrast = StyleSheet.contrast(
          try #require(colours[front], "\(front)"), try #require(colours[back], "\(back)"), vision)
        #expect(contrast >= needed, "\(front) on \(back), dark: \(isDark): \(contrast)")
      }
    }
  }

  @Test func theDarkSchemeChangesColoursThatThereAreAndPaperStaysWhite() {
    #expect(StyleSheet.light.count > 15 && StyleSheet.dark.count == StyleSheet.light.count)
    #expect(StyleSheet.dark["paper"] != StyleSheet.light["paper"])
    #expect(StyleSheet.text.contains("color-scheme: light dark"))
    // What is printed has the light scheme: the dark one is for screens alone.
    #expect(!StyleSheet.text.contains("@media (prefers-color-scheme"))
    // Every colour is one of these: none is set elsewhere.
    let rules = StyleSheet.text.replacing(/:root \{[^}]*\}/, with: "")
    #expect(rules.matches(of: /#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])/).isEmpty)
  }
}
