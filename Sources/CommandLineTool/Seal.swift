import ArgumentParser
import Diagnostics
import Releases
import Schedule
import Storage

/// `ninethirty seal`.
struct Seal: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fix every byte of an edition before its release.",
    discussion: """
      Runs every check, renders the pages without the draft mark and records the digest of the
      whole edition. Nothing is rendered or decided after it; an edition that has changed is
      sealed again.

        ninethirty seal 2013-11 --by "Duty statistician"
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @Option(name: .long, help: ArgumentHelp("Who seals it; kept in the journal.", valueName: "name"))
  var by: String

  func validate() throws {
    guard by.contains(where: { !$0.isWhitespace }), by.utf8.count <= 200 else {
      throw ValidationError("--by needs a name of at most 200 bytes")
    }
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let seal = try reporting {
        try workspace.seal(
          edition.edition, by: by, clock: SystemClock(), progress: ProgressLine())
      }
      say("sealed \(edition.edition): \(seal.fileCount) files")
      say("digest sha512:\(seal.digest)")
      say("release from \(seal.instant) (\(seal.zone.text(of: seal.instant)))")
    }
  }
}

/// Runs a step; where it is refused for findings, prints them before the error.
func reporting<Value>(_ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as ReleaseError where error.code == .findings {
    if !error.findings.isEmpty { say(error.findings) }
    throw error
  }
}
