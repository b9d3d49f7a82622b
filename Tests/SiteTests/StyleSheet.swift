import Foundation

/// The style sheet of the standard templates: its colours in both schemes, and how far apart they are.
enum StyleSheet {
  static let text: String = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try! String(contentsOf: root.appending(path: "templates/style.css"), encoding: .utf8)
  }()

  static let light = colours(after: ":root {")
  static let dark = light.merging(
    colours(after: "@media screen and (prefers-color-scheme: dark) {")
  ) { $1 }

  /// The colours of a block that begins with this text.
  private static func colours(after start: String) -> [String: String] {
    let block = text.range(of: start).map { text[$0.upperBound...].prefix { $0 != "}" } } ?? ""
    return Dictionary(
      block.matches(of: /--([a-z-]+):\s*(#[0-9a-f]{3,6})\b/)
        .map { (String($0.output.1), String($0.output.2)) }
    ) { first, _ in first }
  }

  /// How a reader sees colours: what linear red, green and blue become (Machado, Oliveira and Fernandes,
  /// "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, severity 1.0).
  enum Vision: CaseIterable {
    case trichromatic, protanopic, deuteranopic

    fileprivate var matrix: [[Double]] {
      switch self {
      case .trichromatic: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
      case .protanopic:
        [
          [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
          [-0.003882, -0.048116, 1.051998],
        ]
      case .deuteranopic:
        [
          [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
          [-0.011820, 0.042940, 0.968881],
        ]
      }
    }
  }

  /// The contrast of two colours by their luminance alone, as it is in grey (WCAG 2.2).
  static func contrast(_ a: String, _ b: String, _ vision: Vision = .trichromatic) -> Double {
    let (first, second) = (luminance(a, vision), luminance(b, vision))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  /// The relative luminance of WCAG 2.2.
  private static func luminance(_ colour: String, _ vision: Vision) -> Double {
    var digits = colour.dropFirst().map { String($0) }
    if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
    let parts = stride(from: 0, to: 6, by: 2).map { index -> Double in
      let value = Double(Int(digits[index] + digits[index + 1], radix: 16)!) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let seen = vision.matrix.map { row in
      min(1, max(0, zip(row, parts).reduce(0) { $0 + $1.0 * $1.1 }))
    }
    return 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]
  }
}
