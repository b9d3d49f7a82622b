import Foundation
import TestSupport
import Testing

/// What lies in an archived version, and what never does.
@Suite struct ArchivedVersionTests {
  /// An edition that two people signed off and three recipients could see before, archived.
  private static func archived() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.listPeople()
    try workspace.givePreReleaseAccess()
    try workspace.succeed("draft", "2013-10")
    try workspace.succeed("submit", "2013-10", "--by", "a.example")
    try workspace.succeed(
      ["seal", "2013-10", "--by", "b.example"] + SignOffTests.override)
    try workspace.succeed("release", "2013-10")
    return workspace
  }

  @Test func aVersionHoldsEverythingThatItWasMadeFrom() throws {
    let workspace = try Self.archived()
    let content = "publications/archive/2013-10/v1/content"
    // Bytes that stand twice are stored once, so the inventory says what the version holds.
    let inventory = workspace.text("publications/archive/2013-10/inventory.json")
    for file in [
      "REBUILD.txt", "build.json", "findings.json", "inputs/requests.csv", "inputs/schedule.json",
      "inputs/analyses/2013-10/A-2013-0001.json", "inputs/analyses/2013-10/commentary.md",
      "rebuild.sh", "rebuild.sha512", "rebuild.tsv", "recipes.json", "renditions/bulletin.xml",
      "renditions/index.html", "renditions/v1/index.html",
      "seal.json", "signoff/seal.json", "signoff/submit.json", "sources/bulletin.xml",
      "templates/bulletin.html.xsl", "templates/schemas/source.xsd",
      "templates/style.css", "templates/text.en.xml",
    ] { #expect(inventory.contains("\"\(file)\""), "\(file)") }
    let pages = Set(
      inventory.matches(of: /"renditions\/((?!assets\/)[^"]+)"/).map { String($0.output.1) })
    // The three parts of the spreadsheet are made each for itself.
    let made = workspace.text("\(content)/rebuild.tsv").split(separator: "\n")
      .map { $0.prefix { $0 != "\t" }.replacing(/\.ods\/.*/, with: ".ods") }
    #expect(Set(made.map { String($0) }) == pages && made.count == pages.count + 2)
    let build = workspace.text("\(content)/build.json")
    for name in ["ninethirty", "swift", "libxml2", "libxslt", "options"] {
      #expect(build.contains("\"\(name)\":"), "\(name)")
    }
    // Two builds of one source make one edition: the program is named outside its digest.
    let sum = try Tool.run("/usr/bin/sha512sum", [Binary.path]).output.prefix(128)
    #expect(workspace.text("\(content)/seal.json").contains("\"executable\":\"\(sum)\""))
    #expect(!build.contains(sum))
    #expect(inventory.contains("\"message\": \"Published 2013-10.\""))
    #expect(inventory.contains("\"name\": \"b.example\""))
  }

  @Test func noNameOfARecipientAndNoKeyIsArchived() throws {
    let workspace = try Self.archived()
    var words = TestWorkspace.recipients.map { String($0.name.split(separator: " ")[1]) }
    words += TestWorkspace.recipientKeys.values.map(\.recipient)
    words += [TestWorkspace.key.recipient, "AGE-SECRET-KEY", "PRIVATE KEY", workspace.path]
    words += ["Alex Example", "Bao Sample"]
    var count = 0
    for file in workspace.files(in: "publications/archive") {
      count += 1
      #expect(!file.contains("prerelease") || file.hasSuffix("prerelease.schema.json"), "\(file)")
      let bytes = try #require(workspace.bytes("publications/archive/\(file)"))
      for word in words { #expect(bytes.range(of: Data(word.utf8)) == nil, "\(file) has \(word)") }
    }
    #expect(count > 70)
  }
}
