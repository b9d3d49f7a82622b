import Foundation
import TestSupport
import Testing

/// Whether this machine opens what is sealed: told by the seal, not by the list as it is today.
@Suite struct SealKeyTests {
  /// A key of another machine, and its public part.
  private func otherKey(_ workspace: TestWorkspace) throws -> (path: String, recipient: String) {
    let path = workspace.folder.path + "/standby.key"
    try #require(try Tool.run(Tool.find("age-keygen")!, ["-o", path]).status == 0)
    let shown = try Tool.run(Tool.find("age-keygen")!, ["-y", path])
    return (path, shown.output.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private func keyWarnings(_ workspace: TestWorkspace, _ key: String) throws -> [String] {
    let result = try workspace.run("status", "--key", key)
    #expect(result.status == 0, "\(result.errors)")
    return result.output.split(separator: "\n").map(String.init).filter {
      $0.contains("is sealed, and")
    }
  }

  @Test func aKeyThatWasNamedAfterTheSealIsSaid() throws {
    let workspace = try TestWorkspace()
    try #require(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    let other = try otherKey(workspace)
    try #require(try workspace.run("key", "add", other.recipient).status == 0)
    let said = try keyWarnings(workspace, other.path)
    #expect(said.count == 1 && said.first?.hasPrefix("URGENT") == true, "\(said)")
    #expect(said.first?.contains("was named a recipient since") == true, "\(said)")
    #expect(said.first?.contains("ninethirty seal 2013-10 --reason") == true, "\(said)")
    #expect(try keyWarnings(workspace, TestWorkspace.key.path) == [])
    // Sealed again, it opens for both.
    let again = try workspace.run("seal", "2013-10", "--by", "test", "--reason", "a standby")
    try #require(again.status == 0, "\(again.errors)")
    #expect(try keyWarnings(workspace, other.path) == [])
  }

  @Test func aKeyThatOpensTheSealIsNotDoubtedWithoutTheList() throws {
    let workspace = try WatchTests.sealed()
    let list = "\(workspace.path)/publications/recipients.txt"
    try FileManager.default.removeItem(atPath: list)
    #expect(try keyWarnings(workspace, TestWorkspace.key.path) == [])
    let other = try otherKey(workspace)
    let said = try keyWarnings(workspace, other.path)
    #expect(said.count == 1 && said.first?.contains("name the right key") == true, "\(said)")
  }

  @Test(arguments: [["watch"], ["release", "2098-05", "--wait"]])
  func whoWaitsIsToldAtOnce(verb: [String]) throws {
    let workspace = try WatchTests.sealed()
    let other = try otherKey(workspace)
    let waiting = try Background(
      verb + ["--key", other.path, "--workspace", workspace.path])
    waiting.waitForOutput("waiting for 2098-05")
    #expect(waiting.output.contains("2098-05 is sealed, and the key of this machine does not open"))
    kill(waiting.number, SIGTERM)
    _ = waiting.status()
  }
}
