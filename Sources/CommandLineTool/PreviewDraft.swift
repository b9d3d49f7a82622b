import ArgumentParser
import Diagnostics
import Glibc
import Preview
import Releases
import Storage

/// `ninethirty preview`.
struct PreviewDraft: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Show the draft in a browser, new at each save, with what was found in it.",
    discussion: """
      Prints an address of this machine alone; whoever has the address can read the draft. Paste it
      into a browser. The pages are made again when an analysis, the commentary, the register, the
      schedule or a template is saved, and findings stand beside the places that they concern. Nothing
      is written. Ctrl-C ends it.

        ninethirty preview 2013-11 --workspace examples/illustrative
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @Option(
    name: .long,
    help: ArgumentHelp("The port on 127.0.0.1 and ::1; a free one if not given.", valueName: "port")
  )
  var port: UInt16 = 0

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      // On this thread, before any other is started: they inherit it.
      let stop = try StopSignals()
      let teller = PreviewTeller()
      try reporting {
        try PreviewRun(
          edition.edition, in: workspace, port: port, stoppedBy: stop, progress: ProgressLine()
        ) { teller.tell($0) }.run()
      }
    }
  }
}

/// Says what a preview does: its address, that the edition was sealed, and on a terminal what each
/// save led to.
private final class PreviewTeller {
  private var wasSealed = false
  private let isTerminal = isatty(STDERR_FILENO) == 1

  func tell(_ event: PreviewRun.Event) {
    switch event {
    case .listening(let address): say(address)
    case .made(let snapshot):
      let isSealed = snapshot.standing == .sealed
      if isSealed, !wasSealed {
        complain("ninethirty: edition \(snapshot.edition) is sealed; nothing more is shown of it")
      }
      wasSealed = isSealed
      guard isTerminal, !isSealed else { return }
      if case .trouble(let reason) = snapshot.standing {
        complain("ninethirty: \(reason.escapedForTerminal)")
      } else {
        complain(line(snapshot))
      }
    }
  }

  private func line(_ snapshot: PreviewSnapshot) -> String {
    let findings = snapshot.findings.map(\.finding)
    let (errors, warnings) = (findings.count(of: .error), findings.count(of: .warning))
    return
      "made in \(snapshot.duration.milliseconds) ms: \(snapshot.changedPages.count) files new or "
      + "different; \(errors) error\(errors == 1 ? "" : "s"), "
      + "\(warnings) warning\(warnings == 1 ? "" : "s")"
  }
}
