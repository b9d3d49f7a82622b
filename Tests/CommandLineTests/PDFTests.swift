import Foundation
import Releases
import Schedule
import TestSupport
import Testing

/// PDFs of bulletin and reports: what Chromium prints, and what becomes of it, through the real binary.
@Suite struct PDFTests {
  static let tree = "publications/public"
  static let report = "reports/oskeld-court-chaplaincy-a-2013-0003"

  /// A workspace that asks for PDFs.
  static func workspace() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.replace(
      "\"coverFrom\"", with: "\"pdf\": true, \"coverFrom\"", in: "schedule.json")
    return workspace
  }

  /// A program in the place of Chromium, which notes with what it was started and what it was given.
  static func browser(_ workspace: TestWorkspace, _ body: String = Self.printing) throws -> String {
    let folder = workspace.folder.path
    let script = """
      #!/bin/sh
      { printf '%s\\n' "$@"; env; } >> '\(folder)/started'
      echo run >> '\(folder)/runs'
      for argument; do
        case $argument in
          --print-to-pdf=*) output=${argument#--print-to-pdf=} ;;
          file://*) page=$(dirname "$output")/page.html ;;
        esac
      done
      stat -Lc '%a' "$(dirname "$output")" "$HOME" "$TMPDIR" >> '\(folder)/modes'
      \(body)
      """
    let path = "\(folder)/browser"
    try Data((script + "\n").utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  /// Everything that is asked of a PDF, and the sum of the page that it was made of.
  static let printing = """
    { echo '%PDF-1.4'; echo '<< /Lang (en) /MarkInfo 1 /StructTreeRoot 2 /Outlines 3'
      echo "/CreationDate (D:20990101000000+00'00') /ModDate (D:20990101000000+00'00') >>"
      cksum < "$page"; echo '%%EOF'; } > "$output"
    """

  /// Runs verbs with a program in the place of Chromium.
  static func run(
    _ steps: [[String]], in workspace: TestWorkspace, browser: String
  ) throws -> Binary.Result {
    var last: Binary.Result?
    for step in steps {
      let result = try Tool.run(
        Binary.path, step + ["--workspace", workspace.path],
        environment: ["NINETHIRTY_CHROMIUM": browser])
      guard result.status == 0 else { return result }
      last = result
    }
    return try #require(last)
  }

  static let publishing = [["seal", "2013-10", "--by", "test"], ["release", "2013-10"]]

  /// A workspace whose first edition is out with PDFs, and its browser.
  private func published() throws -> (workspace: TestWorkspace, browser: String) {
    let workspace = try Self.workspace()
    let browser = try Self.browser(workspace)
    let result = try Self.run(Self.publishing, in: workspace, browser: browser)
    try #require(result.status == 0, "\(result.errors)")
    return (workspace, browser)
  }

  private func pdfs(_ folder: String, of workspace: TestWorkspace) -> [String] {
    workspace.files(in: folder).filter { $0.hasSuffix(".pdf") }
  }

  // MARK: With the real Chromium

  static let canPrint = Tool.find("chromium") != nil && canRead
  static let canRead =
    Tool.find("python3").flatMap { try? Tool.run($0, ["-c", "import pypdf"]).status } == 0

  /// ISO 32000-1, 14.8: tagged PDF; and every figure of the page, its title and language.
  @Test(.enabled(if: canPrint)) func thePDFsAreTaggedAndSayWhatTheirPagesSay() throws {
    let workspace = try Self.workspace()
    // A path with signs that mean something in addresses.
    let odd = "\(workspace.folder.path)/an odd #1 100% place"
    try FileManager.default.moveItem(atPath: workspace.path, toPath: odd)
    for step in Self.publishing {
      let result = try Tool.run(Binary.path, step + ["--workspace", odd])
      try #require(result.status == 0, "\(step): \(result.errors)")
    }
    let tree = URL(filePath: "\(odd)/\(Self.tree)").resolvingSymlinksInPath().path
    let checked = try Tool.run(
      Tool.find("python3")!,
      [TestWorkspace.repository + "/scripts/pdf-check.py", "\(tree)/2013-10/v1"])
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
    #expect(checked.output.contains("8 PDFs are"), "\(checked.output)")
    // Nothing of the folder in which it was printed, nor the day.
    let bytes = try #require(FileManager.default.contents(atPath: "\(tree)/2013-10/bulletin.pdf"))
    #expect(bytes.range(of: Data("an%20odd".utf8)) == nil)
    #expect(bytes.range(of: Data("(D:20131010083000+00'00')".utf8)) != nil)
    let left = try FileManager.default.contentsOfDirectory(atPath: "\(odd)/publications/sealed")
    #expect(!left.contains { $0.hasPrefix(".") }, "\(left)")
  }

  // MARK: What is refused

  /// Whatever Chromium does, no edition is sealed without its PDFs, and nothing of it is left.
  @Test(arguments: [
    ("exit 3", "ended with status 3"), ("sleep 1", "wrote no file"),
    ("echo it fell over >&2; exit 1", "it fell over"),
    ("mkdir \"$output\"", "wrote no file"), (": > \"$output\"", "the file is empty"),
    ("echo rubbish > \"$output\"", "the file is no PDF"),
    ("echo '%PDF-1.4' > \"$output\"", "the PDF is cut short"),
    ("echo '%PDF-1.4 /Lang /Outlines %%EOF' > \"$output\"", "the PDF has no tags"),
    (
      "echo '%PDF-1.4 /Lang /MarkInfo /StructTreeRoot %%EOF' > \"$output\"",
      "the PDF has no bookmarks"
    ), ("kill -9 $$", "status 137"),
  ])
  func aPrintThatFailsIsRefusedByNameAndLeavesNothing(body: String, cause: String) throws {
    let workspace = try Self.workspace()
    let browser = try Self.browser(workspace, body)
    let result = try Self.run(
      [["seal", "2013-10", "--by", "test"]], in: workspace, browser: browser)
    #expect(result.status != 0 && result.errors.contains(cause), "\(result.errors)")
    #expect(result.errors.contains(".pdf”"), "\(result.errors)")
    #expect(workspace.files(in: "publications/sealed").isEmpty)
    #expect(workspace.files(in: "publications/drafts").isEmpty)
    #expect(!workspace.text("publications/journal.jsonl").contains("\"sealed\""))
  }

  @Test func withoutChromiumTheErrorSaysHowToGoOn() throws {
    let workspace = try Self.workspace()
    for verb in [["seal", "2013-10", "--by", "test"], ["draft", "2013-10", "--pdf"]] {
      let result = try Self.run([verb], in: workspace, browser: "/nowhere/chromium")
      #expect(result.status == 69, "\(result.errors)")
      for hint in ["package chromium", "NINETHIRTY_CHROMIUM", "\"pdf\" to false"] {
        #expect(result.errors.contains(hint), "\(result.errors)")
      }
    }
    #expect(workspace.files(in: "publications/sealed").isEmpty)
    // A draft without them needs none, and links none.
    let draft = try Self.run([["draft", "2013-10"]], in: workspace, browser: "/nowhere/chromium")
    #expect(draft.status == 0, "\(draft.errors)")
    #expect(!workspace.text("publications/drafts/2013-10/index.html").contains(".pdf"))
  }

  // MARK: What is under embargo

  /// The list of processes is everybody's to read (proc(5)): it tells nothing of the edition.
  @Test func nothingOfTheEditionStandsInArgumentsOrEnvironment() throws {
    let (workspace, _) = try published()
    let started = try String(contentsOfFile: "\(workspace.folder.path)/started", encoding: .utf8)
    for word in ["2013-10", "oskeld", "chaplaincy", "reports/", "bulletin", "October"] {
      #expect(!started.replacing(workspace.folder.path, with: "").contains(word), "\(word)")
    }
    #expect(started.contains("MAP * ~NOTFOUND") && started.contains("page.html"))
    #expect(!started.contains("\nNINETHIRTY_KEY_FILE="))
    let modes = try String(contentsOfFile: "\(workspace.folder.path)/modes", encoding: .utf8)
    #expect(Set(modes.split(separator: "\n")) == ["700"])
    #expect(workspace.files(in: "publications/sealed").isEmpty)
  }

  @Test func whatACrashLeftIsRemovedByTheNextCommand() throws {
    let workspace = try Self.workspace()
    let left = "\(workspace.path)/publications/sealed/.new-print/0/page"
    try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: true)
    try Data("under embargo".utf8).write(to: URL(filePath: "\(left)/page.html"))
    #expect(try workspace.run("draft", "2013-10").status == 0)
    #expect(workspace.files(in: "publications/sealed").isEmpty)
  }

  /// A copy says on every page whose it is; a PDF could not.
  @Test func preReleaseCopiesHoldNoPDFAndSaySo() throws {
    let workspace = try Self.workspace()
    try workspace.givePreReleaseAccess()
    let result = try Self.run(
      [
        ["pre-release", "confirm", "2013-10", "--by", "head.example"],
        ["seal", "2013-10", "--by", "test"],
      ], in: workspace, browser: try Self.browser(workspace))
    #expect(result.status == 0, "\(result.errors)")
    let release = Instant("2013-10-10T08:30:00Z")!
    _ = try workspace.openPreRelease(
      "2013-10", at: Instant(milliseconds: release.milliseconds - 60_000))
    let copy = try workspace.open(
      copy: "2013-10-m.example.tar.age", with: TestWorkspace.recipientKeys["m.example"]!.path)
    #expect(pdfs(copy, of: workspace).isEmpty)
    let cover = try String(contentsOfFile: "\(copy)/index.html", encoding: .utf8)
    #expect(cover.contains("The edition has PDFs of its pages."))
    let pages = workspace.files(in: copy).filter { $0.hasSuffix("index.html") }
    #expect(pages.count == 9)
    for page in pages where page != "index.html" {
      let text = try String(contentsOfFile: "\(copy)/\(page)", encoding: .utf8)
      #expect(text.contains("<a>PDF</a>") && !text.contains(".pdf\""), "\(page)")
    }
  }
}
