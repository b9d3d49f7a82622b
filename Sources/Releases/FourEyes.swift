import Diagnostics
import Editions
import Ledger
import Notation
import Schedule
import Storage

/// Whether the one who seals an edition is another than those who made it, and the one who agrees
/// to its withdrawal another than who proposed it: the one place where this is decided (design
/// section 1, seal: sign-off by a second person).
struct FourEyes {
  /// Something that somebody did with the edition since it was last out.
  struct Hand: Hashable {
    /// `correcting`, `drafted`, `accepted` or `submitted`; `withdrawal-proposed` of an edition that
    /// is out.
    let event: String
    /// The id that was given, or the user of the system.
    let actor: String?
    let user: SystemUser?
    let instant: Instant

    /// What was done, in words.
    var deed: String {
      switch event {
      case "correcting": "opened its correction"
      case "drafted": "drafted it"
      case "accepted": "let a warning of it pass"
      case "withdrawal-proposed": "proposed its withdrawal"
      default: "submitted it"
      }
    }
  }

  let people: People
  let hands: [Hand]

  /// What the journal says of an edition since it was last out.
  init(_ people: People, _ month: Month, in history: History) {
    self.people = people
    let edition = month.description
    let out = Set(
      history.log.filter { $0.edition == edition && ["released", "corrected"].contains($0.event) }
        .map(\.sequence))
    let last = history.journal.lastIndex { entry in
      guard entry.event == "logged", case .integer(let sequence)? = entry.fields["sequence"] else {
        return false
      }
      return out.contains(sequence)
    }
    let entries = history.journal[(last.map { $0 + 1 } ?? 0)...].filter {
      $0.edition == edition && Self.makers.contains($0.event)
    }
    // A note that another took the place of is not in the edition.
    let note = entries.last { $0.event == "correcting" }?.sequence
    hands = entries.filter { $0.event != "correcting" || $0.sequence == note }.map(Hand.init)
  }

  /// Whoever proposed to withdraw an edition, before somebody else agrees.
  init(_ people: People, proposal: LedgerEntry) {
    self.people = people
    hands = [Hand(proposal)]
  }

  private static let makers = ["correcting", "drafted", "accepted", "submitted"]

  /// Everything that speaks against this person signing off as this user, a sentence each.
  func objections(to person: Person, as user: SystemUser) -> [String] {
    var objections: [String] = []
    for event in Self.makers + ["withdrawal-proposed"] {
      let hands = hands.filter { $0.event == event }
      if let hand = hands.last(where: { isOf(person, $0) }) {
        objections.append("\(person.id) \(hand.deed) on \(hand.instant)")
      }
      if let hand = hands.last(where: { $0.user.map(user.isSame) == true }) {
        objections.append(
          "the system's user \(user.name.quoted) \(hand.deed) on \(hand.instant)")
      }
    }
    if let objection = Workspace.userObjection(person, user) { objections.append(objection) }
    return objections
  }

  /// Whether this person did it: by id, by a name that looks like theirs (from before they were
  /// listed), or as their user of the system.
  private func isOf(_ person: Person, _ hand: Hand) -> Bool {
    if let own = person.systemUser, hand.user?.hasName(own) == true { return true }
    guard let actor = hand.actor else { return false }
    if actor == person.id { return true }
    let shape = NameShape(actor)
    return people[actor] == nil
      && (shape.isAlike(NameShape(person.id)) || shape.isAlike(NameShape(person.name)))
  }
}

extension FourEyes.Hand {
  fileprivate init(_ entry: LedgerEntry) {
    self.init(
      event: entry.event, actor: entry.actor, user: SystemUser(entry.fields["system"]),
      instant: entry.instant)
  }
}
