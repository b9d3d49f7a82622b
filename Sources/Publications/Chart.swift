import Statistics

/// A chart as finished shapes: every coordinate is text that a stylesheet only places.
struct Chart {
  enum Shape {
    case box(String, x: Double, y: Double, width: Double, height: Double)
    case stroke(String, x1: Double, y1: Double, x2: Double, y2: Double)
    case dot(String, cx: Double, cy: Double, r: Double)
    case label(String, x: Double, y: Double, anchor: String, text: String)
  }

  let id: String
  let width: Double
  let height: Double
  let title: String
  /// What the chart shows, in words.
  let description: String
  var shapes: [Shape] = []

  func write(to writer: inout SourceWriter) {
    writer.open(
      "chart", [("height", Self.text(height)), ("id", id), ("width", Self.text(width))])
    writer.element("title", title)
    writer.element("description", description)
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
        "label", [("anchor", anchor), ("class", kind), ("x", text(x)), ("y", text(y))], label)
    }
  }

  /// A coordinate with at most one decimal.
  private static func text(_ coordinate: Double) -> String {
    let text = Rounding.text(coordinate, decimals: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
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
