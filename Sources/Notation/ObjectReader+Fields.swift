/// Members by name and kind.
///
/// The functions without `optional` report a missing member. All give nil where the member is
/// missing or is not what it should be.
extension ObjectReader {
  /// A text with something to see in it.
  package func string(_ name: String) -> String? { required(name)?.string() }

  /// A text with something to see in it, where the member is there.
  package func optionalString(_ name: String) -> String? { optional(name)?.string() }

  /// `true` or `false`.
  package func bool(_ name: String) -> Bool? { required(name)?.bool() }

  /// `true` or `false`, where the member is there.
  package func optionalBool(_ name: String) -> Bool? { optional(name)?.bool() }

  /// A number within the range.
  package func number<Limits: RangeExpression<Double>>(
    _ name: String,
    in range: Limits = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
  ) -> Numeral? {
    required(name)?.number(in: range)
  }

  /// A number within the range, where the member is there.
  package func optionalNumber<Limits: RangeExpression<Double>>(
    _ name: String,
    in range: Limits = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
  ) -> Numeral? {
    optional(name)?.number(in: range)
  }

  /// A whole number within the range.
  package func integer<Limits: RangeExpression<Int>>(
    _ name: String, in range: Limits = Numeral.exactIntegers
  ) -> Int? {
    required(name)?.integer(in: range)
  }

  /// A whole number within the range, where the member is there.
  package func optionalInteger<Limits: RangeExpression<Int>>(
    _ name: String, in range: Limits = Numeral.exactIntegers
  ) -> Int? {
    optional(name)?.integer(in: range)
  }

  /// One of a few fixed texts.
  package func choice(_ name: String, of choices: [String]) -> String? {
    required(name)?.choice(of: choices)
  }

  /// One of a few fixed texts, where the member is there.
  package func optionalChoice(_ name: String, of choices: [String]) -> String? {
    optional(name)?.choice(of: choices)
  }

  /// One case of an enumeration, by its raw value.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, of type: Choice.Type
  ) -> Choice? {
    required(name)?.choice(of: type)
  }

  /// One case of an enumeration, by its raw value, where the member is there.
  package func optionalChoice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, of type: Choice.Type
  ) -> Choice? {
    optional(name)?.choice(of: type)
  }

  /// What `body` makes of the members of an object.
  package func object<Value>(_ name: String, _ body: (ObjectReader) -> Value?) -> Value? {
    required(name)?.object(body)
  }

  /// What `body` makes of the members of an object, where the member is there.
  package func optionalObject<Value>(
    _ name: String, _ body: (ObjectReader) -> Value?
  ) -> Value? {
    optional(name)?.object(body)
  }

  /// What `body` makes of each element of a list.
  package func array<Element>(
    _ name: String, _ body: (FieldReader) -> Element?
  ) -> [Element]? {
    required(name)?.array(body)
  }

  /// What `body` makes of each element of a list, where the member is there.
  package func optionalArray<Element>(
    _ name: String, _ body: (FieldReader) -> Element?
  ) -> [Element]? {
    optional(name)?.array(body)
  }
}
