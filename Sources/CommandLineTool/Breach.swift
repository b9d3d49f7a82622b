import ArgumentParser
import Diagnostics
import Releases
import Schedule
import Storage

/// `ninethirty breach`.
struct Breach: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draft the report of a breach, or publish a statement on it.",
    discussion: """
      The report is made from schedule, log and journal, for people to complete: every blank is
      marked. It stays private. What the public is told you write yourself; --publish puts it into
      the publication log. Without --kind the report is that of a late release where log or clock
      tells of one; of anything else people know the kind.

        ninethirty breach 2013-11 --kind early
        ninethirty breach 2013-11 --publish statement.txt --by a.example
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var logKey: LogKeyOption
  @Option(
    name: .long,
    help: ArgumentHelp(
      "What happened: \(BreachKind.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "kind"))
  var kind: BreachKind?
  @Option(
    name: .long,
    help: ArgumentHelp("A copy of the report at this new file too.", valueName: "file"),
    completion: .file())
  var output: String?
  @Option(
    name: .long,
    help: ArgumentHelp("Publish the statement in this file.", valueName: "file"),
    completion: .file())
  var publish: String?
  @Option(name: .long, help: ArgumentHelp("Who publishes it.", valueName: "id"))
  var by: String?

  func validate() throws {
    guard publish == nil || kind == nil && output == nil else {
      throw ValidationError("--publish takes a statement; --kind and --output are for the report")
    }
    let isNamed = by.map { $0.contains { !$0.isWhitespace } && $0.utf8.count <= 200 } ?? false
    guard (publish != nil) == isNamed else {
      throw ValidationError("--publish and --by belong together; --by has at most 200 bytes")
    }
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try logKey.open(workspace)
      if let publish, let by {
        let isNew = try workspace.publishBreach(
          edition.edition, statement: publish, by: by, clock: workspace.clock)
        return say(
          isNew
            ? "logged the statement on \(edition.edition)" : "this statement is in the log already")
      }
      let path = try workspace.breach(
        edition.edition, kind: kind, copy: output, clock: workspace.clock)
      say("drafted \(path)")
      say("complete every place marked [TO COMPLETE]; nothing of it is public")
      if let output {
        let bytes = try Files.read(path, limit: 1 << 24)
        try Files.writeNew(to: output, mode: 0o600) { try $0(bytes) }
        say("copied to \(output)")
      }
    }
  }
}

extension BreachKind: ExpressibleByArgument {}
