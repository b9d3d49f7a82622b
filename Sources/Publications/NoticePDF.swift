/// The PDF that stands at the address of one that was withdrawn: one text, tagged, made by ourselves.
///
/// It has the same bytes wherever and whenever it is made, and no program has to be installed for it: a
/// withdrawal waits for nothing. Its letters are those of Helvetica, which every reader brings; what that
/// cannot draw is drawn as the nearest letter, and read and copied as it was written (`ActualText`,
/// ISO 32000-1, 14.9.4).
enum NoticePDF {
  /// The PDF with this text, in this language, with this title.
  static func bytes(of notice: [UInt8], title: String, language: String) -> [UInt8] {
    let text = String(decoding: notice, as: UTF8.self)
      .split(whereSeparator: \.isNewline).joined(separator: " ")
    let lines = lines(of: text)
    let sheets = stride(from: 0, to: max(lines.count, 1), by: linesOfSheet).map {
      Array(lines.dropFirst($0).prefix(linesOfSheet))
    }
    // Catalogue, pages, font, description, and the structure: root, document, paragraph, parents.
    let first = 9
    let pages = sheets.indices.map { "\(first + 2 * $0) 0 R" }
    var objects = [
      "<< /Type /Catalog /Pages 2 0 R /Lang (\(language.asciiOnly)) /MarkInfo << /Marked true >> "
        + "/StructTreeRoot 5 0 R /ViewerPreferences << /DisplayDocTitle true >> >>",
      "<< /Type /Pages /Count \(sheets.count) /Kids [\(pages.joined(separator: " "))] >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
      "<< /Title \(utf16(title)) >>",
      "<< /Type /StructTreeRoot /K 6 0 R /ParentTree 8 0 R >>",
      "<< /Type /StructElem /S /Document /P 5 0 R /K [7 0 R] >>",
      "<< /Type /StructElem /S /P /P 6 0 R /ActualText \(utf16(text)) /K ["
        + pages.map { "<< /Type /MCR /Pg \($0) /MCID 0 >>" }.joined(separator: " ") + "] >>",
      "<< /Nums [" + sheets.indices.map { "\($0) [7 0 R]" }.joined(separator: " ") + "] >>",
    ]
    for (index, sheet) in sheets.enumerated() {
      let content = content(sheet)
      objects += [
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents \(first + 2 * index + 1) 0 R "
          + "/Resources << /Font << /F 3 0 R >> >> /StructParents \(index) /Tabs /S >>",
        "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
      ]
    }
    return file(objects)
  }

  private static let linesOfSheet = 38
  /// In capitals this many letters of 12 points fill the line.
  private static let lettersOfLine = 54

  /// The objects, numbered from 1, with the table of where they stand (ISO 32000-1, 7.5).
  private static func file(_ objects: [String]) -> [UInt8] {
    // Bytes above 127 say that it is no text.
    var bytes = Array("%PDF-1.7\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
    var places: [Int] = []
    for (index, object) in objects.enumerated() {
      places.append(bytes.count)
      bytes += "\(index + 1) 0 obj\n\(object)\nendobj\n".utf8
    }
    let table = bytes.count
    bytes += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8
    for place in places {
      let digits = String(place)
      bytes += "\(String(repeating: "0", count: 10 - digits.count))\(digits) 00000 n \n".utf8
    }
    bytes += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /Info 4 0 R >>\n".utf8
    bytes += "startxref\n\(table)\n%%EOF\n".utf8
    return bytes
  }

  private static func content(_ lines: [String]) -> String {
    "/P << /MCID 0 >> BDC\nBT /F 12 Tf 18 TL 72 752 Td\n"
      + lines.map { drawn("\($0) ") + " T*\n" }.joined() + "ET\nEMC"
  }

  /// A line, with what it says where its letters are not those that are drawn.
  private static func drawn(_ line: String) -> String {
    let letters = "<\(line.unicodeScalars.map(letter).map(hex).joined())> Tj"
    let isAll = line.unicodeScalars.allSatisfy { $0.isASCII || letter($0) > 0x7F }
    return isAll ? letters : "/Span << /ActualText \(utf16(line)) >> BDC \(letters) EMC"
  }

  /// The words in lines; one that is longer than a line is broken.
  private static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      var word = word
      while word.count > lettersOfLine {
        if !line.isEmpty { lines.append(line) }
        line = ""
        lines.append(String(word.prefix(lettersOfLine)))
        word = word.dropFirst(lettersOfLine)
      }
      if !line.isEmpty, line.count + 1 + word.count > lettersOfLine {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A letter in WinAnsiEncoding (ISO 32000-1, annex D).
  private static func letter(_ scalar: Unicode.Scalar) -> UInt8 {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0xFF: UInt8(scalar.value)
    default: others[scalar] ?? UInt8(ascii: "?")
    }
  }

  /// What the encoding has elsewhere, and the letters of Welsh, which it has without their roofs.
  private static let others: [Unicode.Scalar: UInt8] = [
    "€": 0x80, "…": 0x85, "‘": 0x91, "’": 0x92, "“": 0x93, "”": 0x94, "•": 0x95, "–": 0x96,
    "—": 0x97, "ŵ": 0x77, "Ŵ": 0x57, "ŷ": 0x79, "Ŷ": 0x59,
  ]

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  /// A text string (ISO 32000-1, 7.9.2.2).
  private static func utf16(_ text: String) -> String {
    "<FEFF" + text.utf16.map { hex(UInt8($0 >> 8)) + hex(UInt8($0 & 0xFF)) }.joined() + ">"
  }
}

extension String {
  /// Letters, digits and hyphens: what a name of a language consists of.
  fileprivate var asciiOnly: String {
    filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
  }
}
