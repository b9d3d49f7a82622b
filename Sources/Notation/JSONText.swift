extension JSONValue {
  /// The value as the text of a file: two spaces for each level, members in their order, numbers
  /// as they were written, a line feed at the end.
  package var text: [UInt8] {
    var output: [UInt8] = []
    write(to: &output, depth: 0)
    output.append(0x0A)
    return output
  }

  private func write(to output: inout [UInt8], depth: Int) {
    switch kind {
    case .null: output += "null".utf8
    case .bool(let bool): output += (bool ? "true" : "false").utf8
    case .number(let number): output += number.text.utf8
    case .string(let string): output += CanonicalJSON.string(string).bytes
    case .array(let elements):
      Self.write("[", elements, "]", to: &output, depth: depth) { element, output in
        element.write(to: &output, depth: depth + 1)
      }
    case .object(let object):
      Self.write("{", object.members, "}", to: &output, depth: depth) { member, output in
        output += CanonicalJSON.string(member.key).bytes
        output += ": ".utf8
        member.value.write(to: &output, depth: depth + 1)
      }
    }
  }

  private static func write<Part>(
    _ opening: String, _ parts: [Part], _ closing: String, to output: inout [UInt8], depth: Int,
    _ body: (Part, inout [UInt8]) -> Void
  ) {
    output += opening.utf8
    for (index, part) in parts.enumerated() {
      output += (index > 0 ? ",\n" : "\n").utf8
      output.append(contentsOf: repeatElement(0x20, count: 2 * (depth + 1)))
      body(part, &output)
    }
    if !parts.isEmpty {
      output.append(0x0A)
      output.append(contentsOf: repeatElement(0x20, count: 2 * depth))
    }
    output += closing.utf8
  }
}
