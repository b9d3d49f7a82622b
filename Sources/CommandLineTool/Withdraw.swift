import ArgumentParser
import Diagnostics
import Releases
import Schedule
import Storage

/// `ninethirty withdraw`.
struct Withdraw: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take an edition back: a notice stands at each of its addresses.",
    discussion: """
      Every page of the edition, of all its versions, is replaced by one that says that it was
      withdrawn, when and why; the front page says so too. The archive keeps every version. It
      takes effect at once and cannot be undone.

        ninethirty withdraw 2013-11 --reason "The figures are of other people." --by a.example

      Where people.json lists people, that is a proposal, of which nothing public tells. Another
      person agrees, as another user of the system; then it takes effect.

        ninethirty withdraw 2013-11 --agree --by b.example
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var key: KeyOption
  @OptionGroup var logKey: LogKeyOption
  @Option(
    name: .long,
    help: ArgumentHelp("Why it is withdrawn; published once it is.", valueName: "text"))
  var reason: String?
  @Option(
    name: .long, help: ArgumentHelp("Who withdraws it, proposes it or agrees.", valueName: "id"))
  var by: String
  @Flag(name: .long, help: "Agree to what another person has proposed.")
  var agree = false
  @Flag(name: .long, help: "Give the proposal up; --reason is kept in the journal.")
  var abandon = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Why one person, or one user of the system, both proposes and agrees; kept in the journal.",
      valueName: "reason"))
  var overrideFourEyes: String?
  @OptionGroup var signing: SigningOption

  func validate() throws {
    guard !agree || (reason == nil && !abandon) else {
      throw ValidationError("--agree is to the reason that was proposed; leave out the rest")
    }
    guard agree || overrideFourEyes == nil else {
      throw ValidationError("--override-four-eyes belongs to --agree")
    }
    guard !abandon || signing.sshKey == nil else {
      throw ValidationError("--abandon is not signed; leave out --ssh-key")
    }
    try checkTexts(
      [(by, "--by", 200)] + (agree ? [] : [(reason ?? "", "--reason", 2000)])
        + (overrideFourEyes.map { [($0, "--override-four-eyes", 2000)] } ?? []))
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try key.open(workspace, logKey)
      if abandon {
        try workspace.abandonWithdrawal(
          of: edition.edition, reason: reason ?? "", by: by, clock: workspace.clock)
        return say("gave the proposal to withdraw \(edition.edition) up")
      }
      switch try reporting({ try act(in: workspace) }) {
      case .proposed:
        say("proposed to withdraw \(edition.edition); nothing public has changed")
        say("next: another person runs `ninethirty withdraw \(edition.edition) --agree --by ID`")
      case .withdrawn(let outcome, let usesArchivedSchedule):
        for line in outcome.repairs { say(line) }
        say("withdrew \(edition.edition) at \(outcome.release.actual)")
        say("its pages say so; what the archive has of it stays")
        if usesArchivedSchedule {
          say("schedule.json cannot be used; the archived one was. See `ninethirty check`")
        }
      }
    }
  }

  private func act(in workspace: Workspace) throws -> WithdrawalOutcome {
    guard agree else {
      return try workspace.withdraw(
        edition.edition, reason: reason ?? "", by: by, sshKey: signing.sshKey,
        clock: workspace.clock)
    }
    return try workspace.agreeToWithdraw(
      edition.edition, by: by,
      authority: SealAuthority(overrideReason: overrideFourEyes, sshKey: signing.sshKey),
      clock: workspace.clock
    ) { proposal in
      say("\(proposal.person) proposed it on \(proposal.instant), because:".escapedForTerminal)
      say("  \(proposal.reason)".escapedForTerminal)
    }
  }
}
