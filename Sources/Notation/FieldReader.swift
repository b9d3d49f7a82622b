package import Diagnostics

/// One JSON value that a format expects: it is decoded, or the finding says why not.
///
/// Every decoding function gives nil exactly where there is an error finding about the value or
/// a part of it, so a caller decodes all fields first and asks for nil afterwards.
package struct FieldReader {
  /// The value as it stands.
  package let value: JSONValue
  /// The value's place in the file's tree: `$.outcomes[0].people`.
  package let path: String
  /// Where findings go.
  package let collector: FindingCollector

  /// A reader for a value that stands at this path.
  package init(_ value: JSONValue, path: String, collector: FindingCollector) {
    self.value = value
    self.path = path
    self.collector = collector
  }

  /// Where the value begins.
  package var place: Place {
    Place(collector.file, line: value.line, column: value.column, path: path)
  }

  /// Reports something about this value.
  package func report(
    _ id: String, _ severity: Severity = .error, found: String, rule: String,
    source: String? = nil, remedy: String
  ) {
    collector.report(
      Finding(
        id, severity, at: place, found: found, rule: rule, source: source, remedy: remedy))
  }
}

extension FieldReader {
  /// A text with something to see in it, as it was written.
  ///
  /// White space at its ends is a warning and stays.
  package func string() -> String? {
    guard let string = value.string else { return wrongType("a text", remedy: textRemedy) }
    guard !string.isBlank else {
      report(
        "intake.json.blank",
        found: string.isEmpty ? "the text is empty" : "the text is nothing but white space",
        rule: "a text says something",
        remedy: "write the text; a member that need not be there can be left out")
      return nil
    }
    if string.hasOuterWhiteSpace { collector.report(.whiteSpace(string, at: place)) }
    return string
  }

  /// `true` or `false`.
  package func bool() -> Bool? {
    guard let bool = value.bool else {
      let words = ["true": "true", "yes": "true", "1": "true", "false": "false", "no": "false"]
      let meant = (value.string ?? value.number?.text).flatMap { words[$0.lowercased()] }
      let marks = value.string == nil ? "" : " without quotation marks"
      return wrongType("true or false", remedy: meant.map { "write \($0)\(marks)" })
    }
    return bool
  }

  /// A number within the range, with its decimals as written.
  package func number<Limits: RangeExpression<Double>>(
    in range: Limits = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
  ) -> Numeral? {
    guard let number = value.number else { return wrongType("a number", remedy: numberRemedy) }
    guard range.contains(number.value) else {
      outOfRange(number, expected: "a number \(describe(range))")
      return nil
    }
    return number
  }

  /// A whole number within the range; `12.0` is one too.
  package func integer<Limits: RangeExpression<Int>>(
    in range: Limits = Numeral.exactIntegers
  ) -> Int? {
    guard let number = value.number else {
      return wrongType("a whole number", remedy: numberRemedy)
    }
    guard let integer = number.integer else {
      if number.decimals == 0 {
        outOfRange(number, expected: "a whole number \(describe(range))")
        return nil
      }
      return wrongType("a whole number", remedy: "write the number without decimals")
    }
    guard range.contains(integer), Numeral.exactIntegers.contains(integer) else {
      outOfRange(number, expected: "a whole number \(describe(range))")
      return nil
    }
    return integer
  }

  /// One of a few fixed texts.
  package func choice(of choices: [String]) -> String? {
    guard let string = value.string else {
      return wrongType("one of \(Self.list(choices))", remedy: nil)
    }
    guard choices.contains(string) else {
      report(
        "intake.json.choice", found: "the text \(string.quoted) is none of the choices",
        rule: "the text is one of \(Self.list(choices))",
        remedy: NearestName.of(string, among: choices).map { "did you mean \($0.quoted)?" }
          ?? "write one of these texts")
      return nil
    }
    return string
  }

  /// One case of an enumeration, by its raw value.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    of type: Choice.Type
  ) -> Choice? {
    if let string = value.string, let choice = Choice(rawValue: string) { return choice }
    // Not one of them: the same again gives the finding.
    return choice(of: type.allCases.map { $0.rawValue }).flatMap(Choice.init(rawValue:))
  }

  /// What `body` makes of the members of an object.
  ///
  /// Members that `body` did not ask for are reported when it ends.
  package func object<Value>(_ body: (ObjectReader) -> Value?) -> Value? {
    guard let reader = objectReader() else { return nil }
    let value = body(reader)
    reader.finish()
    return value
  }

  /// A reader for the members of an object, to be finished by the caller.
  package func objectReader() -> ObjectReader? {
    guard let object = value.object else {
      let isListOfOne = value.array?.count == 1
      return wrongType(
        "an object", remedy: isListOfOne ? "remove the square brackets" : "write { … }")
    }
    return ObjectReader(object, of: self)
  }

  /// The elements of a list, each with its own path.
  package func elements() -> [FieldReader]? {
    guard let array = value.array else {
      return wrongType(
        "a list",
        remedy: "put square brackets round it, even if there is one element only (R's jsonlite:"
          + " auto_unbox = FALSE, or I() round the value)")
    }
    return array.enumerated().map { index, element in
      FieldReader(element, path: "\(path)[\(index)]", collector: collector)
    }
  }

  /// What `body` makes of each element of a list; nil where it gave nil for any of them.
  package func array<Element>(_ body: (FieldReader) -> Element?) -> [Element]? {
    guard let fields = elements() else { return nil }
    let elements = fields.compactMap(body)
    return elements.count == fields.count ? elements : nil
  }
}
