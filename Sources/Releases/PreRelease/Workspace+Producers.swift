import Editions
import Intake
import Storage

extension Workspace {
  /// The ids of the people who make the publication, as `people.json` lists them; none where there
  /// is no such file or it cannot be read, which the steps of sign-off say.
  func producers() throws -> [String] {
    guard try Files.exists(path(PeopleReader.fileName)) else { return [] }
    return try readPeople().people?.people.map(\.id) ?? []
  }
}
