import Foundation
import TestSupport
import Testing

/// A private key where a public one belongs: no message has a byte of it.
@Suite struct PrivateKeyTextTests {
  private static let secret =
    "AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0SXXXXXX"

  private func expectHidden(_ result: Binary.Result, _ secret: String, _ status: Int32 = 64) {
    let said = result.output + result.errors
    #expect(result.status == status, "\(said)")
    #expect(!said.contains(secret.dropFirst(14).prefix(8)), "\(said)")
    #expect(said.contains("no secret any more"), "\(said)")
  }

  @Test(arguments: [secret, secret.lowercased()])
  func aPrivateKeyIsNotNamedAsARecipient(secret: String) throws {
    let workspace = try TestWorkspace()
    let before = workspace.text("publications/recipients.txt")
    expectHidden(try workspace.run("key", "add", secret), secret)
    #expect(workspace.text("publications/recipients.txt") == before)
    #expect(!workspace.text("publications/journal.jsonl").contains("key-added"))
  }

  @Test(arguments: [
    ["seal", "2013-10", "--by", "test"], ["key", "add", TestWorkspace.key.recipient],
    ["key", "show"],
  ])
  func aPrivateKeyAmongTheRecipientsIsNotShown(verb: [String]) throws {
    let workspace = try TestWorkspace()
    try workspace.write(
      "\(TestWorkspace.key.recipient)\n\(Self.secret)\n", to: "publications/recipients.txt")
    let result = try Tool.run(Binary.path, verb + ["--workspace", workspace.path])
    expectHidden(result, Self.secret)
    #expect(result.errors.contains("recipients.txt:2"), "\(result.errors)")
  }

  @Test func aPrivateKeyInTheListForPreReleaseAccessIsNotShown() throws {
    let workspace = try TestWorkspace()
    try workspace.givePreReleaseAccess([TestWorkspace.grant(0, ["ageKey": Self.secret])])
    expectHidden(try workspace.run("check", "2013-10"), Self.secret, 65)
  }

  /// In any argument: neither message nor log nor journal repeats it.
  @Test(arguments: [
    ["check", secret], ["status", "--workspace", secret], ["key", "show", "--key", secret],
    ["announce", "2013-10", "--by", "a.example", "--short-notice-because", "Use \(secret)."],
    ["unseal", "2013-10", "--by", "a.example", "--reason", secret],
  ])
  func aPrivateKeyAmongTheArgumentsIsNotRepeated(arguments: [String]) throws {
    let workspace = try TestWorkspace()
    let isElsewhere = arguments.contains("--workspace")
    expectHidden(
      try Tool.run(
        Binary.path, arguments + (isElsewhere ? [] : ["--workspace", workspace.path])), Self.secret)
    for ledger in ["log", "journal"] {
      #expect(workspace.text("publications/\(ledger).jsonl").isEmpty)
    }
  }

  @Test func aPrivateKeyInATextOfTheWorkspaceIsRefused() throws {
    let workspace = try TestWorkspace()
    try workspace.write("The key is \(Self.secret).\n", to: "analyses/2013-10/commentary.md")
    let result = try workspace.run("check", "2013-10")
    expectHidden(result, Self.secret, 65)
    #expect(result.output.contains("[intake.text.private-key]"), "\(result.output)")
  }

  /// In a link, between markup, as a reference: what counts is the finished page.
  @Test(arguments: [
    "[here](https://example.org/\(secret))", "*AGE*\(secret.dropFirst(3))",
    secret.replacing("AGE-", with: "AGE&#45;"),
  ])
  func aPrivateKeyThatWouldStandOnAPageIsRefused(text: String) throws {
    let workspace = try TestWorkspace(future: "2099-01")
    try workspace.write("A word: \(text).\n", to: "analyses/2099-01/commentary.md")
    expectHidden(try workspace.run("check", "2099-01"), Self.secret, 65)
    let table = workspace.text("templates/text.en.xml")
    try FileManager.default.removeItem(atPath: workspace.path + "/analyses/2099-01/commentary.md")
    try workspace.write(
      table.replacing(">Main findings to date<", with: ">\(Self.secret)<"),
      to: "templates/text.en.xml")
    expectHidden(try workspace.run("check", "2099-01"), Self.secret, 65)
  }

  @Test func aPrivateKeyInAStatementOrAPageIsNotPublished() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.write("We found \(Self.secret).\n", to: "statement.txt")
    let statement = try workspace.run(
      "breach", "2013-10", "--publish", workspace.path + "/statement.txt", "--by", "a.example")
    #expect(statement.status != 0, "\(statement)")
    try workspace.write("# A page\n\nText.\n", to: "pages/\(Self.secret.lowercased()).md")
    let announced = try workspace.run("announce", "2013-11", "--by", "a.example")
    let said = statement.output + statement.errors + announced.output + announced.errors
    #expect(announced.status == 0, "\(said)")
    let hidden = Self.secret.dropFirst(16).prefix(8)
    for text in [
      said, workspace.text("publications/log.jsonl"), workspace.text("publications/journal.jsonl"),
    ] {
      #expect(!text.lowercased().contains(hidden.lowercased()), "\(text)")
    }
    #expect(
      !workspace.files(in: "publications/public").contains { $0.contains(hidden.lowercased()) })
  }

  /// The name of a member stands in the path of a finding.
  @Test func aPrivateKeyAsTheNameOfAMemberIsNotShown() throws {
    let workspace = try TestWorkspace()
    try workspace.replace("{", with: "{\"\(Self.secret)\": 1, ", in: "schedule.json")
    let result = try workspace.run("check", "2013-10")
    #expect(!(result.output + result.errors).contains(Self.secret.dropFirst(16).prefix(8)))
  }

  /// A path that only sounds like one is none.
  @Test func theNameOfAKeyFileIsNoKey() throws {
    let workspace = try TestWorkspace()
    let result = try workspace.run("key", "show", "--key", workspace.path + "/age-secret-key.txt")
    #expect(!result.errors.contains("no secret any more"), "\(result)")
  }
}
