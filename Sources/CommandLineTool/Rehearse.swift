import ArgumentParser
import Diagnostics
import Releases
import Storage
import Schedule

/// `ninethirty rehearse`.
struct Rehearse: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play the whole timeline of an edition on a copy, by a simulated clock.",
    discussion: """
      The real program runs, verb by verb, on a copy of what people wrote, with a key and a folder of
      its own. Nothing of it can reach the real public tree. It prints what each kind of person could
      see at each instant, and ends with exit code 76 where anything was not as it has to be.

        ninethirty rehearse 2026-12
        ninethirty rehearse 2026-12 --crash-at switch --clock-change autumn
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Kill the program at this step and start it again: "
        + "\(RehearsalPlan.Step.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "step"))
  var crashAt: RehearsalPlan.Step?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Move the edition, in the copy, to the morning after the clocks change: spring, autumn.",
      valueName: "change"))
  var clockChange: RehearsalPlan.ClockChange?
  @Option(
    name: .long,
    help: ArgumentHelp("Keep the copy in this new folder.", valueName: "folder"),
    completion: .directory)
  var output: String?

  func run() throws {
    try CommandLineTool.run {
      let plan = RehearsalPlan(
        edition: edition.edition, crash: crashAt, clockChange: clockChange)
      // Asked to end, it takes the copy away first: that holds what is under embargo in clear.
      let stop = try StopSignals()
      let faults = try workspace.open().rehearse(plan, output: output, isStopped: { stop.haveCome })
      {
        say($0.escapedForTerminal)
      }
      for fault in faults { complain("ninethirty: \(fault.escapedForTerminal)") }
      guard faults.isEmpty else { throw Sysexits.protocolError }
      say("the rehearsal of \(edition.edition) went as it has to")
    }
  }
}

extension RehearsalPlan.Step: ExpressibleByArgument {}
extension RehearsalPlan.ClockChange: ExpressibleByArgument {}
