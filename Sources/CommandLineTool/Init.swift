import ArgumentParser
import Diagnostics
import Releases
import Schedule
import Storage

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
