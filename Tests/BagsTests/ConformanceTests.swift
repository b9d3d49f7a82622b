import Bags
import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

/// The conformance suite of the Library of Congress (github.com/LibraryOfCongress/bagit-conformance-suite):
/// `NINETHIRTY_BAGIT_FIXTURES`.
private let fixtures = ProcessInfo.processInfo.environment["NINETHIRTY_BAGIT_FIXTURES"]

/// The reference implementation, bagit.py.
private let reference = Tool.find("bagit.py")

@Suite(.enabled(if: fixtures != nil, "NINETHIRTY_BAGIT_FIXTURES names no folder of fixtures"))
struct BagItConformance {
  /// Every bag, as `v0.97/valid/minimal-bag`; an empty list fails below.
  private static let bags: [String] = {
    guard let fixtures else { return [] }
    let depth = { (path: String) in path.utf8.count { $0 == UInt8(ascii: "/") } }
    return ((try? Files.walk(fixtures)) ?? [])
      .filter { $0.kind == .directory && depth($0.path) == 2 }.map(\.path)
  }()

  /// The verdict that a bag's folder names; those of one system are not valid on any.
  private static func expected(_ bag: String) -> BagReading.Verdict {
    let folder = String(bag.split(separator: "/")[1])
    return BagReading.Verdict(rawValue: folder) ?? .invalid
  }

  @Test func `The fixtures are there, every version and every verdict`() {
    #expect(Self.bags.count >= 30)
    #expect(Set(Self.bags.map { $0.split(separator: "/")[0] }).count == 6)
    #expect(Set(Self.bags.map(Self.expected)).count == 3)
  }

  @Test(arguments: bags)
  func `A bag gets the verdict of its folder`(_ bag: String) throws {
    let reading = try BagReader.read("\(fixtures!)/\(bag)")
    #expect(
      reading.verdict == Self.expected(bag),
      "\(reading.findings.map(\.text).joined())")
  }

  /// Where the reference and the suite part, and why ours is the verdict of the suite.
  ///
  /// bagit.py 1.9.0 takes any white space in `bagit.txt`, also in version 1.0, where the
  /// label stands directly before its colon. And it wants a name that differs only in capitals to be
  /// a file of its own, which it cannot be where the bag comes from a system that knows no
  /// difference: the suite wants a warning.
  private static let parting: Set = [
    "v1.0/invalid/bagit-with-invalid-whitespace",
    "v0.97/warning/duplicate-file-with-different-case",
  ]

  @Test(.enabled(if: reference != nil, "bagit.py is not installed"), arguments: bags)
  func `The reference tool parts from the suite where we say, and nowhere else`(
    _ bag: String
  ) throws {
    let result = try Tool.run(reference!, ["--validate", "--quiet", "\(fixtures!)/\(bag)"])
    let isValid = Self.expected(bag) != .invalid
    #expect((result.status == 0) == isValid || Self.parting.contains(bag), "\(result.errors)")
    if Self.parting.contains(bag) { #expect((result.status == 0) != isValid) }
  }

  @Test func `What is wrong is named`() throws {
    func ids(_ bag: String) throws -> Set<String> {
      // Most of these bags have MD5 alone, which is noted.
      Set(
        try BagReader.read("\(fixtures!)/\(bag)").findings.map(\.id)
          .filter { $0 != "bag.weak-checksum" })
    }
    #expect(try ids("v1.0/invalid/bagit-with-invalid-whitespace") == ["bag.declaration"])
    #expect(try ids("v0.97/invalid/corrupt-data-file") == ["bag.checksum", "bag.oxum"])
    #expect(try ids("v0.97/invalid/extra-file-in-bag") == ["bag.extra-file", "bag.oxum"])
    #expect(try ids("v0.97/invalid/missing-baginfo") == ["bag.missing-file"])
    #expect(try ids("v0.97/warning/relative-path") == ["bag.path-form"])
    #expect(
      try ids("v0.97/warning/same-filename-listed-twice-with-the-same-hash") == ["bag.listed-twice"]
    )
    #expect(try ids("v0.97/warning/duplicate-file-with-different-case") == ["bag.case"])
    for bag in Self.bags where bag.contains("out-of-scope") {
      #expect(try ids(bag) == ["bag.path"], "\(bag)")
    }
  }
}
