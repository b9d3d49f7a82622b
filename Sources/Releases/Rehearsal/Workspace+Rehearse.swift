import Diagnostics
import Editions
import Intake
import Notation
import Schedule
import Storage

extension Workspace {
  /// Plays an edition from its announcement to a correction on a copy, by a clock that is set.
  ///
  /// The copy stands in the new folder `output`, or for nil in one that is removed at the end. What
  /// is played, and what each kind of person could see, goes to `say`, line by line; what was not as
  /// it has to be is returned. Before each verb `isStopped` is asked whether to end. Throws a
  /// ``ReleaseError`` where the place or the inputs are unfit.
  package func rehearse(
    _ plan: RehearsalPlan, output: String?, isStopped: @escaping () -> Bool = { false },
    say: @escaping (String) -> Void
  ) throws -> [String] {
    guard rehearsal == nil else {
      throw ReleaseError(
        .usage, "\(folder.quoted) is a rehearsal itself; rehearse the real workspace")
    }
    let programme = try self.programme()
    let scheduled = try scheduledEdition(plan.edition, in: programme)
    guard programme.isHeld(plan.edition) else {
      throw ReleaseError(.notFound, "the schedule does not hold edition \(plan.edition)")
    }
    guard !scheduled.isCancelled else {
      throw ReleaseError(
        .wrongState,
        "edition \(plan.edition) is cancelled in schedule.json: there is nothing to rehearse. Take another "
          + "edition, or a copy of the workspace without the exception")
    }
    try Self.removeAbandonedRehearsals()
    let surroundings = try output ?? Files.makeTemporaryFolder(Self.rehearsalName)
    let lock = try output == nil ? WorkspaceLock("\(surroundings)/lock", verb: "rehearse") : nil
    defer {
      // It is a copy, of mode 0700; what cannot be removed stays as private as the original.
      if output == nil { try? Files.remove(tree: surroundings) }
      withExtendedLifetime(lock) {}
    }
    let copy = try RehearsalCopy(of: self, to: surroundings, isNew: output != nil)
    let play = try RehearsalPlay(plan, on: copy, programme, isStopped: isStopped, say: say)
    try play.timeline()
    return play.faults
  }

  private static let rehearsalName = "ninethirty-rehearsal"

  /// Removes the copies of rehearsals that were killed: they hold what is under embargo in clear.
  private static func removeAbandonedRehearsals() throws {
    for folder in try Files.temporaryFolders(rehearsalName) {
      // One without a lock was begun this moment; one whose lock is held is being played.
      guard try Files.exists("\(folder)/lock"),
        let lock = try? WorkspaceLock("\(folder)/lock", verb: "rehearse")
      else { continue }
      try Files.remove(tree: folder)
      withExtendedLifetime(lock) {}
    }
  }
}

extension RehearsalPlay {
  /// From the announcement to a correction.
  func timeline() throws {
    try bringPeople()
    try bringRecipients()
    try play("key", "new")
    var instant = try programme.schedule.entry(for: month)!.instant
    try playEarlierEditions()
    if let change = plan.clockChange { instant = try straddle(change, instant) }
    tell("announcement")
    try set(instant.adding(hours: -29 * 24))
    try play(["announce", month.description, "--by", people.0] + exemption)
    try show("29 days before", isOut: false)
    tell("draft and seal")
    try set(instant.adding(hours: -26))
    try confirmRecipients()
    try forgetReasons(of: month) { $0.check.hasPrefix("correction.") }
    try draft(month)
    try show("drafted", isOut: false)
    try seal(month)
    try show("sealed", isOut: false)
    try playPreRelease(before: instant)
    tell("release")
    try set(instant.adding(seconds: -1))
    try play("release", month.description, expecting: 75)
    try show("T-1 s", isOut: false)
    try set(instant)
    try play("release", month.description)
    try show("T", isOut: true)
    try set(instant.adding(seconds: 1))
    try play("release", month.description)
    try play("rebuild", month.description)
    try show("T+1 s", isOut: true)
    try playCorrection(after: instant)
  }

  /// Whoever plays the statistician and the release manager.
  var people: (String, String) { ("rehearsal.statistician", "rehearsal.release-manager") }

  /// A rehearsed day may be no weekday.
  private var exemption: [String] {
    plan.clockChange == nil ? [] : ["--exempt-because", "A rehearsal."]
  }

  /// Takes reasons out of the copy that fit nothing there, which is an error.
  ///
  /// In the copy nothing is out: nobody warns there of the note of a correction, of what an earlier
  /// version showed, of an edition that was withdrawn.
  private func forgetReasons(
    of month: Month, where isMeant: (RecordedReason.Subject) -> Bool
  ) throws {
    let name = "analyses/\(month)/\(RecordedReasons.fileName)"
    let path = "\(copy.folder)/\(name)"
    guard try Files.exists(path) else { return }
    let stale = try Workspace(copy.folder).check(month).findings
      .filter { $0.id == "reasons.stale" }
    var reasons = RecordedReasons.read(
      try Files.readInput(path, limit: Workspace.analysisLimit), file: name
    ).reasons
    let count = reasons.reasons.count
    reasons.remove(stale, where: isMeant)
    guard reasons.reasons.count < count else { return }
    try Files.write(reasons.bytes, to: path, mode: 0o600)
  }

  func draft(_ month: Month) throws { try play(["draft", month.description]) }

  /// Signed off by two people, where the workspace has people; one user of the system plays both.
  func seal(_ month: Month, isAnnounced: Bool = true) throws {
    var seal = ["seal", month.description, "--by", people.1]
    // Only official statistics are asked for it.
    if !isAnnounced, programme.status == .official {
      seal += ["--unannounced-because", "It comes before the edition that is rehearsed."]
    }
    guard try Files.exists("\(copy.folder)/\(RehearsalCopy.peopleFile)") else {
      try play(seal)
      return
    }
    try play("submit", month.description, "--by", people.0)
    try play(
      seal + [
        "--override-four-eyes", "One user of the system plays both people of a rehearsal.",
      ])
  }

  /// The copy has people of its own: nobody's name or key is used, and nobody is said to have
  /// signed.
  func bringPeople() throws {
    let path = "\(copy.folder)/\(RehearsalCopy.peopleFile)"
    guard try programme.status == .official || Files.exists(path) else { return }
    let people = [(people.0, "statistician"), (people.1, "release-manager")].map { id, role in
      CanonicalJSON.object([
        "id": .string(id), "name": .string("Rehearsal, \(role)"), "role": .string(role),
      ])
    }
    let json = CanonicalJSON.object([
      "format": .string(PeopleReader.format), "people": .array(people),
    ])
    try Files.write(CanonicalDocument.bytes(json), to: path, mode: 0o600)
  }

  /// Editions before this one come out first, each at its instant.
  private func playEarlierEditions() throws {
    let earlier = programme.plans.keys.sorted().filter { $0 < month && programme.isHeld($0) }
    for month in earlier {
      guard let entry = try programme.schedule.entry(for: month), !entry.isCancelled else {
        continue
      }
      tell("before it: edition \(month)")
      try set(entry.instant.adding(hours: -2))
      try forgetReasons(of: month) { _ in true }
      try draft(month)
      try seal(month, isAnnounced: false)
      try set(entry.instant)
      try play("release", month.description)
    }
  }
}
