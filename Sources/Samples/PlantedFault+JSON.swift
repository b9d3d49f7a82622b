import Diagnostics
import Schedule

extension PlantedFault {
  /// The name of the file that says what was planted; `check` does not read it.
  package static let fileName = "planted.json"

  /// What was planted, for tests to hold `check` against.
  package static func document(_ faults: [PlantedFault], in recipe: SampleRecipe) -> [UInt8] {
    JSONText.object([
      "format": .string("ninethirty-planted/1"),
      "edition": .string(recipe.last.description),
      "faults": .array(faults.map(\.json)),
    ]).bytes
  }

  private var json: JSONText {
    var members: [JSONText.Member] = [
      .init("kind", .string(kind)), .init("id", .string(check)),
      .init("severity", .string(severity.rawValue)), .init("file", .string(file)),
    ]
    if let line { members.append(.init("line", .number(line))) }
    if let path { members.append(.init("path", .string(path))) }
    members.append(.init("changed", .string(changed)))
    return .object(members)
  }
}
