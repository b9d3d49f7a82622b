import ArgumentParser
import Diagnostics
import Releases
import Schedule
import Storage

/// `ninethirty clock`.
struct ClockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "Show how the clock stands, or say why it was set back.",
    discussion: """
      Every step is written down with its time. Where the clock stands before a time that was written
      down, it ran ahead then, or is behind now: `status` says so with URGENT until the clock has
      passed that time again, or somebody has said why.

        ninethirty clock
        ninethirty clock --explain "The clock ran ahead until the time service was mended." --by a.example
      """)

  @OptionGroup var workspace: WorkspaceOption
  @Option(
    name: .long,
    help: ArgumentHelp("Why it was set back; kept in the journal.", valueName: "reason"))
  var explain: String?
  @Option(name: .long, help: ArgumentHelp("Who says so.", valueName: "id"))
  var by: String?

  func validate() throws {
    guard (explain == nil) == (by == nil) else {
      throw ValidationError("--explain and --by belong together")
    }
    try checkReason(explain, "--explain", by: by)
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      if let explain, let by {
        try workspace.explainClock(reason: explain, by: by, clock: workspace.clock)
        return say("noted why the clock was set back")
      }
      let report = try workspace.clockReport(workspace.clock)
      say("now        \(report.zone.text(of: report.now)), \(report.now)")
      say(
        "source     the system says that it is "
          + (report.synchronisation.isSynchronised ? "synchronised" : "not synchronised"))
      say("journal    \(report.lastWritten.map { "last written to at \($0)" } ?? "empty")")
      if let latest = report.latest { say("latest     a line before that is of \(latest)") }
      if let explanation = report.explanation {
        let person = explanation.person.map { " by \($0)" } ?? ""
        say(
          "explained  on \(explanation.at)\(person): \(explanation.reason)".escapedForTerminal)
      }
      if let setBack = report.setBack { say("URGENT     \(setBack.text); \(ClockSetBack.remedy)") }
    }
  }
}
