import Editions
import Schedule
import Storage

extension RehearsalPlay {
  /// Moves the edition in the copy to the day on which the clocks change, so that the 24 hours
  /// before it are 23 or 25 on the clock; returns its new instant.
  func straddle(_ change: RehearsalPlan.ClockChange, _ instant: Instant) throws -> Instant {
    let zone = programme.schedule.rule.zone
    let time = programme.schedule.rule.time
    let before = zone.wallTime(of: instant).day
    guard let day = change.day(after: before.adding(days: 35), in: zone) else {
      throw ReleaseError(
        .usage, "the clocks of \(zone.identifier) do not change in \(change.rawValue)")
    }
    let wall = WallTime(day, hour: time.hour, minute: time.minute)
    tell("the clocks change on \(day): the edition is moved there")
    try move(to: wall)
    try moveRegister(from: before, to: day)
    return try zone.instant(of: wall)
  }

  private func move(to wall: WallTime) throws {
    try play(
      "move", month.description, "--to", wall.description, "--reason", "A rehearsal.",
      "--exempt-because", "A rehearsal.", "--by", people.0)
  }

  /// The register of the copy says that its requests were published on the new day.
  private func moveRegister(from old: Day, to new: Day) throws {
    let path = "\(copy.folder)/\(Workspace.registerFile)"
    let bytes = try Files.readInput(path, limit: Workspace.fileLimit)
    // The last two columns are the days of `published` and `withdrawn`: other days stay.
    let text = String(decoding: bytes, as: UTF8.self)
      .replacing(",\(old),\n", with: ",\(new),\n")
      .replacing(",\(old),\r\n", with: ",\(new),\r\n")
    try Files.write(Array(text.utf8), to: path, mode: 0o600)
  }
}
