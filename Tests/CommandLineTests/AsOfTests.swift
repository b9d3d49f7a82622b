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

  /// The illustrative workspace, with editions to come.
  private func goingOn() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.replace(
      "\"last\": \"2013-11\"", with: "\"last\": \"2099-03\"", in: "schedule.json")
    return workspace
  }

  /// A workspace in which a date was announced and everything was changed since, what its public tree was
  /// when it was announced, and words that nobody knew then.
  private func changedSince(release: Bool) throws -> (
    TestWorkspace, instant: String, files: [String: Data], later: [String]
  ) {
    let workspace = try release ? goingOn() : TestWorkspace(future: "2099-01")
    try VersionHistoryTests.run(["announce", "2099-01", "--by", "test"], in: workspace)
    let then = (now(), publicFiles(workspace))
    if release { try workspace.publish("2013-10") }
    let title = try #require(
      workspace.text("schedule.json").firstMatch(of: /"title"\s*:\s*"([^"]+)"/)?.output.1)
    try workspace.replace(String(title), with: "Zebra figures", in: "schedule.json")
    try changeProducer(of: workspace)
    try VersionHistoryTests.run(
      [
        "move", "2099-01", "--to", "2099-01-15T09:30", "--reason", "The quagga came late.", "--by",
        "test",
      ], in: workspace)
    try VersionHistoryTests.run(["announce", "2099-02", "--by", "test"], in: workspace)
    #expect(workspace.text("publications/public/calendar/index.html").contains("Zebra figures"))
    return (
      workspace, then.0, then.1,
      ["Zebra", "Okapi", "quagga", "2099-02", "February 2099", "15 January"]
    )
  }

  /// Of whom the log says nothing.
  private func changeProducer(of workspace: TestWorkspace) throws {
    let producer = try #require(
      workspace.text("schedule.json").firstMatch(of: /"producer"\s*:\s*"([^"]+)"/)?.output.1)
    try workspace.replace(
      "\"\(producer)\",\n", with: "\"Okapi office\",\n", in: "schedule.json")
  }

  private func expectNothing(of later: [String], in laid: [String: Data]) {
    #expect(!laid.isEmpty)
    for (path, bytes) in laid {
      for word in later {
        #expect(bytes.range(of: Data(word.utf8)) == nil && !path.contains(word), "\(path): \(word)")
      }
    }
  }

  @Test func beforeTheFirstReleaseNothingStandsThatNobodyKnew() throws {
    let (workspace, instant, files, later) = try changedSince(release: false)
    let folder = "\(workspace.folder.path)/then"
    let result = try workspace.run("as-of", instant, folder)
    #expect(result.status == 0, "\(result.errors)")
    let laid = tree(folder, workspace)
    expectNothing(of: later, in: laid)
    for (path, bytes) in laid { #expect(files[path] == bytes, "\(path)") }
    #expect(
      result.errors.contains(
        " more: the workspace of today does not make what was laid then, and might tell"),
      "\(result.errors)")
    #expect(laid["log/log.jsonl"] != nil)
  }

  /// The schedule and the templates of the first release are the nearest that are archived.
  @Test func beforeTheFirstReleaseItsArchivedScheduleServesWhereItIsTheOneOfThen() throws {
    let (workspace, instant, files, later) = try changedSince(release: true)
    let folder = "\(workspace.folder.path)/then"
    let result = try workspace.run("as-of", instant, folder)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(tree(folder, workspace) == files)
    #expect(result.output.contains("open \(folder)/index.html"), "\(result.output)")
    expectNothing(of: later + ["2013-10"], in: files)
    // Without the journal nobody knows, and the page is said to be made with something else.
    try FileManager.default.removeItem(atPath: "\(workspace.path)/publications/journal.jsonl")
    let alone = try workspace.run("as-of", instant, "\(folder)-alone")
    #expect(alone.status == 0, "\(alone.errors)")
    #expect(
      alone.errors.contains("are those of the first release, 2013-10, dates those of the log"),
      "\(alone.errors)")
    expectNothing(of: later, in: tree("\(folder)-alone", workspace))
  }

  /// The log has the title with which a date was announced, and nothing else of the schedule.
  @Test func whatWasChangedBetweenTwoReleasesIsAsItWasToldOrSaidNotToBe() throws {
    let workspace = try goingOn()
    try workspace.publish("2013-10")
    try workspace.replace(
      "Illustrative Data Lab statistics", with: "Zebra figures", in: "schedule.json")
    try VersionHistoryTests.run(["announce", "2099-01", "--by", "test"], in: workspace)
    let told = (now(), publicFiles(workspace))
    #expect(workspace.text("publications/public/calendar/index.html").contains("Zebra"))
    try changeProducer(of: workspace)
    try VersionHistoryTests.run(["announce", "2099-02", "--by", "test"], in: workspace)
    let folder = "\(workspace.folder.path)/then"
    let result = try workspace.run("as-of", told.0, folder)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    #expect(tree(folder, workspace) == told.1)
    let other = try workspace.run("as-of", now(), "\(folder) too")
    #expect(other.status == 0, "\(other.errors)")
    #expect(other.errors.contains("files are not as laid then, the first "), "\(other.errors)")
    expectNothing(of: ["Okapi"], in: tree("\(folder) too", workspace))
  }

  /// A damaged file of the archive is not laid out as if it were what was public.
  @Test func whatTheArchiveDoesNotHaveAsItCameOutIsRefused() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let folder = workspace.folder.path + "/then"
    let object = "\(workspace.path)/publications/archive/2013-10"
    try Data("other".utf8).write(
      to: URL(filePath: "\(object)/v1/content/renditions/bulletin.xml"))
    let altered = try workspace.run("as-of", now(), folder)
    #expect(altered.status == 76 && altered.errors.contains("bulletin.xml"), "\(altered.errors)")
    try FileManager.default.removeItem(atPath: object)
    let lost = try workspace.run("as-of", now(), folder)
    #expect(
      lost.status == 76
        && lost.errors.contains("the archive does not have 2013-10 as the log says"),
      "\(lost.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder))
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

  @Test func anInstantThatHasNotComeIsSaid() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let folder = workspace.folder.path
    let result = try workspace.run("as-of", "2999-01-01T00:00Z", folder + "/then")
    #expect(result.status == 0 && result.errors.contains("has not come yet"), "\(result)")
    let present = try workspace.run("as-of", now(), folder + "/now")
    #expect(present.status == 0 && !present.errors.contains("has not come"), "\(present)")
  }
}
