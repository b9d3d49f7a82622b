import ArgumentParser
import Diagnostics
import Releases
import Schedule
import Storage

/// `ninethirty obligations`.
struct Obligations: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show which organisations still have to publish their report themselves.",
    discussion: """
      Each organisation publishes its report on its own site within four months of our
      publication. The due day is that day four calendar months on; `met` notes the evidence, `unmet` takes it back.

        ninethirty obligations
        ninethirty obligations met 2013-11 A-2013-0031 --url https://a.example/report \\
          --on 2014-01-20 --by a.example
      """,
    subcommands: [ObligationsList.self, ObligationsMet.self, ObligationsUnmet.self],
    defaultSubcommand: ObligationsList.self)
}

/// `ninethirty obligations list`.
struct ObligationsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List every obligation: due, met or overdue.")

  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption
  @Flag(name: .long, help: "Only those that are overdue.")
  var overdue = false

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      var report = try workspace.obligations(clock: workspace.clock)
      if overdue { report = report.overdueOnly }
      if json.json { return say(report.json) }
      for line in report.lines { say(line.escapedForTerminal) }
    }
  }
}

/// `ninethirty obligations met`.
struct ObligationsMet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "met",
    abstract: "Note the evidence that an organisation published its report.",
    discussion: """
      The report is named by its analysis or by its address. A second note stands in place of the
      first; both stay in the journal.

        ninethirty obligations met 2013-11 A-2013-0031 --url https://a.example/report \\
          --on 2014-01-20 --by a.example
      """)

  @OptionGroup var edition: EditionArgument
  @Argument(help: "The identifier of the analysis, or the name of its page.")
  var report: String
  @OptionGroup var workspace: WorkspaceOption
  @Option(name: .long, help: ArgumentHelp("Where it stands.", valueName: "address"))
  var url: String
  @Option(
    name: .long,
    help: ArgumentHelp("The day on which it was published: 2014-01-20.", valueName: "day"),
    transform: { text in
      guard let day = Day(text) else {
        throw ValidationError("\(text.quoted) is no day; write it like 2014-01-20")
      }
      return day
    })
  var on: Day
  @Option(name: .long, help: ArgumentHelp("Who looked.", valueName: "name"))
  var by: String

  func validate() throws {
    guard by.contains(where: { !$0.isWhitespace }), by.utf8.count <= 200 else {
      throw ValidationError("--by needs a name of at most 200 bytes")
    }
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let met = try workspace.noteObligation(
        edition.edition, report: report, url: url, on: on, by: by, clock: workspace.clock)
      say("noted: \(met.organisation.escapedForTerminal) published \(met.analysis) on \(on)")
    }
  }
}

/// `ninethirty obligations unmet`.
struct ObligationsUnmet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unmet",
    abstract: "Take back what `met` noted: of another report, or gone since.",
    discussion: """
      The obligation is due or overdue again; both notes stay in the journal.

        ninethirty obligations unmet 2013-11 A-2013-0031 \\
          --reason "The page is of another organisation" --by a.example
      """)

  @OptionGroup var edition: EditionArgument
  @Argument(help: "The identifier of the analysis, or the name of its page.")
  var report: String
  @OptionGroup var workspace: WorkspaceOption
  @Option(name: .long, help: ArgumentHelp("Why; kept in the journal.", valueName: "text"))
  var reason: String
  @Option(name: .long, help: ArgumentHelp("Who decides it.", valueName: "name"))
  var by: String

  func validate() throws { try checkReason(reason, "--reason", by: by) }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let unmet = try workspace.takeBackObligation(
        edition.edition, report: report, reason: reason, by: by, clock: workspace.clock)
      say("taken back: \(unmet.organisation.escapedForTerminal), \(unmet.analysis)")
    }
  }
}
