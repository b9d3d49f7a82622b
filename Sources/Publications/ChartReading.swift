import Markup

/// A chart as a finished page draws it.
struct ChartReading {
  struct Label {
    var kind: Passage?
    var x = 0.0
    var y = 0.0
    var text: Passage?
  }
  struct Dot {
    var kind: Passage?
    var x = 0.0
    var y = 0.0
  }
  struct Line {
    var kind: Passage?
    var x1 = 0.0
    var x2 = 0.0
    var y1 = 0.0
    var y2 = 0.0
    var isLevel: Bool { y1 == y2 }
  }
  struct Box {
    var kind: Passage?
    var x = 0.0
    var y = 0.0
    var width = 0.0
    var height = 0.0
    var right: Double { x + width }
  }

  var isOpen = true
  /// Which chart it is: `rates`.
  private(set) var kind: Passage?
  /// What the chart shows, in words.
  var words: [Passage] = []
  private(set) var labels: [Label] = []
  private(set) var lines: [Line] = []
  private(set) var boxes: [Box] = []
  private(set) var dots: [Dot] = []
  private var awaits = Awaits.nothing

  private enum Awaits { case nothing, label, description }

  private static let names = (
    text: PackedName("text"), line: PackedName("line"), rect: PackedName("rect"),
    circle: PackedName("circle"), description: PackedName("desc"), svg: PackedName("svg")
  )

  /// Takes up a shape.
  mutating func read(
    _ name: PackedName, _ token: inout MarkupScanner.Token, _ scanner: MarkupScanner
  ) {
    awaits = .nothing
    if name == Self.names.description { awaits = .description }
    if name == Self.names.svg { readKind(&token, scanner) }
    guard
      name == Self.names.text || name == Self.names.line || name == Self.names.rect
        || name == Self.names.circle
    else { return }
    var kind: Passage?
    var numbers: [UInt64: Double] = [:]
    while let attribute = scanner.nextAttribute(of: &token) {
      let key = Passage(scanner.bytes, attribute.name)
      let value = Passage(scanner.bytes, attribute.value)
      if key.isSame(as: "class") {
        kind = value
      } else if key.range.count <= 6 {
        numbers[PackedName(key).code] = Self.number(value)
      }
    }
    func number(_ key: StaticString) -> Double { numbers[PackedName(key).code] ?? 0 }
    if name == Self.names.text {
      labels.append(Label(kind: kind, x: number("x"), y: number("y")))
      awaits = .label
    } else if name == Self.names.line {
      lines.append(
        Line(kind: kind, x1: number("x1"), x2: number("x2"), y1: number("y1"), y2: number("y2")))
    } else if name == Self.names.rect {
      boxes.append(
        Box(
          kind: kind, x: number("x"), y: number("y"), width: number("width"),
          height: number("height")))
    } else {
      dots.append(Dot(kind: kind, x: number("cx"), y: number("cy")))
    }
  }

  private mutating func readKind(
    _ token: inout MarkupScanner.Token, _ scanner: MarkupScanner
  ) {
    while let attribute = scanner.nextAttribute(of: &token) {
      if Passage(scanner.bytes, attribute.name).isSame(as: "class") {
        kind = Passage(scanner.bytes, attribute.value)
      }
    }
  }

  /// Takes up the text behind a start tag; false where it is no label and no description.
  mutating func take(_ text: Passage) -> Bool {
    defer { awaits = .nothing }
    switch awaits {
    case .label: labels[labels.count - 1].text = text
    case .description: words.append(text)
    case .nothing: return false
    }
    return true
  }

  /// A coordinate, such as `-12.5`; 0 for anything else.
  private static func number(_ passage: Passage) -> Double {
    guard let decimal = Decimal64(passage), decimal.decimals <= 6 else { return 0 }
    var value = Double(decimal.signedDigits)
    for _ in 0..<max(0, decimal.decimals) { value /= 10 }
    return value
  }
}

extension ChartReading {
  /// The axis, by its first and last tick; nil where there is none.
  var axis: ChartAxis? {
    let ticks = labels.compactMap { label -> (x: Double, value: Double)? in
      guard label.kind?.isSame(as: "tick") == true, let text = label.text?.string else {
        return nil
      }
      return Double(text.hasSuffix("%") ? String(text.dropLast()) : text).map { (label.x, $0) }
    }
    guard let first = ticks.first, let last = ticks.last, last.x > first.x else { return nil }
    return ChartAxis(from: first.value, to: last.value, left: first.x, right: last.x)
  }

  /// The labels that name what is drawn.
  var names: [Label] { labels.filter { $0.kind?.isSame(as: "label") == true } }

  /// One row: what stands at the height of its name, or below it and above the next.
  struct Row {
    var name: Label
    /// The name, all its lines.
    var text: String
    var labels: [Label]
    var boxes: [Box]
    var dots: [Dot]

    /// The texts of the direct labels, from left to right.
    var counts: [String] {
      labels.filter { $0.kind?.isSame(as: "count") == true }.sorted { $0.x < $1.x }
        .map { $0.text?.string ?? "" }
    }
  }

  /// The rows from top to bottom, as their names part them.
  ///
  /// A mark that stands higher than a name by more than `above` belongs to the row before.
  func rows(above: Double = 16) -> [Row] {
    let names = names
    return names.enumerated().map { index, name in
      let start = name.y - above
      let end = index + 1 < names.count ? names[index + 1].y - above : .infinity
      func isHere(_ y: Double) -> Bool { y >= start && y < end }
      let labels = labels.filter { isHere($0.y) }
      let parts = labels.filter {
        $0.kind?.isSame(as: "label") == true || $0.kind?.isSame(as: "more") == true
      }
      return Row(
        name: name, text: parts.compactMap(\.text?.string).joined(separator: " "), labels: labels,
        boxes: boxes.filter { isHere($0.y) }, dots: dots.filter { isHere($0.y) })
    }
  }

  /// The numbers in a text, as they are printed: `47%`, `-1`, `1,024`.
  static func numbers(in text: String) -> [String] {
    var numbers: [String] = []
    var number = ""
    for character in text + " " {
      if character.isASCII, character.isNumber || "-.,%".contains(character) {
        number.append(character)
      } else {
        while let last = number.last, ".,-".contains(last) { number.removeLast() }
        if number.contains(where: \.isNumber) { numbers.append(number) }
        number = ""
      }
    }
    return numbers
  }
}

/// From coordinates back to numbers.
struct ChartAxis {
  let from: Double
  let to: Double
  let left: Double
  let right: Double

  func number(at x: Double) -> Double { from + (x - left) / (right - left) * (to - from) }

  /// Whether a coordinate is not that of this number, which at most reaches to the axis's ends.
  ///
  /// A coordinate is written with one decimal.
  func isApart(_ x: Double, _ number: Double) -> Bool {
    let place = left + (min(max(number, from), to) - from) / (to - from) * (right - left)
    return (x - place).magnitude > 0.0501
  }
}
