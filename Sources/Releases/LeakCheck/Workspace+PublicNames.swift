import Archive
import Editions
import Intake
import Ledger
import Schedule
import Statistics
import Storage

/// The names that the public knows from the register and from the schedule.
extension Workspace {
  /// Names of organisations and services that came out before, and that of the producer.
  ///
  /// Of editions that are not held here the present register has them as published. Of those that came out
  /// here it is the register that was archived with the newest release: in the present one a correction
  /// that is being made may have another name already, which nobody is to know before it is out.
  func publicNames(_ history: History) throws -> Set<[UInt8]> {
    let embargo = try embargo(history)
    let released = Set(history.released)
    let programme = try programme()
    // A register that cannot be read makes nothing public: more is searched for, not less.
    let bytes = (try? Files.readInput(path(Self.registerFile), limit: Self.fileLimit)) ?? []
    let byDay = editionsByDay(programme, embargo, history)
    let names = Self.names(in: bytes) { day in
      (byDay[day] ?? [day.monthOfYear])
        .allSatisfy { !embargo.contains($0) && !released.contains($0) }
    }
    let archived = Self.names(in: archivedRegister(history)) { day in
      !released.isDisjoint(with: byDay[day] ?? [day.monthOfYear])
    }
    return names.union(archived).union([SearchedText(programme.series.producer).letters])
  }

  /// The editions by the days on which they come out, by schedule and public word: one that was moved
  /// over the end of a month is not that of the day's own month.
  private func editionsByDay(_ programme: Programme, _ embargo: Embargo, _ history: History)
    -> [Day: Set<Month>]
  {
    let calendar = history.calendar.editions
    let known = embargo.editions.union(programme.plans.keys).union(calendar.map(\.edition))
      .union(programme.schedule.exceptions.map(\.edition))
    var editions: [Day: Set<Month>] = [:]
    for month in known {
      guard let scheduled = try? scheduledEdition(month, in: programme) else { continue }
      editions[scheduled.wallTime.day, default: []].insert(month)
    }
    for told in calendar {
      if case .exact(let wallTime)? = told.date {
        editions[wallTime.day, default: []].insert(told.edition)
      }
    }
    return editions
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

  /// The names of the requests whose reports came out on such days.
  private static func names(in bytes: [UInt8], of isPublic: (Day) -> Bool) -> Set<[UInt8]> {
    let (register, _) = RegisterReader.read(bytes, file: registerFile)
    var names: Set<[UInt8]> = []
    for request in register.requests where request.state == .published {
      guard case .known(let day)? = request.reached[.published], isPublic(day) else {
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
