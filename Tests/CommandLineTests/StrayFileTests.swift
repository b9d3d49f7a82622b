import Foundation
import Schedule
import TestSupport
import Testing

/// A file that nobody published and that lies in the public tree is neither taken along nor told of.
@Suite struct StrayFileTests {
  private static let name = "Glimsford Family Links"
  private static let slug = "glimsford-family-links"
  private static let stray = "publications/public/2013-10/\(slug).html"

  /// October is out and November sealed.
  private func workspace() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.succeed("seal", "2013-11", "--by", "test")
    return workspace
  }

  private func tree(_ workspace: TestWorkspace) throws -> String {
    try FileManager.default.destinationOfSymbolicLink(
      atPath: "\(workspace.path)/publications/public")
  }

  @Test(arguments: ["<p>\(name)</p>", "nothing"])
  func noSwitchTakesAlongWhatIsUnderEmbargo(text: String) throws {
    let workspace = try workspace()
    try workspace.write(text, to: Self.stray)
    try workspace.write("A page was readable early.\n", to: "statement.txt")
    let before = (try tree(workspace), workspace.bytes("publications/log.jsonl"))
    let reason = ["--by", "a.example", "--reason", "The matching takes longer than planned."]
    for verb in [
      ["move", "2013-11", "--to", "2099-01-08T09:30"] + reason, ["cancel", "2013-11"] + reason,
      ["announce", "--next-year", "--by", "a.example"],
      [
        "breach", "2013-10", "--publish", "\(workspace.path)/statement.txt", "--by", "a.example",
      ],
      ["key", "rotate"],
    ] {
      let refused = try Tool.run(Binary.path, verb + ["--workspace", workspace.path])
      #expect(refused.status == 76, "\(verb) \(refused)")
      #expect(
        refused.errors.contains("nothing is brought to it. "), "\(refused.errors)")
      #expect(refused.errors.contains("2013-11-early-1.md"), "\(refused.errors)")
      let said = (refused.output + refused.errors).lowercased()
      #expect(!said.contains("glimsford"), "\(said)")
    }
    #expect(try tree(workspace) == before.0)
    #expect(workspace.bytes("publications/log.jsonl") == before.1)
    #expect(!workspace.text("publications/journal.jsonl").lowercased().contains("glimsford"))
    #expect(workspace.files(in: "publications/breaches") == ["2013-11-early-1.md"])
    try FileManager.default.removeItem(atPath: "\(workspace.path)/\(Self.stray)")
    try workspace.succeed(
      "move", "2013-11", "--to", "2099-01-08T09:30", "--by", "a.example", "--reason",
      "The matching takes longer than planned.")
  }

  /// Texts of the schedule reach pages and log with every switch.
  @Test func noTextOfTheScheduleTellsWhatIsUnderEmbargo() throws {
    let workspace = try workspace()
    let before = (try tree(workspace), workspace.bytes("publications/log.jsonl"))
    let title = "\"title\": \"Illustrative Data Lab"
    try workspace.replace(title, with: "\(title), with \(Self.name)", in: "schedule.json")
    for verb in [
      ["announce", "--next-year", "--by", "a.example"],
      [
        "move", "2013-11", "--to", "2099-01-08T09:30", "--by", "a.example", "--reason", "Later.",
      ],
    ] {
      let refused = try Tool.run(Binary.path, verb + ["--workspace", workspace.path])
      #expect(refused.status == 75, "\(verb) \(refused)")
      #expect(refused.errors.contains("organisation of 2013-11"), "\(refused.errors)")
      #expect(!refused.errors.lowercased().contains("glimsford"), "\(refused.errors)")
    }
    #expect(try tree(workspace) == before.0)
    #expect(workspace.bytes("publications/log.jsonl") == before.1)
    // With the edition itself it may come out.
    try workspace.succeed("release", "2013-11")
  }

  /// Its address alone may tell: what was published has an address there, and nothing else.
  @Test func noAddressOfAStrayFileIsListed() throws {
    let workspace = try workspace()
    try workspace.write("nothing", to: "publications/public/2013-10/other.html")
    try workspace.write("nothing", to: "publications/public/plans.txt")
    try workspace.succeed(
      "move", "2013-11", "--to", "2099-01-08T09:30", "--by", "a.example", "--reason",
      "The matching takes longer than planned.")
    let page = workspace.text("publications/public/log/index.html")
    #expect(!page.contains("other.html") && !page.contains("plans.txt"))
    #expect(page.contains("2013-10/assets/"), "\(page)")
    for path in workspace.files(in: "publications/public") where path.hasSuffix(".xsd") {
      #expect(path.hasPrefix("latest/") || page.contains(path), "\(path)")
    }
  }

  @Test func verifyAndRepairMaskANameThatIsEmbargoed() throws {
    let workspace = try workspace()
    try workspace.write("nothing", to: Self.stray)
    try workspace.write("nothing", to: "publications/archive/\(Self.slug).txt")
    try workspace.write("nothing", to: "publications/archive/other.txt")
    func said(_ arguments: [String]) throws -> String {
      let result = try workspace.run(arguments)
      let said = result.output + result.errors
      #expect(!said.contains("glimsford"), "\(arguments) \(said)")
      return said
    }
    for arguments in [["verify"], ["verify", "--json"], ["repair"], ["repair", "--json"]] {
      let said = try said(arguments)
      #expect(said.contains("2013-10/g… (27 characters)"), "\(said)")
      #expect(said.contains("archive/g… (26 characters)"), "\(said)")
      #expect(said.contains("archive/other.txt"), "\(said)")
    }
    #expect(try said(["repair", "--apply"]).contains("verified again: sound"))
    let journal = workspace.text("publications/journal.jsonl")
    #expect(!journal.contains("glimsford") && journal.contains("archive/g… (26 characters)"))
    // The evidence itself is kept as it was.
    #expect(workspace.text("publications/set-aside/0001/archive/\(Self.slug).txt") == "nothing")
    try workspace.succeed("release", "2013-11")
  }
}
