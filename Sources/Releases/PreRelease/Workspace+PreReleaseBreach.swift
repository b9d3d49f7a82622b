import Diagnostics
import Editions
import Intake
import Ledger
import Notation
package import Schedule
import Storage

/// Breaches of the duties that come with pre-release access.
extension Workspace {
  /// Records that a person broke the duties of paragraphs 6 or 7, or a condition: grants to them are
  /// refused until it was reviewed (SI 2008/2998 Schedule paragraphs 3(1)(e) and 11).
  ///
  /// Where `support` is a number, it was not the recipient but that one of their support, counted from 1.
  /// Gives the id that the breach is known by. Throws a ``ReleaseError`` where there is no such person.
  package func recordPreReleaseBreach(
    by recipient: String, support: Int? = nil, what: String, of month: Month?,
    recordedBy person: String? = nil, clock: any Clock
  ) throws -> String {
    let lock = try lock("pre-release breach")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    let history = try History(self)
    let grant = try grantAsWritten(to: recipient)
    let access = PreReleaseHistory(history)
    let breach =
      try support.map { try supportBreach(number: $0, of: recipient, grant, access) }
      ?? recipientBreach(recipient, grant, access)
    var fields: [String: CanonicalJSON] = [
      "recipient": .string(breach.id), "system": SystemUser.running.json, "what": .string(what),
    ]
    // Key, name and organisation make the same person known under another id.
    fields["ageKey"] = breach.ageKey.map { .string($0) }
    if let trace = breach.trace { fields.merge(trace.fields) { field, _ in field } }
    try checkListed(person, to: "pre-release breach", month, at: now)
    try record("pre-release-breach", of: month, by: person, fields, in: journalLedger, at: now)
    return breach.id
  }

  /// The grant of an id, also where the list has errors for what the journal says of people on it.
  private func grantAsWritten(to recipient: String) throws -> PreReleaseGrant? {
    guard try Files.exists(preReleaseFile) else { return nil }
    let bytes = try Files.readInput(preReleaseFile, limit: Self.analysisLimit)
    let (list, _) = PreReleaseReader.read(
      bytes, file: PreReleaseReader.fileName, policy: try programme().schedule.preRelease,
      record: PreReleaseRecord())
    return list?.grants.first { $0.id == recipient }
  }

  /// The id of a breach, and what the person can be known again by.
  private typealias RecordedBreach = (id: String, ageKey: String?, trace: PersonTrace?)

  private func recipientBreach(
    _ recipient: String, _ grant: PreReleaseGrant?, _ access: PreReleaseHistory
  ) throws -> RecordedBreach {
    let isKnown =
      grant != nil || access.breaches[recipient] != nil
      || access.confirmations.values.contains { $0.recipients.contains(recipient) }
    guard isKnown else {
      throw ReleaseError(
        .notFound, "nobody with the id \(recipient.quoted) is or was given pre-release access")
    }
    return (
      recipient, grant?.ageKey ?? access.breaches[recipient]?.ageKey,
      grant.map { PersonTrace($0) } ?? access.trace(of: recipient)
    )
  }

  /// Support has no id of its own: it is called by that of the recipient and a number that no other
  /// unreviewed breach has.
  private func supportBreach(
    number: Int, of recipient: String, _ grant: PreReleaseGrant?, _ access: PreReleaseHistory
  ) throws -> RecordedBreach {
    guard let grant else {
      throw ReleaseError(
        .notFound,
        "prerelease.json gives no access to \(recipient.quoted), or has errors: who supports them is "
          + "not known. Record it before the grant is removed, or put the grant back for that")
    }
    guard grant.support.indices.contains(number - 1) else {
      let count = grant.support.count
      throw ReleaseError(
        .notFound,
        count == 0
          ? "nobody supports \(recipient)"
          : "\(number) is nobody of the support of \(recipient): it has \(count), counted from 1 as "
            + "they stand in prerelease.json")
    }
    let person = grant.support[number - 1]
    let known = access.breach(by: person, of: grant)
    let free = (1...).lazy.map { "\(recipient)/support-\($0)" }
      .first { access.breaches[$0] == nil }!
    return (known ?? free, nil, PersonTrace(person, of: grant))
  }

  /// Records that the person responsible weighed a breach: grants are no longer refused for it.
  package func reviewPreReleaseBreach(
    by recipient: String, outcome: String, reviewer person: String, clock: any Clock
  ) throws {
    let lock = try lock("pre-release review")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    let history = try History(self)
    let responsible = try programme().schedule.preRelease.responsible
    guard let responsible, responsible.id == person else {
      throw ReleaseError(
        .usage,
        "only the person responsible, \(responsible?.id ?? "whom schedule.json does not name"), "
          + "reviews a breach, not \(person.quoted)")
    }
    try checkSpeaker(person, to: "pre-release review", nil, at: now)
    guard PreReleaseHistory(history).breaches[recipient] != nil else {
      throw ReleaseError(
        .notFound, "no breach by \(recipient.quoted) waits for its review")
    }
    try record(
      "pre-release-reviewed", of: nil, by: person,
      ["outcome": .string(outcome), "recipient": .string(recipient)], in: journalLedger, at: now)
  }
}
