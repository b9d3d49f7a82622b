/// A value of a JSON file and the place where it begins.
package struct JSONValue: Sendable {
  /// What a value is.
  package enum Kind: Sendable {
    case null
    case bool(Bool)
    case number(Numeral)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
  }

  /// The value itself.
  package let kind: Kind
  /// Whether the reader could not read this value and has said so: it stands as null, and a
  /// second finding about it would only be noise.
  package let isFaulty: Bool
  private let storedLine: UInt32
  private let storedColumn: UInt32

  /// A value that begins at this place.
  package init(_ kind: Kind, line: Int, column: Int, isFaulty: Bool = false) {
    self.kind = kind
    self.isFaulty = isFaulty
    // Half the size, for files of many values; no file has four thousand million lines.
    storedLine = UInt32(clamping: line)
    storedColumn = UInt32(clamping: column)
  }

  /// The line of the value's first character, counted from 1.
  package var line: Int { Int(storedLine) }
  /// The column of the value's first character in characters, counted from 1.
  package var column: Int { Int(storedColumn) }
}

extension JSONValue {
  /// The truth value; nil for any other kind.
  package var bool: Bool? {
    if case .bool(let bool) = kind { bool } else { nil }
  }

  /// The number; nil for any other kind.
  package var number: Numeral? {
    if case .number(let number) = kind { number } else { nil }
  }

  /// The text; nil for any other kind.
  package var string: String? {
    if case .string(let string) = kind { string } else { nil }
  }

  /// The elements of a list; nil for any other kind.
  package var array: [JSONValue]? {
    if case .array(let array) = kind { array } else { nil }
  }

  /// The members of an object; nil for any other kind.
  package var object: JSONObject? {
    if case .object(let object) = kind { object } else { nil }
  }
}

/// The members of a JSON object in the order of the file.
package struct JSONObject: Sendable {
  /// A name and its value.
  package struct Member: Sendable {
    /// The name.
    package let key: String
    private let storedLine: UInt32
    private let storedColumn: UInt32
    /// The value.
    package let value: JSONValue

    /// A member whose name begins at this place.
    package init(key: String, keyLine: Int, keyColumn: Int, value: JSONValue) {
      self.key = key
      storedLine = UInt32(clamping: keyLine)
      storedColumn = UInt32(clamping: keyColumn)
      self.value = value
    }

    /// The line of the name's opening quotation mark, counted from 1.
    package var keyLine: Int { Int(storedLine) }
    /// The column of the name's opening quotation mark, counted from 1.
    package var keyColumn: Int { Int(storedColumn) }
  }

  /// All members; a name that stands twice is here twice, and the reader has reported it.
  package let members: [Member]

  /// An object with these members.
  package init(_ members: [Member]) {
    self.members = members
  }

  /// The value of the first member with this name, in time proportional to the members.
  package subscript(key: String) -> JSONValue? {
    members.first { $0.key == key }?.value
  }
}

extension CanonicalJSON {
  /// The value without its places; nil where it holds a number that is not an exact integer, or
  /// a name twice.
  package init?(_ value: JSONValue) {
    switch value.kind {
    case .null: self = .null
    case .bool(let bool): self = .bool(bool)
    case .string(let string): self = .string(string)
    case .number(let number):
      guard let integer = number.integer, Numeral.exactIntegers.contains(integer) else {
        return nil
      }
      self = .integer(integer)
    case .array(let elements):
      let values = elements.compactMap { CanonicalJSON($0) }
      guard values.count == elements.count else { return nil }
      self = .array(values)
    case .object(let object):
      var values: [String: CanonicalJSON] = [:]
      for member in object.members {
        guard let value = CanonicalJSON(member.value),
          values.updateValue(value, forKey: member.key) == nil
        else { return nil }
      }
      self = .object(values)
    }
  }
}
