import Foundation
import TestSupport
import Testing

/// A public tree that is not the one of the log: brought by a copy, or turned by hand.
@Suite struct PublicTreeTests {
  /// One edition out and the next one sealed.
  private func oneOutOneSealed() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.succeed("announce", "2013-10", "--by", "a.example")
    try workspace.publish("2013-10")
    try workspace.succeed("seal", "2013-11", "--by", "test")
    return workspace
  }

  private func copy(_ files: [String], from folder: String, to other: String) throws {
    for file in files {
      let result = try Tool.run("/bin/rm", ["-rf", "\(other)/\(file)"])
      try #require(result.status == 0, "\(result)")
      let copied = try Tool.run("/bin/cp", ["-a", "\(folder)/\(file)", "\(other)/\(file)"])
      try #require(copied.status == 0, "\(copied)")
    }
  }

  /// A standby that has nothing but the log of what came out does not say that readers have it.
  @Test func aLogAloneIsNoPublication() throws {
    let first = try oneOutOneSealed()
    let standby = try TestWorkspace(copyOf: first)
    try first.succeed("release", "2013-11")
    try copy(["publications/log.jsonl"], from: first.path, to: standby.path)
    for _ in 1...2 {
      let refused = try standby.run("release", "2013-11")
      #expect(refused.status == 76, "\(refused)")
      #expect(refused.errors.contains("2013-11 came out"), "\(refused.errors)")
      #expect(refused.errors.contains("`ninethirty repair --apply`"))
    }
    #expect(!standby.text("publications/public/log/log.jsonl").contains("\"2013-11\",\"event\""))
    let status = try standby.run("status")
    #expect(
      status.output.contains("URGENT  2013-11 is out, and the public tree has no pages of it"),
      "\(status.output)")
    try standby.succeed("repair", "--apply")
    try standby.succeed("release", "2013-11")
    #expect(standby.bytes("publications/public/2013-11/index.html") != nil)
    #expect(try !standby.run("status").output.contains("no pages of it"))
    try standby.succeed("verify")
  }

  /// An older tree is not built upon.
  @Test func anOlderTreeStopsTheNextRelease() throws {
    let workspace = try oneOutOneSealed()
    let link = workspace.path + "/publications/public"
    try FileManager.default.removeItem(atPath: link)
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: ".trees/\(try #require(workspace.trees.first))")
    try #require(workspace.bytes("publications/public/2013-10/index.html") == nil)
    for month in ["2013-10", "2013-11"] {
      let refused = try workspace.run("release", month)
      #expect(refused.status == 76, "\(refused)")
      #expect(refused.errors.contains("2013-10 came out"), "\(refused.errors)")
    }
    // Nor does anything else that switches the site, and nothing is said in public by halves.
    let log = workspace.bytes("publications/log.jsonl")
    try workspace.write("The report was late.\n", to: "statement.txt")
    for command in [
      ["announce", "2013-11"], ["cancel", "2013-11", "--reason", "Stopped."],
      ["breach", "2013-10", "--publish", workspace.path + "/statement.txt"],
    ] {
      let refused = try Tool.run(
        Binary.path, command + ["--by", "a.example", "--workspace", workspace.path])
      #expect(refused.status == 76, "\(command): \(refused)")
      #expect(refused.errors.contains("2013-10 came out"), "\(refused.errors)")
      #expect(workspace.bytes("publications/log.jsonl") == log, "\(command)")
    }
    try workspace.succeed("repair", "--apply")
    try workspace.succeed("release", "2013-11")
    #expect(workspace.bytes("publications/public/2013-10/index.html") != nil)
  }

  /// Before the first release the tree has calendar and log.
  @Test func aLostTreeIsAFaultBeforeTheFirstRelease() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    for month in ["2098-05", "2098-06"] {
      try workspace.succeed("announce", month, "--provisional", "--by", "a.example")
    }
    try workspace.succeed("verify")
    for name in ["public", ".trees"] {
      try FileManager.default.removeItem(atPath: "\(workspace.path)/publications/\(name)")
    }
    let verify = try workspace.run("verify")
    #expect(verify.status == 76 && verify.output.contains("and none is there"), "\(verify)")
    #expect(try workspace.run("status").output.contains("with calendar and log, is not there"))
    let refused = try workspace.run("announce", "2098-07", "--provisional", "--by", "a.example")
    #expect(refused.status == 76 && refused.errors.contains("repair --apply"), "\(refused)")
    try workspace.succeed("repair", "--apply")
    try workspace.succeed("announce", "2098-07", "--provisional", "--by", "a.example")
    try workspace.succeed("verify")
  }

  /// One announcement lays the first tree: nothing but the switch to it tells that readers had it.
  @Test func theFirstTreeIsMissedToo() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    try workspace.succeed("announce", "2098-05", "--provisional", "--by", "a.example")
    for name in ["public", ".trees"] {
      try FileManager.default.removeItem(atPath: "\(workspace.path)/publications/\(name)")
    }
    let verify = try workspace.run("verify")
    #expect(verify.status == 76 && verify.output.contains("and none is there"), "\(verify)")
    #expect(try workspace.run("status").output.contains("URGENT  the public tree"))
    try workspace.succeed("repair", "--apply")
    try workspace.succeed("verify")
    #expect(workspace.bytes("publications/public/calendar.ics") != nil)
  }

  /// The plan says what is done: all that is made by log and schedule is made.
  @Test func aLinkThatLeadsNowhereHindersNoPlan() throws {
    let workspace = try TestWorkspace()
    for month in ["2013-10", "2013-11"] {
      try workspace.succeed("announce", month, "--by", "a.example")
    }
    try FileManager.default.removeItem(atPath: "\(workspace.path)/publications/.trees")
    let dry = try workspace.run("repair")
    #expect(dry.output.contains("would  publications/public: set the link to"), "\(dry.output)")
    #expect(!dry.output.contains("cannot"), "\(dry.output)")
    try workspace.succeed("repair", "--apply")
    try workspace.succeed("verify")
  }

  /// A restore that brought records and sealed files alone is said before the morning of the release.
  @Test func aTreeThatWasNotRestoredIsSaidWhileASealWaits() throws {
    let workspace = try oneOutOneSealed()
    for name in ["public", ".trees"] {
      try FileManager.default.removeItem(atPath: "\(workspace.path)/publications/\(name)")
    }
    let status = try workspace.run("status").output
    #expect(
      status.contains("URGENT  2013-10 is out, and the public tree has no pages"), "\(status)")
  }

  /// A withdrawal takes the place of every page, and waits for none.
  @Test func aWithdrawalDoesNotWaitForMissingPages() throws {
    let workspace = try oneOutOneSealed()
    let page = workspace.path + "/publications/public/2013-10/index.html"
    try FileManager.default.removeItem(atPath: page)
    try workspace.succeed(
      "withdraw", "2013-10", "--reason", WithdrawalTests.reason, "--by", "a.example")
    #expect(workspace.text("publications/public/2013-10/index.html").contains("withdrawn"))
    try workspace.succeed("verify")
  }

  /// The next version is public before it is archived: what stands in the way is mended, and then it is.
  @Test func aVersionThatCouldNotBeArchivedIsArchivedAfterTheRepair() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let copy = try TestWorkspace(copyOf: workspace)
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    let opened = try Tool.run(
      Binary.path,
      ["correct", "2013-10"] + CorrectionTests.note + ["--workspace", workspace.path])
    try #require(opened.status == 0, "\(opened.errors)")
    try workspace.succeed("seal", "2013-10", "--by", "test")
    let page = "publications/archive/2013-10/v1/content/templates/style.css"
    try workspace.write("damaged", to: page)
    let released = try workspace.run("release", "2013-10")
    #expect(released.status == 76, "\(released)")
    #expect(released.errors.contains("version 2 of 2013-10 is out"), "\(released.errors)")
    #expect(workspace.bytes("publications/public/2013-10/v2/index.html") != nil)
    _ = try workspace.run("repair", "--apply", "--from", copy.path + "/publications")
    #expect(workspace.bytes(page) == copy.bytes(page))
    try workspace.succeed("release", "2013-10")
    try workspace.succeed("verify")
    #expect(workspace.bytes("publications/archive/2013-10/v2/inventory.json") != nil)
  }

  @Test func aLinkInTheTreeIsRefusedWithTheWayOut() throws {
    let workspace = try oneOutOneSealed()
    try FileManager.default.createSymbolicLink(
      atPath: workspace.path + "/publications/public/x", withDestinationPath: "/etc/passwd")
    #expect(try workspace.run("status", "--json").output.contains("\"not-file-in-public\""))
    let refused = try workspace.run("release", "2013-11")
    #expect(refused.status == 73 && refused.errors.contains("repair --apply"), "\(refused)")
    try workspace.succeed("repair", "--apply")
    try workspace.succeed("release", "2013-11")
  }

  /// Without its link nothing is released, and what the refusal names mends it.
  @Test func repairBringsTheLinkBack() throws {
    let workspace = try oneOutOneSealed()
    try FileManager.default.removeItem(atPath: workspace.path + "/publications/public")
    let refused = try workspace.run("release", "2013-11")
    #expect(refused.status == 76, "\(refused)")
    #expect(refused.errors.contains("`ninethirty repair --apply`"), "\(refused.errors)")
    try workspace.succeed("repair", "--apply")
    try workspace.succeed("release", "2013-11")
    #expect(workspace.bytes("publications/public/2013-10/index.html") != nil)
  }

  /// Log and journal from before a release do not let it happen twice.
  @Test func anOlderLogReleasesNothingAgain() throws {
    let workspace = try oneOutOneSealed()
    let before = try TestWorkspace(copyOf: workspace)
    try workspace.succeed("release", "2013-11")
    try copy(
      ["log.jsonl", "journal.jsonl", "sealed"].map { "publications/\($0)" }, from: before.path,
      to: workspace.path)
    let log = workspace.text("publications/log.jsonl")
    let published = workspace.text("publications/public/log/log.jsonl")
    #expect(try workspace.run("status", "--json").output.contains("\"log-older-than-public\""))
    let refused = try workspace.run("release", "2013-11")
    #expect(refused.status == 76, "\(refused)")
    #expect(refused.errors.contains("older than the public tree"), "\(refused.errors)")
    #expect(workspace.text("publications/log.jsonl") == log)
    #expect(workspace.text("publications/public/log/log.jsonl") == published)
  }

  /// Pages that somebody changed are taken over, and said.
  @Test func changedPagesAreSaidAtTheRelease() throws {
    let workspace = try oneOutOneSealed()
    let folder = "publications/public/2013-10"
    let page = "\(folder)/index.html"
    let text = workspace.text(page)
    try FileManager.default.removeItem(atPath: "\(workspace.path)/\(page)")
    try workspace.write(text + "<!-- more -->\n", to: page)
    let gone = try #require(
      workspace.files(in: folder).first { $0.hasSuffix(".xml") && !$0.hasPrefix("v1/") })
    try FileManager.default.removeItem(atPath: "\(workspace.path)/\(folder)/\(gone)")
    let released = try workspace.run("release", "2013-11")
    #expect(released.status == 0, "\(released)")
    #expect(
      released.output.contains("(files: 1 not as published, 1 missing)"), "\(released.output)")
    #expect(released.output.contains("`ninethirty verify`"))
  }
}
