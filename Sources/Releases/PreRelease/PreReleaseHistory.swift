import Ledger
import Notation
package import Schedule

/// What the journal says of pre-release access.
package struct PreReleaseHistory: Sendable {
  /// The names were confirmed for an edition.
  package struct Confirmation: Sendable, Hashable {
    package let edition: Month
    package let at: Instant
    package let by: String
    /// Ids, sorted.
    package let recipients: [String]
    let salt: String
    let digest: String
    /// What the person of an id can be known again by; none in entries of before.
    let people: [String: PersonTrace]
  }

  /// A copy was made to be handed over.
  package struct HandOver: Sendable, Hashable {
    package let edition: Month
    package let recipient: String
    package let at: Instant
  }

  /// Every confirmation, the newest of an edition standing.
  private(set) var confirmations: [Month: Confirmation] = [:]
  private(set) var handOvers: [HandOver] = []
  private(set) var withdrawn: [Month: Set<String>] = [:]
  /// What those people can be known again by, by edition.
  private var withdrawnPeople: [Month: [PersonTrace]] = [:]
  /// Breaches that were not reviewed, by the id of the recipient.
  private(set) var breaches: [String: Breach] = [:]

  package init(_ history: History) { self.init(history, since: 0) }

  /// What the lines of the journal after this one say.
  init(_ history: History, since line: Int) {
    for entry in history.journal
    where entry.sequence > line && entry.event.hasPrefix("pre-release-") {
      add(entry)
    }
  }

  private mutating func add(_ entry: LedgerEntry) {
    let month = entry.edition.flatMap { Month($0) }
    let recipient = entry.text("recipient")
    switch (entry.event, month, recipient) {
    case ("pre-release-confirmed", let month?, _):
      guard case .array(let recipients)? = entry.fields["recipients"],
        let salt = entry.text("salt"), let digest = entry.text("file")
      else { return }
      confirmations[month] = Confirmation(
        edition: month, at: entry.instant, by: entry.actor ?? "", recipients: recipients.texts,
        salt: salt, digest: digest, people: entry.people)
    case ("pre-release-opened", let month?, let recipient?):
      handOvers.append(HandOver(edition: month, recipient: recipient, at: entry.instant))
    case ("pre-release-withdrawn", let month?, let recipient?):
      withdrawn[month, default: []].insert(recipient)
      if let person = confirmations[month]?.people[recipient] {
        withdrawnPeople[month, default: []].append(person)
      }
    case ("pre-release-breach", _, let recipient?):
      let before = breaches[recipient]
      breaches[recipient] = Breach(
        ageKey: entry.text("ageKey") ?? before?.ageKey,
        person: PersonTrace(salt: entry.fields["personSalt"], digests: entry.fields["person"])
          ?? before?.person)
    case ("pre-release-reviewed", _, let recipient?): breaches[recipient] = nil
    default: break
    }
  }

  /// The newest copy of an edition that each recipient has, whose access was not withdrawn.
  func copiesOut(of edition: Month) -> [HandOver] {
    let newest = Dictionary(
      handOvers.filter { $0.edition == edition }.map { ($0.recipient, $0) }
    ) { $1 }
    return newest.values
      .filter { withdrawn[edition]?.contains($0.recipient) != true }
      .sorted { $0.recipient < $1.recipient }
  }

  /// The confirmation of the latest edition before this one that has any.
  func confirmation(before edition: Month) -> Confirmation? {
    confirmations.values.filter { $0.edition < edition }.max { $0.edition < $1.edition }
  }

  /// How many had access to each edition whose list was confirmed, oldest first.
  package var lengths: [(edition: Month, count: Int)] {
    confirmations.values.sorted { $0.edition < $1.edition }
      .map { ($0.edition, $0.recipients.count) }
  }
}

extension PreReleaseHistory {
  /// Whether the access of the person of a grant was ended for an edition, whatever id they have now.
  func isWithdrawn(_ grant: PreReleaseGrant, from edition: Month) -> Bool {
    withdrawn[edition]?.contains(grant.id) == true
      || withdrawnPeople[edition]?.contains { $0.isOf(grant) } == true
  }

  /// What the person who had an id last can be known again by.
  func trace(of recipient: String) -> PersonTrace? {
    confirmations.values.filter { $0.people[recipient] != nil }.max { $0.at < $1.at }?
      .people[recipient]
  }
}

extension LedgerEntry {
  /// What the people of a confirmation can be known again by.
  fileprivate var people: [String: PersonTrace] {
    guard case .object(let digests)? = fields["people"] else { return [:] }
    return digests.compactMapValues { PersonTrace(salt: fields["salt"], digests: $0) }
  }

  fileprivate func text(_ name: String) -> String? {
    if case .string(let text)? = fields[name] { text } else { nil }
  }
}

extension [CanonicalJSON] {
  fileprivate var texts: [String] {
    compactMap { if case .string(let text) = $0 { text } else { nil } }
  }
}
