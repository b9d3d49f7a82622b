import ArgumentParser
import Diagnostics
import Releases
import Storage

/// `ninethirty accept`.
struct Accept: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Record why a warning is let pass.",
    discussion: """
      The reason goes into the edition's reasons.json and is kept with the edition. It holds for
      what was found: when the value changes, the warning is back. An error cannot be let pass.

        ninethirty accept 2013-11 --check records.request-twice \\
          --file analyses/2013-11/A-2013-0031.json \\
          --reason "One request, two age groups, agreed on 4 November" --by "J. Example"
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @Option(
    name: .long, help: ArgumentHelp("The check, as it stands in brackets.", valueName: "id"))
  var check: String
  @Option(
    name: .long,
    help: ArgumentHelp("The file, as `check` names it.", valueName: "file"), completion: .file())
  var file: String
  @Option(
    name: .long,
    help: ArgumentHelp("Only the warning at this path.", valueName: "path"))
  var path: String?
  @Option(
    name: .long,
    help: ArgumentHelp("Only the warning in this line, as `check` counts it.", valueName: "number"))
  var line: Int?
  @Option(name: .long, help: ArgumentHelp("Why it is let pass.", valueName: "text"))
  var reason: String
  @Option(name: .long, help: ArgumentHelp("Who decides it.", valueName: "name"))
  var by: String

  func validate() throws { try checkReason(reason, "--reason", by: by) }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let accepted = try workspace.accept(
        edition.edition, check: check, file: file, path: path, line: line, reason: reason, by: by,
        clock: workspace.clock)
      for finding in accepted { say("accepted \(finding.place.text): \(finding.id)") }
    }
  }
}
