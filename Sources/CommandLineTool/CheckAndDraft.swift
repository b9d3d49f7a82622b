import ArgumentParser
import Diagnostics
import Notation
import Releases
import Schedule
import Storage

/// `ninethirty check`.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Gather an edition and say everything that is wrong with it.",
    discussion: """
      Nothing is written. Errors stop a release; warnings want a look.

        ninethirty check 2013-11 --workspace examples/illustrative
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let preparation = try workspace.check(edition.edition, progress: ProgressLine())
      let findings = try preparation.findings + workspace.preReleaseFindings()
      if json.json {
        say(
          CanonicalJSON.object([
            "edition": .string(edition.edition.description),
            "errors": .integer(findings.count(of: .error)),
            "findings": .array(findings.map(\.json)),
            "warnings": .integer(findings.count(of: .warning)),
          ]))
      } else {
        say(findings)
        if let rendered = preparation.summary {
          say(rendered)
        }
      }
      if findings.hasErrors { throw Sysexits.dataError }
    }
  }
}

/// `ninethirty draft`.
struct Draft: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Render an edition to look at, every page marked as a draft.",
    discussion: """
      The pages go to publications/drafts/EDITION/ in the workspace, readable by you alone. The
      journal keeps who drafted: the user of the system and, with --by, an id of people.json. Where the
      schedule asks for PDFs, --pdf prints them too; they take about a second each.

        ninethirty draft 2013-11 --workspace examples/illustrative
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var key: KeyOption
  @Option(
    name: .long, help: ArgumentHelp("Who drafts it; kept in the journal.", valueName: "id"))
  var by: String?
  @Flag(name: .long, help: "Print the PDFs that the edition will have.")
  var pdf = false

  func validate() throws {
    if let by { try checkPerson(by) }
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try key.open(workspace)
      let draft = try reporting {
        try workspace.draft(
          edition.edition, by: by, isPrinted: pdf, clock: workspace.clock, progress: ProgressLine())
      }
      let warnings = draft.findings.filter { $0.severity == .warning }
      if !warnings.isEmpty { say(warnings) }
      say("drafted \(edition.edition): \(draft.fileCount) files")
      say("open \(draft.folder)/index.html")
    }
  }
}
