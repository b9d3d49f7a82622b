import ArgumentParser
import Diagnostics
import Releases
import Storage

/// `ninethirty leak-check`.
struct LeakCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "leak-check",
    abstract: "Search folders and web addresses for what stands in no published edition.",
    discussion: """
      Without a place it searches the public tree. A git work tree is searched with all objects that
      git keeps. What is found is shown masked, so that the report can be passed on; --show prints
      it. Exit code 0 only where everything was read and nothing was found; 65 for a leak, 66 where
      something could not be read.

        ninethirty leak-check
        ninethirty leak-check /srv/www ~/statistics-site https://statistics.example.org/calendar/
      """)

  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var key: KeyOption
  @OptionGroup var json: JSONOption
  @Argument(help: ArgumentHelp("Folders, files, addresses of http and https.", valueName: "place"))
  var places: [String] = []
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A file with more places, one a line; # begins a remark.", valueName: "file"),
    completion: .file())
  var list: String?
  @Flag(name: .long, help: "Print what was found in full.")
  var show = false

  func run() throws {
    try CommandLineTool.run {
      let workspace = try key.open(workspace)
      let report = try workspace.leakCheck(places + listed(), clock: workspace.clock)
      if json.json {
        say(report.json(showing: show))
      } else {
        for line in report.lines(showing: show) { say(line.escapedForTerminal) }
      }
      if !report.leaks.isEmpty { throw Sysexits.dataError }
      if !report.isClean { throw Sysexits.noInput }
    }
  }

  private func listed() throws -> [String] {
    guard let list else { return [] }
    let text = String(decoding: try Files.readInput(list, limit: 1 << 24), as: UTF8.self)
    let places = text.split(whereSeparator: \.isNewline)
      .map { $0.drop(while: \.isWhitespace) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
      .map { String($0).trimmingSpaces }
    guard !places.isEmpty else {
      throw ReleaseError(.usage, "\(list) names no place; write one path or address a line")
    }
    return places
  }
}

extension String {
  /// Without white space at the end.
  fileprivate var trimmingSpaces: String {
    var text = self[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
