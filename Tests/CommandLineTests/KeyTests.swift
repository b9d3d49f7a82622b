import Foundation
import Releases
import Schedule
import TestSupport
import Testing

/// The key that opens what is sealed: where it lies, who else has one, what happens without it.
@Suite struct KeyTests {
  /// Runs a verb as a user without any key but the one given.
  private func run(
    _ arguments: [String], in workspace: TestWorkspace, _ environment: [String: String] = [:]
  ) throws -> Binary.Result {
    try Tool.run(
      Binary.path, arguments + ["--workspace", workspace.path],
      environment: [
        "NINETHIRTY_KEY_FILE": "", "CREDENTIALS_DIRECTORY": "",
        "XDG_CONFIG_HOME": workspace.folder.path + "/settings",
      ].merging(environment) { $1 })
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  private func withoutRecipients() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try FileManager.default.removeItem(
      atPath: workspace.path + "/publications/recipients.txt")
    return workspace
  }

  @Test func aNewKeyLiesOutsideTheWorkspaceAndIsClosedToOthers() throws {
    let workspace = try withoutRecipients()
    let made = try run(["key", "new"], in: workspace)
    #expect(made.status == 0, "\(made.errors)")
    let folder = workspace.folder.path + "/settings/ninethirty"
    let path = folder + "/illustrative-data-lab.key"
    #expect(try mode(path) == 0o600)
    #expect(try mode(folder) == 0o700)
    let secret = try String(contentsOfFile: path, encoding: .utf8)
      .split(separator: "\n").first { $0.hasPrefix("AGE-SECRET-KEY-") }
    for file in workspace.files(in: "publications") {
      #expect(!workspace.text("publications/\(file)").contains(try #require(secret)))
    }
    #expect(!made.output.contains("AGE-SECRET-KEY"))
    let again = try run(["key", "new"], in: workspace)
    #expect(again.status == 0 && again.output.contains("there is the key"))
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains(try #require(secret)))
    #expect(try run(["seal", "2013-10", "--by", "test"], in: workspace).status == 0)
    let shown = try run(["key", "show"], in: workspace)
    #expect(shown.output.contains("2013-10 opens") && !shown.output.contains("AGE-SECRET-KEY"))
    #expect(try run(["release", "2013-10"], in: workspace).status == 0)
  }

  @Test func withoutRecipientsNothingIsSealed() throws {
    let workspace = try withoutRecipients()
    let result = try run(["seal", "2013-10", "--by", "test"], in: workspace)
    #expect(result.status == 77 && result.errors.contains("ninethirty key new"), "\(result.errors)")
  }

  @Test func aKeyInsideTheWorkspaceIsRefused() throws {
    let workspace = try TestWorkspace()
    try #require(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    let inside = workspace.path + "/my.key"
    try FileManager.default.copyItem(atPath: TestWorkspace.key.path, toPath: inside)
    let result = try run(["release", "2013-10", "--key", inside], in: workspace)
    #expect(result.status == 77 && result.errors.contains("move it out"), "\(result.errors)")
    // A link from outside is the same file.
    let link = workspace.folder.path + "/link.key"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: inside)
    #expect(try run(["release", "2013-10", "--key", link], in: workspace).status == 77)
    let new = try run(["key", "new", "--key", workspace.path + "/new/a.key"], in: workspace)
    #expect(new.status == 77, "\(new.errors)")
    #expect(!FileManager.default.fileExists(atPath: workspace.path + "/new"))
  }

  @Test(arguments: [0o640, 0o604, 0o620, 0o660])
  func aKeyThatOthersMayReadOrWriteIsRefused(mode: Int) throws {
    let workspace = try TestWorkspace()
    try #require(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    let path = workspace.folder.path + "/open.key"
    try FileManager.default.copyItem(atPath: TestWorkspace.key.path, toPath: path)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    let result = try run(["release", "2013-10", "--key", path], in: workspace)
    #expect(result.status == 77 && result.errors.contains("chmod 600"), "\(result.errors)")
  }

