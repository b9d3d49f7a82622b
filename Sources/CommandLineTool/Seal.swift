import ArgumentParser
import Diagnostics
import Releases
import Schedule
import Storage

/// `ninethirty seal`.
struct Seal: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fix every byte of an edition before its release.",
    discussion: """
      Runs every check, renders the pages without the draft mark and encrypts the whole edition
      into one file, whose digest goes into the journal. The draft is removed. Nothing is rendered
      or decided after it; an edition that has changed is sealed again, with the reason. It needs
      the public keys of publications/recipients.txt only; see `ninethirty key`.

      Where people.json lists people, --by is the id of another than those who drafted, accepted
      and submitted it, and another user of the system runs the command.

        ninethirty seal 2013-11 --by b.example
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var key: KeyOption
  @Option(name: .long, help: ArgumentHelp("Who seals it; kept in the journal.", valueName: "id"))
  var by: String
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Why one person, or one user of the system, does both; kept in the journal.",
      valueName: "reason"))
  var overrideFourEyes: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Why the edition is sealed again, where a seal stands; kept in the journal.",
      valueName: "reason"))
  var reason: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Why official statistics come out without an announced date; kept in the journal.",
      valueName: "reason"))
  var unannouncedBecause: String?
  @OptionGroup var signing: SigningOption

  func validate() throws {
    try checkReason(overrideFourEyes, "--override-four-eyes", by: by)
    try checkReason(reason, "--reason")
    try checkReason(unannouncedBecause, "--unannounced-because")
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try key.open(workspace)
      let made = try reporting {
        try workspace.seal(
          edition.edition, by: by,
          authority: SealAuthority(
            overrideReason: overrideFourEyes, sshKey: signing.sshKey, againBecause: reason,
            unannouncedBecause: unannouncedBecause),
          clock: workspace.clock, progress: ProgressLine())
      }
      let (seal, count) = (made.seal, made.recipientCount)
      say(
        "sealed \(edition.edition): \(workspace.sealedFile(edition.edition)), for \(count) "
          + "key\(count == 1 ? "" : "s")")
      say("digest sha512:\(made.digest)")
      say("release from \(seal.instant) (\(seal.zone.text(of: seal.instant)))")
      for warning in made.warnings { say("warning  \(warning)") }
    }
  }
}

/// `ninethirty unseal`.
struct Unseal: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take the seal of an edition away, with a reason.",
    discussion: """
      The sealed file is removed and the reason kept in the journal. The edition is drafted and
      sealed anew before it can come out.

        ninethirty unseal 2013-11 --reason "The register was out of date" --by "Duty statistician"
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var key: KeyOption
  @Option(name: .long, help: ArgumentHelp("Why; kept in the journal.", valueName: "text"))
  var reason: String
  @Option(name: .long, help: ArgumentHelp("Who decides it.", valueName: "name"))
  var by: String

  func validate() throws { try checkReason(reason, "--reason", by: by) }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try key.open(workspace)
      try workspace.unseal(
        edition.edition, reason: reason, by: by, clock: workspace.clock)
      say("unsealed \(edition.edition)")
    }
  }
}

/// Runs a step; where it is refused for findings, prints them before the error.
func reporting<Value>(_ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as ReleaseError where error.code == .findings {
    if !error.findings.isEmpty { say(error.findings) }
    throw error
  }
}
