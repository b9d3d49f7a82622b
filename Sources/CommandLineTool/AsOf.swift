import ArgumentParser
import Diagnostics
import Releases
import Schedule

/// `ninethirty as-of`.
struct AsOf: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lay out the public site as it stood at an instant.",
    discussion: """
      Made from the publication log and the archive, into a folder that is made: the editions and
      versions that were public then, the front page, the calendar, the feed and the log.

        ninethirty as-of 2014-02-01T00:00Z site-then
      """)

  @Argument(
    help: ArgumentHelp("The instant in UTC: 2014-02-01T00:00Z.", valueName: "instant"),
    transform: { text in
      // Seconds may be left out.
      let long = text.utf8.count == 17 ? text.replacing("Z", with: ":00Z") : text
      guard let instant = Instant(long) else {
        throw ValidationError("\(text.quoted) is no instant; write it like 2014-02-01T00:00Z")
      }
      return instant
    })
  var instant: Instant
  @Argument(
    help: ArgumentHelp("The folder to make.", valueName: "folder"), completion: .directory)
  var folder: String
  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.openForReading()
      let outcome = try workspace.layOut(asOf: instant, in: folder)
      if instant > workspace.clock.now() {
        complain(
          "note: \(instant) has not come yet: what is laid out is the site as it stands, without what "
            + "comes out until then")
      }
      for note in outcome.notes { complain("note: \(note.escapedForTerminal)") }
      let editions = "\(outcome.editions) edition\(outcome.editions == 1 ? "" : "s")"
      say("laid out the site of \(instant): \(editions), \(outcome.files) files")
      say("open \(folder)/\(outcome.start)".escapedForTerminal)
    }
  }
}