  @Test func theKeyIsTheOneNamedElseOfTheVariableElseTheCredentialElseOfTheUser() throws {
    let workspace = try TestWorkspace()
    try #require(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    let manager = FileManager.default
    let credentials = workspace.folder.path + "/credentials"
    try manager.createDirectory(atPath: credentials, withIntermediateDirectories: true)
    try manager.copyItem(
      atPath: TestWorkspace.key.path, toPath: credentials + "/ninethirty.key")
    // As the service manager gives it: closed but for an access list, which shows as the group's.
    try manager.setAttributes(
      [.posixPermissions: 0o440], ofItemAtPath: credentials + "/ninethirty.key")
    let places: [(arguments: [String], environment: [String: String])] = [
      (["--key", TestWorkspace.key.path], ["NINETHIRTY_KEY_FILE": "/nowhere"]),
      ([], ["NINETHIRTY_KEY_FILE": TestWorkspace.key.path, "CREDENTIALS_DIRECTORY": "/nowhere"]),
      ([], ["CREDENTIALS_DIRECTORY": credentials]),
    ]
    for place in places {
      let shown = try run(["key", "show"] + place.arguments, in: workspace, place.environment)
      #expect(shown.output.contains("2013-10 opens"), "\(place) \(shown.errors)")
    }
    let none = try run(["key", "show"], in: workspace)
    #expect(none.status == 77 && none.errors.contains("settings/ninethirty/illustrative-data-lab"))
  }

