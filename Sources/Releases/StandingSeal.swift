import Editions
import Ledger
import Notation
package import Schedule
package import Storage

/// The seal that stands for an edition by the journal: what is known of it without a key.
package struct StandingSeal: Sendable, Hashable {
  package let edition: Month
  /// The version that it is of.
  package let version: Int
  /// What the version does, and what may hold it up.
  package let kind: SealKind
  /// The editions that were withdrawn when it was sealed.
  package let withdrawn: [Month]
  /// The instant before which the edition is not released.
  package let instant: Instant
  package let sealedAt: Instant
  /// Who sealed it; nil in an entry without an actor.
  package let sealedBy: String?
  /// The editions that were out when it was sealed.
  package let follows: [Month]
  /// The digest of the sealed file.
  package let digest: SHA512Sum
  /// For whom it was sealed: the digest of each public key; nil where the journal says it not.
  package let recipients: [String]?
  /// What kind of publication it was sealed as; nil where the journal says it not.
  let status: Programme.Status?
}

extension StandingSeal {
  /// Whether the schedule has moved the edition to a later time since: only a first version comes
  /// out at the instant of the schedule.
  func isOvertaken(by scheduled: ScheduledEdition) -> Bool {
    kind.followsSchedule && !scheduled.isCancelled && instant < scheduled.instant
  }
}

extension History {
  /// The seal of an edition; nil where it was never sealed, or unsealed since.
  package func standingSeal(of edition: Month) -> StandingSeal? {
    let entries = journal.filter { $0.edition == edition.description }
    guard let entry = entries.last(where: { ["sealed", "unsealed"].contains($0.event) }),
      entry.event == "sealed"
    else { return nil }
    return StandingSeal(entry)
  }

  /// The seal of an edition whose version is not out: what waits for its release.
  package func unreleasedSeal(of edition: Month) -> StandingSeal? { unreleasedSeals[edition] }

  /// Every seal whose version is not out; read once for all editions.
  package var unreleasedSeals: [Month: StandingSeal] {
    var newest: [String: LedgerEntry] = [:]
    for entry in journal where ["sealed", "unsealed"].contains(entry.event) {
      if let edition = entry.edition { newest[edition] = entry }
    }
    let out = Dictionary(releases.map { ($0.edition, $0.version) }, uniquingKeysWith: max)
    let seals = newest.values.filter { $0.event == "sealed" }.compactMap(StandingSeal.init)
      .filter { $0.version > out[$0.edition] ?? 0 }
    return Dictionary(seals.map { ($0.edition, $0) }) { first, _ in first }
  }

  /// Every seal that the journal knows, with its edition: also those that stand no more.
  var seals: [StandingSeal] {
    journal.lazy.filter { $0.event == "sealed" }.compactMap(StandingSeal.init)
  }
}

extension StandingSeal {
  /// What is the matter with one that the schedule dropped, in lower case.
  var droppedText: String {
    "is sealed for \(instant), and schedule.json no more has it among its editions: nothing waits for "
      + "its instant, and it is under embargo all the same"
  }

  /// Whether the schedule no more has its edition among those that are made here, and it needs one.
  func isDropped(from programme: Programme) -> Bool {
    !programme.isHeld(edition) && kind.holdUps.contains(.schedule)
  }

  /// What to do where the schedule has an edition cancelled that is out, of which this is a version.
  var wayPastCancellation: String {
    "Take the exception out of schedule.json: what is out is taken back with `ninethirty withdraw "
      + "\(edition) --reason …`, and a version that is not wanted with `ninethirty unseal \(edition) "
      + "--reason …`"
  }

  /// What to do then.
  var droppedRemedy: String {
    "put it back under \"editions\", or take the seal away with "
      + "`ninethirty unseal \(edition) --reason …`"
  }

  fileprivate init?(_ entry: LedgerEntry) {
    let word = Self.text(entry.fields["kind"])
    guard let edition = entry.edition.flatMap({ Month($0) }), let kind = SealKind(journalled: word),
      case .string(let instant)? = entry.fields["instant"], let instant = Instant(instant),
      case .string(let digest)? = entry.fields["digest"], let digest = SHA512Sum(hex: digest),
      case .array? = entry.fields["follows"]
    else { return nil }
    self.edition = edition
    self.instant = instant
    self.digest = digest
    if case .integer(let version)? = entry.fields["version"] {
      self.version = version
    } else {
      version = 1
    }
    self.kind = kind
    withdrawn = Self.months(entry.fields["withdrawn"])
    sealedAt = entry.instant
    sealedBy = entry.actor
    follows = Self.months(entry.fields["follows"])
    recipients = Self.texts(entry.fields["recipients"])
    status = Self.text(entry.fields["status"]).flatMap(Programme.Status.init(rawValue:))
  }

  private static func text(_ value: CanonicalJSON?) -> String? {
    if case .string(let text)? = value { text } else { nil }
  }

  private static func texts(_ value: CanonicalJSON?) -> [String]? {
    guard case .array(let values)? = value else { return nil }
    return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  private static func months(_ value: CanonicalJSON?) -> [Month] {
    guard case .array(let months)? = value else { return [] }
    return months.compactMap { if case .string(let text) = $0 { Month(text) } else { nil } }
  }
}
