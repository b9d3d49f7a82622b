import ArgumentParser
import Diagnostics
import Releases

/// `ninethirty rebuild`.
struct Rebuild: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make an archived edition again and compare it byte for byte.",
    discussion: """
      It uses the archived source documents and templates alone. Each file is identical, equivalent
      (other bytes of the same document), different, or failed; remade is what the archive has lost and
      what came out with its digest; a PDF is kept: nobody prints it again byte for byte, and its digest
      is checked. The exit code is 0 only if every file came out
      identical or is kept. With --inputs the source documents are made again from the archived
      inputs as well, by the version of ninethirty that made them.

        ninethirty rebuild 2013-11
        ninethirty rebuild 2013-11 --as published --inputs
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var choice: VersionOption
  @Flag(name: .long, help: "Begin from the archived inputs too.")
  var inputs = false
  @Option(
    name: .long,
    help: ArgumentHelp("Put what was made into this folder, which is made.", valueName: "folder"),
    completion: .directory)
  var output: String?
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption

  func run() throws {
    try CommandLineTool.run {
      let report = try workspace.openForReading().rebuild(
        edition.edition, version: choice.choice(), fromInputs: inputs, output: output,
        progress: ProgressLine())
      if json.json {
        say(report.json)
      } else if report.isKept {
        say(
          "\(report.edition): kept as it is, so there is nothing to rebuild; "
            + "\(report.files.count) files checked by digest")
      } else {
        let name = report.version == 1 ? "" : " version \(report.version)"
        show(report.files, "\(report.edition)\(name)", "")
        for sentence in report.disowned {
          say("NOT what came out: \(sentence); `ninethirty verify` says more".escapedForTerminal)
        }
        switch report.fromInputs {
        case nil: break
        case .made(let files)?: show(files, "\(report.edition)\(name)", " from the inputs")
        case .notTried(let reason)?:
          say("\(report.edition)\(name): not made from the inputs: \(reason)")
        }
      }
      if !report.isIdentical { throw Sysexits.protocolError }
      if case .notTried? = report.fromInputs { throw Sysexits.unavailable }
    }
  }

  private func show(_ files: [RebuildReport.FileVerdict], _ name: String, _ from: String) {
    for file in files where ![.identical, .kept].contains(file.verdict) {
      say("\(file.verdict.rawValue)  \(file.path)  \((file.reason ?? "").escapedForTerminal)")
      for line in file.difference.text { say("    \(line.escapedForTerminal)") }
    }
    let identical = files.count { $0.verdict == .identical }
    let kept = files.count { $0.verdict == .kept }
    say(
      "\(name): \(identical) of \(files.count) files identical\(from)"
        + (kept > 0 ? ", \(kept) kept as bytes and checked by digest" : ""))
  }
}

/// Which version of an edition a verb is about.
struct VersionOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Which version; the newest if not given.", valueName: "number"))
  var version: Int?
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Which version instead of its number: published, the first, or corrected, the newest"
        + " correction.", valueName: "what"),
    transform: { text in
      switch text {
      case "published": VersionChoice.published
      case "corrected": VersionChoice.corrected
      default: throw ValidationError("\(text.quoted) is neither published nor corrected")
      }
    })
  var named: VersionChoice?
}

extension VersionOption {
  /// The version that is meant.
  ///
  /// It is not checked by `validate`: where that fails and `--version` stands on the line, the
  /// parser prints the version of the program instead.
  func choice() throws -> VersionChoice {
    guard version == nil || named == nil else {
      complain("ninethirty: --version and --as both name a version; leave one of them out")
      throw Sysexits.usage
    }
    return named ?? version.map { .number($0) } ?? .newest
  }
}
