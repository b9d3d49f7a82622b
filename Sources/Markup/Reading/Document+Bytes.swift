// What is checked before libxml2 sees a byte.

internal import Diagnostics

extension Document {
  /// Refuses bytes that are too many, none at all, or not UTF-8 text.
  static func checkBytes(_ bytes: [UInt8], named file: String) throws(MarkupError) {
    func failure(_ code: MarkupError.Code, at offset: Int? = nil, _ message: String) -> MarkupError
    {
      var problem = MarkupProblem(file: file, message: message)
      if let offset { (problem.line, problem.column) = place(of: offset, in: bytes) }
      return MarkupError(code, [problem])
    }
    guard bytes.count <= Markup.byteLimit else {
      throw failure(
        .tooLarge, "the file has \(bytes.count) bytes; at most \(Markup.byteLimit) are read")
    }
    guard !bytes.isEmpty else { throw failure(.notWellFormed, "the file is empty") }
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      throw failure(.encoding, at: 0, "the file starts with the byte order mark of UTF-16")
    }
    if let offset = bytes.firstIndex(of: 0) {
      throw failure(.notWellFormed, at: offset, "a null byte, which XML cannot carry")
    }
    if let offset = firstOffsetOutsideUTF8(bytes) {
      let byte = String(bytes[offset], radix: 16, uppercase: true)
      throw failure(.encoding, at: offset, "the byte 0x\(byte) is not UTF-8 here")
    }
    if let encoding = declaredEncoding(bytes), encoding.lowercased() != "utf-8" {
      throw failure(
        .encoding, at: 0, "the encoding is declared as \(encoding.quoted), not UTF-8")
    }
  }

  /// The encoding in the XML declaration; nil if there is none.
  ///
  /// It is read here because libxml2 would believe it, and read UTF-8 as Latin-1.
  private static func declaredEncoding(_ bytes: [UInt8]) -> String? {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let start = bytes.starts(with: mark) ? mark.count : 0
    guard bytes[start...].starts(with: "<?xml".utf8),
      let end = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
    else { return nil }
    // By hand: making a regular expression takes longer than reading most documents.
    var rest = bytes[start..<end]
    while let space = rest.firstIndex(where: \.isXMLSpace) {
      rest = rest[space...].drop(while: \.isXMLSpace)
      guard rest.starts(with: "encoding".utf8) else { continue }
      rest = rest.dropFirst(8).drop(while: \.isXMLSpace)
      guard rest.first == UInt8(ascii: "=") else { continue }
      rest = rest.dropFirst().drop(while: \.isXMLSpace)
      guard let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
      else { continue }
      return String(decoding: rest.dropFirst().prefix { $0 != quote }, as: UTF8.self)
    }
    return nil
  }

  private static func firstOffsetOutsideUTF8(_ bytes: [UInt8]) -> Int? {
    do {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  /// The line and the column (in characters, where the line is UTF-8) of a byte.
  private static func place(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    let before = bytes[..<offset]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return (line, before[start...].count { $0 & 0xC0 != 0x80 } + 1)
  }
}

extension UInt8 {
  /// Whether this is white space of XML.
  fileprivate var isXMLSpace: Bool {
    self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D
  }
}
