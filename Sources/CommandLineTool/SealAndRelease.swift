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
      Runs every check, renders the pages without the draft mark and records the digest of the
      whole edition. Nothing is rendered or decided after it; an edition that has changed is
      sealed again.

      Where people.json lists people, --by is the id of another than those who drafted, accepted
      and submitted it, and another user of the system runs the command.

        ninethirty seal 2013-11 --by b.example
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @Option(name: .long, help: ArgumentHelp("Who seals it; kept in the journal.", valueName: "id"))
  var by: String
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Why one person, or one user of the system, does both; kept in the journal.",
      valueName: "reason"))
  var overrideFourEyes: String?
  @OptionGroup var signing: SigningOption

  func validate() throws {
    try checkPerson(by)
    if let reason = overrideFourEyes {
      guard reason.contains(where: { !$0.isWhitespace }), reason.utf8.count <= 2000 else {
        throw ValidationError("--override-four-eyes needs a reason of at most 2000 bytes")
      }
    }
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let seal = try reporting {
        try workspace.seal(
          edition.edition, by: by,
          authority: SealAuthority(overrideReason: overrideFourEyes, sshKey: signing.sshKey),
          clock: SystemClock(), progress: ProgressLine())
      }
      say("sealed \(edition.edition): \(seal.fileCount) files")
      say("digest sha512:\(seal.digest)")
      say("release from \(seal.instant) (\(seal.zone.text(of: seal.instant)))")
    }
  }
}

/// `ninethirty release`.
struct Release: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a sealed edition public, at its instant or after it.",
    discussion: """
      Before the instant it refuses, with exit code 75, and says how long still. After it, every
      digest is verified and the public tree is switched by one rename; then log and archive are
      written. Run again, it says that the edition is out and changes nothing; where a crash left
      something undone, it finishes it.

        ninethirty release 2013-11
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let outcome = try workspace.release(edition.edition, clock: SystemClock())
      for line in outcome.repairs { say(line) }
      let release = outcome.release
      guard outcome.isNew else {
        say("\(edition.edition) is out since \(release.actual); nothing changed")
        return
      }
      say("released \(edition.edition) at \(release.actual)")
      say("scheduled for \(release.scheduled); \(workspace.lateness(of: release))")
      say("open \(workspace.publications)/public/\(edition.edition)/index.html")
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
