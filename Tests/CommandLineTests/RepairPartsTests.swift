import Foundation
import TestSupport
import Testing

/// What `repair` leaves to people, and puts back of an object that has lost more than is at hand.
@Suite struct RepairPartsTests {
  private static let published: TestWorkspace? = {
    do {
      let workspace = try TestWorkspace()
      try workspace.publish("2013-10")
      return workspace
    } catch {
      return nil
    }
  }()

  private func workspace() throws -> TestWorkspace {
    try TestWorkspace(copyOf: #require(Self.published))
  }

  private func shell(_ script: String, in workspace: TestWorkspace) throws {
    let result = try Tool.run(
      "/bin/bash", ["-ec", script], in: "\(workspace.path)/publications")
    try #require(result.status == 0, "\(result.errors)")
  }

  /// Such a name is that of what a crash left; what a crash leaves there is part of a declaration.
  @Test func whatSeemsUnfinishedInTheArchiveIsNotRemovedButSetAside() throws {
    let workspace = try workspace()
    try shell(
      """
      mkdir archive/.new-2013-11 && echo evidence > archive/.new-2013-11/file
      echo names > archive/.new-1-2
      printf ocfl_ > archive/.new-4711-22
      """, in: workspace)
    try #require(try workspace.run("key", "add", TestWorkspace.key.recipient).status == 0)
    let left = workspace.files(in: "publications/archive").filter { $0.hasPrefix(".new") }
    #expect(left == [".new-1-2", ".new-2013-11/file"])
    #expect(try workspace.run("verify").status == 76)
    let result = try workspace.run("repair", "--apply")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let aside = "publications/set-aside/0001/archive"
    #expect(workspace.text("\(aside)/.new-2013-11/file") == "evidence\n", "\(result.output)")
    #expect(workspace.text("\(aside)/.new-1-2") == "names\n")
    #expect(workspace.text("publications/journal.jsonl").contains("archive/.new-2013-11"))
    #expect(try workspace.run("verify").status == 0)
  }
}
