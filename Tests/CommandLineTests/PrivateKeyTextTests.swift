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
}
