import Foundation
import TestSupport
import Testing

/// The public site as it stood: laid out from log and archive, and held against copies that were
/// taken at the time.
@Suite struct AsOfTests {
  /// The present instant, as `as-of` takes it.
  private func now() -> String {
    Date().formatted(
      .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(
        separator: .omitted))
  }

  private func publicFiles(_ workspace: TestWorkspace) -> [String: Data] {
    tree("\(workspace.path)/publications/public", workspace)
  }

  private func tree(_ folder: String, _ workspace: TestWorkspace) -> [String: Data] {
    let root = URL(filePath: folder).resolvingSymlinksInPath().path
    var files: [String: Data] = [:]
    for file in workspace.files(in: root) {
      files[file] = FileManager.default.contents(atPath: "\(root)/\(file)")
    }
    return files
  }

  @Test func everyMomentOfAHistoryIsLaidOutByteForByte() throws {
    let workspace = try TestWorkspace()
    var moments: [(step: String, instant: String, files: [String: Data])] = []
    func note(_ step: String) {
      moments.append((step, now(), publicFiles(workspace)))
    }
    try workspace.publish("2013-10")
    note("released")
    try VersionHistoryTests.correct(workspace)
    note("corrected")
    try workspace.publish("2013-11")
    note("the next edition")
    try VersionHistoryTests.withdraw(workspace)
    note("withdrawn")
    // What changes later changes nothing of what was.
    try workspace.replace(
      "Illustrative Data Lab statistics", with: "Another title", in: "schedule.json")
    for (step, instant, files) in moments {
      let folder = "\(workspace.folder.path)/as of \(step)"
      let result = try workspace.run("as-of", instant, folder)
      #expect(result.status == 0, "\(step): \(result.errors)")
      let laid = tree(folder, workspace)
      #expect(Set(laid.keys).symmetricDifference(files.keys).sorted() == [], "\(step)")
      for (path, bytes) in files { #expect(laid[path] == bytes, "\(step): \(path)") }
    }
  }

  @Test func announcedDatesStandAsTheyStoodBeforeTheyWereMoved() throws {
    let workspace = try TestWorkspace(future: "2099-01")
    try VersionHistoryTests.run(["announce", "2099-01", "--by", "test"], in: workspace)
    let announced = (now(), publicFiles(workspace))
    try VersionHistoryTests.run(
      [
        "move", "2099-01", "--to", "2099-01-15T09:30", "--reason", "The records came late.", "--by",
        "test",
      ], in: workspace)
    let moved = (now(), publicFiles(workspace))
    #expect(announced.1 != moved.1)
    for (index, (instant, files)) in [announced, moved].enumerated() {
      let folder = "\(workspace.folder.path)/then-\(index)"
      let result = try workspace.run("as-of", instant, folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(tree(folder, workspace) == files)
    }
  }

  @Test func whatCannotBeLaidOutIsSaid() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let folder = workspace.folder.path + "/then"
    let early = try workspace.run("as-of", "2001-01-01T00:00Z", folder)
    #expect(early.status == 66 && early.errors.contains("nothing was public at 2001-01-01"))
    let local = try workspace.run("as-of", "2014-02-01", folder)
    #expect(local.status == 64 && local.errors.contains("write it like 2014-02-01T00:00Z"))
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let there = try workspace.run("as-of", "2999-01-01T00:00Z", folder)
    #expect(there.status == 73, "\(there.errors)")
    #expect(workspace.files(in: folder).isEmpty)
  }
}
