import Foundation
import TestSupport
import Testing

/// `ninethirty sample`, by the real binary.
@Suite struct SampleCommandTests {
  private let folder = TemporaryFolder()

  private func sample(
    _ name: String, _ options: String..., environment: [String: String] = [:]
  ) throws -> Binary.Result {
    try Tool.run(
      Binary.path, ["sample", "\(folder.path)/\(name)"] + options, environment: environment)
  }

  @Test func aSampleGoesThroughTheWholeWayOfAnEdition() throws {
    let made = try sample("a", "--reports", "5", "--editions", "2")
    #expect(made.status == 0, "\(made.errors)")
    let path = "\(folder.path)/a"
    let key = try Binary.run(
      "key", "new", "--key", "\(folder.path)/key", "--workspace", path)
    #expect(key.status == 0, "\(key.errors)")
    for edition in ["2013-10", "2013-11"] {
      let check = try Binary.run("check", edition, "--workspace", path)
      #expect(check.output.hasPrefix("0 errors, 0 warnings\n"), "\(check.output)")
      for step in [["seal", edition, "--by", "test"], ["release", edition]] {
        let result = try Tool.run(
          Binary.path, step + ["--key", "\(folder.path)/key", "--workspace", path])
        #expect(result.status == 0, "\(step): \(result.output)\(result.errors)")
      }
    }
  }

  @Test func theSameSeedGivesTheSameBytesInAnyZoneAndLocale() throws {
    _ = try sample("a", "--reports", "6", environment: ["TZ": "UTC", "LC_ALL": "C"])
    _ = try sample(
      "b", "--reports", "6",
      environment: [
        "TZ": "Asia/Kolkata", "LC_ALL": "tr_TR.UTF-8", "SWIFT_DETERMINISTIC_HASHING": "1",
      ])
    let difference = try Tool.run(
      "/usr/bin/diff", ["-r", "\(folder.path)/a", "\(folder.path)/b"])
    #expect(difference.status == 0 && difference.output.isEmpty)
  }

  @Test func aFolderThatIsNotEmptyIsLeftAsItIs() throws {
    let path = "\(folder.path)/full"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(filePath: "\(path)/note"))
    let result = try sample("full")
    #expect(result.status == 73)
    #expect(result.errors.contains("exists and is not empty"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["note"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["full"])
  }

  @Test func anEmptyFolderIsFilled() throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/empty", withIntermediateDirectories: true)
    #expect(try sample("empty/", "--reports", "1").status == 0)
    #expect(FileManager.default.fileExists(atPath: "\(folder.path)/empty/schedule.json"))
  }

  @Test(arguments: [
    ["--reports", "0"], ["--reports", "250001"], ["--editions", "0"], ["--share", "lower"],
    ["--share", "best=0.5"], ["--share", "lower=2"], ["--share", "lower=0.6,higher=0.6"],
    ["--share", "lower=0.7", "--share", "higher=0.7"], ["--first", "2013"],
  ])
  func whatCannotBeMadeIsWrongUse(options: [String]) throws {
    let result = try Tool.run(Binary.path, ["sample", "\(folder.path)/x"] + options)
    #expect(result.status == 64)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/x"))
  }
}
