import ArgumentParser
import Diagnostics
import Releases
import Schedule
import Storage

/// `ninethirty rebuild`.
struct Rebuild: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Render an archived edition again and compare it byte for byte.",
    discussion: """
      It uses the archived source documents and templates alone. The exit code is 0 only if every
      file came out identical.

        ninethirty rebuild 2013-11
        ninethirty rebuild 2013-11 --version 1
      """)

  @OptionGroup var edition: EditionArgument
  @Option(
    name: .long,
    help: ArgumentHelp("Which version; the newest if not given.", valueName: "number"))
  var version: Int?
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption

  func run() throws {
    try CommandLineTool.run {
      let report = try workspace.open().rebuild(edition.edition, version: version)
      if json.json {
        say(report.json)
      } else {
        for file in report.files where ![.identical, .kept].contains(file.verdict) {
          say("\(file.verdict.rawValue)  \(file.path)  \((file.reason ?? "").escapedForTerminal)")
        }
        if report.isKept {
          return say(
            "\(edition.edition): kept as it is, so there is nothing to rebuild; "
              + "\(report.files.count) files checked by digest")
        }
        let identical = report.files.count { $0.verdict == .identical }
        let name = report.version == 1 ? "" : " version \(report.version)"
        say("\(edition.edition)\(name): \(identical) of \(report.files.count) files identical")
      }
      if !report.isIdentical { throw Sysexits.protocolError }
    }
  }
}

/// `ninethirty init`.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a new workspace that passes its checks.",
    discussion: """
      It has a schedule, a register, one made-up analysis to copy from, and all templates. Its
      status is illustrative; write official into schedule.json when the figures are real.

        ninethirty init my-series --title "My statistics" --producer "My department" --first 2027-01
      """)

  @Argument(help: ArgumentHelp("The folder to make.", valueName: "folder"), completion: .directory)
  var folder: String

  @Option(name: .long, help: "The title of the series.")
  var title = "New statistics"

  @Option(name: .long, help: "Who publishes it.")
  var producer = "Name of the producer"

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The first edition; the next month if not given.", valueName: "edition"),
    transform: { text in
      guard let month = Month(text) else {
        throw ValidationError("\(text.quoted) is no edition; write its month like 2013-11")
      }
      return month
    })
  var first: Month?

  func run() throws {
    try CommandLineTool.run {
      let clock = SystemClock()
      let edition = first ?? clock.now().utcDay.monthOfYear.next
      let count = try Workspace.initialise(
        folder, title: title, producer: producer, first: edition)
      say("made \(folder): \(count) files")
      say("next: ninethirty check \(edition) --workspace \(folder)")
    }
  }
}
