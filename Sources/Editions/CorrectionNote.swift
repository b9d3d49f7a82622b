/// What a reader of a new version is told: what was wrong, what changed, and how much it matters.
package struct CorrectionNote: Sendable, Hashable {
  /// Why there is a new version.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// An error was found: the correction comes out as soon as it is signed off.
    case error
    /// A revision that was planned: it keeps to its date and to the hour of releases.
    case planned
  }

  package var kind: Kind
  package var wrong: String
  package var changed: String
  package var effect: String

  package init(kind: Kind, wrong: String, changed: String, effect: String) {
    self.kind = kind
    self.wrong = wrong
    self.changed = changed
    self.effect = effect
  }
}

/// What the log tells of a new version.
package enum PublicNote: Sendable, Hashable {
  case parts(CorrectionNote)
  /// One text, as earlier versions of ninethirty logged it.
  case text(String)
}
