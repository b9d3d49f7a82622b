import Foundation
import TestSupport
import Testing

/// Schedule, log and calendar do not come apart, wherever the machine stops.
@Suite struct AnnouncementCrashTests {
  /// Whether this user may trace a process; asked once.
  static let canTrace: Bool = {
    guard let strace = Tool.find("strace") else { return false }
    // A refusal is the answer, not a failure.
    return (try? Tool.run(strace, ["-o", "/dev/null", "/bin/true"]))?.status == 0
  }()

  private static let onlyWhereTracing: Comment = "strace is not installed or may not trace"

  private static let move = [
    "move", "2099-01", "--to", "2099-01-15T09:30", "--reason", "The matching takes longer.",
    "--by", "a",
  ]

  private func announced() throws -> TestWorkspace {
    let workspace = try TestWorkspace(future: "2099-01")
    try #require(try workspace.run("announce", "2099-01", "--by", "a").status == 0)
    return workspace
  }

  /// Runs a verb and lets system calls go wrong as this says.
  private func run(_ verb: [String], in workspace: TestWorkspace, _ injection: String) throws
    -> Binary.Result
  {
    let call = injection.prefix { $0 != ":" }
    return try Tool.run(
      Tool.find("strace")!,
      ["-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(injection)", Binary.path]
        + verb + ["--workspace", workspace.path])
  }

  /// Every page of the public tree is that of one state: the one before the move or after it.
  private func expectOneState(_ workspace: TestWorkspace, _ note: Comment) {
    func has(_ file: String, _ text: String) -> Bool {
      workspace.text("publications/public/\(file)").contains(text)
    }
    let isMoved = has("calendar/index.html", "15 January 2099")
    #expect(has("calendar.ics", "DTSTART:20990115") == isMoved, note)
    #expect(has("log/log.jsonl", "\"moved\"") == isMoved, note)
  }

  private static let injections: [String] =
    (1...10).map { "write:signal=KILL:when=\($0)" }
    + (1...2).map { "rename:signal=KILL:when=\($0)" }
    + (1...14).map { "fsync:signal=KILL:when=\($0)" }
    + (3...6).map { "write:error=EIO:when=\($0)" } + ["write:error=ENOSPC:when=5+"]

