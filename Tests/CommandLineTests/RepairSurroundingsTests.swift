import Foundation
import TestSupport
import Testing

/// Pages that people wrote and style sheets, whose sources are gone: they hold up no edition.
@Suite struct RepairSurroundingsTests {
  private static let published: TestWorkspace? = {
    do {
      let workspace = try TestWorkspace()
      try workspace.write("# For users\n\nWhat this is for.\n", to: "pages/users.md")
      for edition in ["2013-10", "2013-11"] { try workspace.publish(edition) }
      return workspace
    } catch {
      return nil
    }
  }()

  private func damaged(_ script: String) throws -> TestWorkspace {
    let workspace = try TestWorkspace(copyOf: #require(Self.published))
    let result = try Tool.run("/bin/bash", ["-ec", script], in: workspace.path)
    try #require(result.status == 0, "\(result.errors)")
    return workspace
  }

  private static let lostTree = "rm -r publications/public publications/.trees"

  /// It is archived with each edition, and made again from there.
  @Test(arguments: [
    "rm pages/users.md", "rm -r pages", "echo '<script>' >> pages/users.md",
    // The present schedule makes nothing.
    "rm pages/users.md; printf x >> schedule.json",
  ])
  func aLostTreeComesBackWithThePagesThatAreArchived(_ script: String) throws {
    let workspace = try damaged(
      "cp -aL publications/public ../readers; \(script); \(Self.lostTree)")
    let before = workspace.contents(of: "\(workspace.folder.path)/readers")
    let result = try workspace.run("repair", "--apply")
    #expect(!result.output.contains("cannot "), "\(result.output)\(result.errors)")
    let after = workspace.contents(of: "\(workspace.path)/publications/public")
    for path in before.keys.sorted() where path.hasPrefix("2013-") || path.hasPrefix("about/users")
    {
      #expect(after[path] == before[path], "\(path)")
    }
    #expect(after["about/users/index.html"] != nil && after["2013-11/index.html"] != nil)
  }

  /// A page that came out between two releases and left the workspace again is archived nowhere.
  private static let unarchived = """
    cp pages/users.md pages/extra.md
    \(Binary.path) release 2013-11 --workspace .
    rm pages/extra.md
    \(Binary.path) release 2013-11 --workspace .
    cp publications/public/about/extra/index.html ../extra.html
    """

  @Test func whatNothingBringsBackIsSaidAndTheRestIsLaid() throws {
    let workspace = try damaged("\(Self.unarchived); \(Self.lostTree)")
    let said = "cannot publications/public/about/extra/index.html: nothing at hand has its bytes"
    for _ in 1...2 {
      let result = try workspace.run("repair", "--apply")
      #expect(result.status == 76 && result.output.contains(said), "\(result)")
      #expect(workspace.bytes("publications/public/2013-11/index.html") != nil)
    }
    // What is to come out next does so all the same.
    let withdrawn = try workspace.run(
      "withdraw", "2013-10", "--reason", "Wrong population.", "--by", "a.example")
    #expect(withdrawn.status == 0, "\(withdrawn.output)\(withdrawn.errors)")
    // And a copy of the page mends the rest.
    let folder = "\(workspace.folder.path)/copy/about/extra"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      atPath: "\(workspace.folder.path)/extra.html", toPath: "\(folder)/index.html")
    let mended = try workspace.run(
      "repair", "--apply", "--from", "\(workspace.folder.path)/copy")
    #expect(mended.status == 0, "\(mended.output)\(mended.errors)")
    #expect(try workspace.run("verify").status == 0)
  }

  /// What stands there in its place is left, and what can be mended is.
  @Test func aDamagedPageThatNothingBringsBackHoldsNoRepairUp() throws {
    let workspace = try damaged(
      """
      \(Self.unarchived)
      cp publications/public/2013-11/index.html ../sound
      echo x >> publications/public/about/extra/index.html
      echo y >> publications/public/2013-11/index.html
      """)
    let result = try workspace.run("repair", "--apply")
    #expect(result.status == 76 && result.output.contains("left as it stands"), "\(result)")
    #expect(result.output.contains("done  publications/"), "\(result.output)")
    #expect(
      workspace.bytes("publications/public/2013-11/index.html")
        == FileManager.default.contents(atPath: "\(workspace.folder.path)/sound"))
    #expect(
      workspace.text("publications/public/about/extra/index.html")
        == String(
          decoding: FileManager.default.contents(atPath: "\(workspace.folder.path)/extra.html")
            ?? Data(), as: UTF8.self) + "x\n")
    // Nothing more can be done, and no tree is laid for it again.
    let again = try workspace.run("repair", "--apply")
    #expect(again.status == 76 && !again.output.contains("done  "), "\(again.output)")
  }

  /// A style sheet of the calendar that was replaced before any edition took it.
  @Test func aStyleSheetThatIsGoneHoldsNoTreeUp() throws {
    let workspace = try damaged(
      """
      mkdir -p templates; cp -r \(TestWorkspace.repository)/templates/. templates/
      for word in one two; do
        echo "/* $word */" >> templates/style.css; \(Binary.path) release 2013-11 --workspace .
      done
      \(Self.lostTree)
      """)
    let result = try workspace.run("repair", "--apply")
    #expect(result.status == 76 && result.output.contains("assets/style-"), "\(result)")
    #expect(workspace.bytes("publications/public/2013-11/index.html") != nil)
  }
}
