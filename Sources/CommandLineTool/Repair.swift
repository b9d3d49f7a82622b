import ArgumentParser
import Diagnostics
import Releases
import Schedule
import Storage

/// `ninethirty repair`.
struct Repair: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put back what is damaged in archive and public tree from a good copy.",
    discussion: """
      Without --apply it says what it would do and writes nothing. What is put back comes from the
      archive, the public tree, and every folder named with --from; a file is good where it has the
      digest that the log vouches for, wherever it lies. A log that was changed is replaced by
      the published one, or one of the named folders, if the journal vouches for it; journal and
      sealed editions are never touched. What is taken away is kept in publications/set-aside. With
      --apply all is verified again; the exit code is 0 only if nothing is left.

      Where lines of the journal are gone and no copy has them, --journal-lost states that, with a
      reason, in the journal that goes on. `verify` reports it as a warning from then on, for good.

        ninethirty repair
        ninethirty repair --from /mnt/copy/publications/archive
        ninethirty repair --apply
        ninethirty repair --journal-lost "The disk failed, and no copy was kept." --by a.example --apply
      """)

  @Argument(
    help: ArgumentHelp(
      "One edition of the archive; everything if not given.", valueName: "edition"),
    transform: month(named:))
  var edition: Month?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A folder that holds good copies, such as another copy of the archive.", valueName: "folder"),
    completion: .directory)
  var from: [String] = []
  @Flag(name: .long, help: "Do it, and note it in the journal.")
  var apply = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Why lines of the journal are gone for good; kept in the journal.", valueName: "reason"))
  var journalLost: String?
  @Option(name: .long, help: ArgumentHelp("Who states it.", valueName: "id"))
  var by: String?
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption

  func validate() throws {
    guard (journalLost == nil) == (by == nil) else {
      throw ValidationError("--journal-lost and --by belong together")
    }
    guard journalLost == nil || edition == nil && from.isEmpty else {
      throw ValidationError(
        "--journal-lost is of the journal alone; it takes no edition and no copy")
    }
    try checkReason(journalLost, "--journal-lost", by: by)
  }

  private func plan(in workspace: Workspace) throws -> RepairPlan {
    if let journalLost, let by {
      return try workspace.stateJournalLoss(
        journalLost, by: by, apply: apply, clock: workspace.clock, progress: ProgressLine())
    }
    return apply
      ? try workspace.repair(edition, from: from, clock: workspace.clock, progress: ProgressLine())
      : try workspace.repairPlan(of: edition, from: from, progress: ProgressLine())
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.openForReading()
      let plan = workspace.masking(try plan(in: workspace))
      // After a repair everything was verified again; before it, what cannot be mended remains.
      let remaining = apply ? plan.faults : []
      if json.json {
        say(plan.json(remaining: remaining))
      } else {
        for step in plan.steps {
          say("\(apply ? "done" : "would")  \(step.line)".escapedForTerminal)
        }
        for sentence in plan.notes { say("note  \(sentence)".escapedForTerminal) }
        for sentence in plan.impossible { say("cannot \(sentence)".escapedForTerminal) }
        sayEnd(plan)
      }
      if !plan.impossible.isEmpty || !remaining.isEmpty { throw Sysexits.protocolError }
    }
  }

  /// How many faults that remain are printed: a lost folder is a thousand of them.
  private static let most = 20

  private func sayEnd(_ plan: RepairPlan) {
    if plan.isEmpty { return say("nothing is damaged") }
    let count = "\(plan.steps.count) step\(plan.steps.count == 1 ? "" : "s")"
    guard apply else {
      if !plan.steps.isEmpty { say("\(count); nothing was written: run it again with --apply") }
      return
    }
    guard !plan.faults.isEmpty else { return say("\(count) done; all was verified again: sound") }
    for fault in plan.faults.prefix(Self.most) {
      say("remains \(fault.finding.place.text): \(fault.finding.found)".escapedForTerminal)
    }
    if plan.faults.count > Self.most { say("and \(plan.faults.count - Self.most) more") }
    say(
      "\(count) done; NOT SOUND: \(plan.faults.count) fault\(plan.faults.count == 1 ? "" : "s") left"
    )
  }
}
