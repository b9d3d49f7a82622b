import Statistics

extension Quantity {
  /// A number rounded to this many digits after the point, as it will stand in the file.
  static func rounded(_ value: Double, decimals: Int = 10) -> Quantity {
    let scale = powersOfTen[decimals]
    return .exact(((value * scale).rounded()) / scale, decimals: decimals)
  }

  static func whole(_ value: Int) -> Quantity { .exact(Double(value), decimals: 0) }

  /// The digits of the number, or the form of one that is not known.
  ///
  /// They come from whole numbers alone: no locale and no library's rounding has a part in them.
  var json: JSONText {
    switch self {
    case .exact(let value, let decimals): .literal(Self.digits(value, decimals))
    case .published(let numeral):
      .object(["published": .string(numeral.text), "source": .string(numeral.source)])
    case .unknown(let reason): .unknown(reason)
    }
  }

  private static func digits(_ value: Double, _ decimals: Int) -> String {
    let units = Int((value * powersOfTen[decimals]).rounded())
    var text = String(units.magnitude)
    if decimals > 0 {
      if text.utf8.count <= decimals {
        text = String(repeating: "0", count: decimals + 1 - text.utf8.count) + text
      }
      text = text.dropLast(decimals) + "." + text.suffix(decimals)
    }
    return units < 0 ? "-" + text : text
  }

  private static let powersOfTen: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10]
}
