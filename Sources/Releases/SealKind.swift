/// What a sealed version does to the one before it, as the journal names it beside its seal.
///
/// What its release depends on is decided here and nowhere else.
package enum SealKind: String, Sendable, Hashable, CaseIterable {
  /// The first version of an edition; the journal has no word for it.
  case first
  /// The correction of an error.
  case error
  /// A planned revision.
  case planned
  /// All pages are taken back.
  case withdrawal

  /// The kind that an entry `sealed` of the journal names; nil for a word of another version of the
  /// program, whose seal is then not known.
  init?(journalled word: String?) {
    guard let word else {
      self = .first
      return
    }
    self.init(rawValue: word)
    if self == .first { return nil }
  }

  /// The word of the journal; nil for a first version.
  var journalled: String? { self == .first ? nil : rawValue }

  /// Whether it keeps to no date: it goes out as soon as it is signed off.
  var goesOutAtOnce: Bool { self == .error || self == .withdrawal }

  /// Whether it comes out at the instant that the schedule has for the edition now; all others keep
  /// to the instant of their seal.
  var followsSchedule: Bool { self == .first }

  /// What may hold its release up beside its instant and its own bytes.
  ///
  /// A withdrawal waits for nothing: wrong figures do not stay public until a clock, a schedule or
  /// somebody else's leak is mended, and a notice has nothing of an edition that could be told early.
  var holdUps: HoldUps { self == .withdrawal ? [] : [.clock, .leaks, .schedule, .embargoSearch] }

  /// What a release may wait for although its instant has come.
  struct HoldUps: OptionSet {
    let rawValue: Int

    /// A clock that says it is not synchronised (design section 4).
    static let clock = HoldUps(rawValue: 1)
    /// Material of another edition that is under embargo and lies in the public tree: the next tree
    /// would take it over.
    static let leaks = HoldUps(rawValue: 2)
    /// A `schedule.json` that cannot be used, does not have the edition or has it cancelled.
    static let schedule = HoldUps(rawValue: 4)
    /// Inputs that cannot be read, so that nobody can tell whether its published reason tells what is
    /// under embargo.
    static let embargoSearch = HoldUps(rawValue: 8)
  }
}