  /// Kills and failures at each write, rename and sync of a move; then the move is made again.
  @Test(.enabled(if: canTrace, onlyWhereTracing), arguments: injections)
  func aMoveThatStopsAnywhereIsFinishedOrNotBegun(injection: String) throws {
    let workspace = try announced()
    let stopped = try run(Self.move, in: workspace, injection)
    expectOneState(workspace, "\(injection)")
    let again = try Tool.run(Binary.path, Self.move + ["--workspace", workspace.path])
    #expect(again.status == 0, "\(injection): \(stopped.errors) \(again.errors)")
    expectOneState(workspace, "\(injection)")
    let log = workspace.text("publications/log.jsonl")
    #expect(log.components(separatedBy: "\"event\":\"moved\"").count == 2, "\(injection): \(log)")
    #expect(log.contains("\"from\":\"2099-01-08T09:30\""), "\(injection)")
    #expect(
      workspace.text("publications/public/calendar/index.html").contains("15 January 2099"),
      "\(injection)")
    let check = try workspace.run("check", "2099-01")
    #expect(check.status == 0, "\(injection): \(check.output)")
  }

  /// The state on disk after a crash between the two files, without a tracer: any next step that
  /// writes finishes the move with the reason that was given.
  @Test func aMoveThatStoppedBeforeTheLogIsFinishedByTheNextCommand() throws {
    let workspace = try announced()
    let log = try #require(workspace.bytes("publications/log.jsonl"))
    let journal = workspace.text("publications/journal.jsonl")
    let manager = FileManager.default
    let link = "\(workspace.path)/publications/public"
    let tree = try manager.destinationOfSymbolicLink(atPath: link)
    try #require(
      try Tool.run(Binary.path, Self.move + ["--workspace", workspace.path]).status == 0)
    // The crash came before the log, and so before the switch that publishes it.
    let later = try manager.destinationOfSymbolicLink(atPath: link)
    try #require(later != tree)
    try manager.removeItem(atPath: link)
    try manager.createSymbolicLink(atPath: link, withDestinationPath: tree)
    try manager.removeItem(atPath: "\(workspace.path)/publications/\(later)")
    let after = workspace.text("publications/journal.jsonl")
    let lines = after.dropFirst(journal.count).split(separator: "\n")
    let end = try #require(lines.firstIndex { $0.contains("\"event\":\"changing-date\"") })
    let intent = lines[...end].joined(separator: "\n")
    try log.write(to: URL(filePath: "\(workspace.path)/publications/log.jsonl"))
    try workspace.write(journal + intent + "\n", to: "publications/journal.jsonl")
    // Until then `check` says what is the matter.
    #expect(try workspace.run("check", "2099-01").output.contains("announcement.date"))
    let seal = try workspace.run("seal", "2099-01", "--by", "test")
    #expect(seal.status == 0, "\(seal.output)\(seal.errors)")
    let log2 = workspace.text("publications/log.jsonl")
    #expect(log2.contains("\"event\":\"moved\"") && log2.contains("The matching takes longer."))
    expectOneState(workspace, "after the seal")
  }

  @Test func aLogThatCannotBeWrittenStopsTheMoveBeforeItBegins() throws {
    let workspace = try announced()
    let schedule = workspace.bytes("schedule.json")
    // A link in the place of the log is not followed.
    let path = "\(workspace.path)/publications/log.jsonl"
    try FileManager.default.moveItem(atPath: path, toPath: path + ".kept")
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: path + ".kept")
    let move = try Tool.run(Binary.path, Self.move + ["--workspace", workspace.path])
    #expect(move.status != 0, "\(move.output)")
    #expect(workspace.bytes("schedule.json") == schedule)
  }

  /// A release that was laid as tree N and stopped, then an announcement that takes that number:
  /// the edition has not come out.
  @Test(.enabled(if: canTrace, onlyWhereTracing))
  func aSwitchOfTheCalendarIsNeverTakenForThatOfARelease() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try #require(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    let killed = try run(["release", "2013-11"], in: workspace, "rename:signal=KILL:when=1")
    #expect(killed.status != 0)
    let journal = try workspace.run("log", "--journal").output
    #expect(journal.contains("releasing   2013-11"), "\(journal)")
    let announced = try workspace.run("announce", "2013-11", "--by", "a")
    #expect(announced.status == 0, "\(announced.errors)")
    let seal = try workspace.run("seal", "2013-11", "--by", "test", "--reason", "test")
    #expect(seal.status == 0, "\(seal.errors)")
    #expect(
      workspace.text("publications/log.jsonl").components(separatedBy: "released").count == 2)
    #expect(!workspace.files(in: "publications/public").contains { $0.hasPrefix("2013-11/") })
    let release = try workspace.run("release", "2013-11")
    #expect(release.status == 0 && release.output.contains("released 2013-11 at"))
  }

  /// What a switch would have brought of the log that was not made is owed to nobody, however often that
  /// happens and whatever becomes of the key: no reader had it.
  @Test(.enabled(if: canTrace, onlyWhereTracing))
  func theFilesOfASwitchThatWasNotMadeAreNeverMissing() throws {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    let move = ["move", "2013-11", "--reason", "Later.", "--by", "a", "--to"]
    func killed(_ verb: [String]) throws {
      let stopped = try Tool.run(
        Tool.find("strace")!,
        ["-f", "-o", "/dev/null", "-e", "trace=symlink", "-e", "inject=symlink:signal=KILL:when=1"]
          + [Binary.path] + verb + ["--workspace", office.workspace.path],
        environment: ["NINETHIRTY_LOG_KEY_FILE": office.keyFile])
      #expect(stopped.status != 0)
    }
    func expectSound() throws {
      let verified = try office.run(["verify"])
      #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    }
    let size = try office.lines.count
    try killed(["announce", "2013-11", "--by", "a"])
    #expect(try office.lines.count == size + 1)
    #expect(office.tree()["log/checkpoints/\(size)"] != nil)
    // Nothing that readers have was altered, and nothing is missing that they had.
    let between = try office.run(["verify"]).output
    #expect(!between.contains("[verify.public."), "\(between)")
    try killed(move + ["2099-01-15T09:30"])
    let moved = try office.run(move + ["2099-02-12T09:30"])
    #expect(moved.status == 0, "\(moved.errors)")
    try expectSound()
    try FileManager.default.removeItem(atPath: office.keyFile)
    try office.succeed("key", "rotate", "--lost", "--reason", "Lost.")
    try expectSound()
    let repair = try office.run(["repair"])
    #expect(repair.status == 0, "\(repair.output)\(repair.errors)")
  }
}
