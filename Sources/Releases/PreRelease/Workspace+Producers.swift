import Notation
import Storage

extension Workspace {
  /// The ids of the people who make the publication, as `people.json` lists them; none where there
  /// is no such file or it cannot be read, which the steps of sign-off say.
  func producers() throws -> [String] {
    let file = "people.json"
    guard try Files.exists(path(file)) else { return [] }
    let bytes = try Files.readInput(path(file), limit: Self.analysisLimit)
    let people = JSONReader.read(bytes, file: file).value?.object?["people"]?.array ?? []
    return people.compactMap { $0.object?["id"]?.string }
  }
}
