import ArgumentParser
import Diagnostics
import Editions
import Releases
import Schedule
import Site

/// `ninethirty history`.
struct VersionHistory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "List the versions of editions: what changed, when, why, and how much.",
    discussion: """
      Made from the publication log and the archive. The same stands on the page /history/ of the
      public tree.

        ninethirty history
        ninethirty history 2013-11 --json
      """)

  @Argument(
    help: ArgumentHelp(
      "The edition, named by its month: YYYY-MM; all if not given.", valueName: "edition"),
    transform: month(named:))
  var edition: Month?
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.openForReading()
      let kept = try workspace.keptPublications().filter { edition == nil || $0.edition == edition }
      let lost = try workspace.lostKept().filter { edition == nil || $0.edition == edition }
      for publication in lost { complain("warning: \(publication.said)".escapedForTerminal) }
      let isOfOurs = kept.isEmpty && lost.isEmpty
      let editions = try workspace.versions(of: isOfOurs ? edition : nil)
        .filter { edition == nil || $0.edition == edition }
      for reason in try workspace.uncounted(in: editions) {
        complain("warning: \(reason)".escapedForTerminal)
      }
      if json.json { return say(editions.json(kept: kept)) }
      if editions.isEmpty, kept.isEmpty, lost.isEmpty { say("no edition is out") }
      for publication in kept {
        say(
          "\(publication.edition) kept as it is  published \(publication.published ?? "at an unknown time")"
            + ", from \(publication.source.escapedForTerminal)")
      }
      for edition in editions {
        for version in edition.versions { show(version, of: edition.edition) }
      }
    }
  }

  private func show(_ version: PublishedVersion, of edition: Month) {
    let line = "\(edition) version \(version.number)  \(version.instant)"
    switch version.change {
    case .first: say("\(line)  first published")
    case .correction(let note):
      say("\(line)  \(note.kind == .error ? "correction of an error" : "planned revision")")
    case .withdrawal: say("\(line)  withdrawn")
    }
    // The line has the instant that was announced, as the pages do.
    if let actual = version.actual { say("    out:     \(actual)") }
    switch version.change {
    case .first: break
    case .correction(let note):
      say("    wrong:   \(note.wrong.escapedForTerminal)")
      say("    changed: \(note.changed.escapedForTerminal)")
      say("    effect:  \(note.effect.escapedForTerminal)")
    case .withdrawal(let reason): say("    reason:  \(reason.escapedForTerminal)")
    }
    guard let effect = version.effect else { return }
    let documents = "\(effect.documents) document\(effect.documents == 1 ? "" : "s")"
    say("    figures: \(effect.figures) marked as revised, in \(documents)")
  }
}
