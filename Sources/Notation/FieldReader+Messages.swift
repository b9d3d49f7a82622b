import Diagnostics

extension JSONValue {
  /// The value in a few words: `the text “12”`.
  package var described: String {
    switch kind {
    case .null: "null"
    case .bool(let bool): bool ? "true" : "false"
    case .number(let number): "the number \(number.text)"
    case .string(let string): string.isEmpty ? "an empty text" : "the text \(string.quoted)"
    case .array(let elements):
      elements.isEmpty
        ? "an empty list"
        : "a list of \(elements.count) element\(elements.count == 1 ? "" : "s")"
    case .object: "an object"
    }
  }
}

extension FieldReader {
  /// Reports that the value is of another kind than is expected; nothing for a value that the
  /// reader has already reported.
  ///
  /// For formats with several forms of one value, which decode `value` themselves. It gives nil,
  /// to be returned at once.
  package func wrongType<Value>(_ expected: String, remedy: String?) -> Value? {
    guard !value.isFaulty else { return nil }
    let general =
      switch value.kind {
      case .null: "write the value; a member that need not be there can be left out"
      case .array(let elements) where elements.count == 1:
        "remove the square brackets (R's jsonlite writes them unless auto_unbox = TRUE is given)"
      default: "write \(expected)"
      }
    let prefersGeneral = value.array?.count == 1
    report(
      "intake.json.wrong-type", found: "\(value.described), where \(expected) is expected",
      rule: "the value is \(expected)",
      remedy: prefersGeneral ? general : remedy ?? general)
    return nil
  }

  /// What to do about something that should be a text.
  var textRemedy: String? {
    switch value.kind {
    case .number(let number): "put quotation marks round it: \"\(number.text)\""
    case .bool(let bool): "put quotation marks round it: \"\(bool)\""
    default: nil
    }
  }

  /// What to do about something that should be a number.
  var numberRemedy: String? {
    guard let string = value.string else { return nil }
    if Numeral(string) != nil { return "write the number without quotation marks: \(string)" }
    let digits = string.filter { $0 != "," && $0 != " " }
    if Numeral(digits) != nil { return "write the number plainly, like \(digits)" }
    return "write the number in digits, without quotation marks"
  }

  /// Reports a number that is not what is expected: `a whole number from 0 to 100`.
  func outOfRange(_ number: Numeral, expected: String) {
    report(
      "intake.json.out-of-range", found: "the number \(number.text), where \(expected) is expected",
      rule: "the value is \(expected)", remedy: "correct the number")
  }

  /// `“custody”, “community” or “both”`.
  static func list(_ choices: [String]) -> String {
    let quoted = choices.map(\.quoted)
    guard quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " or " + quoted[quoted.count - 1]
  }

  /// A range in words: `from 0 to 100`, `of 0 or more`.
  func describe<Bound: Comparable>(_ range: some RangeExpression<Bound>) -> String {
    func text(_ bound: Bound) -> String {
      let text = "\(bound)"
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    return switch range {
    case let range as ClosedRange<Bound>:
      "from \(text(range.lowerBound)) to \(text(range.upperBound))"
    case let range as Range<Bound>:
      "from \(text(range.lowerBound)) to less than \(text(range.upperBound))"
    case let range as PartialRangeFrom<Bound>: "of \(text(range.lowerBound)) or more"
    case let range as PartialRangeThrough<Bound>: "of \(text(range.upperBound)) or less"
    case let range as PartialRangeUpTo<Bound>: "of less than \(text(range.upperBound))"
    default: "within its limits"
    }
  }
}
