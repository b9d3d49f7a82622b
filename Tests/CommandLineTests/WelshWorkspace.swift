import Foundation
import Testing

/// A workspace whose pages come out in English and Welsh.
enum WelshWorkspace {
  /// A made-up translation that is told from its original and has the same figures.
  static func translation(of text: String) -> String { "Yn Gymraeg: \(text)" }

  /// The illustrative workspace with both languages; every text that its pages print is translated but
  /// those that `except` leaves out.
  static func make(
    except isLeftOut: (String) -> Bool = { _ in false }
  ) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    var texts: Set<String> = []
    for file in workspace.files(in: "analyses") where file.hasSuffix(".json") {
      collect(try workspace.json("analyses/\(file)"), name: "", into: &texts)
    }
    var schedule = try #require(try workspace.json("schedule.json") as? [String: Any])
    collect(schedule["series"] as Any, name: "", into: &texts)
    collect(schedule["preRelease"] as Any, name: "", into: &texts)
    let phrases = texts.filter { !isLeftOut($0) }.map { ($0, translation(of: $0)) }
    schedule["languages"] = ["en", "cy"]
    schedule["translations"] = ["cy": ["phrases": Dictionary(uniqueKeysWithValues: phrases)]]
    try workspace.write(json: schedule, to: "schedule.json")
    for month in ["2013-10", "2013-11"] {
      let commentary = workspace.text("analyses/\(month)/commentary.md")
      try workspace.write(
        commentary.replacing("# ", with: "# Yn Gymraeg: "),
        to: "analyses/\(month)/commentary.cy.md")
    }
    return workspace
  }

  /// The members whose texts pages print.
  private static let printed: Set<String> = [
    "name", "description", "step", "reason", "method", "group", "title", "label", "unknown",
    "producer", "coverage", "licence", "role", "source",
  ]

  private static func collect(_ value: Any, name: String, into texts: inout Set<String>) {
    switch value {
    case let text as String where printed.contains(name): texts.insert(text)
    case let list as [Any]: for element in list { collect(element, name: name, into: &texts) }
    case let members as [String: Any]:
      for (name, value) in members where name != "organisation" && name != "difference" {
        collect(value, name: name, into: &texts)
      }
    default: break
    }
  }
}

extension TestWorkspace {
  func json(_ file: String) throws -> Any {
    try JSONSerialization.jsonObject(with: try #require(bytes(file), "\(file) is not there"))
  }

  func write(json: Any, to file: String) throws {
    let data = try JSONSerialization.data(
      withJSONObject: json, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    try data.write(to: URL(filePath: "\(path)/\(file)"))
  }
}
