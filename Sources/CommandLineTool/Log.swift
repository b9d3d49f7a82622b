import ArgumentParser
import Diagnostics
import Ledger
import Notation
import Releases
import Schedule
import Storage

/// `ninethirty log`.
struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the publication log, or prove with a kept checkpoint that it only grew.",
    discussion: """
        ninethirty log --workspace examples/illustrative
        ninethirty log verify --checkpoint kept --key kept-key --log log.jsonl
      """,
    subcommands: [Show.self, Verify.self], defaultSubcommand: Show.self)
}

extension Log {
  /// `ninethirty log show`, or `ninethirty log` alone.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the publication log and verify its chain.",
      discussion: """
        Every line holds the digest of the line before; an altered line is named. With --journal it
        is the private journal.

          ninethirty log --workspace examples/illustrative
        """)

    @OptionGroup var workspace: WorkspaceOption
    @OptionGroup var json: JSONOption
    @Flag(name: .long, help: "Print the private journal instead.")
    var journal = false

    func run() throws {
      try CommandLineTool.run {
        let workspace = try workspace.openForReading()
        if journal, workspace.copy != nil, try !Files.exists(workspace.journal) {
          throw ReleaseError(.notFound, "there is no journal in this copy: it is private")
        }
        let ledger = journal ? workspace.journalLedger : workspace.logLedger
        let state = try ledger.read()
        // Also holds the log against the journal, where there is one.
        _ = try History(workspace)
        if json.json {
          return say(CanonicalJSON.array(state.entries.map(\.json)))
        }
        for entry in state.entries { say(Self.line(entry)) }
        let count = state.entries.count
        say("\(count) entr\(count == 1 ? "y" : "ies"), chain verified")
        if let copy = workspace.copy, !journal, try !Files.exists(workspace.journal) {
          say(
            "not checked  the log against the journal, which is private and not in \(copy.folder)")
        }
        if state.tornBytes > 0 {
          say(
            "the last line is torn (\(state.tornBytes) bytes); the next command that writes "
              + "sets it aside")
        }
      }
    }

    private static func line(_ entry: LedgerEntry) -> String {
      var parts = [
        String(entry.sequence).padded(4), entry.instant.description, entry.event.padded(10),
        (entry.edition ?? "-").padded(8), entry.actor ?? "-",
      ]
      for (name, value) in entry.fields.sorted(by: { $0.key < $1.key }) {
        let text = if case .string(let text) = value { text } else { value.text }
        let isDigest = ["digest", "journal"].contains(name)
        parts.append("\(name)=\(isDigest ? String(text.prefix(16)) + "…" : text)")
      }
      return parts.joined(separator: "  ").escapedForOneLine
    }
  }
}
