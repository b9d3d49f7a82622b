package import Diagnostics

/// Reads JSON (RFC 8259) strictly, with the place of every value, and says all that is wrong.
package enum JSONReader {
  /// How deep objects and lists may stand inside one another.
  package static let depthLimit = 100
  /// How many findings one file can cause before reading stops.
  package static let findingLimit = 1000

  /// Reads the one value of a file, in time proportional to its size.
  ///
  /// Where it is safe, reading goes on after a fault, so a value can come together with errors:
  /// it serves to look for further faults, not to work with. The value is nil where reading had
  /// to stop.
  /// The bytes may be any at all; `file` is the name for the findings.
  package static func read(
    _ bytes: [UInt8], file: String
  ) -> (value: JSONValue?, findings: [Finding]) {
    let encoding = TextEncoding(of: bytes, file: file, id: "intake.json.encoding")
    let fault = [encoding.finding].compactMap(\.self)
    guard encoding.isReadable else { return (nil, fault) }
    return bytes.withUnsafeBufferPointer { buffer in
      var parser = JSONParser(
        FileBytes(buffer), file: file, from: encoding.start,
        locator: Locator(bytes, from: encoding.start))
      let value: JSONValue?
      do {
        value = try parser.document()
      } catch {
        // The finding that stopped the parser is the last of its findings.
        value = nil
      }
      return (value, fault + parser.findings)
    }
  }
}

/// One walk over the bytes of a JSON file.
///
/// Every value's line and column are known on the way, so that nothing is walked over twice: a
/// line can only end in white space, and characters of several bytes stand in texts only. What
/// is wrong in a text or a comment is located the slow way, and the position found anew.
struct JSONParser {
  /// Thrown after a finding behind which nothing can be read safely.
  struct Stop: Error {}

  /// An object or a list that is not closed yet.
  struct Opening {
    var isList: Bool
    var line: Int

    var name: String { isList ? "list" : "object" }
  }

  let bytes: FileBytes
  let file: String
  let start: Int
  var position: Int
  /// For the places of findings.
  var locator: Locator
  var openings: [Opening] = []
  var findings: [Finding] = []
  var names = NamesSeen()

  /// The line of the position.
  private var line = 1
  /// What to take from an offset in this line to have its column.
  private var columnOffset: Int

  init(_ bytes: FileBytes, file: String, from start: Int, locator: Locator) {
    self.bytes = bytes
    self.file = file
    self.start = start
    position = start
    columnOffset = start - 1
    self.locator = locator
  }

  /// The byte at the position; nil at the end of the file.
  @inline(__always) var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  @inline(__always) func at(_ character: Unicode.Scalar) -> Bool {
    current == UInt8(ascii: character)
  }

  /// Where the position stands.
  @inline(__always) var place: Locator.Position {
    Locator.Position(line: line, column: position - columnOffset)
  }

  /// Moves over a line feed, or over a carriage return without one.
  @inline(__always) mutating func passLineEnd() {
    position += 1
    line += 1
    columnOffset = position - 1
  }

  /// Takes bytes that continue a character, and that the position has passed, out of the column.
  @inline(__always) mutating func passContinuations(_ count: Int) { columnOffset += count }

  /// Finds line and column anew after a walk that did not count them.
  mutating func findPlace() {
    let place = locator.locate(position)
    line = place.line
    columnOffset = position - place.column
  }

  mutating func document() throws(Stop) -> JSONValue {
    try skipSpace()
    guard current != nil else {
      try report(
        "intake.json.empty", at: locator.locate(start),
        Message(
          found: "the file is empty", rule: "a JSON file holds one value",
          remedy: "export the file again, or remove it"))
      throw Stop()
    }
    let value = try value()
    try skipSpace()
    if current != nil { try reportTrailing() }
    return value
  }

  /// The value at the position, which is not white space.
  mutating func value() throws(Stop) -> JSONValue {
    guard let byte = current else { throw try stopAtEnd(of: nil) }
    let place = place
    switch byte {
    case UInt8(ascii: "{"): return try object(at: place)
    case UInt8(ascii: "["): return try array(at: place)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      let string = try string(at: place, as: "text")
      return JSONValue(.string(string), line: place.line, column: place.column)
    case _ where byte.isDigit || byte.isNumberMark: return try number(at: place)
    case _ where byte.isLetter: return try word(at: place)
    default: throw try unexpected(where: "a value")
    }
  }

