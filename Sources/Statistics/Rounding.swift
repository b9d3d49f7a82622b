/// Decimal rounding and printing, without locale and without the binary surprises of doubles.
///
/// A double is taken as the shortest decimal that gives it back (0.285, not
/// 0.284999999999999975…), so that a share of 28.5 per cent rounds as a statistician expects. Ties
/// go away from zero.
package enum Rounding {
  /// The number times ten to the `shift`, rounded to this many decimals.
  ///
  /// `Rounding.text(0.285, shift: 2, decimals: 0)` is `29`. Zero never carries a sign
  /// (domain rule: "-0" is printed as "0").
  package static func text(_ value: Double, shift: Int = 0, decimals: Int) -> String {
    precondition(value.isFinite)
    let number = ShortestDecimal(value)
    let digits = number.rounded(shift: shift, decimals: decimals)
    let isZero = digits.allSatisfy { $0 == 0 }
    var text = ""
    let whole = digits.dropLast(decimals)
    text += whole.isEmpty ? "0" : whole.map(String.init).joined()
    if decimals > 0 { text += "." + digits.suffix(decimals).map(String.init).joined() }
    return number.isNegative && !isZero ? "-" + text : text
  }

  /// A whole number with commas between thousands: `1,024`.
  package static func grouped(_ number: Int) -> String { grouped(String(number)) }

  /// A rounded number with commas between the thousands of its whole part, however long it is.
  package static func grouped(_ text: String) -> String {
    let wholeEnd = text.utf8.firstIndex(of: UInt8(ascii: ".")) ?? text.endIndex
    let start =
      text.utf8.first == UInt8(ascii: "-") ? text.index(after: text.startIndex) : text.startIndex
    var left = text.utf8.distance(from: start, to: wholeEnd)
    guard left > 3 else { return text }
    var grouped = String(text[..<start])
    for digit in text[start..<wholeEnd] {
      grouped.append(digit)
      left -= 1
      if left > 0, left % 3 == 0 { grouped.append(",") }
    }
    return grouped + text[wholeEnd...]
  }
}

/// The shortest decimal that gives a double back: digits times a power of ten.
private struct ShortestDecimal {
  var isNegative: Bool
  /// Significant digits, first the highest; `[0]` for zero.
  var digits: [Int] = []
  /// The number is 0.digits times ten to this.
  var pointPosition: Int

  init(_ value: Double) {
    isNegative = value < 0
    // Swift prints the shortest digits that read back as the same double (SwiftDtoa).
    var text = Substring("\(value.magnitude)")
    var exponent = 0
    if let mark = text.firstIndex(of: "e") {
      exponent = Int(text[text.index(after: mark)...])!
      text = text[..<mark]
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? parts[1] : ""
    digits = (parts[0] + fraction).map { $0.wholeNumberValue! }
    pointPosition = parts[0].count + exponent
    while digits.count > 1, digits.first == 0 {
      digits.removeFirst()
      pointPosition -= 1
    }
  }

  /// The digits of the number times 10^shift at this many decimals, at least one before the point.
  func rounded(shift: Int, decimals: Int) -> [Int] {
    let kept = pointPosition + shift + decimals
    var result: [Int]
    if kept < 0 {
      result = [0]
    } else {
      result = Array(digits.prefix(kept))
      result += Array(repeating: 0, count: kept - result.count)
      if kept < digits.count, digits[kept] >= 5 { Self.increment(&result) }
    }
    while result.count < decimals + 1 { result.insert(0, at: 0) }
    while result.count > decimals + 1, result.first == 0 { result.removeFirst() }
    return result
  }

  private static func increment(_ digits: inout [Int]) {
    for index in digits.indices.reversed() {
      if digits[index] < 9 {
        digits[index] += 1
        return
      }
      digits[index] = 0
    }
    digits.insert(1, at: 0)
  }
}
