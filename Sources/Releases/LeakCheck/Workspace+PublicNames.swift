import Archive
import Intake
import Ledger
import Schedule
import Statistics
import Storage

/// The names that the public knows from the register.
extension Workspace {
  /// Names of organisations and services that came out before.
  ///
  /// Of editions that are not held here the present register has them as published. Of those that came out
  /// here it is the register that was archived with the newest release: in the present one a correction
  /// that is being made may have another name already, which nobody is to know before it is out.
  func publicNames(_ history: History) throws -> Set<[UInt8]> {
    let embargo = try embargo(history)
    let released = Set(history.released)
    // A register that cannot be read makes nothing public: more is searched for, not less.
    let bytes = (try? Files.readInput(path(Self.registerFile), limit: Self.fileLimit)) ?? []
    return Self.names(in: bytes) { !embargo.contains($0) && !released.contains($0) }
      .union(Self.names(in: archivedRegister(history)) { released.contains($0) })
  }

  /// The register as the newest release archived it; empty where it cannot be read.
  private func archivedRegister(_ history: History) -> [UInt8] {
    let store = OCFLStore(archive)
    for release in history.releases.reversed() where release.change.withdrawalReason == nil {
      let version = try? OCFLVersionReader(
        release.edition.description, version: "v\(release.version)", in: store)
      if let bytes = try? version?.read("inputs/\(Self.registerFile)") { return bytes }
    }
    return []
  }

  /// The names of the requests whose reports came out in such months.
  private static func names(in bytes: [UInt8], of isPublic: (Month) -> Bool) -> Set<[UInt8]> {
    let (register, _) = RegisterReader.read(bytes, file: registerFile)
    var names: Set<[UInt8]> = []
    for request in register.requests where request.state == .published {
      guard case .known(let day)? = request.reached[.published], isPublic(day.monthOfYear) else {
        continue
      }
      let organisation = request.organisation
      for name in [organisation.name, organisation.id, request.service] {
        for form in [name, name.replacing("&", with: " and ")] {
          names.insert(SearchedText(form).letters)
        }
      }
    }
    return names
  }
}