  /// One that is odd, wherever it stands in the list, keeps nothing from being told of the others.
  @Test func everySealedFileIsShownHoweverOddOneIs() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try #require(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    let manager = FileManager.default
    let folder = workspace.path + "/publications/sealed"
    let elsewhere = workspace.folder.path + "/elsewhere.age"
    try workspace.write("no age file", to: "publications/sealed/2011-01.age")
    try manager.copyItem(atPath: workspace.sealedFile("2013-11"), toPath: elsewhere)
    try manager.createSymbolicLink(
      atPath: "\(folder)/2012-02.age", withDestinationPath: elsewhere)
    try manager.createDirectory(
      atPath: "\(folder)/2012-03.age", withIntermediateDirectories: false)
    try manager.copyItem(atPath: elsewhere, toPath: "\(folder)/2014-04.age")
    try workspace.write("a note", to: "publications/sealed/notes.txt")
    let shown = try workspace.run("key", "show")
    #expect(shown.status == 0, "\(shown.errors)")
    for said in [
      "2011-01 seal altered: ", "2012-02 seal altered: ", "2012-03 seal altered: ",
      "2013-11 opens\n", "2014-04 opens\n",
      "2014-04 seal altered: \(folder)/2014-04.age is the sealed edition 2013-11, not 2014-04",
      "notes.txt lies in \(folder) and is no sealed edition", "\nlog     ",
    ] {
      #expect(shown.output.contains(said), "\(said): \(shown.output)")
    }
    #expect(!shown.output.contains("2013-11 seal"), "\(shown.output)")
  }

  // MARK: What a message names

  /// A verb without `--key` finishes what a crash left too, and needs the key for it.
  @Test func noMessageNamesAnOptionThatTheVerbHasNot() throws {
    let workspace = try TestWorkspace.interruptedAfterSwitch()
    let announce = try run(["announce", "2013-11", "--by", "a.example"], in: workspace)
    #expect(announce.status == 77, "\(announce.errors)")
    #expect(announce.errors.contains("name one with NINETHIRTY_KEY_FILE"), "\(announce.errors)")
    #expect(!announce.errors.contains("--key"), "\(announce.errors)")
    let release = try run(["release", "2013-10"], in: workspace)
    #expect(release.errors.contains("name one with --key or NINETHIRTY_KEY_FILE"))
  }

  @Test func aLogKeyThatIsWrongIsNamedByItsOwnOption() throws {
    let workspace = try TestWorkspace()
    let inside = workspace.path + "/log.log-key"
    try FileManager.default.copyItem(atPath: TestWorkspace.key.path, toPath: inside)
    let manager = FileManager.default
    let outside = workspace.folder.path + "/age.log-key"
    try manager.copyItem(atPath: TestWorkspace.key.path, toPath: outside)
    let folder = workspace.folder.path + "/folder.log-key"
    try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (file, said) in [
      (inside, "move it out"), (outside, "is no key of the log"), (folder, "is no file"),
    ] {
      let key = ["key", "show", "--key", TestWorkspace.key.path]
      let result = try run(key + ["--log-key", file], in: workspace)
      #expect(result.status == 77 && result.errors.contains(said), "\(result.errors)")
      #expect(result.errors.contains("--log-key or NINETHIRTY_LOG_KEY_FILE"), "\(result.errors)")
      #expect(!result.errors.contains("--key "), "\(result.errors)")
      // `announce` publishes all the same, and has no --key.
      let announced = try run(
        ["announce", "2013-10", "--by", "a.example", "--log-key", file], in: workspace)
      #expect(!(announced.output + announced.errors).contains("--key "), "\(announced)")
    }
  }

  @Test func everyRecipientOpensWhatIsSealedAndNobodyElse() throws {
    let workspace = try TestWorkspace()
    let standby = workspace.folder.path + "/standby.key"
    try #require(try Tool.run(Tool.find("age-keygen")!, ["-o", standby]).status == 0)
    try #require(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    let before = try run(["key", "show", "--key", standby], in: workspace)
    #expect(before.output.contains("2013-10 does not open"))
    #expect(before.output.contains("it is not in recipients.txt"))
    let wrong = try run(["release", "2013-10", "--key", standby], in: workspace)
    #expect(wrong.status == 77 && wrong.errors.contains("does not open"), "\(wrong.errors)")

    let recipient = try Tool.run(Tool.find("age-keygen")!, ["-y", standby]).output
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let added = try workspace.run("key", "add", recipient, "--remark", "the standby")
    #expect(added.status == 0, "\(added.errors)")
    #expect(workspace.text("publications/recipients.txt").contains("# the standby\n\(recipient)\n"))
    #expect(workspace.text("publications/journal.jsonl").contains("\"event\":\"key-added\""))
    try #require(
      try workspace.run("seal", "2013-10", "--by", "test", "--reason", "A key more.").status == 0)
    #expect(try run(["release", "2013-10", "--key", standby], in: workspace).status == 0)
  }

  /// Whoever can write the list can let themselves read the next edition.
  @Test func aKeyThatNobodyNamedIsWarnedOf() throws {
    let workspace = try TestWorkspace()
    try workspace.write("", to: "publications/recipients.txt")
    // The key of the log has a place of its own: beside the other, every test would find it.
    let made = try run(
      ["key", "new", "--log-key", "\(workspace.folder.path)/test.log-key"], in: workspace,
      ["NINETHIRTY_KEY_FILE": TestWorkspace.key.path])
    try #require(made.status == 0, "\(made.errors)")
    func warned() throws -> StatusWarning? {
      try workspace.opened.status(clock: workspace.opened.clock).warnings
        .first { $0.kind == .recipientUnknown }
    }
    #expect(try warned() == nil)
    let stranger = "\(workspace.folder.path)/stranger.key"
    _ = try Tool.run(Tool.find("age-keygen")!, ["-o", stranger])
    let key = try Tool.run(Tool.find("age-keygen")!, ["-y", stranger]).output
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let list = workspace.text("publications/recipients.txt")
    try workspace.write("\(list)\(key)\n", to: "publications/recipients.txt")
    let said = try #require(try warned())
    #expect(said.isUrgent && said.text.contains(key), "\(said)")
    let sealed = try workspace.run("seal", "2013-10", "--by", "test")
    #expect(sealed.status == 0 && sealed.output.contains("warning  "), "\(sealed)")
    #expect(sealed.output.contains(key))
    // Taken off the list, it opens what was sealed all the same.
    try workspace.write(list, to: "publications/recipients.txt")
    let after = try #require(try warned())
    #expect(after.edition?.description == "2013-10" && after.isUrgent, "\(after)")
    // With a key alone that is not ours, nothing would open here.
    try workspace.write("\(key)\n", to: "publications/recipients.txt")
    #expect(
      try workspace.opened.status(clock: workspace.opened.clock).warnings
        .contains { $0.kind == .keyNotRecipient })
  }

  @Test(arguments: ["age1nobody", "AGE-SECRET-KEY-1", "ssh-ed25519", "1QYFGHJK2LMNPQRSTUVWXYZ"])
  func whatIsNoPublicKeyIsNotAdded(key: String) throws {
    let workspace = try TestWorkspace()
    let before = workspace.text("publications/recipients.txt")
    let result = try workspace.run("key", "add", key)
    let said = key.hasPrefix("AGE-SECRET") ? "a private key of age" : "no public key"
    #expect(result.status == 64 && result.errors.contains(said), "\(result.errors)")
    // It may be the rest of a private key.
    #expect(result.errors.contains(key) == key.hasPrefix("age1"), "\(result.errors)")
    #expect(workspace.text("publications/recipients.txt") == before)
  }

  @Test func everyLineOfTheRecipientsThatIsNoneIsNamed() throws {
    let workspace = try TestWorkspace()
    try workspace.write(
      "# one\n\(TestWorkspace.key.recipient)\r\nfirst\n\n\(TestWorkspace.key.recipient) b\n",
      to: "publications/recipients.txt")
    let result = try workspace.run("seal", "2013-10", "--by", "test")
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.errors.contains("recipients.txt:3:"))
    #expect(result.errors.contains("recipients.txt:5:"))
    #expect(!result.errors.contains("recipients.txt:2:"))
  }

  /// The journal knows the sealed instant, and the embargo is refused before a key is asked for.
  @Test func statusSealAndTheRefusalBeforeTheInstantNeedNoKey() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    #expect(try run(["seal", "2098-05", "--by", "test"], in: workspace).status == 0)
    let status = try run(["status"], in: workspace)
    #expect(status.status == 0 && status.output.contains("2098-05, sealed"), "\(status.errors)")
    #expect(status.output.contains("2098-05-08T08:30:00.000Z"))
    #expect(try run(["release", "2098-05"], in: workspace).status == 75)
  }

  /// Otherwise it would show at 09:30.
  @Test func nothingIsSealedThatThisMachineCouldNotOpen() throws {
    let workspace = try TestWorkspace()
    let other = workspace.folder.path + "/other.key"
    try #require(try Tool.run(Tool.find("age-keygen")!, ["-o", other]).status == 0)
    let result = try run(["seal", "2013-10", "--by", "test", "--key", other], in: workspace)
    #expect(result.status == 77 && result.errors.contains("would not open"), "\(result.errors)")
  }

  @Test func aLostKeyIsRecoveredFromByDraftingAndSealingAgain() throws {
    let workspace = try withoutRecipients()
    try #require(try run(["key", "new"], in: workspace).status == 0)
    try #require(try run(["seal", "2013-10", "--by", "test"], in: workspace).status == 0)
    try FileManager.default.removeItem(atPath: workspace.folder.path + "/settings")
    #expect(try run(["release", "2013-10"], in: workspace).status == 77)
    try FileManager.default.removeItem(
      atPath: workspace.path + "/publications/recipients.txt")
    for step in [
      ["key", "new"], ["draft", "2013-10"],
      ["seal", "2013-10", "--by", "test", "--reason", "The key was lost."],
      ["release", "2013-10"], ["rebuild", "2013-10"],
    ] {
      let result = try run(step, in: workspace)
      #expect(result.status == 0, "\(step) \(result.output)\(result.errors)")
    }
  }

  @Test func withoutAgeNothingIsSealedAndThePackageIsNamed() throws {
    let workspace = try TestWorkspace()
    let result = try Tool.run(
      Binary.path, ["seal", "2013-10", "--by", "test", "--workspace", workspace.path],
      environment: ["PATH": workspace.folder.path + "/nothing"])
    #expect(result.status == 69, "\(result.errors)")
    #expect(result.errors.contains("install Debian's package age"), "\(result.errors)")
    #expect(workspace.files(in: "publications/sealed").isEmpty)
  }
}
