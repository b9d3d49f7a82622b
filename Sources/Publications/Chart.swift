import Statistics

/// A chart as finished shapes: every coordinate is text that a stylesheet only places.
struct Chart {
  enum Shape {
    case box(String, x: Double, y: Double, width: Double, height: Double)
    case stroke(String, x1: Double, y1: Double, x2: Double, y2: Double)
    case dot(String, cx: Double, cy: Double, r: Double)
    case label(String, x: Double, y: Double, anchor: String, text: Said)
  }

  let id: String
  let width: Double
  let height: Double
  let title: Said
  /// What the chart shows, in words.
  let description: Said
  var shapes: [Shape] = []

  func write(to writer: inout SourceWriter) {
    writer.open(
      "chart", [("height", Self.text(height)), ("id", id), ("width", Self.text(width))])
    writer.element("title", said: title)
    writer.element("description", said: description)
    for shape in shapes { Self.write(shape, to: &writer) }
    writer.close()
  }

  private static func write(_ shape: Shape, to writer: inout SourceWriter) {
    switch shape {
    case .box(let kind, let x, let y, let width, let height):
      writer.element(
        "box",
        [
          ("class", kind), ("x", text(x)), ("y", text(y)), ("width", text(width)),
          ("height", text(height)),
        ], "")
    case .stroke(let kind, let x1, let y1, let x2, let y2):
      writer.element(
        "stroke",
        [
          ("class", kind), ("x1", text(x1)), ("y1", text(y1)), ("x2", text(x2)),
          ("y2", text(y2)),
        ], "")
    case .dot(let kind, let cx, let cy, let r):
      writer.element(
        "dot", [("class", kind), ("cx", text(cx)), ("cy", text(cy)), ("r", text(r))], "")
    case .label(let kind, let x, let y, let anchor, let label):
      writer.element(
        "label", [("anchor", anchor), ("class", kind), ("x", text(x)), ("y", text(y))], said: label)
    }
  }

  /// A coordinate with at most one decimal.
  private static func text(_ coordinate: Double) -> String {
    let text = Rounding.text(coordinate, decimals: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Chart {
  /// How many characters of middling width stand on a line of their own, in the letters of a phone
  /// (style.css): 640 by 0.6 of 21.
  static let lineWidth = 50

  /// A text in at most so many lines of so many characters of middling width, parted between words;
  /// what does not fit is left out behind an ellipsis.
  static func lines(of text: String, width: Int, most: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    let words = text.split(whereSeparator: \.isWhitespace)
    for (index, word) in words.enumerated() {
      let isFirst = line.isEmpty
      if isFirst || fits("\(line) \(word)", in: width) {
        line += (isFirst ? "" : " ") + word
      } else if lines.count + 1 < most, fits(line, in: width) {
        lines.append(line)
        line = String(word)
      } else {
        line = words[index...].reduce(line) { "\($0) \($1)" }
        break
      }
    }
    return lines + [clipped(line, to: width)]
  }

  /// A text of at most so many characters of middling width, and no more if they are narrow; the last
  /// of one that was cut is an ellipsis.
  static func clipped(_ text: String, to width: Int) -> String {
    guard !fits(text, in: width) else { return text }
    var clipped = ""
    var room = Double(width) - 1
    for character in text.prefix(max(width - 1, 0)) {
      room -= extent(of: character)
      if room < 0 { break }
      clipped.append(character)
    }
    return clipped + "\u{2026}"
  }

  private static func fits(_ text: String, in width: Int) -> Bool {
    text.count <= width && text.reduce(0) { $0 + extent(of: $1) } <= Double(width)
  }

  /// How wide a character is, measured in characters of middling width (0.6 em): about as in the
  /// widest of the fonts of style.css, DejaVu Sans.
  private static func extent(of character: Character) -> Double {
    guard let ascii = character.asciiValue else {
      // Of a letter with marks, the letter counts; what is not Latin may be as wide as it is high.
      return character.unicodeScalars.first.map { $0.value < 0x250 ? 1.15 : 1.7 } ?? 0
    }
    return switch UnicodeScalar(ascii) {
    case "m", "M", "w", "W", "@", "%": 1.65
    case "i", "j", "l", " ", ".", ",", "'", "|", "!", ":", ";": 0.55
    case "f", "r", "t", "I", "(", ")", "-": 0.7
    case "A"..."Z": 1.2
    default: 1
    }
  }
}

/// A scale from numbers to coordinates.
struct Scale {
  let from: Double
  let to: Double
  let left: Double
  let right: Double

  func place(_ value: Double) -> Double {
    left + (min(max(value, from), to) - from) / (to - from) * (right - left)
  }
}

/// An axis of round numbers, from 0 outwards: its steps are 1, 2 or 5 times a power of ten.
struct RoundAxis {
  /// How far it reaches: at least as far as was asked for.
  var limit: Double { number(count) }
  /// How many steps lead to the limit.
  let count: Int
  /// What one step is: `mantissa` with the point moved by `exponent` places.
  private let mantissa: Int
  private let exponent: Int

  /// The axis of at most so many steps that reaches `reach`, none of them smaller than
  /// `smallest`, a power of ten.
  init(reaching reach: Double, steps: Int, smallest: Int) {
    var mantissa = 1
    var exponent = smallest
    func reached(_ count: Int) -> Double { Self.number(count * mantissa, exponent) }
    // A number that no chart can show, such as infinity, ends the search.
    while reached(steps) < reach, exponent < 12 {
      (mantissa, exponent) = mantissa == 5 ? (1, exponent + 1) : (mantissa == 1 ? 2 : 5, exponent)
    }
    count = (1..<steps).first { reached($0) >= reach } ?? steps
    self.mantissa = mantissa
    self.exponent = exponent
  }

  /// The number at a step.
  func number(_ step: Int) -> Double { Self.number(step * mantissa, exponent) }

  /// The text at a step: `-0.5`, `20`.
  func text(_ step: Int) -> String {
    Rounding.text(number(step), decimals: max(0, -exponent))
  }

  private static func number(_ digits: Int, _ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<abs(exponent) { power *= 10 }
    return exponent < 0 ? Double(digits) / power : Double(digits) * power
  }
}

extension Chart {
  /// Grid lines and numbers of an axis on both sides of zero, which has a line of its own.
  mutating func add(_ axis: RoundAxis, _ scale: Scale, from top: Double, to bottom: Double) {
    for step in -axis.count...axis.count {
      let x = scale.place(axis.number(step))
      shapes.append(.stroke(step == 0 ? "zero" : "grid", x1: x, y1: top, x2: x, y2: bottom))
      shapes.append(
        .label("tick", x: x, y: bottom + 20, anchor: "middle", text: Said(axis.text(step))))
    }
  }
}
