import Markup
import Statistics

/// A figure as a page has it: what is printed, and the unrounded number behind it.
package struct FigureValue: Sendable, Hashable {
  package let printed: String
  /// The kind of number, as a source document names it: `proportion`.
  package let unit: String
  /// The number in the unit in which it is printed, with how far its point is to be moved; nil for
  /// a shorthand.
  private let number: (value: Double, shift: Int)?

  init(_ figure: XMLElement) {
    printed = figure.text
    unit = figure.attribute("unit") ?? ""
    let shift = Self.printedPerHundred.contains(unit) ? 2 : 0
    if let value = figure.attribute("value").flatMap(Double.init), value.isFinite {
      number = (value, shift)
    } else if let published = figure.attribute("published").flatMap(Double.init),
      published.isFinite
    {
      number = (published, 0)
    } else {
      number = nil
    }
  }

  private static let printedPerHundred: Set = ["proportion", "percentage-points", "share"]

  /// By how much a figure changed, with sign and unit: `+1.2 percentage points`; nil where one of
  /// the two has no number or another unit.
  package static func change(from old: FigureValue, to new: FigureValue) -> String? {
    guard old.unit == new.unit, let was = old.number, let now = new.number else { return nil }
    let isSameForm = was.shift == now.shift
    let shift = isSameForm ? now.shift : 0
    let change =
      isSameForm ? now.value - was.value : scaled(now) - scaled(was)
    let text = Self.text(change, shift: shift, unit: new.unit)
    let sign = change > 0 && text != "0" ? "+" : ""
    let words = Self.words(new.unit, isOne: text == "1" || text == "-1")
    return words.isEmpty ? sign + text : "\(sign)\(text) \(words)"
  }

  private static func scaled(_ number: (value: Double, shift: Int)) -> Double {
    number.shift == 2 ? number.value * 100 : number.value
  }

  /// One decimal more than is printed, and more where the change would round to nothing.
  private static func text(_ change: Double, shift: Int, unit: String) -> String {
    guard change != 0 else { return "0" }
    let fewest = ["requests": 0, "reports": 0, "people": 0, "days": 1, "per-person": 3]
    for decimals in (fewest[unit] ?? (printedPerHundred.contains(unit) ? 1 : 3))...12 {
      let text = Rounding.text(change, shift: shift, decimals: decimals)
      if text.contains(where: { ("1"..."9").contains($0) }) { return Rounding.grouped(text) }
    }
    return "0"
  }

  private static func words(_ unit: String, isOne: Bool) -> String {
    switch unit {
    case "people": isOne ? "person" : "people"
    case "requests": isOne ? "request" : "requests"
    case "reports": isOne ? "report" : "reports"
    case "days": isOne ? "day" : "days"
    case "per-person": "per person"
    case "proportion", "percentage-points", "share":
      isOne ? "percentage point" : "percentage points"
    default: ""
    }
  }

  package static func == (a: FigureValue, b: FigureValue) -> Bool {
    a.printed == b.printed && a.unit == b.unit && a.number?.value == b.number?.value
      && a.number?.shift == b.number?.shift
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(printed)
    hasher.combine(unit)
  }
}
