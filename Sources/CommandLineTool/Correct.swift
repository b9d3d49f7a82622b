import ArgumentParser
import Diagnostics
import Editions
import Intake
import Notation
import Releases
import Schedule
import Storage

/// `ninethirty correct`.
struct Correct: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open a correction of an edition that is out.",
    discussion: """
      Writes correction.json into the edition's folder of analyses and changes nothing that is
      public. Then correct the analyses; check, draft, seal and release are of the next version
      while the correction stands. The correction of an error goes out at once after it is signed
      off; a planned revision keeps to its date at the hour of releases.

        ninethirty correct 2013-11 --wrong "The rate of one report counted people twice." \\
          --changed "The rate and its interval." --effect "The conclusion stands." \\
          --by a.example

      Every user of the machine can read the options of a command while it runs: a note that gives
      away what is not out yet stands in a file, {"wrong": "…", "changed": "…", "effect": "…"}.

        ninethirty correct 2013-11 --note note.json --by a.example

      A correction that stands open is kept, unless --replace puts this one in its place. --abandon
      gives it up before it is sealed: correction.json and the draft go.

        ninethirty correct 2013-11 --abandon --reason "The rate was right." --by a.example
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @Option(name: .long, help: ArgumentHelp("What was wrong.", valueName: "text"))
  var wrong: String?
  @Option(name: .long, help: ArgumentHelp("What changed.", valueName: "text"))
  var changed: String?
  @Option(name: .long, help: ArgumentHelp("How large the effect is.", valueName: "text"))
  var effect: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A JSON file with all three in the place of those options.", valueName: "file"),
    completion: .file())
  var note: String?
  @Option(name: .long, help: ArgumentHelp("Who opens it, or gives it up.", valueName: "id"))
  var by: String
  @Option(
    name: .long,
    help: ArgumentHelp(
      "When a planned revision comes out, in the zone of the series: 2014-02-13T09:30.",
      valueName: "time"),
    transform: { text in
      guard let wall = WallTime(text) else {
        throw ValidationError("\(text.quoted) is no time; write it like 2014-02-13T09:30")
      }
      return wall
    })
  var planned: WallTime?

  @Flag(name: .long, help: "Put it in the place of one that stands open.")
  var replace = false
  @Flag(name: .long, help: "Give the correction up that stands open.")
  var abandon = false
  @Option(
    name: .long,
    help: ArgumentHelp("Why it is given up; kept in the journal.", valueName: "text"))
  var reason: String?

  func validate() throws {
    let parts = [(wrong, "--wrong"), (changed, "--changed"), (effect, "--effect")]
    let isBare = parts.allSatisfy { $0.0 == nil }
    guard abandon else {
      guard reason == nil else { throw ValidationError("--reason belongs to --abandon") }
      guard note == nil || isBare else {
        throw ValidationError("--note has all three; leave out --wrong, --changed and --effect")
      }
      let texts = note == nil ? parts.map { ($0 ?? "", $1, 2000) } : []
      return try checkTexts(texts + [(by, "--by", 200)])
    }
    guard isBare, note == nil, planned == nil, !replace else {
      throw ValidationError("--abandon takes --reason and --by alone")
    }
    try checkTexts([(reason ?? "", "--reason", 2000), (by, "--by", 200)])
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      if let reason { try give(up: reason, in: workspace) } else { try open(in: workspace) }
    }
  }

  private func open(in workspace: Workspace) throws {
    let correction = try reporting {
      let parts = try note.map(Self.parts) ?? (wrong ?? "", changed ?? "", effect ?? "")
      return try workspace.correct(
        edition.edition,
        note: CorrectionNote(
          kind: planned == nil ? .error : .planned, wrong: parts.0, changed: parts.1,
          effect: parts.2), planned: planned, by: by, replacing: replace, clock: workspace.clock)
    }
    say("opened the correction that leads to version \(correction.version) of \(edition.edition)")
    say("next: correct the analyses, then ninethirty check \(edition.edition)")
  }

  /// What was wrong, what changed and the effect, out of a file.
  private static func parts(of file: String) throws -> (String, String, String) {
    let bytes = try Files.readInput(file, limit: 1 << 16)
    let (parts, findings) = JSONReader.readObject(bytes, file: file) { object in
      ["wrong", "changed", "effect"].map { object.string($0) }
    }
    let texts = (parts ?? []).compactMap(\.self)
    guard texts.count == 3, !findings.hasErrors else {
      throw ReleaseError(.findings, "\(file.quoted) is no note", findings: findings)
    }
    try checkTexts(zip(texts, ["wrong", "changed", "effect"]).map { ($0, "\(file): \($1)", 2000) })
    return (texts[0], texts[1], texts[2])
  }

  private func give(up reason: String, in workspace: Workspace) throws {
    let changed = try workspace.abandonCorrection(
      of: edition.edition, reason: reason, by: by, clock: workspace.clock)
    say("gave the correction of \(edition.edition) up")
    if let changed { say("not as it is out, bring it back: \(changed)".escapedForTerminal) }
  }
}
