import ArgumentParser
import Diagnostics
import Releases
import Storage

/// `ninethirty key`.
struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "Make the keys of a workspace, name others that may open it, show what they are for.",
    discussion: """
      Sealed editions are encrypted with the age tool to the public keys in
      publications/recipients.txt. The private key lies outside the workspace, and beside it the
      one that signs the public log.

        ninethirty key new
        ninethirty key add age1… --remark "the standby"
        ninethirty key show
        ninethirty key rotate
        ninethirty key rotate --lost --reason "The machine was destroyed."
      """,
    subcommands: [New.self, Add.self, Show.self, Rotate.self])

  /// `ninethirty key new`.
  struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the keys of this machine: one opens what is sealed, one signs the log.",
      discussion: """
        The first is named as a recipient. A key that is there already is taken as it is, never
        replaced. Lines of the public log that wait for a signature get it.
        """)

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var key: KeyOption
    @OptionGroup var logKey: LogKeyOption
    @OptionGroup var remark: RemarkOption

    func run() throws {
      try CommandLineTool.run {
        let workspace = try key.open(workspace, logKey)
        let outcome = try workspace.newKey(
          remark: remark.remark ?? "a machine of the series", clock: workspace.clock)
        say("\(outcome.isNew ? "made" : "there is") the key \(outcome.path ?? "")")
        KeyCommand.report(outcome, in: workspace)
        guard let report = outcome.logKey else { return }
        if report.isNew { say("made the key of the log \(report.path)") }
        KeyCommand.tell(report)
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
    @OptionGroup var logKey: LogKeyOption

    func run() throws {
      try CommandLineTool.run {
        let workspace = try key.open(workspace, logKey)
        let report = try workspace.keyReport()
        say("key     \(report.path)")
        say("public  \(report.publicPart)")
        if !report.isRecipient {
          say("it is not in recipients.txt: what is sealed from now on does not open with it")
        }
        for sealed in report.editions {
          let edition = sealed.edition
          if let opens = sealed.opens { say("\(edition) \(opens ? "opens" : "does not open")") }
          if let fault = sealed.fault {
            say("\(edition) \(fault.word): \(fault.text)".escapedForTerminal)
          }
        }
        if report.editions.isEmpty { say("no edition is sealed") }
        for name in report.strays {
          say(
            "\(name) lies in \(workspace.sealed) and is no sealed edition; find out where it comes from"
              .escapedForTerminal)
        }
        KeyCommand.tell(try workspace.logKeyReport())
      }
    }
  }

  /// The key of the log: which it is, and what is wrong with it.
  fileprivate static func tell(_ report: Workspace.LogKeyReport) {
    say("log     \(report.publicPart ?? "no key at \(report.path)")")
    if report.isAnother, let signing = report.signing {
      say(
        "the log is signed with another key, \(signing): bring its file to \(report.path), or replace "
          + "it with `ninethirty key rotate`")
    }
    for note in report.notes { say(note.escapedForTerminal) }
  }

  /// `ninethirty key rotate`.
  struct Rotate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Replace the key that signs the public log; the log itself says so.",
      discussion: """
        The old key signs the change together with the new one, and is removed when the change is
        public. A key that was lost cannot sign, and one that others may have must not: the new key
        signs alone then, and readers are told why.

          ninethirty key rotate
          ninethirty key rotate --compromised --reason "A copy of the key was stolen."
        """)

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var key: KeyOption
    @OptionGroup var logKey: LogKeyOption
    @Flag(help: "The old key is lost.")
    var lost = false
    @Flag(help: "Others may have the old key.")
    var compromised = false
    @Option(
      name: .long,
      help: ArgumentHelp("Why it is replaced; published.", valueName: "text"))
    var reason: String?

    func validate() throws {
      if lost, compromised { throw ValidationError("--lost or --compromised, not both") }
      if lost || compromised, reason == nil {
        throw ValidationError("--reason is needed with --lost or --compromised; it is published")
      }
    }

    func run() throws {
      try CommandLineTool.run {
        let workspace = try key.open(workspace, logKey)
        let report = try workspace.rotateLogKey(
          lost ? .lost : compromised ? .compromised : .rotated, because: reason,
          clock: workspace.clock)
        say("the key of the log is \(report.path)")
        KeyCommand.tell(report)
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
