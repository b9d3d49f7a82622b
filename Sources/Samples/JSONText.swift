/// A JSON document to be written, its members in their own order.
package indirect enum JSONText: Sendable, Hashable {
  /// A number or a word as it stands.
  case literal(String)
  case string(String)
  case array([JSONText])
  case object([Member])

  /// A name and its value.
  package struct Member: Sendable, Hashable {
    var name: String
    var value: JSONText

    init(_ name: String, _ value: JSONText) {
      self.name = name
      self.value = value
    }
  }

  static func number(_ value: Int) -> JSONText { .literal(String(value)) }

  static func object(_ members: KeyValuePairs<String, JSONText>) -> JSONText {
    .object(members.map { Member($0.key, $0.value) })
  }

  static func unknown(_ reason: String) -> JSONText { .object(["unknown": .string(reason)]) }

  /// The value of a member; setting one that is not there adds it, setting nil removes it.
  subscript(_ name: String) -> JSONText? {
    get {
      guard case .object(let members) = self else { return nil }
      return members.first { $0.name == name }?.value
    }
    set {
      guard case .object(var members) = self else { return }
      let index = members.firstIndex { $0.name == name }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(name, value))
      case (nil, nil): break
      }
      self = .object(members)
    }
  }

  /// The elements of a list.
  var elements: [JSONText] {
    get {
      guard case .array(let elements) = self else { return [] }
      return elements
    }
    set { self = .array(newValue) }
  }

  /// Changes the value at a way of names and numbers through the document.
  mutating func change(_ way: [Step], _ body: (inout JSONText) -> Void) {
    guard let step = way.first else { return body(&self) }
    let rest = Array(way.dropFirst())
    switch step {
    case .name(let name):
      guard var value = self[name] else { return }
      value.change(rest, body)
      self[name] = value
    case .index(let index):
      var elements = elements
      elements[index].change(rest, body)
      self.elements = elements
    }
  }

  /// Puts a value at a way through the document.
  mutating func set(_ way: Step..., to value: JSONText) { change(way) { $0 = value } }

  /// A step of a way: `"outcomes"` or `0`.
  enum Step: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case name(String)
    case index(Int)

    init(stringLiteral value: String) { self = .name(value) }
    init(integerLiteral value: Int) { self = .index(value) }
  }

  /// The document with a line feed at its end.
  var bytes: [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(8192)
    write(to: &output, indent: 0)
    output.append(UInt8(ascii: "\n"))
    return output
  }

  private var isScalar: Bool {
    switch self {
    case .literal, .string: true
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    }
  }

  /// Whether it stands on one line: a short object of numbers and words.
  private var isShort: Bool {
    guard case .object(let members) = self, members.allSatisfy(\.value.isScalar) else {
      return isScalar
    }
    return members.reduce(0) { $0 + $1.name.utf8.count + $1.value.roughLength + 6 } < 96
  }

  private var roughLength: Int {
    switch self {
    case .literal(let text), .string(let text): text.utf8.count
    default: 2
    }
  }

  private func write(to output: inout [UInt8], indent: Int) {
    switch self {
    case .literal(let text): output += text.utf8
    case .string(let text): Self.write(text, to: &output)
    case .array(let elements):
      Self.write(
        elements, open: "[", close: "]", isShort: elements.isEmpty, to: &output, indent: indent
      ) { element, output, indent in element.write(to: &output, indent: indent) }
    case .object(let members):
      Self.write(
        members, open: "{", close: "}", isShort: isShort, to: &output, indent: indent
      ) { member, output, indent in
        Self.write(member.name, to: &output)
        output += ": ".utf8
        member.value.write(to: &output, indent: indent)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], open: String, close: String, isShort: Bool, to output: inout [UInt8],
    indent: Int, _ body: (Element, inout [UInt8], Int) -> Void
  ) {
    output += open.utf8
    for (index, element) in elements.enumerated() {
      if index > 0 { output += ",".utf8 }
      if isShort {
        if index > 0 || open == "{" { output.append(UInt8(ascii: " ")) }
      } else {
        newLine(&output, indent + 2)
      }
      body(element, &output, indent + 2)
    }
    if !elements.isEmpty {
      if isShort { output.append(UInt8(ascii: " ")) } else { newLine(&output, indent) }
    }
    output += close.utf8
  }

  private static func newLine(_ output: inout [UInt8], _ indent: Int) {
    output.append(UInt8(ascii: "\n"))
    for _ in 0..<indent { output.append(UInt8(ascii: " ")) }
  }

  private static func write(_ string: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): output += "\\\"".utf8
      case UInt8(ascii: "\\"): output += "\\\\".utf8
      case UInt8(ascii: "\n"): output += "\\n".utf8
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        output += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
