import Foundation
import TestSupport
import Testing

/// Every command that README and docs show is run, and its output is as shown.
///
/// A block of language `console` holds commands (`$ …`) and what they print. All blocks of a
/// document run in order in one copy of the repository, with `ninethirty` on the path. `…` alone on
/// a line stands for left-out lines, inside a line for varying text.
@Suite struct DocumentationTests {
  /// README and every page of docs/ that shows a command.
  static let documents: [String] = {
    let pages = try! FileManager.default.contentsOfDirectory(
      atPath: "\(TestWorkspace.repository)/docs")
    return (["README.md"] + pages.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" })
      .filter { name in
        let text = FileManager.default.contents(atPath: "\(TestWorkspace.repository)/\(name)")
        return String(decoding: text ?? Data(), as: UTF8.self).contains("\n```console\n")
      }
  }()

  @Test func readmeAndTheGuideOfEachKindOfUserShowCommands() {
    for name in [
      "README.md", "docs/statistician.md", "docs/release-manager.md", "docs/archivist.md",
    ] {
      #expect(Self.documents.contains(name), "\(name) shows no command")
    }
  }

  @Test func everyVerbStandsInTheListOfCommands() throws {
    let page = try String(
      contentsOfFile: "\(TestWorkspace.repository)/docs/commands.md", encoding: .utf8)
    let help = try Binary.run("--help").output
    let verbs = help.matches(of: /(?m)^  ([a-z][a-z-]*) {2,}/).map { String($0.output.1) }
    #expect(verbs.count >= 9)
    for verb in verbs where verb != "help" {
      #expect(page.contains("| `\(verb)"), "\(verb) is not in docs/commands.md")
    }
  }

  struct Step {
    var command: String
    var output: [String]
  }

  @Test(arguments: documents)
  func everyCommandShownWorksAsShown(document: String) throws {
    let path = "\(TestWorkspace.repository)/\(document)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let steps = Self.steps(of: text)
    #expect(!steps.isEmpty)
    let scratch = TemporaryFolder()
    let copy = scratch.path + "/ninethirty"
    try Self.copyRepository(to: copy)
    let search =
      "\(URL(filePath: Binary.path).deletingLastPathComponent().path):"
      + (ProcessInfo.processInfo.environment["PATH"] ?? "")
    // A user of their own, who has no key yet.
    let environment = [
      "PATH": search, "NINETHIRTY_KEY_FILE": "", "XDG_CONFIG_HOME": scratch.path + "/settings",
    ]
    for step in steps {
      let result = try Tool.run(
        "/bin/bash", ["-c", "exec 2>&1\n" + step.command], environment: environment, in: copy)
      let printed = (result.output + result.errors).split(
        separator: "\n", omittingEmptySubsequences: false
      )
      .map(String.init)
      #expect(
        result.status == 0, "\(document): \(step.command)\n\(printed.joined(separator: "\n"))")
      let actual = Array(printed.reversed().drop { $0.isEmpty }.reversed())
      #expect(
        Self.matches(actual[...], step.output[...]),
        "\(document): \(step.command)\nshown:\n\(step.output.joined(separator: "\n"))\nprinted:\n\(actual.joined(separator: "\n"))"
      )
    }
  }

  private static func copyRepository(to copy: String) throws {
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    for item in [
      "schedule.json", "requests.csv", "analyses", "pages", "templates", "examples", "docs",
      "scripts",
    ] {
      try FileManager.default.copyItem(
        atPath: "\(TestWorkspace.repository)/\(item)", toPath: "\(copy)/\(item)")
    }
  }

  private static func steps(of text: String) -> [Step] {
    var steps: [Step] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = !isInside && line == "```console"
      } else if isInside, line.hasPrefix("$ ") {
        steps.append(Step(command: String(line.dropFirst(2)), output: []))
      } else if isInside, !steps.isEmpty {
        // A command that goes on over lines ends its lines with a backslash.
        if steps[steps.count - 1].output.isEmpty, steps[steps.count - 1].command.hasSuffix("\\") {
          steps[steps.count - 1].command += "\n" + line
        } else {
          steps[steps.count - 1].output.append(String(line))
        }
      }
    }
    for index in steps.indices {
      while steps[index].output.last?.isEmpty == true { steps[index].output.removeLast() }
    }
    return steps
  }

  private static func matches(_ actual: ArraySlice<String>, _ shown: ArraySlice<String>) -> Bool {
    guard let first = shown.first else { return actual.isEmpty }
    if first == "…" {
      return (0...actual.count).contains { matches(actual.dropFirst($0), shown.dropFirst()) }
    }
    guard let line = actual.first, fits(line, first) else { return false }
    return matches(actual.dropFirst(), shown.dropFirst())
  }

  private static func fits(_ line: String, _ shown: String) -> Bool {
    let parts = shown.components(separatedBy: "…")
    guard parts.count > 1 else { return line == shown }
    guard line.hasPrefix(parts[0]), line.hasSuffix(parts.last!) else { return false }
    var rest = line[...]
    for part in parts where !part.isEmpty {
      guard let range = rest.range(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }
}
