import ArgumentParser
import Diagnostics
import Editions
import Intake
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
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @Option(name: .long, help: ArgumentHelp("What was wrong.", valueName: "text"))
  var wrong: String
  @Option(name: .long, help: ArgumentHelp("What changed.", valueName: "text"))
  var changed: String
  @Option(name: .long, help: ArgumentHelp("How large the effect is.", valueName: "text"))
  var effect: String
  @Option(name: .long, help: ArgumentHelp("Who opens it.", valueName: "name"))
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

  func validate() throws {
    try require([
      (wrong, "--wrong", 2000), (changed, "--changed", 2000), (effect, "--effect", 2000),
      (by, "--by", 200),
    ])
  }

  func run() throws {
    try CommandLineTool.run {
      let note = CorrectionNote(
        kind: planned == nil ? .error : .planned, wrong: wrong, changed: changed, effect: effect)
      let correction = try reporting {
        let workspace = try workspace.open()
        return try workspace.correct(
          edition.edition, note: note, planned: planned, by: by, clock: workspace.clock)
      }
      say("opened the correction that leads to version \(correction.version) of \(edition.edition)")
      say("next: correct the analyses, then ninethirty check \(edition.edition)")
    }
  }
}

/// `ninethirty withdraw`.
struct Withdraw: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take an edition back: a notice stands at each of its addresses.",
    discussion: """
      Every page of the edition, of all its versions, is replaced by one that says that it was
      withdrawn, when and why; the front page says so too. The archive keeps every version. It
      takes effect at once and cannot be undone.

        ninethirty withdraw 2013-11 --reason "The figures are of other people." \\
          --by a.example --agreed-by b.example
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var key: KeyOption
  @OptionGroup var logKey: LogKeyOption
  @Option(
    name: .long, help: ArgumentHelp("Why it is withdrawn; published.", valueName: "text"))
  var reason: String
  @Option(name: .long, help: ArgumentHelp("Who withdraws it.", valueName: "name"))
  var by: String
  @Option(
    name: .long, help: ArgumentHelp("Who agreed, another person.", valueName: "name"))
  var agreedBy: String

  func validate() throws {
    try require([
      (reason, "--reason", 2000), (by, "--by", 200), (agreedBy, "--agreed-by", 200),
    ])
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try key.open(workspace, logKey)
      let outcome = try reporting {
        try workspace.withdraw(
          edition.edition, reason: reason, by: by, agreedBy: agreedBy, clock: workspace.clock)
      }
      for line in outcome.repairs { say(line) }
      say("withdrew \(edition.edition) at \(outcome.release.actual)")
      say("its pages say so; the archive keeps all its versions")
    }
  }
}

/// Refuses options without a text, or with one that is too long, all at once.
private func require(_ texts: [(text: String, option: String, limit: Int)]) throws {
  let faults = texts.filter { text, _, limit in
    text.allSatisfy(\.isWhitespace) || text.utf8.count > limit
  }
  guard faults.isEmpty else {
    throw ValidationError(
      faults.map { "\($0.option) needs a text of at most \($0.limit) bytes" }
        .joined(separator: "; "))
  }
}
