import Foundation
import TestSupport
import Testing

/// A text may stand in a file, because other users of a machine see the arguments of a program.
@Suite struct TextArgumentTests {
  @Test(arguments: [["--reason", "@FILE"], ["--reason=@FILE"]])
  func aReasonIsReadFromAFile(option: [String]) throws {
    let workspace = try TestWorkspace()
    try workspace.succeed("seal", "2013-10", "--by", "test")
    let file = "\(workspace.folder.path)/reason.txt"
    try Data("The register was out of date.\n".utf8).write(to: URL(filePath: file))
    let options = option.map { $0.replacing("FILE", with: file) }
    try workspace.succeed(["unseal", "2013-10", "--by", "test"] + options)
    #expect(
      workspace.text("publications/journal.jsonl")
        .contains("\"reason\":\"The register was out of date.\""))
  }

  @Test func aFileThatIsNoTextIsRefused() throws {
    let workspace = try TestWorkspace()
    let file = "\(workspace.folder.path)/reason"
    try Data([0xFF, 0xFE, 0x41]).write(to: URL(filePath: file))
    func unseal(_ reason: String) throws -> Binary.Result {
      try workspace.run("unseal", "2013-10", "--by", "test", "--reason", reason)
    }
    let odd = try unseal("@\(file)")
    #expect(odd.status == 66 && odd.errors.contains("no text in UTF-8"), "\(odd.errors)")
    let missing = try unseal("@/nowhere/reason")
    #expect(missing.status == 66 && missing.errors.contains("/nowhere/reason"), "\(missing.errors)")
    // A file with nothing in it is no reason.
    try Data("\n".utf8).write(to: URL(filePath: file))
    let empty = try unseal("@\(file)")
    #expect(empty.status == 64 && empty.errors.contains("--reason needs a text"), "\(empty.errors)")
    // Two signs are one that is meant.
    try workspace.succeed("seal", "2013-10", "--by", "test")
    #expect(try unseal("@@home was meant").status == 0)
    #expect(workspace.text("publications/journal.jsonl").contains("\"@home was meant\""))
  }
}
