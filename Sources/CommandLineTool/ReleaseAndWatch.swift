import ArgumentParser
import Diagnostics
import Releases
import Schedule
import Storage

/// `ninethirty release`.
struct Release: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a sealed edition public, at its instant or after it.",
    discussion: """
      Before the instant it refuses, with exit code 75, and says how long still; with --wait it
      waits for the instant. Every digest is verified before, and the public tree is switched by one
      rename; then log and archive are written. Run again, it says that the edition is out and
      changes nothing; where a crash left something undone, it finishes it.

        ninethirty release 2013-11 --wait
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var key: KeyOption
  @OptionGroup var logKey: LogKeyOption
  @Flag(name: .long, help: "Wait for the instant, and release at it.")
  var wait = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Why an edition that missed its instant comes out now, where the schedule holds such ones.",
      valueName: "reason"))
  var lateBecause: String?

  func validate() throws { try checkReason(lateBecause, "--late-because") }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try key.open(workspace, logKey)
      guard let outcome = try wait ? awaited(workspace) : released(workspace) else {
        throw Sysexits.temporaryFailure
      }
      for line in outcome.repairs { say(line) }
      let release = outcome.release
      guard outcome.isNew else {
        try refuseOpenCorrection(outcome)
        say("\(release.standing); nothing changed")
        return
      }
      let version = release.version == 1 ? "" : "version \(release.version) of "
      say("released \(version)\(edition.edition) at \(release.actual)")
      say("scheduled for \(release.scheduled); \(workspace.lateness(of: release))")
      say("open \(workspace.publications)/public/\(edition.edition)/index.html")
    }
  }

  /// Whoever releases an edition that is out while a correction of it stands open takes it for
  /// sealed.
  private func refuseOpenCorrection(_ outcome: Workspace.ReleaseOutcome) throws {
    guard let open = outcome.openCorrection else { return }
    throw ReleaseError(
      .wrongState,
      "\(outcome.release.standing), and a correction of it stands open that is not sealed, so nothing "
        + "comes out: \(open). Seal it with `ninethirty seal \(edition.edition)`, or give it up with "
        + "`ninethirty correct \(edition.edition) --abandon --reason REASON --by ID`")
  }

  private func released(_ workspace: Workspace) throws -> Workspace.ReleaseOutcome? {
    try workspace.release(edition.edition, lateBecause: lateBecause, clock: workspace.clock)
  }

  private func awaited(_ workspace: Workspace) throws -> Workspace.ReleaseOutcome? {
    try workspace.refuseWaiting()
    let clock = SystemClock(stoppedBy: try StopSignals())
    var watch = Watch(workspace, only: edition.edition, lateBecause: lateBecause, clock: clock) {
      if case .released = $0 { return }
      say($0.line.escapedForTerminal)
    }
    return try watch.run()
  }
}

/// `ninethirty watch`.
struct WatchCalendar: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Release every sealed edition at its instant, until it is ended.",
    discussion: """
      Waits for the next sealed edition, makes its release ready ten minutes before, switches at the
      instant and goes on to the next. The schedule and the sealed editions are read anew at least
      once a minute; the workspace is locked in the last ten minutes only. SIGTERM and SIGINT end it
      and leave nothing half done. Run a second one on the same workspace: only one publishes.

        ninethirty watch --workspace examples/illustrative
      """)

  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var key: KeyOption
  @OptionGroup var logKey: LogKeyOption

  func run() throws {
    try CommandLineTool.run {
      let workspace = try key.open(workspace, logKey)
      try workspace.refuseWaiting()
      let clock = SystemClock(stoppedBy: try StopSignals())
      var watch = Watch(workspace, clock: clock) { event in
        let line = event.line.escapedForTerminal
        if case .obstacle = event { complain("ninethirty: \(line)") } else { say(line) }
        guard case .released(let outcome) = event else { return }
        for line in outcome.repairs { say(line) }
      }
      _ = try watch.run()
    }
  }
}
