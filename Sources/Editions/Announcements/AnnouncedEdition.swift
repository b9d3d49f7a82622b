package import Schedule

/// How one edition stands before the public: what the calendar, the feed and their programs are
/// told, derived from the lines of the publication log and nothing else.
package struct AnnouncedEdition: Sendable, Hashable {
  /// What it is now; a later one is never undone by an earlier.
  package enum State: String, Sendable, Hashable {
    /// A month is announced.
    case provisional
    /// A day and a time are announced.
    case confirmed
    case cancelled
    case published
    case withdrawn

    /// Whether it is out, or was.
    package var isOut: Bool { self == .published || self == .withdrawn }
  }

  /// A date that does not hold any more, and why.
  package struct Change: Sendable, Hashable {
    package let before: AnnouncedDate
    package let reason: String
    package let instant: Instant
  }

  /// A new version of an edition that is out.
  package struct Correction: Sendable, Hashable {
    package let version: Int
    package let note: PublicNote
    package let instant: Instant
  }

  package let edition: Month
  package fileprivate(set) var state: State
  /// The last date that was announced; nil where it came out unannounced.
  package fileprivate(set) var date: AnnouncedDate?
  /// Its instant, as it was told: another time zone in the schedule does not change it.
  ///
  /// Nil for a month, and where the line did not say it.
  package fileprivate(set) var promised: Instant?
  /// Every date that was announced before, oldest first.
  package fileprivate(set) var changes: [Change] = []
  /// Why it was confirmed less than four weeks before.
  package fileprivate(set) var shortNotice: String?
  /// Why it comes out at another time than a weekday's 09:30.
  package fileprivate(set) var exemption: String?
  /// Why it was cancelled or withdrawn.
  package fileprivate(set) var reason: String?
  /// The announced instant of its release; nil until it is out.
  package fileprivate(set) var released: Instant?
  package fileprivate(set) var corrections: [Correction] = []
  /// When it was first told of.
  package let firstTold: Instant
  /// When it was last told of.
  package fileprivate(set) var lastTold: Instant
  /// How often what was told has changed: 0 after the first time.
  package fileprivate(set) var revision = 0

  fileprivate init(_ fact: PublicFact) {
    edition = fact.edition
    state = .provisional
    firstTold = fact.instant
    lastTold = fact.instant
  }

  fileprivate mutating func apply(_ fact: PublicFact) {
    lastTold = max(lastTold, fact.instant)
    switch fact.what {
    case .announced(let date, let shortNotice, let exemption):
      self.date = date
      promised = fact.promised
      self.exemption = exemption
      self.shortNotice = shortNotice
      if case .exact = date { state = .confirmed }
    case .moved(let before, let to, let reason, let shortNotice, let exemption):
      changes.append(Change(before: before, reason: reason, instant: fact.instant))
      date = to
      promised = fact.promised
      self.exemption = exemption
      self.shortNotice = shortNotice ?? self.shortNotice
    case .cancelled(let reason):
      state = .cancelled
      self.reason = reason
    case .released(let scheduled):
      state = .published
      released = scheduled
    case .corrected(let version, let note):
      corrections.append(Correction(version: version, note: note, instant: fact.instant))
    case .withdrawn(let reason):
      state = .withdrawn
      self.reason = reason
    }
  }
}

/// Everything that the public was told, by edition.
package struct PublicCalendar: Sendable, Hashable {
  /// Every edition that was told of, by month.
  package private(set) var editions: [AnnouncedEdition] = []
  /// The instant of the first line, which no later one changes.
  package private(set) var first: Instant?
  /// The newest instant that the log has: the “now” of every page made from it.
  package private(set) var newest: Instant?

  /// What follows from these lines, in their order.
  package init(_ facts: [PublicFact] = []) {
    for fact in facts { add(fact) }
  }

  /// What will hold once the log has this line too.
  package func adding(_ fact: PublicFact) -> PublicCalendar {
    var calendar = self
    calendar.add(fact)
    return calendar
  }

  /// What was told of an edition; nil where nothing was.
  package subscript(_ edition: Month) -> AnnouncedEdition? {
    editions.first { $0.edition == edition }
  }

  private mutating func add(_ fact: PublicFact) {
    first = first ?? fact.instant
    newest = newest.map { max($0, fact.instant) } ?? fact.instant
    if let index = editions.firstIndex(where: { $0.edition == fact.edition }) {
      editions[index].revision += 1
      editions[index].apply(fact)
      return
    }
    var edition = AnnouncedEdition(fact)
    edition.apply(fact)
    let index = editions.firstIndex { $0.edition > fact.edition } ?? editions.endIndex
    editions.insert(edition, at: index)
  }
}
