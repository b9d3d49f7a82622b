import Diagnostics

extension JSONParser {
  /// The words of a finding.
  struct Message {
    var found: String
    var rule: String
    var remedy: String
    /// The section of RFC 8259 that the rule comes from.
    var section: String?

    init(found: String, rule: String, remedy: String, section: String? = nil) {
      self.found = found
      self.rule = rule
      self.remedy = remedy
      self.section = section
    }
  }

  /// Reports under this id; stops where there are too many findings.
  mutating func report(
    _ id: String, at place: Locator.Position, _ message: Message
  ) throws(Stop) {
    try report(
      Finding(
        id, at: Place(file, line: place.line, column: place.column),
        found: message.found, rule: message.rule,
        source: message.section.map { "RFC 8259 section \($0)" }, remedy: message.remedy))
  }

  /// Reports a finding; stops where there are too many.
  @inline(never) mutating func report(_ finding: Finding) throws(Stop) {
    guard findings.count < JSONReader.findingLimit else {
      findings.append(
        .tooMany("intake.json.too-many", after: JSONReader.findingLimit, at: finding.place))
      throw Stop()
    }
    findings.append(finding)
  }

  /// What stands at the position, for a message.
  var here: String {
    guard position < bytes.count else { return "the end of the file" }
    // Enough bytes for a few words; the end may fall inside a character.
    let text = String(decoding: bytes[position..<min(position + 24, bytes.count)], as: UTF8.self)
    guard let first = text.unicodeScalars.first else { return "the end of the file" }
    guard first.isASCII, first.value > 0x20 else {
      return "the character \(String(first).quoted) (\(first.codePoint))"
    }
    if "{}[]:,".unicodeScalars.contains(first) { return String(first).quoted }
    let ends = "{}[]:, \t\r\n".unicodeScalars
    return String(text.unicodeScalars.prefix { !ends.contains($0) }).quoted
  }

  /// Whether one of U+2018 to U+201F stands at the position.
  private var isAtCurlyQuote: Bool {
    let sequence = bytes[position...].prefix(3)
    return sequence.starts(with: [0xE2, 0x80]) && sequence.count == 3
      && (0x98...0x9F).contains(bytes[position + 2])
  }

  /// Reports what stands at the position instead of what is expected there.
  mutating func unexpected(where expected: String) throws(Stop) -> Stop {
    guard position < bytes.count else { return try stopAtEnd(of: nil) }
    let place = place
    var remedy = "put this right: what follows is read only then"
    if let opening = openings.last, at("}") || at("]") {
      remedy = "close the \(opening.name) that begins in line \(opening.line) first"
    } else if isAtCurlyQuote {
      remedy = "write straight quotation marks (\"), not those of a word processor"
    } else if bytes[position] >= 0x80 || bytes[position] < 0x20 {
      remedy = "remove the character, or put quotation marks round the text"
    }
    try report(
      "intake.json.syntax", at: place,
      Message(
        found: "\(here) stands where \(expected) is expected",
        rule: "the file is JSON", remedy: remedy, section: "2"))
    return Stop()
  }

  /// Reports that the file ends in the middle of something; nil for the innermost object or list.
  mutating func stopAtEnd(of name: String?) throws(Stop) -> Stop {
    let opening = openings.last.map { "the \($0.name) that begins in line \($0.line)" }
    let place = locator.locate(bytes.count)
    try report(
      "intake.json.syntax", at: place,
      Message(
        found: "the file ends in the middle of \(name ?? opening ?? "its value")",
        rule: "a JSON file holds one whole value",
        remedy: "the file was cut off: export it again, or close what is open", section: "2"))
    return Stop()
  }

  mutating func reportTrailing() throws(Stop) {
    let isClosing = at("}") || at("]")
    try report(
      "intake.json.trailing", at: place,
      Message(
        found: "\(here) stands after the end of the value",
        rule: "a JSON file holds one value and nothing else",
        remedy: isClosing
          ? "remove the closing bracket, or open what it closes"
          : "remove it, or put several values into one list",
        section: "2"))
  }

  mutating func reportDuplicate(_ member: JSONObject.Member, firstLine: Int) throws(Stop) {
    let place = Locator.Position(line: member.keyLine, column: member.keyColumn)
    try report(
      "intake.json.duplicate-key", at: place,
      Message(
        found: "the name \(member.key.quoted) stands in line \(firstLine) and in line"
          + " \(member.keyLine) of one object",
        rule: "a name stands once in an object",
        remedy: "remove the member that is wrong", section: "4"))
  }
}

extension Finding {
  /// The last finding of a file that has too many.
  static func tooMany(_ id: String, after limit: Int, at place: Place) -> Finding {
    Finding(
      id, at: place,
      found: "more than \(limit) faults; the file is not read beyond this place",
      rule: "a file has few enough faults to be read by a person",
      remedy: "put the first faults right: the others may have the same cause")
  }
}
