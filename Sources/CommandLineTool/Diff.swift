import ArgumentParser
import Diagnostics
import Releases

/// `ninethirty diff`.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what changed in an edition since its last draft, seal or publication.",
    discussion: """
      Figures as a table (was, is, by how much), texts word by word, files added and gone. Without
      --against it is the draft, else the seal, else what is published. The page that --html writes
      says what is under embargo: remove it after use.

        ninethirty diff 2013-11 --against seal --html changes.html
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption
  @OptionGroup var key: KeyOption
  @Option(
    name: .long,
    help: ArgumentHelp("What to compare with: draft, seal or published.", valueName: "what"),
    transform: { text in
      guard let base = EditionDifference.Base(rawValue: text) else {
        throw ValidationError("\(text.quoted) is none of draft, seal and published")
      }
      return base
    })
  var against: EditionDifference.Base?
  @Option(
    name: .long, help: ArgumentHelp("Write it as a page for a browser too.", valueName: "file"),
    completion: .file())
  var html: String?

  func run() throws {
    try CommandLineTool.run {
      let workspace = try key.open(workspace)
      let difference = try reporting {
        try workspace.difference(
          of: edition.edition, against: against, progress: ProgressLine())
      }
      if let html { try workspace.write(difference, asPage: html) }
      if json.json { return say(difference.json) }
      for line in DifferenceText(difference).lines { say(line) }
      if let html { say("wrote \(html), readable by you alone; remove it after use") }
    }
  }
}
