/// A number as it was written, so that 1.10 keeps its second decimal.
package struct Numeral: Sendable, Hashable {
  /// The characters of the file.
  package let text: String
  /// The nearest floating-point number; always finite.
  package let value: Double
  /// The digits after the decimal point once the exponent is taken in: 2 for `1.50`, 0 for
  /// `1.5e1`, 3 for `1e-3`.
  package var decimals: Int { Int(storedDecimals) }
  /// At most ``lengthLimit`` and ``exponentLimit`` together.
  private let storedDecimals: Int16
  /// The integers that every reader of JSON gets exactly: up to 2^53 - 1 in size.
  package static let exactIntegers = -9_007_199_254_740_991...9_007_199_254_740_991

  /// Numbers with more characters or a larger exponent are not measurements but mistakes; the
  /// limits also bound the work that a number can cause.
  static let lengthLimit = 1000
  static let exponentLimit = 999

  /// Nil for anything but a number of RFC 8259 section 6 that a `Double` can hold.
  package init?(_ text: String) {
    guard let parts = Self.parts(of: text), parts.byteCount == text.utf8.count,
      case .success(let numeral) = parts.numeral(text)
    else { return nil }
    self = numeral
  }

  fileprivate init(text: String, value: Double, decimals: Int) {
    self.text = text
    self.value = value
    storedDecimals = Int16(decimals)
  }

  /// The number where it is a whole one that fits, exactly: 1 for `1.0`, 100 for `1e2`.
  package var integer: Int? {
    // Without decimals it is a whole number, and below 2^53 a double is no other.
    if decimals == 0, value.magnitude < 0x1p53 { return Int(value) }
    return Self.parts(of: text)?.integer
  }

  private static func parts(of text: String) -> Parts? {
    var text = text
    return text.withUTF8 { Parts(FileBytes($0)) }
  }
}

extension Numeral {
  /// Why well-formed characters are no number for us.
  enum Fault: Error {
    case tooLarge
    case tooSmall
    case tooLong
  }

  /// The digits of a number that is well-formed by RFC 8259 section 6.
  struct Parts {
    /// How many bytes the number has.
    private(set) var byteCount = 0
    private var isNegative = false
    /// The digits up to the last that is not 0, as a value; nothing where it does not fit.
    private var significand: UInt64 = 0
    private var fits = true
    private var trailingZeros = 0
    private var fractionDigits = 0
    private var exponent: Int? = 0
    private var isExponentNegative = false

