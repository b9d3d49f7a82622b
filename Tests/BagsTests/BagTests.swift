import Bags
import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct BagTests {
  let folder = TemporaryFolder()
  var bag: Bag { Bag(path: folder.path + "/bag") }

  private func write(_ payload: [String: String]) throws -> BagReading {
    var content = BagContent()
    content.payload = payload.mapValues { .bytes(Array($0.utf8)) }
    content.info = BagInfo([.init("External-Identifier", "x/1"), .init("Contact-Name", "Office")])
    content.tags = { files in
      ["metadata/list.txt": files.flatMap { Array("\($0.path)\n".utf8) }]
    }
    return try BagWriter.write(content, to: bag.path)
  }

  @Test func `The same content is the same bytes, and nothing is replaced`() throws {
    let payload = ["b": "2", "a/é": "1", "line\nfeed\r%": "3", "empty": ""]
    try _ = write(payload)
    let files = try Files.walk(bag.path)
    let first = try files.filter { $0.kind == .file }.map { try bag.text($0.path) }
    #expect(throws: StorageError.self) { try write(["c": "3"]) }
    #expect(try files == Files.walk(bag.path))
    try bag.remove("")
    try _ = write(payload)
    #expect(
      try first == Files.walk(bag.path).filter { $0.kind == .file }.map { try bag.text($0.path) })
    #expect(try bag.text("manifest-sha256.txt").contains("data/line%0Afeed%0D%25\n"))
    #expect(try Files.mode(of: bag.path) == 0o700)
    #expect(try Files.list(folder.path) == ["bag"])
  }

  private static let reference = Tool.find("bagit.py")

  @Test(.enabled(if: reference != nil, "bagit.py is not installed"))
  func `Another program finds it valid`() throws {
    let reference = Self.reference!
    // bagit.py 1.9.0 does not decode %25, which RFC 8493 section 2.1.3 wants.
    try _ = write(["b": "2", "a/é": "1", "line\nfeed\r": "3", "empty": ""])
    let result = try Tool.run(reference, ["--validate", bag.path])
    #expect(result.status == 0, "\(result.errors)")
    try bag.write("other", "data/b")
    #expect(try Tool.run(reference, ["--validate", bag.path]).status != 0)
  }

  @Test func `Labels may be repeated and values go on`() throws {
    try _ = write(["a": "1"])
    try bag.change("bag-info.txt") { $0 + "CONTACT-NAME: Second\n\tand more\n   still\n" }
    let reading = try BagReader.read(bag.path)
    #expect(reading.verdict == .valid)
    #expect(reading.info.values(of: "contact-name") == ["Office", "Second and more still"])
    #expect(reading.payload.map(\.path) == ["data/a"])
  }

  @Test(
    arguments: [
      ("ISO-8859-1", [0x64, 0x61, 0x74, 0x61, 0x2F, 0xE9]),
      ("UTF-8", [0x64, 0x61, 0x74, 0x61, 0x2F, 0xC3, 0xA9]),
      ("UTF-16", [0xFF, 0xFE]), ("UTF-16BE", []), ("UTF-16LE", []),
    ] as [(String, [UInt8])])
  func `Tag files are read in the encoding that is declared`(
    _ encoding: String, _ path: [UInt8]
  ) throws {
    try bag.write("x", "data/é")
    try bag.write(
      "BagIt-Version: 1.0\nTag-File-Character-Encoding: \(encoding)\n", "bagit.txt")
    let sum = FileChecksums(of: [0x78], [.md5]).digests[.md5]!
    var line = Array("\(sum) ".utf8) + path + [0x0A]
    if encoding.hasPrefix("UTF-16") {
      let units = Array("\(sum) data/é\r\n".utf16)
      let isBig = encoding == "UTF-16BE"
      line =
        path
        + units.flatMap { unit in
          let pair = [UInt8(unit >> 8), UInt8(unit & 255)]
          return isBig ? pair : pair.reversed()
        }
    }
    try bag.write(line, "manifest-md5.txt")
    let reading = try BagReader.read(bag.path)
    #expect(reading.verdict == .valid, "\(reading.findings.map(\.text))")
  }

  @Test(arguments: ["sha1", "SHA-256", "sha384", "sha512", "md5"])
  func `Old and new checksums are read, in the spellings that are about`(_ name: String) throws {
    let algorithm = ChecksumAlgorithm(
      rawValue: name.lowercased().replacing("-", with: ""))!
    try bag.write("x", "data/x")
    try bag.write("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8", "bagit.txt")
    let sum = FileChecksums(of: [0x78], [algorithm]).digests[algorithm]!
    try bag.write("\(sum.uppercased())\tdata/x\r", "manifest-\(name).txt")
    #expect(try BagReader.read(bag.path).verdict == .valid)
    try bag.write("y", "data/x")
    #expect(
      try BagReader.read(bag.path).findings.filter { $0.severity != .note }.map(\.id)
        == ["bag.checksum"])
    #expect(
      try BagReader.read(bag.path).findings.contains { $0.id == "bag.weak-checksum" }
        == (algorithm == .md5 || algorithm == .sha1))
  }
}
