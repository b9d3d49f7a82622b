import Foundation
import TestSupport
import Testing

/// A sealed edition gives nothing away, and what is not what was sealed is not released.
@Suite struct SealedAtRestTests {
  private func sealed(_ edition: String = "2013-10") throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try #require(try workspace.run("seal", edition, "--by", "test").status == 0)
    return workspace
  }

  private func expectRefused(
    _ workspace: TestWorkspace, _ edition: String, saying text: String, journal reason: String
  ) throws {
    let result = try workspace.run("release", edition)
    #expect(result.status == 76, "\(result.output)\(result.errors)")
    #expect(result.errors.contains(text), "\(result.errors)")
    let refused = workspace.text("publications/journal.jsonl").split(separator: "\n").last ?? ""
    #expect(refused.contains("\"event\":\"refused\""), "\(refused)")
    #expect(refused.contains("\"reason\":\"\(reason)\""), "\(refused)")
    // Nothing of it was laid, not even closed.
    #expect(!workspace.files(in: "publications/.trees").contains { $0.contains("/\(edition)/") })
  }

  // MARK: What is not what was sealed

  @Test func aSealedFileAlteredByOneBitIsRefusedByName() throws {
    let workspace = try sealed()
    let path = workspace.sealedFile("2013-10")
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(filePath: path))
    try expectRefused(
      workspace, "2013-10", saying: "sealed/2013-10.age is not what was sealed", journal: "altered")
  }

  @Test func aSealedFileOfAnotherEditionIsRefusedByName() throws {
    let workspace = try sealed()
    let october = try Data(contentsOf: URL(filePath: workspace.sealedFile("2013-10")))
    try #require(try workspace.run("release", "2013-10").status == 0)
    try #require(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    // Last month's file, replayed.
    try october.write(to: URL(filePath: workspace.sealedFile("2013-11")))
    try expectRefused(
      workspace, "2013-11", saying: "2013-11.age is the sealed edition 2013-10, not 2013-11",
      journal: "other-edition")
  }

  @Test func anOlderSealOfTheSameEditionIsRefusedByName() throws {
    let workspace = try sealed()
    let first = try Data(contentsOf: URL(filePath: workspace.sealedFile("2013-10")))
    try #require(
      try workspace.run("seal", "2013-10", "--by", "test", "--reason", "Again.").status == 0)
    try first.write(to: URL(filePath: workspace.sealedFile("2013-10")))
    try expectRefused(
      workspace, "2013-10", saying: "is an older seal of 2013-10", journal: "older-seal")
  }

  /// Sealed by somebody who has the public key, elsewhere.
  @Test func aSealThatThisJournalDoesNotKnowIsRefused() throws {
    let workspace = try sealed()
    let other = try TestWorkspace(copyOf: workspace)
    try other.replace("Illustrative Data Lab", with: "Other Data Lab", in: "schedule.json")
    try #require(
      try other.run("seal", "2013-10", "--by", "test", "--reason", "Again.").status == 0)
    try Data(contentsOf: URL(filePath: other.sealedFile("2013-10")))
      .write(to: URL(filePath: workspace.sealedFile("2013-10")))
    try expectRefused(
      workspace, "2013-10", saying: "the journal knows no seal of these bytes", journal: "altered")
  }

  @Test func anUnsealedEditionThatWasPutBackIsNotReleased() throws {
    let workspace = try sealed()
    let bytes = try Data(contentsOf: URL(filePath: workspace.sealedFile("2013-10")))
    let result = try workspace.run(
      "unseal", "2013-10", "--reason", "wrong register", "--by", "Duty statistician")
    #expect(result.status == 0, "\(result.errors)")
    #expect(workspace.files(in: "publications/sealed").isEmpty)
    #expect(workspace.text("publications/journal.jsonl").contains("\"reason\":\"wrong register\""))
    try bytes.write(to: URL(filePath: workspace.sealedFile("2013-10")))
    let release = try workspace.run("release", "2013-10")
    #expect(release.status == 64 && release.errors.contains("is not sealed"), "\(release.errors)")
    #expect(try workspace.run("unseal", "2013-10", "--reason", "x", "--by", "y").status == 64)
    #expect(try workspace.run("status").output.contains("2013-10, not drafted"))
  }

  // MARK: What lies there

  /// Organisations, titles and whole sentences of the reports.
  private func embargoedWords(_ workspace: TestWorkspace) throws -> [String] {
    let opened = try workspace.open("2013-10")
    var words: Set<String> = []
    for file in workspace.files(in: "\(opened)/renditions") where file.hasSuffix(".html") {
      let page = try String(contentsOfFile: "\(opened)/renditions/\(file)", encoding: .utf8)
      for match in page.matches(of: /<(?:p|h1|h2|td|th)[^>]*>([^<]{25,})</) {
        words.insert(String(match.output.1))
      }
    }
    for file in workspace.files(in: "analyses/2013-10") where file.hasSuffix(".json") {
      let analysis =
        try JSONSerialization.jsonObject(
          with: try #require(workspace.bytes("analyses/2013-10/\(file)"))) as? [String: Any]
      let organisation = analysis?["organisation"] as? [String: Any]
      words.insert(try #require(organisation?["name"] as? String))
    }
    return words.sorted()
  }

  @Test func nothingOfASealedEditionStandsInTheClear() throws {
    let workspace = try TestWorkspace()
    try #require(try workspace.run("draft", "2013-10").status == 0)
    try #require(try workspace.run("status").status == 0)
    try #require(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    try #require(try workspace.run("status").status == 0)
    let words = try embargoedWords(workspace)
    #expect(words.count > 50)
    let inputs = ["analyses/", "requests.csv", "schedule.json", "templates/"]
    var searched = 0
    for file in workspace.files(in: "") where !inputs.contains(where: file.hasPrefix) {
      let text = String(decoding: workspace.bytes(file) ?? Data(), as: UTF8.self)
      for word in words { #expect(!text.contains(word), "\(file): \(word)") }
      searched += 1
    }
    #expect(searched >= 3, "journal, recipients and the sealed file at least")
    #expect(workspace.files(in: "publications/drafts").isEmpty)
  }

  /// How many reports there are is under embargo as well.
  @Test func twoEditionsOfDifferentSizeHaveSealedFilesOfOneSize() throws {
    func size(_ workspace: TestWorkspace, _ edition: String) throws -> Int {
      try #require(
        try FileManager.default.attributesOfItem(atPath: workspace.sealedFile(edition))[.size]
          as? Int)
    }
    let workspace = try sealed()
    let seven = try size(workspace, "2013-10")
    try #require(try workspace.run("release", "2013-10").status == 0)
    try #require(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    #expect(try size(workspace, "2013-11") == seven)
    let journal = workspace.text("publications/journal.jsonl").split(separator: "\n")
      .filter { $0.contains("\"edition\":\"2013-11\"") }
    #expect(!journal.isEmpty)
    #expect(!journal.contains { $0.contains("\"files\"") || $0.contains("\"warnings\"") })
  }

  /// The system calls of a seal: what is started, and every file that is opened for writing.
  @Test(.enabled(if: Tool.canTrace, "strace cannot trace here"))
  func nothingUnderEmbargoIsWrittenInTheClearOrNamedInAProcessList() throws {
    let workspace = try TestWorkspace()
    let trace = workspace.folder.path + "/trace"
    let result = try Tool.run(
      Tool.find("strace")!,
      [
        "-f", "-s", "4096", "-e", "trace=openat,open,creat,execve", "-o", trace, Binary.path,
        "seal",
        "2013-10", "--by", "test", "--workspace", workspace.path,
      ])
    #expect(result.status == 0, "\(result.errors)")
    let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
    let started = calls.filter { $0.contains("execve(") && !$0.contains(" = -1 ") }
    #expect(started.count >= 3, "ninethirty, age, age-keygen")
    let words = try embargoedWords(workspace)
    for call in calls where call.contains("execve(") {
      #expect(!words.contains { call.contains($0) }, "\(call)")
    }
    let written = calls.filter {
      ($0.contains("O_WRONLY") || $0.contains("O_RDWR")) && !$0.contains(" = -1")
    }.compactMap { $0.firstMatch(of: /"([^"]*)"/).map { String($0.output.1) } }
    #expect(!written.isEmpty)
    for path in written where !path.hasPrefix("/dev/") && !path.hasPrefix("/proc/") {
      let allowed = [".lock", "journal.jsonl", ".new-2013-10.age", "log.jsonl"]
      // Two empty files tell whether the file system exchanges names in one step.
      let isProbe =
        path.hasPrefix("\(workspace.path)/publications/.new-")
        && path.wholeMatch(of: /.*\.new-[0-9]+-[12]/) != nil
      #expect(isProbe || allowed.contains((path as NSString).lastPathComponent), "\(path)")
    }
  }

  // MARK: Crashes

  private func kill(
    _ verb: [String], in workspace: TestWorkspace, after milliseconds: Int
  ) throws {
    _ = try Tool.run(
      "/usr/bin/timeout",
      ["-s", "KILL", String(format: "%.3f", Double(milliseconds) / 1000), Binary.path] + verb
        + ["--workspace", workspace.path])
  }

  @Test func aSealThatWasKilledLeavesTheOneBeforeOrNoneAndNothingInTheClear() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix(state: seed)
    for _ in 0..<8 {
      let workspace = try sealed()
      let moment = Int.random(in: 5...400, using: &random)
      try kill(
        ["seal", "2013-10", "--by", "second", "--reason", "test"], in: workspace, after: moment)
      let clear = workspace.files(in: "publications/sealed").filter { !$0.hasSuffix(".age") }
      #expect(clear.isEmpty, "seed \(seed), \(moment) ms: \(clear)")
      let result = try workspace.run("release", "2013-10")
      #expect(result.status == 0, "seed \(seed), \(moment) ms: \(result.errors)")
      #expect(workspace.files(in: "publications/sealed").isEmpty, "seed \(seed), \(moment) ms")
    }
  }

  /// The file was whole and in the journal, and had not got its name.
  @Test func aSealBetweenJournalAndNameIsFinishedByTheNextRun() throws {
    let workspace = try sealed()
    let manager = FileManager.default
    try manager.moveItem(
      atPath: workspace.sealedFile("2013-10"),
      toPath: workspace.path + "/publications/sealed/.new-2013-10.age")
    let result = try workspace.run("release", "2013-10")
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func anUnsealingBetweenJournalAndRemovalIsFinishedByTheNextRun() throws {
    let workspace = try sealed()
    let bytes = try Data(contentsOf: URL(filePath: workspace.sealedFile("2013-10")))
    try #require(
      try workspace.run("unseal", "2013-10", "--reason", "x", "--by", "y").status == 0)
    try bytes.write(to: URL(filePath: workspace.sealedFile("2013-10")))
    #expect(try workspace.run("draft", "2013-10").status == 0)
    #expect(workspace.files(in: "publications/sealed").isEmpty)
  }

  @Test func whatAnInterruptedArchivingLeftInTheClearIsRemoved() throws {
    let workspace = try sealed()
    let opened = try workspace.makeFolder("publications/sealed/.new-2013-10.open")
    try workspace.write("clear", to: "publications/sealed/.new-2013-10.open/report.xml")
    #expect(try workspace.run("draft", "2013-10").status == 0)
    #expect(!FileManager.default.fileExists(atPath: opened))
    #expect(try workspace.run("release", "2013-10").status == 0)
  }

  /// Killed between arming and the switch: the whole edition stood in a closed tree.
  @Test func aTreeThatWasArmedAndNeverPublicIsRemovedByTheNextRun() throws {
    let workspace = try sealed()
    let tree = try workspace.makeFolder("publications/.trees/0001/2013-10")
    try workspace.write("clear", to: "publications/.trees/0001/2013-10/index.html")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o700], ofItemAtPath: workspace.path + "/publications/.trees/0001")
    #expect(try workspace.run("draft", "2013-10").status == 0)
    #expect(!FileManager.default.fileExists(atPath: tree))
  }

  @Test func draftsThatACrashedSealLeftAreRemovedByTheNextRun() throws {
    let workspace = try TestWorkspace()
    try #require(try workspace.run("draft", "2013-10").status == 0)
    let kept = workspace.folder.path + "/kept"
    try FileManager.default.copyItem(
      atPath: workspace.path + "/publications/drafts", toPath: kept)
    try #require(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    try FileManager.default.removeItem(atPath: workspace.path + "/publications/drafts")
    try FileManager.default.moveItem(atPath: kept, toPath: workspace.path + "/publications/drafts")
    _ = try workspace.run("unseal", "2013-11", "--reason", "none", "--by", "test")
    #expect(workspace.files(in: "publications/drafts").isEmpty)
  }
}

extension Tool {
  /// Whether strace is installed and this process may trace its children; asked once.
  static let canTrace: Bool = {
    guard let strace = find("strace") else { return false }
    // A refusal is the answer, not a failure.
    return (try? run(strace, ["-o", "/dev/null", "/bin/true"]))?.status == 0
  }()
}
