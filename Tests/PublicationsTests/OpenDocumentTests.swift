import Testing

@testable import Publications

@Suite struct OpenDocumentTests {
  @Test func theCheckIsThatOfTheStandard() {
    // The check value of CRC-32 in every catalogue of such sums.
    #expect(CRC32.sum(of: Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(CRC32.sum(of: []) == 0)
  }

  @Test func whatWasPackedIsReadBack() throws {
    let parts = OpenDocument.parts.map { (name: $0, bytes: Array("<\($0)/>".utf8)) }
    let package = OpenDocument.spreadsheet(parts)
    let read = try #require(OpenDocument.parts(of: package))
    #expect(read.map(\.name) == parts.map(\.name) && read.map(\.bytes) == parts.map(\.bytes))
    for end in package.indices {
      #expect(OpenDocument.parts(of: Array(package[..<end])) == nil, "cut at byte \(end)")
    }
    for position in package.indices {
      var damaged = package
      damaged[position] ^= 0x55
      // A changed part has another sum, a changed name or number another archive.
      #expect(OpenDocument.parts(of: damaged) == nil, "byte \(position)")
    }
  }
}
