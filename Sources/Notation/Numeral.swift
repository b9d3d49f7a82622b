/// A number as it was written, so that 1.10 keeps its second decimal.
package struct Numeral: Sendable, Hashable {
  /// The characters of the file.
  package let text: String
  /// The nearest floating-point number; always finite.
  package let value: Double
  /// The digits after the decimal point once the exponent is taken in: 2 for `1.50`, 0 for
  /// `1.5e1`, 3 for `1e-3`.
  package let decimals: Int
  /// The number where it is a whole one that fits, exactly: 1 for `1.0`, 100 for `1e2`.
  package let integer: Int?

  /// The integers that every reader of JSON gets exactly: up to 2^53 - 1 in size.
  package static let exactIntegers = -9_007_199_254_740_991...9_007_199_254_740_991

  /// Numbers with more characters or a larger exponent are not measurements but mistakes; the
  /// limits also bound the work that a number can cause.
  static let lengthLimit = 1000
  static let exponentLimit = 999

  /// Nil for anything but a number of RFC 8259 section 6 that a `Double` can hold.
  package init?(_ text: String) {
    guard let parts = Parts(text.utf8), case .success(let numeral) = parts.numeral(text) else {
      return nil
    }
    self = numeral
  }

  fileprivate init(text: String, value: Double, decimals: Int, integer: Int?) {
    self.text = text
    self.value = value
    self.decimals = decimals
    self.integer = integer
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
    private var isNegative = false
    /// The digits up to the last that is not 0, as a value; nil where that does not fit.
    private var significand: Int? = 0
    private var trailingZeros = 0
    private var fractionDigits = 0
    private var exponent: Int? = 0
    private var isExponentNegative = false
    private var byteCount = 0

    /// Nil where the bytes are not `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
    init?(_ bytes: some Sequence<UInt8>) {
      var iterator = bytes.makeIterator()
      var byte = iterator.next()
      func next() -> UInt8? {
        byteCount += 1
        return iterator.next()
      }
      if byte == UInt8(ascii: "-") {
        isNegative = true
        byte = next()
      }
      guard let first = byte, first.isDigit else { return nil }
      add(first)
      byte = next()
      while let digit = byte, digit.isDigit {
        guard first != UInt8(ascii: "0") else { return nil }
        add(digit)
        byte = next()
      }
      if byte == UInt8(ascii: ".") {
        byte = next()
        guard byte?.isDigit == true else { return nil }
        while let digit = byte, digit.isDigit {
          add(digit)
          fractionDigits += 1
          byte = next()
        }
      }
      if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
        byte = next()
        let sign = byte
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { byte = next() }
        guard byte?.isDigit == true else { return nil }
        while let digit = byte, digit.isDigit {
          let size = (exponent ?? 0) * 10 + Int(digit - UInt8(ascii: "0"))
          exponent = exponent == nil || size > Numeral.exponentLimit ? nil : size
          byte = next()
        }
        if sign == UInt8(ascii: "-") { exponent = exponent.map { -$0 } }
        isExponentNegative = sign == UInt8(ascii: "-")
      }
      guard byte == nil else { return nil }
    }

    private var isZero: Bool { significand == 0 }

    private mutating func add(_ byte: UInt8) {
      guard byte != UInt8(ascii: "0") else {
        trailingZeros += 1
        return
      }
      significand =
        significand
        .flatMap { Self.scaled($0, tens: $0 == 0 ? 1 : trailingZeros + 1) }
        .flatMap { tens in
          let (sum, overflow) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
          return overflow ? nil : sum
        }
      trailingZeros = 0
    }

    /// The product with a power of ten; nil where it does not fit.
    private static func scaled(_ integer: Int, tens: Int) -> Int? {
      guard integer != 0 else { return 0 }
      var result = integer
      for _ in 0..<tens {
        let (product, overflow) = result.multipliedReportingOverflow(by: 10)
        guard !overflow else { return nil }
        result = product
      }
      return result
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
      return .success(
        Numeral(
          text: text, value: value, decimals: max(0, scale), integer: integer(scale: scale)))
    }

    private func double(scale: Int, text: String) -> Double? {
      let power = trailingZeros - scale
      guard let significand, significand < 1 << 53, (-22...22).contains(power) else {
        return Double(text)
      }
      // Both operands are exact, so the one operation rounds correctly (Clinger 1990).
      let factor = Self.powersOfTen[abs(power)]
      let size = power < 0 ? Double(significand) / factor : Double(significand) * factor
      return isNegative ? -size : size
    }

    private func integer(scale: Int) -> Int? {
      if isZero { return 0 }
      guard let significand, trailingZeros >= scale else { return nil }
      return Self.scaled(significand, tens: trailingZeros - scale)
        .map { isNegative ? -$0 : $0 }
    }

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
}
