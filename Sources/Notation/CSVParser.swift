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
  /// The offset of the next byte.
  private(set) var position: Int
  /// Where the byte at the position stands.
  private var place: Locator.Position
  /// How many cells the last row had, so that the next needs no second allocation.
  private var width = 0

  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")

  /// Begins at an offset, the first byte of a line.
  init(_ bytes: [UInt8], file: String, from start: Int, line: Int = 1) {
    self.bytes = bytes
    self.file = file
    position = start
    place = Locator.Position(line: line, column: 1)
  }

  /// Whether there is nothing but white space from the position on.
  var isBlank: Bool {
    bytes[position...].allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The next row; nil at the end of the file.
  mutating func record() throws(Stop) -> CSVRow? {
    guard position < bytes.count else { return nil }
    let (start, line) = (position, place.line)
    var cells: [CSVCell] = []
    cells.reserveCapacity(width)
    while true {
      cells.append(current == Self.quote ? try quotedCell() : try plainCell())
      guard current == Self.comma else { break }
      position += 1
      place.column += 1
    }
    width = cells.count
    if current == 0x0D { position += 1 }
    if current == 0x0A { position += 1 }
    place = Locator.Position(line: place.line + 1, column: 1)
    return CSVRow(line: line, cells: cells, range: start..<position)
  }

  /// The cell at the position up to the next comma or the end of the line.
  private mutating func plainCell() throws(Stop) -> CSVCell {
    let (start, begin) = (position, place)
    var end = start
    var continuations = 0
    var isSuspect = false
    bytes.withUnsafeBufferPointer { bytes in
      while end < bytes.count {
        let byte = bytes[end]
        if byte == Self.comma || byte == 0x0A || byte == 0x0D { break }
        if byte & 0xC0 == 0x80 { continuations += 1 }
        if byte < 0x20 || byte == Self.quote || byte == 0xEF { isSuspect = true }
        end += 1
      }
    }
    position = end
    place.column += end - start - continuations
    if isSuspect { try checkPlain(start..<end, at: begin) }
    return CSVCell(
      text: String(decoding: bytes[start..<end], as: UTF8.self), line: begin.line,
      column: begin.column, isQuoted: false)
  }

  /// Reports the first quotation mark and what XML cannot carry in a cell that begins here.
  private mutating func checkPlain(
    _ cell: Range<Int>, at begin: Locator.Position
  ) throws(Stop) {
    var isMarkReported = false
    for offset in cell {
      if bytes[offset] == Self.quote, !isMarkReported {
        isMarkReported = true
        let place = begin.moved(over: bytes, cell.lowerBound..<offset)
        try report(
          "intake.csv.quote-inside", line: place.line, column: place.column,
          Message(
            found: "a quotation mark stands inside a cell that does not begin with one",
            rule: "a cell with a quotation mark stands in quotation marks, its own marks doubled",
            remedy: "put quotation marks round the whole cell and double those inside; leave no"
              + " space between the comma and the first mark",
            source: "RFC 4180 section 2"))
      }
      try checkCharacter(at: offset, from: cell.lowerBound, begin)
    }
  }

  /// The cell whose opening quotation mark stands at the position.
  private mutating func quotedCell() throws(Stop) -> CSVCell {
    let (start, begin) = (position, place)
    position += 1
    var text: [UInt8] = []
    var run = position
    while true {
      position = endOfRun(from: position)
      guard let byte = current else {
        try report(
          "intake.csv.unterminated-quote", line: begin.line, column: begin.column,
          Message(
            found: "the quotation mark that opens here in line \(begin.line) is never closed",
            rule: "a cell that begins with a quotation mark ends with one",
            remedy: "close the cell; double a quotation mark inside it",
            source: "RFC 4180 section 2"))
        throw Stop()
      }
      if byte == Self.quote {
        guard position + 1 < bytes.count, bytes[position + 1] == Self.quote else { break }
        text += bytes[run...position]
        position += 2
        run = position
      } else {
        try checkCharacter(at: position, from: start, begin)
        position += 1
      }
    }
    text += bytes[run..<position]
    position += 1
    let rest = position
    while let byte = current, byte != Self.comma, byte != 0x0A, byte != 0x0D { position += 1 }
    if position > rest {
      try reportTextAfterQuote(rest..<position, cell: start, begin)
      text += bytes[rest..<position]
    }
    place = begin.moved(over: bytes, start..<position)
    return CSVCell(
      text: String(decoding: text, as: UTF8.self), line: begin.line, column: begin.column,
      isQuoted: true)
  }

  /// The offset of the next quotation mark or character to look at; the end where there is none.
  private func endOfRun(from start: Int) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var offset = start
      while offset < bytes.count {
        let byte = bytes[offset]
        if byte == Self.quote || byte < 0x20 || byte == 0xEF { break }
        offset += 1
      }
      return offset
    }
  }

  private mutating func reportTextAfterQuote(
    _ rest: Range<Int>, cell start: Int, _ begin: Locator.Position
  ) throws(Stop) {
    for offset in rest { try checkCharacter(at: offset, from: start, begin) }
    let place = begin.moved(over: bytes, start..<rest.lowerBound)
    let text = String(decoding: bytes[rest.prefix(400)], as: UTF8.self)
    try report(
      "intake.csv.text-after-quote", line: place.line, column: place.column,
      Message(
        found: "the text \(text.quoted) stands after the closing quotation mark of its cell",
        rule: "a cell that begins with a quotation mark ends with one, its own marks doubled",
        remedy: "put a comma after the closing mark, or double the marks inside the cell",
        source: "RFC 4180 section 2"))
  }

  /// Reports the character at an offset of a cell where XML cannot carry it.
  private mutating func checkCharacter(
    at offset: Int, from start: Int, _ begin: Locator.Position
  ) throws(Stop) {
    let byte = bytes[offset]
    var scalar: Unicode.Scalar?
    if byte < 0x20 {
      scalar = Unicode.Scalar(byte)
    } else if byte == 0xEF, offset + 2 < bytes.count, bytes[offset + 1] == 0xBF,
      bytes[offset + 2] >= 0xBE
    {
      scalar = Unicode.Scalar(bytes[offset + 2] == 0xBE ? UInt32(0xFFFE) : 0xFFFF)
    }
    guard let scalar, !scalar.isAllowedInXML else { return }
    let place = begin.moved(over: bytes, start..<offset)
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
    findings.removeAll { $0.id == "intake.csv.text-after-quote" }
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
