import ArgumentParser
import Diagnostics
import Releases
import Storage

/// `ninethirty submit`.
struct Submit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hand a draft over to be sealed by somebody else.",
    discussion: """
      There must be a draft of exactly the present files, without errors and with a reason for each
      warning. If a file changes afterwards, `seal` says which and asks to submit again.

        ninethirty submit 2013-11 --by a.example
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @Option(
    name: .long,
    help: ArgumentHelp("Who submits it: an id of people.json.", valueName: "id"))
  var by: String
  @OptionGroup var signing: SigningOption

  func validate() throws { try checkPerson(by) }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let report = try reporting {
        try workspace.submit(
          edition.edition, by: by, sshKey: signing.sshKey, clock: workspace.clock,
          progress: ProgressLine())
      }
      say(
        "submitted \(edition.edition) by \(report.person): \(report.fileCount) inputs and templates"
          + (report.isSigned ? ", signed" : ""))
      say("next: another person reads `ninethirty diff \(edition.edition)`, then seals it")
    }
  }
}

/// The key to sign with.
struct SigningOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The SSH key to sign with: a private key file, or a public one whose other half an agent "
        + "holds.", valueName: "file"), completion: .file())
  var sshKey: String?
}
