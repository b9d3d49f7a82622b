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
      the published one if the journal vouches for it; journal and sealed editions are never touched.

        ninethirty repair
        ninethirty repair --from /mnt/copy/publications/archive
        ninethirty repair --apply
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
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let plan =
        apply
        ? try workspace.repair(
          edition, from: from, clock: workspace.clock, progress: ProgressLine())
        : try workspace.repairPlan(of: edition, from: from, progress: ProgressLine())
      if json.json {
        say(plan.json)
      } else {
        for step in plan.steps {
          say("\(apply ? "done" : "would")  \(step.line)".escapedForTerminal)
        }
        for sentence in plan.impossible { say("cannot \(sentence)".escapedForTerminal) }
        sayEnd(plan)
      }
      if !plan.impossible.isEmpty { throw Sysexits.protocolError }
    }
  }

  private func sayEnd(_ plan: RepairPlan) {
    if plan.isEmpty { return say("nothing is damaged") }
    let count = "\(plan.steps.count) step\(plan.steps.count == 1 ? "" : "s")"
    if apply {
      say("\(count) done; `ninethirty verify` holds it all against everything again")
    } else if !plan.steps.isEmpty {
      say("\(count); nothing was written: run it again with --apply")
    }
  }
}
