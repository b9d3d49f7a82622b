import Foundation
import TestSupport
import Testing

/// Same inputs, same bytes: whatever the folder, the zone, the locale or the order of hashing.
@Suite struct DeterminismTests {
  @Test func theDigestDependsOnTheInputsAlone() throws {
    var digests: Set<String> = []
    for environment in [
      ["TZ": "Europe/London"], ["TZ": "Asia/Kolkata", "LC_ALL": "tr_TR.UTF-8"],
      ["TZ": "America/St_Johns", "LANG": "cy_GB.UTF-8"], [:],
    ] {
      let workspace = try TestWorkspace()
      let result = try Tool.run(
        Binary.path, ["seal", "2013-10", "--by", "test", "--workspace", workspace.path],
        environment: environment)
      #expect(result.status == 0, "\(result.errors)")
      let seal = try #require(
        try JSONSerialization.jsonObject(
          with: Data(contentsOf: URL(filePath: try workspace.open("2013-10") + "/seal.json")))
          as? [String: Any])
      digests.insert(try #require(seal["digest"] as? String))
    }
    #expect(digests.count == 1)
  }

  @Test func noPathOfTheMachineReachesASealedFile() throws {
    let workspace = try TestWorkspace()
    try #require(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    let sealed = try workspace.open("2013-10")
    #expect(workspace.files(in: sealed).count > 10)
    for file in workspace.files(in: sealed) {
      // A spreadsheet is no text, but nothing in it is compressed.
      let bytes = try #require(FileManager.default.contents(atPath: "\(sealed)/\(file)"))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains(workspace.folder.path), "\(file)")
    }
  }

  @Test func initMakesAWorkspaceThatPassesItsChecksAndHasAllTemplates() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    let check = try workspace.run("check", "2098-05")
    #expect(check.status == 0 && check.output.contains("0 errors, 0 warnings"), "\(check.output)")
    // The templates inside the program are those of the repository, file by file.
    let own = try TestWorkspace("")
    #expect(workspace.files(in: "templates") == own.files(in: "templates"))
    for file in own.files(in: "templates") {
      #expect(workspace.bytes("templates/\(file)") == own.bytes("templates/\(file)"), "\(file)")
    }
  }
}
