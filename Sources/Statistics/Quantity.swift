/// Something that is known, or truly is not, with the reason.
package enum Fact<Value: Sendable & Hashable>: Sendable, Hashable {
  case known(Value)
  /// Not known; the reason is printed beside `[x]`.
  case unknown(reason: String)

  /// The value, where there is one.
  package var value: Value? {
    if case .known(let value) = self { value } else { nil }
  }

  /// The reason, where there is no value.
  package var reason: String? {
    if case .unknown(let reason) = self { reason } else { nil }
  }
}

/// A number of an analysis: unrounded, known only as it was printed, or not known.
package enum Quantity: Sendable, Hashable {
  /// The analyst's own unrounded number.
  ///
  /// `decimals` is how many digits after the point the analyst wrote: identities are held to half
  /// a unit of the last of them.
  case exact(Double, decimals: Int)
  /// A number known only as a publication printed it, in the printed unit.
  case published(PublishedNumeral)
  /// Not known; the reason is printed beside `[x]`.
  case unknown(reason: String)

  /// The unrounded number; nil where only a printed one or none is known.
  package var exactValue: Double? {
    if case .exact(let value, _) = self { value } else { nil }
  }

  /// Half a unit of the last decimal that the analyst wrote, at least a few units of the last
  /// place of a double.
  package var roundingError: Double {
    guard case .exact(let value, let decimals) = self else { return 0 }
    var half = 0.5
    for _ in 0..<min(decimals, 30) { half /= 10 }
    return max(half, value.magnitude * 1e-12)
  }

  /// The best number there is, in the unit of storage: the unrounded one, or the printed one
  /// (divided by 100 where it is printed in per cent or percentage points).
  package func bestValue(in unit: Unit) -> Double? {
    switch self {
    case .exact(let value, _): value
    case .published(let numeral): unit == .proportion ? numeral.value / 100 : numeral.value
    case .unknown: nil
    }
  }
}

/// A number as a publication printed it.
package struct PublishedNumeral: Sendable, Hashable {
  /// The digits as printed, with an ASCII minus sign: `-0.2`.
  package let text: String
  /// The number that the digits write, in the printed unit.
  package let value: Double
  /// How many digits stand after the point: the number was rounded to so many.
  package let decimals: Int
  /// Where it was printed.
  package let source: String

  /// Nil where the text is no plain decimal number.
  package init?(_ text: String, source: String) {
    let digits = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
    }
    guard isPlain, (1...2).contains(parts.count), let value = Double(text) else { return nil }
    self.text = text
    self.value = value
    self.decimals = parts.count == 2 ? parts[1].count : 0
    self.source = source
  }
}

/// The unit of an outcome, which decides how it is stored and printed.
package enum Unit: String, Sendable, Hashable, CaseIterable {
  /// A share of people, 0 to 1; printed in per cent, its differences in percentage points.
  case proportion
  /// A mean number for each person, such as proven re-offences.
  case perPerson = "per-person"
  /// A mean number of days.
  case days
}
