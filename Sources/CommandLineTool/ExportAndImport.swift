import ArgumentParser
import Diagnostics
import Notation
import Releases
import Schedule
import Storage

/// `ninethirty export`.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hand editions over: a BagIt bag for each, with PREMIS.",
    discussion: """
      A bag (RFC 8493) has the edition's object of the archive with all its versions, the public
      log, and what both say as PREMIS 3.0. It is private, like the archive: the inputs hold values
      that the pages do not show. Only what is out is handed over. With --all an edition that cannot
      be handed over is left out and said to be; the exit code is then not 0. The same archive makes
      the same bytes.

        ninethirty export 2013-10 --to ~/handover
        ninethirty export --all --to ~/handover
      """)

  @Argument(
    help: ArgumentHelp("The edition, named by its month: YYYY-MM.", valueName: "edition"),
    transform: month(named:))
  var edition: Month?
  @Flag(name: .long, help: "Every edition that is out, and everything that is kept as it is.")
  var all = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The folder that gets the bags; made if it is not there.", valueName: "folder"),
    completion: .directory)
  var to: String
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption

  func validate() throws {
    guard (edition == nil) == all else {
      throw ValidationError("name an edition, or say --all; one of the two")
    }
    guard !to.isEmpty else { throw ValidationError("--to needs the name of a folder") }
  }

  func run() throws {
    try CommandLineTool.run {
      let outcome = try workspace.openForReading().export(edition, to: to)
      if json.json { say(outcome.json) } else { show(outcome) }
      if let failure = outcome.failure { throw Sysexits.code(of: failure) }
    }
  }

  private func show(_ outcome: ExportOutcome) {
    for bag in outcome.bags {
      say(
        "\(bag.path): \(bag.fileCount) files, \(bag.byteCount) bytes, read back and valid"
          .escapedForTerminal)
      for warning in bag.warnings { complain("warning: \(bag.path)/\(warning)".escapedForTerminal) }
    }
    for left in outcome.leftOut {
      complain("ninethirty: \(left.object) left out: \(left.error)".escapedForTerminal)
    }
    if !outcome.leftOut.isEmpty {
      let count = outcome.bags.count
      complain(
        "\(count) bag\(count == 1 ? "" : "s") written, \(outcome.leftOut.count) edition"
          + "\(outcome.leftOut.count == 1 ? "" : "s") left out")
    }
  }
}

/// `ninethirty import`.
struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take a bag, or old publications as they are, into the archive.",
    discussion: """
      A bag of `export`, as a folder, tar, tar.gz or zip, brings an edition back that the archive
      has lost, if the log says that exactly this came out. Anything else, such as editions from
      before ninethirty, is kept as it is with what you say of it, and checked by its digests from
      then on. Everything that is wrong is named, and then nothing is taken. Nothing in the archive
      is ever replaced.

        ninethirty import bag.tar.gz --edition 2013-10 --by a.example
        ninethirty import old/2012-04 --edition 2012-04 --published 2012-04-12 --by a.example \\
          --source "Web archive, crawl of May 2012" --reason "Published before ninethirty"
      """)

  @Argument(
    help: ArgumentHelp("A folder, or a tar, tar.gz or zip.", valueName: "path"),
    completion: .file())
  var path: String
  @Option(
    name: .long, help: ArgumentHelp("The edition, named by its month.", valueName: "edition"),
    transform: month(named:))
  var edition: Month
  @Option(name: .long, help: ArgumentHelp("Who imports it.", valueName: "name"))
  var by: String
  @Option(
    name: .long, help: ArgumentHelp("Where publications of others are from.", valueName: "text"))
  var source: String?
  @Option(name: .long, help: ArgumentHelp("Why they are kept.", valueName: "text"))
  var reason: String?
  @Option(
    name: .long,
    help: ArgumentHelp("When they were published: a day, a month or a year.", valueName: "date"))
  var published: String?
  @Option(
    name: .long,
    help: ArgumentHelp("How many entries a packed bag may have.", valueName: "number"))
  var limitEntries = UnpackingLimits().entries
  @Option(
    name: .long,
    help: ArgumentHelp("How many bytes one file of it may unpack to.", valueName: "bytes"))
  var limitFile = UnpackingLimits().fileBytes
  @Option(
    name: .long,
    help: ArgumentHelp("How many bytes all of it may unpack to.", valueName: "bytes"))
  var limitTotal = UnpackingLimits().totalBytes
  @Option(
    name: .long,
    help: ArgumentHelp(
      "How many times its size it may unpack to, beyond 16 MiB.", valueName: "number"))
  var limitRatio = UnpackingLimits().ratio
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption

  func validate() throws {
    var faults: [String] = []
    for (text, option, limit) in [
      (by, "--by", 200), (source ?? "-", "--source", 2000), (reason ?? "-", "--reason", 2000),
    ] where text.allSatisfy(\.isWhitespace) || text.utf8.count > limit {
      faults.append("\(option) needs a text of at most \(limit) bytes")
    }
    if (source == nil) != (reason == nil) { faults.append("--source and --reason go together") }
    if published != nil, source == nil { faults.append("--published wants --source and --reason") }
    if let published, !Self.isDate(published) {
      faults.append(
        "--published needs a day, a month or a year, such as 2012-04-12, 2012-04 or 2012")
    }
    for (value, option) in [
      (limitEntries, "--limit-entries"), (limitFile, "--limit-file"),
      (limitTotal, "--limit-total"), (limitRatio, "--limit-ratio"),
    ] where value < 1 {
      faults.append("\(option) needs a number from 1 on")
    }
    guard faults.isEmpty else { throw ValidationError(faults.joined(separator: "; ")) }
  }

  private static func isDate(_ text: String) -> Bool {
    Day(text) != nil || Month(text) != nil
      || text.utf8.count == 4 && Month("\(text)-01") != nil
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let provenance = source.map {
        ImportRequest.Provenance(source: $0, reason: reason ?? "", published: published)
      }
      let request = ImportRequest(
        path: path, edition: edition, person: by, provenance: provenance,
        limits: UnpackingLimits(
          entries: limitEntries, fileBytes: limitFile, totalBytes: limitTotal, ratio: limitRatio))
      let outcome = try reporting {
        try workspace.importPublication(request, clock: workspace.clock)
      }
      if json.json { return say(outcome.json) }
      for finding in outcome.findings { complain(finding.text) }
      say(Self.line(outcome))
    }
  }

  private static func line(_ outcome: ImportOutcome) -> String {
    let versions = "\(outcome.versionCount) version\(outcome.versionCount == 1 ? "" : "s")"
    let files = "\(outcome.fileCount) file\(outcome.fileCount == 1 ? "" : "s")"
    return switch outcome.deed {
    case .restored: "restored \(outcome.object): \(versions), \(files) of the bag checked"
    case .kept: "kept \(outcome.object): \(files), as they are"
    case .identical: "the archive has exactly this already: \(outcome.object), \(versions)"
    }
  }
}
