/// What a PDF must have to be published: a form that readers know, tags, bookmarks and a language.
package enum PDFShape {
  /// The entries of the catalogue that a PDF for everybody has (ISO 32000-1, table 28), each with what it
  /// stands for.
  private static let needed = [
    ("/MarkInfo", "tags"), ("/StructTreeRoot", "tags"), ("/Outlines", "bookmarks"),
    ("/Lang", "language"),
  ]

  /// The PDF with this date, `D:20131010083000+00'00'` and so on, as that of its making.
  ///
  /// Beside it nothing in a PDF of one page by one Chromium changes from day to day; and when an edition
  /// was sealed is nobody's business. A date of another length stays: it would move what stands behind it.
  package static func dated(_ bytes: [UInt8], _ date: String) -> [UInt8] {
    var bytes = bytes
    for entry in ["/CreationDate (", "/ModDate ("] {
      guard let found = bytes.firstRange(of: Array(entry.utf8)),
        let end = bytes[found.upperBound...].firstIndex(of: UInt8(ascii: ")")),
        end - found.upperBound == date.utf8.count
      else { continue }
      bytes.replaceSubrange(found.upperBound..<end, with: date.utf8)
    }
    return bytes
  }

  /// What is wrong with these bytes, in a sentence; nil where nothing is.
  ///
  /// Chromium's writer (Skia) packs the content of pages and not the objects, so that the entries stand
  /// in the file as they are.
  package static func fault(of bytes: [UInt8]) -> String? {
    guard !bytes.isEmpty else { return "the file is empty" }
    guard bytes.starts(with: "%PDF-".utf8) else { return "the file is no PDF" }
    guard bytes.suffix(1024).firstRange(of: Array("%%EOF".utf8)) != nil else {
      return "the PDF is cut short"
    }
    let missing = needed.filter { bytes.firstRange(of: Array($0.0.utf8)) == nil }.map(\.1)
    guard let first = missing.first else { return nil }
    let others = missing.dropFirst().filter { $0 != first }
    return "the PDF has no \(([first] + others).joined(separator: " and no "))"
  }
}
