import Markup

/// A package of the OpenDocument format (OASIS OpenDocument 1.2 part 3): a ZIP file of XML parts.
///
/// Nothing in it is compressed and no time is kept: deflate gives other bytes in another version of a
/// library, and the bytes of what is published have to be the same in decades (decision 27).
package enum OpenDocument {
  /// The parts that are made from a source document, sorted.
  static let parts = ["content.xml", "meta.xml", "styles.xml"]

  private static let mediaType = "application/vnd.oasis.opendocument.spreadsheet"

  /// The package of a spreadsheet with these parts.
  ///
  /// The media type comes first, so that the file is known by its beginning (part 3, 3.3).
  static func spreadsheet(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    let files =
      [("mimetype", Array(mediaType.utf8)), ("META-INF/manifest.xml", manifest)]
      + parts.map { ($0.name, $0.bytes) }
    return StoredZip.bytes(of: files)
  }

  /// The parts of a package that ``spreadsheet(_:)`` made, without what is the same in all of them;
  /// nil for other bytes.
  package static func parts(of package: [UInt8]) -> [(name: String, bytes: [UInt8])]? {
    StoredZip.files(in: package)?.filter { parts.contains($0.name) }
  }

  /// The list of the files of the package (part 3, 3.2).
  private static var manifest: [UInt8] {
    let entries = parts.map { "<m:file-entry m:full-path=\"\($0)\" m:media-type=\"text/xml\"/>" }
    let text =
      "<m:manifest xmlns:m=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" m:version=\"1.2\">"
      + "<m:file-entry m:full-path=\"/\" m:version=\"1.2\" m:media-type=\"\(mediaType)\"/>"
      + entries.joined() + "</m:manifest>"
    return Array(text.utf8)
  }
}

/// A ZIP file whose files are stored as they are (PKWARE APPNOTE 6.3, method 0).
enum StoredZip {
  /// 1 January 1980 in the form of MS-DOS: the earliest that there is.
  private static let day = 0x0021
  private static let localSignature = 0x0403_4B50
  private static let localSize = 30

  /// The archive of these files, in this order.
  static func bytes(of files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in files {
      let start = archive.count
      let sum = Int(CRC32.sum(of: bytes))
      // Version needed, flags, method, time and day; sum, both sizes; lengths of name and extra field.
      let common: [(Int, Int)] = [
        (10, 2), (0, 2), (0, 2), (0, 2), (day, 2), (sum, 4), (bytes.count, 4), (bytes.count, 4),
        (name.utf8.count, 2), (0, 2),
      ]
      archive.add([(localSignature, 4)] + common)
      archive += name.utf8
      archive += bytes
      directory.add(
        [(0x0201_4B50, 4), (10, 2)] + common + [(0, 2), (0, 2), (0, 2), (0, 4), (start, 4)])
      directory += name.utf8
    }
    let start = archive.count
    archive += directory
    archive.add([
      (0x0605_4B50, 4), (0, 2), (0, 2), (files.count, 2), (files.count, 2), (directory.count, 4),
      (start, 4), (0, 2),
    ])
    return archive
  }

  /// The files of an archive that ``bytes(of:)`` made; nil for any other.
  static func files(in archive: [UInt8]) -> [(name: String, bytes: [UInt8])]? {
    var files: [(name: String, bytes: [UInt8])] = []
    var position = 0
    while archive.number(at: position, 4) == localSignature {
      guard let size = archive.number(at: position + 18, 4),
        let nameSize = archive.number(at: position + 26, 2)
      else { return nil }
      let start = position + localSize + nameSize
      guard start + size <= archive.count else { return nil }
      let name = String(decoding: archive[(position + localSize)..<start], as: UTF8.self)
      files.append((name, Array(archive[start..<(start + size)])))
      position = start + size
    }
    return files.isEmpty || bytes(of: files) != archive ? nil : files
  }
}

extension [UInt8] {
  /// Appends numbers, each with its count of bytes, the lowest first.
  fileprivate mutating func add(_ numbers: [(Int, Int)]) {
    for (value, byteCount) in numbers {
      precondition(value >> (8 * byteCount) == 0, "larger than a ZIP file without extensions")
      for index in 0..<byteCount { append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }
  }

  /// A number that stands in so many bytes, the lowest first; nil where the array ends before.
  fileprivate func number(at position: Int, _ byteCount: Int) -> Int? {
    guard position + byteCount <= count else { return nil }
    return self[position..<(position + byteCount)].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}

/// The cyclic redundancy check of ZIP files (ISO 3309).
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
  }

  static func sum(of bytes: [UInt8]) -> UInt32 {
    let table = table
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes { sum = table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
    return ~sum
  }
}
