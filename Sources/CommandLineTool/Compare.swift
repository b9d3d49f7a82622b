import ArgumentParser
import Releases

/// `ninethirty compare`.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what is different between two archived versions of an edition.",
    discussion: """
      Figures as a table (was, is, by how much), texts word by word, files added and gone. Without
      --versions it is the newest version and the one before.

        ninethirty compare 2013-11
        ninethirty compare 2013-11 --versions 1 2 --html changes.html
      """)

  @OptionGroup var edition: EditionArgument
  @Option(
    name: .long, parsing: .upToNextOption,
    help: ArgumentHelp("The two versions, the earlier one first.", valueName: "number"))
  var versions: [Int] = []
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption
  @Option(
    name: .long, help: ArgumentHelp("Write it as a page for a browser too.", valueName: "file"),
    completion: .file())
  var html: String?

  func validate() throws {
    guard versions.isEmpty || versions.count == 2 else {
      throw ValidationError("--versions takes two numbers, such as --versions 1 2")
    }
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.openForReading()
      let difference = try workspace.comparison(
        of: edition.edition, versions: versions.isEmpty ? nil : (versions[0], versions[1]),
        progress: ProgressLine())
      if let html { try workspace.write(difference, asPage: html) }
      if json.json { return say(difference.json) }
      for line in DifferenceText(difference).lines { say(line) }
      if let html { say("wrote \(html)") }
    }
  }
}
