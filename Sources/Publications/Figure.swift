import Schedule
import Statistics

/// One number of a source document: the machine value and the text that is printed.
///
/// Renditions print the text and carry the value; they never round.
package struct Figure: Sendable, Hashable {
  /// What kind of number it is.
  package enum Unit: String, Sendable, Hashable {
    case requests, reports, people, proportion
    case percentagePoints = "percentage-points"
    case perPerson = "per-person"
    case days, probability
    case standardisedDifference = "standardised-difference"
    case mean, share
  }

  /// Unique in its document.
  package var id: String
  package var unit: Unit
  /// The unrounded value; nil where there is none to give.
  package var value: String?
  /// The numeral as its source printed it, where only that is known.
  package var published: String?
  /// `x`, `c` or `z` where the printed text is a shorthand.
  package var shorthand: String?
  /// Why a value is not available.
  package var note: String?
  /// Whether the note is from the string table, and so in the language of the page unless
  /// `noteLanguage` says that it was left in another.
  var isNoteOurs = false
  var noteLanguage: Language?
  package var printed: String
}

extension Figure {
  /// A number that is not available (`[x]`).
  static func unavailable(_ id: String, _ unit: Unit, reason: String) -> Figure {
    Figure(id: id, unit: unit, shorthand: "x", note: reason, printed: "[x]")
  }

  /// A number that is not available for a reason of the string table.
  static func unavailable(_ id: String, _ unit: Unit, ours reason: Said) -> Figure {
    Figure(
      id: id, unit: unit, shorthand: "x", note: reason.text, isNoteOurs: true,
      noteLanguage: reason.language, printed: "[x]")
  }

  /// A number that must not be shown (`[c]`).
  static func confidential(_ id: String, _ unit: Unit) -> Figure {
    Figure(id: id, unit: unit, shorthand: "c", printed: "[c]")
  }

  /// A number that does not apply (`[z]`).
  static func notApplicable(_ id: String, _ unit: Unit) -> Figure {
    Figure(id: id, unit: unit, shorthand: "z", printed: "[z]")
  }

  /// A whole number with commas between thousands.
  static func count(_ id: String, _ unit: Unit, _ count: Int) -> Figure {
    Figure(id: id, unit: unit, value: String(count), printed: Rounding.grouped(count))
  }

  static func count(_ id: String, _ unit: Unit, _ count: Count) -> Figure {
    switch count {
    case .known(let count): .count(id, unit, count)
    case .unknown(let reason): .unavailable(id, unit, reason: reason)
    }
  }

  /// A whole number of people out of an analysis.
  static func people(_ id: String, _ quantity: Quantity) -> Figure {
    number(id, .people, quantity, decimals: 0)
  }

  /// A number printed with so many decimals, shifted by two for proportions.
  static func number(
    _ id: String, _ unit: Unit, _ quantity: Quantity, decimals: Int
  ) -> Figure {
    let shift = unit.isPrintedPerHundred ? 2 : 0
    let suffix = unit == .proportion || unit == .share ? "%" : ""
    switch quantity {
    case .exact(let value, _):
      let text = Rounding.grouped(Rounding.text(value, shift: shift, decimals: decimals))
      return Figure(id: id, unit: unit, value: machine(value), printed: text + suffix)
    case .published(let numeral):
      return Figure(
        id: id, unit: unit, published: numeral.text,
        printed: Rounding.grouped(numeral.text) + suffix)
    case .unknown(let reason):
      return .unavailable(id, unit, reason: reason)
    }
  }

  /// A p-value: two decimals, a third where two would put it on the line of significance, and
  /// words for what rounds to 0 or 1.
  static func pValue(
    _ id: String, _ quantity: Quantity, significance: Double, language: Language = .english
  ) -> Figure {
    let words = FigureWords(language)
    guard let p = quantity.exactValue else {
      return number(id, .probability, quantity, decimals: 2)
    }
    var printed = Rounding.text(p, decimals: 2)
    if p < 0.01 {
      printed = p < 0.001 ? "\(words.less) 0.001" : "\(words.less) 0.01"
    } else if p > 0.99 {
      printed = "\(words.more) 0.99"
    } else if printed == Rounding.text(significance, decimals: 2), p != significance {
      printed = Rounding.text(p, decimals: 3)
      if printed == Rounding.text(significance, decimals: 3) {
        printed =
          (p < significance ? words.justUnder : words.justOver) + " "
          + Rounding.text(significance, decimals: 2)
      }
    }
    return Figure(id: id, unit: .probability, value: machine(p), printed: printed)
  }

  /// The shortest decimal that gives the double back; whole numbers without a point.
  static func machine(_ value: Double) -> String {
    if value == value.rounded(), value.magnitude < 1e15 { return String(Int(value)) }
    return "\(value)"
  }
}

extension Figure.Unit {
  /// Whether the stored proportion is printed times a hundred.
  var isPrintedPerHundred: Bool {
    switch self {
    case .proportion, .percentagePoints, .share: true
    default: false
    }
  }
}

extension Unit {
  /// The unit of a value of this kind of outcome.
  var figureUnit: Figure.Unit {
    switch self {
    case .proportion: .proportion
    case .perPerson: .perPerson
    case .days: .days
    }
  }

  /// The unit of a difference between two such values.
  var differenceUnit: Figure.Unit {
    self == .proportion ? .percentagePoints : figureUnit
  }

  /// Decimals in print: rates 0, frequency 2, days 0 (domain notes 3c).
  var decimals: Int { self == .perPerson ? 2 : 0 }
}

/// The words that stand beside or in place of a number.
struct FigureWords {
  private let language: Language

  init(_ language: Language) { self.language = language }

  private func word(_ english: String, _ welsh: String) -> String {
    switch language {
    case .english: english
    case .welsh: welsh
    }
  }

  var less: String { word("less than", "llai na") }
  var more: String { word("more than", "mwy na") }
  var justUnder: String { word("just under", "ychydig o dan") }
  var justOver: String { word("just over", "ychydig dros") }
  var justBelowZero: String { word("just below 0", "ychydig islaw 0") }
  var justAboveZero: String { word("just above 0", "ychydig uwchlaw 0") }
  /// Between both bounds of an interval.
  var to: String { word("to", "i") }
}
