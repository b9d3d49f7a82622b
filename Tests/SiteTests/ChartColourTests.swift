import Foundation
import Testing

/// What tells the series of a chart apart in grey, on both screens, for those who see no red or no green.
///
/// The Government Analysis Function asks for 3:1 between colours that meet ("Data visualisation: colours
/// in charts"); a pair below that needs a second cue.
@Suite struct ChartColourTests {
  /// The marks of one chart that stand for different things.
  private static let series = [
    ["treatment", "control"], ["analysed", "step"], ["lower", "higher", "inconclusive"],
    ["before", "after"], ["month"],
  ]
  /// What stands for nothing, but for the interval of the bar that it lies on.
  private static let furniture = ["edge", "grid", "interval", "poor", "zero"]

  /// The declarations of each mark: by its class, then by its element.
  private static let marks: [String: [String: [String: String]]] = {
    var marks: [String: [String: [String: String]]] = [:]
    let rules = StyleSheet.text.replacing(/\/\*.*?\*\//.dotMatchesNewlines(), with: "")
    for rule in rules.matches(of: /([^{}]+)\{([^{}]*)\}/) {
      var declarations: [String: String] = [:]
      for line in rule.output.2.split(separator: ";") {
        let parts = line.split(separator: ":").map { $0.trimmingCharacters(in: .whitespaces) }
        if parts.count == 2 { declarations[parts[0]] = parts[1] }
      }
      for mark in rule.output.1.matches(of: /\b(rect|line|circle)\.([a-z]+)/) {
        marks[String(mark.output.2), default: [:]][String(mark.output.1), default: [:]]
          .merge(declarations) { $1 }
      }
    }
    return marks
  }()

  /// The name of the colour that carries a mark: that of its inside, or of its outline where it is hollow.
  private static func colour(_ mark: [String: String]) -> String? {
    [mark["fill"], mark["stroke"]].compactMap(\.self)
      .compactMap { $0.firstMatch(of: /var\(--([a-z-]+)\)/).map { String($0.output.1) } }
      .first { $0 != "paper" }
  }

  /// Whether one is dashed or hollow and the other is not.
  private static func hasCue(_ a: String, _ b: String) -> Bool {
    let (first, second) = (marks[a]!, marks[b]!)
    func isDashed(_ mark: [String: [String: String]]) -> Bool {
      mark["line"]?["stroke-dasharray"] != nil
    }
    func isHollow(_ mark: [String: [String: String]]) -> Bool {
      mark["circle"]?["fill"] == "var(--paper)"
    }
    return isDashed(first) != isDashed(second) || isHollow(first) != isHollow(second)
  }

  @Test func everyMarkOfTheStyleSheetIsOneOfASeriesOrFurniture() {
    #expect(Set(Self.marks.keys) == Set(Self.series.flatMap(\.self) + Self.furniture))
  }

  @Test func seriesAreToldApartByGreyOrByASecondCue() throws {
    var needsCue: Set<String> = []
    for series in Self.series {
      for (index, a) in series.enumerated() {
        for b in series[(index + 1)...] {
          for (element, mark) in try #require(Self.marks[a]) {
            guard let other = Self.marks[b]?[element] else { continue }
            let names = [try #require(Self.colour(mark)), try #require(Self.colour(other))]
            for colours in [StyleSheet.light, StyleSheet.dark] {
              for vision in StyleSheet.Vision.allCases {
                let (first, second) = (
                  try #require(colours[names[0]]), try #require(colours[names[1]])
                )
                guard StyleSheet.contrast(first, second, vision) < 3 else { continue }
                needsCue.insert("\(a) \(b)")
                #expect(Self.hasCue(a, b), "\(a) and \(b), \(vision): \(first) beside \(second)")
              }
            }
          }
        }
      }
    }
    // docs/decisions/0028-charts.md names these, and the cue of each.
    #expect(
      needsCue == [
        "lower higher", "lower inconclusive", "higher inconclusive", "before after",
      ])
  }

  @Test func anIntervalIsSeenOnTheBarThatItLiesOnByItsEdge() throws {
    for colours in [StyleSheet.light, StyleSheet.dark] {
      for vision in StyleSheet.Vision.allCases {
        let (interval, edge) = (try #require(colours["interval"]), try #require(colours["edge"]))
        for bar in ["treatment", "control"] {
          let bar = try #require(colours[bar])
          let best = [interval, edge].map { StyleSheet.contrast($0, bar, vision) }.max()!
          #expect(best >= 3, "\(bar), \(vision): \(best)")
        }
        #expect(StyleSheet.contrast(interval, edge, vision) >= 3)
      }
    }
  }

  @Test func bothDeficienciesTakeTheirColourAway() {
    // Red loses its light for those without its cones; worked out by hand from the matrices.
    for (vision, contrast) in [
      (StyleSheet.Vision.trichromatic, 5.252), (.protanopic, 3.285), (.deuteranopic, 6.568),
    ] {
      #expect(abs(StyleSheet.contrast("#ff0000", "#000", vision) - contrast) < 0.001)
    }
    for vision in StyleSheet.Vision.allCases {
      #expect(abs(StyleSheet.contrast("#777777", "#ffffff", vision) - 4.48) < 0.01)
    }
  }
}
