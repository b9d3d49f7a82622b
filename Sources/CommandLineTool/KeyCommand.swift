import ArgumentParser
import Diagnostics
import Releases
import Storage

/// `ninethirty key`.
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Make the key of a workspace, name others that may open it, show what it opens.",
    discussion: """
      Sealed editions are encrypted with the age tool to the public keys in
      publications/recipients.txt. The private key lies outside the workspace.

        ninethirty key new
        ninethirty key add age1… --remark "the standby"
        ninethirty key show
      """,
    subcommands: [New.self, Add.self, Show.self])

  /// `ninethirty key new`.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the key of this machine and name it as a recipient.",
      discussion: """
        A key that is there already is taken as it is, never replaced.
        """)

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var key: KeyOption
    @OptionGroup var remark: RemarkOption

    func run() throws {
      try CommandLineTool.run {
        let workspace = try key.open(workspace)
        let outcome = try workspace.newKey(
          remark: remark.remark ?? "a machine of the series", clock: workspace.clock)
        say("\(outcome.isNew ? "made" : "there is") the key \(outcome.path ?? "")")
        KeyCommand.report(outcome, in: workspace)
      }
    }
  }

  /// `ninethirty key add`.
  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Name another public key that can open what is sealed from now on.")

    @Argument(help: ArgumentHelp("The public key: age1….", valueName: "key"))
    var recipient: String
    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var remark: RemarkOption

    func run() throws {
      try CommandLineTool.run {
        let workspace = try workspace.open()
        let outcome = try workspace.addKey(
          recipient, remark: remark.remark ?? "another key", clock: workspace.clock)
        KeyCommand.report(outcome, in: workspace)
      }
    }
  }

  /// `ninethirty key show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the public part of the key, and which sealed editions it opens.")

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var key: KeyOption

    func run() throws {
      try CommandLineTool.run {
        let report = try key.open(workspace).keyReport()
        say("key     \(report.path)")
        say("public  \(report.publicPart)")
        if !report.isRecipient {
          say("it is not in recipients.txt: what is sealed from now on does not open with it")
        }
        for (edition, opens, fault) in report.editions {
          if fault?.isMissing != true { say("\(edition) \(opens ? "opens" : "does not open")") }
          if let fault { say("\(edition) \(fault.word): \(fault.text)".escapedForTerminal) }
        }
        if report.editions.isEmpty { say("no edition is sealed") }
      }
    }
  }

  fileprivate static func report(_ outcome: Workspace.KeyOutcome, in workspace: Workspace) {
    say("public  \(outcome.publicPart)")
    say(
      (outcome.isAdded ? "added to " : "stands already in ") + workspace.recipientsFile)
  }
}

/// What a line of `recipients.txt` is for.
struct RemarkOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Whose key it is; kept beside it and in the journal.", valueName: "text"))
  var remark: String?

  func validate() throws {
    guard let remark else { return }
    guard remark.contains(where: { !$0.isWhitespace }), remark.utf8.count <= 200,
      !remark.contains(where: \.isNewline)
    else { throw ValidationError("--remark needs one line of at most 200 bytes") }
  }
}
