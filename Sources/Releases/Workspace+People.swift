import Diagnostics
import Editions
import Intake
import Notation
import Schedule
import Storage

/// Who may sign an edition off.
extension Workspace {
  /// What `people.json` says and what is wrong with it; nobody where there is no such file.
  func readPeople() throws -> (people: People?, findings: [Finding]) {
    let name = PeopleReader.fileName
    guard try Files.exists(path(name)) else { return (People([]), []) }
    do {
      let bytes = try Files.readInput(path(name), limit: Self.analysisLimit)
      return PeopleReader.read(bytes, file: name)
    } catch let error as StorageError {
      return (nil, [EditionIntake.unreadable(name, error)])
    }
  }

  /// The people; an empty list where the file is not there or lists nobody.
  func people() throws -> People {
    let (people, findings) = try readPeople()
    guard let people else {
      throw ReleaseError(
        .findings, "people.json has errors; correct them first", findings: findings)
    }
    return people
  }

  /// The people by whom an edition is signed off; nil where the workspace does without.
  ///
  /// An official edition never does: it needs two people at least (design section 1, seal).
  func signatories(_ status: Programme.Status) throws -> People? {
    let people = try people()
    if status == .official, people.people.count < 2 {
      throw ReleaseError(
        .wrongState,
        "an official edition is submitted by one person and sealed by another, and people.json "
          + (people.people.isEmpty ? "lists nobody" : "lists one person")
          + "; write them into it: {\"format\": \"\(PeopleReader.format)\", \"people\": "
          + "[{\"id\": \"a.example\", \"name\": \"…\", \"role\": \"statistician\"}, …]} "
          + "(docs/release-manager.md, Sign-off)")
    }
    return people.people.isEmpty ? nil : people
  }

  /// The person of exactly this id; a refusal names whom an almost equal one may have meant, and
  /// stands in the journal.
  func listed(
    _ id: String, in people: People, to verb: String, _ month: Month?, at now: Instant
  ) throws -> Person {
    if let person = people[id] { return person }
    let meant = people.meant(by: id)?.id ?? NearestName.of(id, among: people.people.map(\.id))
    try refused(
      month, to: verb, "not-listed",
      "\(id.quoted) is not the id of anybody in people.json; "
        + (meant.map { "did you mean \($0.quoted)? An id has one spelling" }
          ?? "it lists \(people.people.map(\.id.quoted).joined(separator: ", "))"),
      at: now)
  }

  /// Holds the name that somebody gives against `people.json`, where it lists anybody.
  func checkListed(_ id: String?, to verb: String, _ month: Month?, at now: Instant) throws {
    let people = try people()
    guard let id, !people.people.isEmpty else { return }
    try checkUser(of: listed(id, in: people, to: verb, month, at: now), to: verb, month, at: now)
  }

  /// Somebody with a user of the system acts as that user alone.
  func checkUser(of person: Person, to verb: String, _ month: Month?, at now: Instant) throws {
    guard let text = Self.userObjection(person, .running) else { return }
    try refused(month, to: verb, "system-user", text, at: now)
  }

  /// What speaks against somebody acting as this user; nil for nothing.
  static func userObjection(_ person: Person, _ user: SystemUser) -> String? {
    guard let own = person.systemUser, !user.hasName(own) else { return nil }
    return "\(person.id) is the system's user \(own.quoted) in people.json, and this is "
      + user.name.quoted
  }

  /// Notes a refusal in the journal and throws it.
  func refused(
    _ month: Month?, to verb: String, _ reason: String, _ text: String, at now: Instant
  ) throws -> Never {
    try record(
      "refused", of: month,
      ["reason": .string(reason), "step": .string(verb), "system": SystemUser.running.json],
      in: journalLedger, at: now)
    let step = month.map { "\(verb) edition \($0)" } ?? verb
    throw ReleaseError(.wrongState, "cannot \(step): \(text)")
  }
}
