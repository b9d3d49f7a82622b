import Statistics
import Testing

@testable import Publications

/// A group too small for a claim is another thing than a figure that is not at hand.
@Suite struct UnclaimedResultTests {
  private static let code = "<xs:enumeration value=\"not-claimed\"/>"

  /// The codes of a bulletin's conclusions, beside the organisations that they are of.
  private func codes(_ pages: IllustrativePages) throws -> [String: String] {
    let xml = String(decoding: pages.bulletin.xml.bytes, as: UTF8.self)
    let entries = xml.matches(
      of: /(?s)<entry .*?<organisation id="([^"]+)".*?<conclusion code="([^"]+)"/)
    return Dictionary(
      entries.map { (String($0.1), String($0.2)) }, uniquingKeysWith: { first, _ in first })
  }

  @Test func theCodeOfAnUnclaimedResultIsNoneOfWhatIsNotAvailable() throws {
    let pages = try IllustrativePages()
    let codes = try codes(pages)
    #expect(codes["glimsford-family-links"] == "not-claimed", "\(codes)")
    #expect(!codes.values.contains("unknown"), "\(codes)")
    let index = try #require(
      pages.analyses.firstIndex { $0.organisation.name.hasPrefix("Glimsford") })
    let report = pages.report(index)
    #expect(report.xml.contains("<conclusion code=\"not-claimed\""))
  }

  /// An archived edition is made again with schemas that have no such code.
  @Test func schemasOfEarlierVersionsHaveUnknownInstead() throws {
    let pages = try IllustrativePages { files in
      for name in ["templates/schemas/source.xsd", "templates/schemas/rendition.xsd"] {
        files[name] = files[name]!.replacing(Self.code, with: "", maxReplacements: 1)
      }
    }
    #expect(try codes(pages)["glimsford-family-links"] == "unknown")
  }
}

extension EditionFile {
  fileprivate func contains(_ text: String) -> Bool {
    String(decoding: bytes, as: UTF8.self).contains(text)
  }
}
