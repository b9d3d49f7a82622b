import Schedule
import Statistics

/// The figures of an interval of a difference, as they are printed.
struct IntervalFigures {
  var low: Figure
  var high: Figure
  /// `-23 to -1`.
  var printed: String

  /// Bounds with the decimals of the unit, but a bound of a significant result that would round
  /// to 0 takes as many as it needs (Working Chance, July 2014: "0.2 to 13").
  init(
    difference interval: Interval, of unit: Unit, prefix: String,
    words: FigureWords = FigureWords(.english)
  ) {
    func bound(_ quantity: Quantity, _ name: String) -> Figure {
      let decimals = Self.decimals(for: quantity, in: interval, unit: unit)
      var figure = Figure.number(
        "\(prefix).\(name)", unit.differenceUnit, quantity, decimals: decimals)
      // A significant bound that so many decimals still print as 0 is named by its side of it.
      if decimals > unit.decimals, figure.printedNumber == 0, let value = quantity.exactValue {
        figure.printed = value < 0 ? words.justBelowZero : words.justAboveZero
      }
      return figure
    }
    self.init(low: bound(interval.low, "low"), high: bound(interval.high, "high"), words)
  }

  /// Bounds of one group's value.
  init(
    value interval: Interval, of unit: Unit, prefix: String,
    words: FigureWords = FigureWords(.english)
  ) {
    func bound(_ quantity: Quantity, _ name: String) -> Figure {
      .number("\(prefix).\(name)", unit.figureUnit, quantity, decimals: unit.decimals)
    }
    self.init(low: bound(interval.low, "low"), high: bound(interval.high, "high"), words)
  }

  private init(low: Figure, high: Figure, _ words: FigureWords) {
    self.low = low
    self.high = high
    let isBare = low.shorthand != nil && low.shorthand == high.shorthand
    printed = isBare ? low.printed : "\(low.printed) \(words.to) \(high.printed)"
  }

  /// Bounds of which neither is shown: one shorthand stands for both.
  private init(both low: Figure, _ high: Figure) {
    (self.low, self.high) = (low, high)
    printed = low.printed
  }

  /// An interval whose bounds must not be shown.
  static func confidential(_ unit: Figure.Unit, prefix: String) -> IntervalFigures {
    IntervalFigures(
      both: .confidential("\(prefix).low", unit), .confidential("\(prefix).high", unit))
  }

  /// An interval whose bounds are not available, for a reason of the string table.
  static func unavailable(
    _ unit: Figure.Unit, prefix: String, ours reason: Said
  ) -> IntervalFigures {
    IntervalFigures(
      both: .unavailable("\(prefix).low", unit, ours: reason),
      .unavailable("\(prefix).high", unit, ours: reason))
  }

  private static func decimals(for bound: Quantity, in interval: Interval, unit: Unit) -> Int {
    guard let value = bound.exactValue, value != 0,
      let low = interval.low.bestValue(in: unit), let high = interval.high.bestValue(in: unit),
      low > 0 || high < 0
    else { return unit.decimals }
    let shift = unit == .proportion ? 2 : 0
    var decimals = unit.decimals
    while decimals < unit.decimals + 2,
      Double(Rounding.text(value, shift: shift, decimals: decimals)) == 0
    {
      decimals += 1
    }
    return decimals
  }
}

extension Figure {
  /// The same figure in words of size: without its minus sign, under another id.
  func withoutSign(id: String) -> Figure {
    var figure = self
    figure.id = id
    figure.value = value.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 }
    figure.published = published.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 }
    if printed.hasPrefix("-") { figure.printed = String(printed.dropFirst()) }
    for words in Language.allCases.map(FigureWords.init) where printed == words.justBelowZero {
      figure.printed = words.justAboveZero
    }
    return figure
  }
}
