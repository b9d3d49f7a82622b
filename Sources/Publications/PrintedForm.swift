import Markup
import Schedule
import Statistics

/// Whether a printed figure follows from the number behind it by the rules of print (domain notes
/// 3c), worked out anew from the text of both.
///
/// The machine value is the shortest decimal of a double, so that its digits can be rounded as they
/// stand, ties away from zero (decision 8): no double is made, and nothing is shared with the code
/// that wrote the figure.
struct PrintedForm {
  let unit: FigureUnitName
  let text: Passage

  /// Nil where the text is what the rules make of this number, else what they make of it.
  func fault(ofMachineValue value: Passage) -> String? {
    guard let number = Decimal64(value) else { return slowFault(value) }
    // Words stand for what rounds to nothing.
    let isWords =
      unit.unit == .probability
      || unit.unit == .share && number.digits > 0 && text.raw.first == UInt8(ascii: "0")
    if !isWords, let rounded = Decimal64(printed: text, suffix: unit.suffix),
      unit.decimals.contains(rounded.decimals),
      number.rounded(shift: unit.isPerHundred ? 2 : 0, decimals: rounded.decimals)
        == rounded.signedDigits,
      rounded.decimals == unit.decimals.lowerBound || (1..<10).contains(rounded.digits)
    {
      return nil
    }
    return slowFault(value)
  }

  /// Nil where the text is a numeral that someone else printed, with our commas and unit sign.
  func fault(ofPublished numeral: Passage) -> String? {
    if let number = Decimal64(numeral),
      let printed = Decimal64(printed: text, suffix: unit.suffix),
      printed.decimals == number.decimals, printed.signedDigits == number.signedDigits
    {
      return nil
    }
    return Rounding.grouped(numeral.string) + unit.suffix
  }

  /// The forms that are words, and numbers of more digits than the short way takes.
  private func slowFault(_ value: Passage) -> String? {
    let text = text.string
    guard let number = Double(value.string), number.isFinite else { return "a number" }
    let forms = unit.forms(of: number)
    return forms.contains(text) ? nil : forms[0]
  }
}

/// The name of a unit in a rendition, and the rules of print that go with it.
struct FigureUnitName {
  let unit: Figure.Unit
  var language = Language.english
  private var words: FigureWords { FigureWords(language) }

  init(unit: Figure.Unit, language: Language = .english) {
    self.unit = unit
    self.language = language
  }

  var isPerHundred: Bool { unit.isPrintedPerHundred }
  var suffix: String { unit == .proportion || unit == .share ? "%" : "" }

  /// How many decimals may stand.
  var decimals: ClosedRange<Int> {
    switch unit {
    case .requests, .reports, .people, .proportion, .share: 0...0
    case .percentagePoints, .days: 0...2
    case .perPerson: 2...4
    case .probability: 2...3
    case .standardisedDifference, .mean: 2...2
    }
  }

  /// Every text that may stand for this number, the usual one first.
  func forms(of number: Double) -> [String] {
    let shift = isPerHundred ? 2 : 0
    var forms = decimals.map { decimals in
      Rounding.grouped(Rounding.text(number, shift: shift, decimals: decimals)) + suffix
    }
    switch unit {
    case .probability: forms = probability(number, forms)
    case .share where number > 0 && forms[0] == "0%": forms = ["<1%"]
    case .percentagePoints, .perPerson, .days:
      // More decimals than usual stand only where fewer would print a bound as 0.
      let isZero = Double(forms[0]) == 0
      forms = (isZero ? forms.filter { $0 == forms[0] || Double($0) != 0 } : [forms[0]])
      forms += side(of: number, shift)
    default: break
    }
    return forms
  }