  private mutating func array(at place: Locator.Position) throws(Stop) -> JSONValue {
    try open(list: true, at: place)
    var elements: [JSONValue] = []
    while true {
      try skipSpace()
      if at("]") { break }
      if at(",") {
        try strayComma()
        continue
      }
      elements.append(try value())
      try separator(closing: "]", of: "elements")
    }
    close()
    return JSONValue(.array(elements), line: place.line, column: place.column)
  }

  private mutating func object(at place: Locator.Position) throws(Stop) -> JSONValue {
    try open(list: false, at: place)
    var members: [JSONObject.Member] = []
    members.reserveCapacity(4)
    let first = names.begin()
    while true {
      try skipSpace()
      if at("}") { break }
      if at(",") {
        try strayComma()
        continue
      }
      let (member, mark) = try member()
      if let line = names.line(of: member, mark: mark, among: members, since: first) {
        try reportDuplicate(member, firstLine: line)
      }
      members.append(member)
      try separator(closing: "}", of: "members")
    }
    names.end(first)
    close()
    return JSONValue(.object(JSONObject(members)), line: place.line, column: place.column)
  }

  /// A name with its value, and the name's mark.
  private mutating func member() throws(Stop) -> (JSONObject.Member, mark: UInt64) {
    let place = place
    let start = position
    guard let byte = current else { throw try stopAtEnd(of: nil) }
    let key: String
    let mark: UInt64
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
      key = try string(at: place, as: "name")
      mark = NamesSeen.mark(of: start + 1..<position - 1, in: bytes)
    } else if let name = bareName() {
      try report(
        "intake.json.syntax", at: place,
        Message(
          found: "the name \(name.quoted) stands without quotation marks",
          rule: "the name of a member stands in quotation marks",
          remedy: "write \"\(name)\"", section: "4"))
      key = name
      mark = NamesSeen.mark(of: start..<position, in: bytes)
    } else {
      throw try unexpected(where: "a name in quotation marks or “}”")
    }
    try skipSpace()
    if at(":") {
      position += 1
    } else if let byte = current, beginsValue(byte) {
      try report(
        "intake.json.syntax", at: self.place,
        Message(
          found: "\(here) stands where “:” is expected",
          rule: "a colon stands between the name of a member and its value",
          remedy: "put a colon after \(key.quoted)", section: "4"))
    } else if current != nil {
      throw try unexpected(where: "“:” after the name \(key.quoted)")
    }
    try skipSpace()
    let value = try value()
    let member = JSONObject.Member(
      key: key, keyLine: place.line, keyColumn: place.column, value: value)
    return (member, mark)
  }

  /// What may follow a member or an element: a comma, or the closing bracket, which stays.
  private mutating func separator(
    closing: Unicode.Scalar, of members: String
  ) throws(Stop) {
    try skipSpace()
    if at(closing) { return }
    guard let byte = current else { throw try stopAtEnd(of: nil) }
    let place = place
    if at(",") {
      position += 1
      try skipSpace()
      if at(closing) {
        try report(
          "intake.json.syntax", at: place,
          Message(
            found: "a comma stands before the closing “\(closing)”",
            rule: "commas stand between \(members) only", remedy: "remove the comma"))
      }
    } else if closing == "]" ? beginsValue(byte) : byte == UInt8(ascii: "\"") {
      try report(
        "intake.json.syntax", at: place,
        Message(
          found: "\(here) stands where a comma or “\(closing)” is expected",
          rule: "a comma stands between two \(members)",
          remedy: "put a comma between the \(members)"))
    } else {
      throw try unexpected(where: "a comma or “\(closing)”")
    }
  }

  private mutating func strayComma() throws(Stop) {
    try report(
      "intake.json.syntax", at: place,
      Message(
        found: "a comma stands with nothing before it",
        rule: "commas stand between values only",
        remedy: "remove the comma, or write the value that is missing"))
    position += 1
  }

  private mutating func open(list: Bool, at place: Locator.Position) throws(Stop) {
    guard openings.count < JSONReader.depthLimit else {
      try report(
        "intake.json.depth", at: place,
        Message(
          found: "objects and lists stand more than \(JSONReader.depthLimit) deep",
          rule: "objects and lists stand at most \(JSONReader.depthLimit) deep",
          remedy: "look for brackets that are never closed", section: "9"))
      throw Stop()
    }
    openings.append(Opening(isList: list, line: place.line))
    position += 1
  }

  private mutating func close() {
    openings.removeLast()
    position += 1
  }
}
