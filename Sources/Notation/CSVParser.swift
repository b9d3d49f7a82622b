import Diagnostics

/// One walk over the bytes of a CSV file.
struct CSVParser {
  /// Thrown after a finding behind which nothing can be read safely.
  struct Stop: Error {}

  /// The words of a finding.
  struct Message {
    var found: String
    var rule: String
    var remedy: String
    /// The name of the column.
    var path: String?
    var source: String?

    init(
      found: String, rule: String, remedy: String, path: String? = nil, source: String? = nil
    ) {
      self.found = found
      self.rule = rule
      self.remedy = remedy
      self.path = path
      self.source = source
    }
  }

  let file: String
  private(set) var findings: [Finding] = []
  private let bytes: [UInt8]
  private var position: Int
  private var locator: Locator

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")

  init(_ bytes: [UInt8], file: String, from start: Int) {
    self.bytes = bytes
    self.file = file
    position = start
    locator = Locator(bytes, from: start)
  }

  /// Whether there is nothing but white space from the position on.
  var isBlank: Bool {
    bytes[position...].allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Whether the cell ends at the position.
  private var isAtCellEnd: Bool {
    guard let byte = current else { return true }
    return byte == Self.comma || byte == 0x0A || byte == 0x0D
  }

  /// The next row; nil at the end of the file.
  mutating func record() throws(Stop) -> CSVRow? {
    guard current != nil else { return nil }
    let line = locator.locate(position).line
    var cells: [CSVCell] = []
    while true {
      cells.append(try cell())
      guard current == Self.comma else { break }
      position += 1
    }
    if current == 0x0D {
      position += 1
      if current == 0x0A { position += 1 }
    } else if current == 0x0A {
      position += 1
    }
    return CSVRow(line: line, cells: cells)
  }

  private mutating func cell() throws(Stop) -> CSVCell {
    let place = locator.locate(position)
    let isQuoted = current == Self.quote
    let text = isQuoted ? try quotedText(at: place) : try plainText()
    return CSVCell(text: text, line: place.line, column: place.column, isQuoted: isQuoted)
  }

  private mutating func plainText() throws(Stop) -> String {
    let start = position
    var hasReportedQuote = false
    while !isAtCellEnd {
      if current == Self.quote, !hasReportedQuote {
        hasReportedQuote = true
        let place = locator.locate(position)
        try report(
          "intake.csv.quote-inside", line: place.line, column: place.column,
          Message(
            found: "a quotation mark stands inside a cell that does not begin with one",
            rule: "a cell with a quotation mark stands in quotation marks, its own marks doubled",
            remedy: "put quotation marks round the whole cell and double those inside; leave no"
              + " space between the comma and the first mark",
            source: "RFC 4180 section 2"))
      }
      try checkCharacter()
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func quotedText(at place: Locator.Position) throws(Stop) -> String {
    position += 1
    var text: [UInt8] = []
    var run = position
    while true {
      guard let byte = current else {
        try report(
          "intake.csv.unterminated-quote", line: place.line, column: place.column,
          Message(
            found: "the quotation mark that opens here in line \(place.line) is never closed",
            rule: "a cell that begins with a quotation mark ends with one",
            remedy: "close the cell; double a quotation mark inside it",
            source: "RFC 4180 section 2"))
        throw Stop()
      }
      if byte == Self.quote {
        text += bytes[run..<position]
        position += 1
        run = position
        guard current == Self.quote else { break }
      } else {
        try checkCharacter()
      }
      position += 1
    }
    if !isAtCellEnd { try reportTextAfterQuote() }
    text += bytes[run..<position]
    return String(decoding: text, as: UTF8.self)
  }

  /// Reports the text at the position and moves behind it.
  private mutating func reportTextAfterQuote() throws(Stop) {
    let place = locator.locate(position)
    let start = position
    while !isAtCellEnd {
      try checkCharacter()
      position += 1
    }
    let text = String(decoding: bytes[start..<min(position, start + 400)], as: UTF8.self)
    try report(
      "intake.csv.text-after-quote", line: place.line, column: place.column,
      Message(
        found: "the text \(text.quoted) stands after the closing quotation mark of its cell",
        rule: "a cell that begins with a quotation mark ends with one, its own marks doubled",
        remedy: "put a comma after the closing mark, or double the marks inside the cell",
        source: "RFC 4180 section 2"))
  }

  /// Reports the character at the position where XML cannot carry it.
  private mutating func checkCharacter() throws(Stop) {
    let byte = bytes[position]
    var scalar: Unicode.Scalar?
    if byte < 0x20 {
      scalar = Unicode.Scalar(byte)
    } else if byte == 0xEF, position + 2 < bytes.count, bytes[position + 1] == 0xBF,
      bytes[position + 2] >= 0xBE
    {
      scalar = Unicode.Scalar(bytes[position + 2] == 0xBE ? UInt32(0xFFFE) : 0xFFFF)
    }
    guard let scalar, !scalar.isAllowedInXML else { return }
    let place = locator.locate(position)
    try report(.xmlCharacter(scalar, at: Place(file, line: place.line, column: place.column)))
  }

  /// Stops where the header shows that commas do not stand between the cells.
  mutating func checkDelimiter(of header: CSVRow) throws(Stop) {
    guard header.cells.count == 1, let cell = header.cells.first else { return }
    // After a quoted first name, the rest of the line was taken for its text as well; without
    // that a quoted name is a name, whatever stands in it.
    let goesOn = findings.contains { $0.id == "intake.csv.text-after-quote" }
    guard goesOn || !cell.isQuoted else { return }
    let names: [(Unicode.Scalar, String)] = [
      (";", "semicolons"), ("\t", "tab characters"), ("|", "vertical bars"),
    ]
    let found = names.first { cell.text.unicodeScalars.contains($0.0) }
    guard let found else { return }
    findings = []
    try report(
      "intake.csv.delimiter", line: header.line, column: 1,
      Message(
        found: "\(found.1) stand between the cells", rule: "commas stand between the cells",
        remedy: "export the file with commas (in Excel, “CSV UTF-8” writes semicolons where the"
          + " regional settings have a decimal comma)",
        source: "RFC 4180 section 2"))
    throw Stop()
  }

  /// Reports under this id; stops where there are too many findings.
  mutating func report(
    _ id: String, line: Int, column: Int, _ message: Message
  ) throws(Stop) {
    try report(
      Finding(
        id, at: Place(file, line: line, column: column, path: message.path),
        found: message.found, rule: message.rule, source: message.source,
        remedy: message.remedy))
  }

  /// Reports a finding; stops where there are too many.
  mutating func report(_ finding: Finding) throws(Stop) {
    guard findings.count < CSVReader.findingLimit else {
      findings.append(
        .tooMany("intake.csv.too-many", after: CSVReader.findingLimit, at: finding.place))
      throw Stop()
    }
    findings.append(finding)
  }
}