  private func probability(_ p: Double, _ forms: [String]) -> [String] {
    if p < 0.001 { return ["\(words.less) 0.001"] }
    if p < 0.01 { return ["\(words.less) 0.01"] }
    if p > 0.99 { return ["\(words.more) 0.99"] }
    // The line of significance is a setting: the text names it with two decimals.
    guard forms[1] == forms[0] + "0", let line = Double(forms[0]), p != line else { return forms }
    return forms + [(p < line ? words.justUnder : words.justOver) + " " + forms[0]]
  }

  /// What may stand for a bound that all its decimals still print as 0.
  private func side(of number: Double, _ shift: Int) -> [String] {
    let finest = Rounding.text(number, shift: shift, decimals: decimals.upperBound)
    guard number != 0, Double(finest) == 0 else { return [] }
    return number < 0
      ? [words.justBelowZero] : [words.justAboveZero, words.justBelowZero]
  }
}

/// A decimal number of at most eighteen digits.
struct Decimal64 {
  private(set) var digits: UInt64 = 0
  private(set) var decimals = 0
  private var isNegative = false

  /// The digits with the sign of the number; zero has none.
  var signedDigits: Int64 { isNegative ? -Int64(digits) : Int64(digits) }

  /// Reads `-0.0123` or `1.5e-07`; nil for anything else, and for more digits.
  init?(_ passage: Passage) {
    guard let end = read(passage.raw, grouped: false) else { return nil }
    let rest = passage.raw[end...]
    guard !rest.isEmpty else { return }
    guard rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E"),
      let exponent = Int(String(decoding: rest.dropFirst(), as: UTF8.self)),
      exponent.magnitude < 400
    else { return nil }
    decimals -= exponent
  }

  /// Reads `-1,234.5` before this suffix; nil for anything else, and for commas out of place.
  init?(printed passage: Passage, suffix: String) {
    let raw = passage.raw
    guard let end = read(raw, grouped: true), raw.count - end == suffix.utf8.count,
      raw[end...].elementsEqual(suffix.utf8), !(isNegative && digits == 0)
    else { return nil }
  }

  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, grouped: Bool) -> Int? {
    var position = 0
    var count = 0
    var point: Int?
    if bytes.first == UInt8(ascii: "-") {
      isNegative = true
      position = 1
    }
    let start = position
    var lastComma: Int?
    while position < bytes.count {
      let byte = bytes[position]
      if byte >= 48, byte <= 57 {
        digits = digits * 10 + UInt64(byte - 48)
        if digits > 0 { count += 1 }
        guard count <= 18 else { return nil }
      } else if byte == UInt8(ascii: "."), point == nil, position > start {
        point = position
      } else if grouped, byte == UInt8(ascii: ","), point == nil, position > start {
        guard lastComma.map({ position - $0 == 4 }) ?? (position - start <= 3) else { return nil }
        lastComma = position
      } else {
        break
      }
      position += 1
    }
    let wholeEnd = point ?? position
    if let lastComma, wholeEnd - lastComma != 4 { return nil }
    if grouped, lastComma == nil, wholeEnd - start > 3 { return nil }
    guard wholeEnd > start, point.map({ position - $0 > 1 }) ?? true else { return nil }
    decimals = point.map { position - $0 - 1 } ?? 0
    return position
  }

  /// The digits of this number times ten to the `shift`, rounded to so many decimals, ties away
  /// from zero; nil where they are too many.
  func rounded(shift: Int, decimals kept: Int) -> Int64? {
    let power = kept + shift - decimals
    var result = digits
    if power >= 0 {
      for _ in 0..<min(power, 40) where result > 0 {
        let (product, isOver) = result.multipliedReportingOverflow(by: 10)
        guard !isOver, product < 1 << 62 else { return nil }
        result = product
      }
    } else if power < -18 {
      result = 0
    } else {
      var divisor: UInt64 = 1
      for _ in 0..<(-power) { divisor *= 10 }
      let rest = result % divisor
      result = result / divisor + (rest >= divisor - rest ? 1 : 0)
    }
    return isNegative ? -Int64(result) : Int64(result)
  }
}
