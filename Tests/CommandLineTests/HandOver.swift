import Foundation
import TestSupport
import Testing

/// What the tests of handing over share: a workspace with editions out, and bags of it.
extension TestWorkspace {
  /// The bag of an edition, as `export` names it.
  func bag(_ object: String) -> String {
    "\(folder.path)/bags/illustrative-data-lab-\(object)"
  }

  func export(_ arguments: String...) throws -> Binary.Result {
    try Tool.run(
      Binary.path, ["export"] + arguments + ["--to", "\(folder.path)/bags", "--workspace", path])
  }

  func importing(_ place: String, _ edition: String, _ arguments: [String] = []) throws
    -> Binary.Result
  {
    try Tool.run(
      Binary.path,
      ["import", place, "--edition", edition, "--by", "a.example", "--workspace", path] + arguments)
  }

  /// Nothing is at hand of the edition after the first, so nothing is under embargo.
  func forgetNext() throws {
    try FileManager.default.removeItem(atPath: "\(path)/analyses/2013-11")
  }

  /// A version 2 of 2013-10 comes out.
  func publishCorrection() throws {
    try replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    let result = try Tool.run(
      Binary.path, ["correct", "2013-10", "--workspace", path] + CorrectionTests.note)
    try #require(result.status == 0, "\(result.errors)")
    try publish("2013-10")
  }

  /// Every file below a folder with its bytes.
  func contents(of folder: String) -> [String: Data] {
    var contents: [String: Data] = [:]
    for file in files(in: folder) {
      contents[file] = FileManager.default.contents(atPath: "\(folder)/\(file)") ?? Data()
    }
    return contents
  }
}