    /// The longest beginning of the bytes that is
    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`; nil where there is none, or where
    /// the point or the letter stands without the digits that must follow it.
    init?(_ bytes: FileBytes) {
      func next() -> UInt8 { byteCount < bytes.count ? bytes[byteCount] : 0 }
      if next() == UInt8(ascii: "-") {
        isNegative = true
        byteCount += 1
      }
      if next() == UInt8(ascii: "0") {
        trailingZeros = 1
        byteCount += 1
      } else {
        guard passDigits(of: bytes) > 0 else { return nil }
      }
      if next() == UInt8(ascii: ".") {
        byteCount += 1
        fractionDigits = passDigits(of: bytes)
        guard fractionDigits > 0 else { return nil }
      }
      guard next() | 0x20 == UInt8(ascii: "e") else { return }
      byteCount += 1
      let sign = next()
      if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { byteCount += 1 }
      guard next().isDigit else { return nil }
      while next().isDigit {
        let size = (exponent ?? 0) * 10 + Int(next() & 0x0F)
        exponent = exponent == nil || size > Numeral.exponentLimit ? nil : size
        byteCount += 1
      }
      if sign == UInt8(ascii: "-") {
        exponent = exponent.map { -$0 }
        isExponentNegative = true
      }
    }

    private var isZero: Bool { fits && significand == 0 }

    /// Takes the digits that come next, and says how many they were.
    @inline(__always) private mutating func passDigits(of bytes: FileBytes) -> Int {
      let start = byteCount
      while byteCount < bytes.count {
        let digit = bytes[byteCount] &- UInt8(ascii: "0")
        guard digit < 10 else { break }
        if digit == 0 {
          trailingZeros += 1
        } else if trailingZeros == 0, significand < 1_000_000_000_000_000_000 {
          significand = significand &* 10 &+ UInt64(digit)
        } else {
          append(UInt64(digit))
        }
        byteCount += 1
      }
      return byteCount - start
    }

    /// Takes the zeros that were held back, and the digit after them.
    @inline(never) private mutating func append(_ digit: UInt64) {
      // Before the first digit, zeros are no part of the value.
      let tens = significand == 0 ? 1 : trailingZeros + 1
      trailingZeros = 0
      guard fits, tens < Self.integerPowersOfTen.count else {
        fits = false
        return
      }
      let product = significand.multipliedReportingOverflow(by: Self.integerPowersOfTen[tens])
      let sum = product.partialValue.addingReportingOverflow(digit)
      fits = !product.overflow && !sum.overflow
      significand = sum.partialValue
    }

    /// The number of these digits, with the text that they were written in.
    func numeral(_ text: String) -> Result<Numeral, Fault> {
      guard byteCount <= Numeral.lengthLimit else { return .failure(.tooLong) }
      guard let exponent else {
        return .failure(isExponentNegative || isZero ? .tooSmall : .tooLarge)
      }
      let scale = fractionDigits - exponent
      guard let value = double(scale: scale, text: text), value.isFinite else {
        return .failure(.tooLarge)
      }
      guard value != 0 || isZero else { return .failure(.tooSmall) }
      return .success(Numeral(text: text, value: value, decimals: max(0, scale)))
    }

    /// The number where it is a whole one that fits.
    var integer: Int? {
      guard let exponent else { return nil }
      if isZero { return 0 }
      let tens = trailingZeros - (fractionDigits - exponent)
      guard fits, tens >= 0, tens < Self.integerPowersOfTen.count else { return nil }
      let product = significand.multipliedReportingOverflow(by: Self.integerPowersOfTen[tens])
      guard !product.overflow, let size = Int(exactly: product.partialValue) else { return nil }
      return isNegative ? -size : size
    }

    private func double(scale: Int, text: String) -> Double? {
      let power = trailingZeros - scale
      let size: Double
      if isZero {
        size = 0
      } else if fits, significand < 1 << 53, (-22...22).contains(power) {
        // Both operands are exact, so the one operation rounds correctly (Clinger 1990).
        let factor = Self.powersOfTen[abs(power)]
        size = power < 0 ? Double(significand) / factor : Double(significand) * factor
      } else if fits, (-19 ... -1).contains(power) {
        size = Self.quotient(significand, Self.integerPowersOfTen[-power])
      } else {
        return Double(text)
      }
      return isNegative ? -size : size
    }

    /// The double nearest to the quotient of two whole numbers that are not 0.
    ///
    /// The seventeen digits that R and Python write for a proportion are such a quotient.
    private static func quotient(_ dividend: UInt64, _ divisor: UInt64) -> Double {
      let a = dividend << dividend.leadingZeroBitCount
      let b = divisor << divisor.leadingZeroBitCount
      // The first 63 or 64 bits of the quotient of a and b, which lies between 1/2 and 2.
      let (bits, rest) = b.dividingFullWidth((a >> 1, a << 63))
      // One more bit stands for all that follow, so that the conversion rounds as it should.
      let digits = Double(bits | (rest == 0 ? 0 : 1))
      let exponent = divisor.leadingZeroBitCount - dividend.leadingZeroBitCount - 63
      return Double(sign: .plus, exponent: exponent, significand: digits)
    }

    /// 1 to 10^19, the highest that fits.
    private static let integerPowersOfTen: [UInt64] = [
      1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
      10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000,
      100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
      100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ]

    private static let powersOfTen: [Double] = [
      1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
      1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]
  }
}

extension UInt8 {
  /// Whether this is an ASCII digit.
  var isDigit: Bool { UInt8(ascii: "0") <= self && self <= UInt8(ascii: "9") }

  /// Whether this is a sign or a point.
  var isNumberMark: Bool {
    self == UInt8(ascii: "-") || self == UInt8(ascii: ".") || self == UInt8(ascii: "+")
  }

  /// Whether this is an ASCII letter.
  var isLetter: Bool {
    let lower = self | 0x20
    return UInt8(ascii: "a") <= lower && lower <= UInt8(ascii: "z")
  }

  /// Whether this is a letter, a digit, a sign, a point or a low line.
  var isOfToken: Bool { isLetter || isDigit || isNumberMark || self == UInt8(ascii: "_") }
}
