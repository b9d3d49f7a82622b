import Archive
import Foundation
import Schedule
import Storage
import TestSupport
import Testing

/// The validator of ocfl-py, which others wrote: `NINETHIRTY_OCFL`, or on the path.
private let otherValidator =
  ProcessInfo.processInfo.environment["NINETHIRTY_OCFL"] ?? Tool.find("ocfl-validate.py")

@Suite(.enabled(if: otherValidator != nil, "ocfl-validate.py of ocfl-py is not installed"))
struct OCFLValidationByOthers {
  let folder = TemporaryFolder()

  @Test func `Objects and storage root are valid for another validator`() throws {
    let store = OCFLStore(folder.at("archive"))
    for round in 1...3 {
      for id in ["2013-10", "2013-11"] {
        try store.add(
          OCFLNewVersion(
            content: [
              "a/b": .bytes(bytes("same")), "é \"x\"": .bytes(bytes("\(round)")),
              "copy-\(round)": .bytes(bytes("same")), "empty": .bytes([]),
            ], created: Instant("2013-10-10T08:30:00Z")!, message: "Line\nbreak",
            user: OCFLUser(name: "A", address: "mailto:a@example.org")), to: id)
      }
      // Given a storage root, ocfl-py 2.1.0 does not let its objects decide the status.
      let paths = [store.root, store.root + "/2013-10", store.root + "/2013-11"]
      let result = try Tool.run(otherValidator!, paths)
      #expect(result.status == 0, "\(result.output)\(result.errors)")
    }
    try Files.write(bytes("tampered"), to: store.root + "/2013-11/v1/content/a/b")
    #expect(try Tool.run(otherValidator!, [store.root + "/2013-11"]).status != 0)
  }
}

/// OCFL's own fixtures of version 1.1 (github.com/OCFL/fixtures): `NINETHIRTY_OCFL_FIXTURES`.
private let fixtures = ProcessInfo.processInfo.environment["NINETHIRTY_OCFL_FIXTURES"]

@Suite(.enabled(if: fixtures != nil, "NINETHIRTY_OCFL_FIXTURES names no folder of fixtures"))
struct OCFLFixtureTests {
  private static func objects(_ folder: String) -> [String] {
    guard let fixtures else { return [] }
    return (try? Files.list("\(fixtures)/\(folder)")) ?? []  // An empty list fails below.
  }

  private func codes(_ object: String) throws -> Set<String> {
    Set(try OCFLStore.validate(objectAt: "\(fixtures!)/\(object)").map(\.code))
  }

  /// The codes that the name of a fixture begins with, and those that say the same of it: the
  /// list of codes has several for a folder that is no version.
  private func named(_ object: String) -> Set<String> {
    let codes = object.split(separator: "_").map(String.init)
      .prefix { $0.wholeMatch(of: /[EW]\d{3}/) != nil }
    let same = [
      "E001_invalid_version_format": "E046", "E011_E013_invalid_padded_head_version": "E012",
    ]
    return Set(codes + [same[object]].compactMap(\.self))
  }

  @Test func `The fixtures are there`() {
    for folder in ["good-objects", "warn-objects", "bad-objects"] {
      #expect(!Self.objects(folder).isEmpty)
    }
  }

  @Test(arguments: objects("good-objects"))
  func `A good object has no error`(_ object: String) throws {
    // Git keeps no empty folders, and this object is nothing without them: read it elsewhere.
    guard try !Files.list("\(fixtures!)/good-objects/\(object)").isEmpty else { return }
    #expect(try codes("good-objects/\(object)").filter { $0.hasPrefix("E") } == [])
  }

  @Test(arguments: objects("warn-objects"))
  func `An object to be warned of has its warnings and no error`(_ object: String) throws {
    let codes = try codes("warn-objects/\(object)")
    #expect(codes.filter { $0.hasPrefix("E") } == [])
    #expect(named(object).isSubset(of: codes))
  }

  @Test(arguments: objects("bad-objects"))
  func `A bad object has an error of its name`(_ object: String) throws {
    let codes = try codes("bad-objects/\(object)")
    #expect(!named(object).isDisjoint(with: codes), "\(codes.sorted())")
  }
}
