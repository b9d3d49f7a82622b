import Foundation
import TestSupport
import Testing

/// Backup and restore of key, log and journal, as docs/deploy.md has it.
@Suite struct BackupTests {
  /// A workspace with an edition out and the next one sealed, its backup made, and the workspace
  /// lost.
  private func lostWorkspace() throws -> (workspace: TestWorkspace, backup: String) {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try #require(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    let backup = workspace.folder.path + "/backup.tar"
    let result = try Tool.run("/bin/tar", ["-C", workspace.path, "-cpf", backup, "."])
    try #require(result.status == 0, "\(result.errors)")
    try FileManager.default.removeItem(atPath: workspace.path)
    return (workspace, backup)
  }

  private func restore(_ backup: String, to workspace: TestWorkspace) throws {
    try FileManager.default.createDirectory(
      atPath: workspace.path, withIntermediateDirectories: true)
    let result = try Tool.run("/bin/tar", ["-C", workspace.path, "-xpf", backup])
    try #require(result.status == 0, "\(result.errors)")
  }

  @Test func aWorkspaceThatWasRestoredFromItsBackupReleases() throws {
    let (workspace, backup) = try lostWorkspace()
    try restore(backup, to: workspace)
    #expect(try workspace.run("log").status == 0)
    let result = try workspace.run("release", "2013-11", "--wait")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    for edition in ["2013-10", "2013-11"] {
      #expect(workspace.bytes("publications/public/\(edition)/index.html") != nil)
      #expect(try workspace.run("rebuild", edition).status == 0)
    }
    #expect(workspace.text("publications/log.jsonl").split(separator: "\n").count == 2)
  }

  @Test func aRestoredLogThatIsShorterThanItsJournalReleasesNothing() throws {
    let (workspace, backup) = try lostWorkspace()
    try restore(backup, to: workspace)
    try workspace.write("", to: "publications/log.jsonl")
    let result = try workspace.run("release", "2013-11", "--wait")
    #expect(result.status == 76, "\(result.output)\(result.errors)")
    #expect(workspace.bytes("publications/public/2013-11/index.html") == nil)
  }

  @Test func aRestoredWorkspaceWithoutTheKeyReleasesNothingAndSaysSo() throws {
    let (workspace, backup) = try lostWorkspace()
    try restore(backup, to: workspace)
    let result = try workspace.run("release", "2013-11", "--key", "/nonexistent/ninethirty.key")
    #expect(result.status != 0 && result.errors.contains("there is no key"), "\(result.errors)")
    #expect(workspace.bytes("publications/public/2013-11/index.html") == nil)
  }
}
