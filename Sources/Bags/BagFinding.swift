import Diagnostics

/// Where the rules of a bag come from, and how a finding about one is made.
enum BagRule {
  /// A section of RFC 8493.
  static func rfc(_ section: String) -> String { "RFC 8493 section \(section)" }

  /// What to do about a bag that is damaged: it is the sender's, so nobody mends it here.
  static let askAgain = "ask whoever sent the bag for a sound copy; it is not mended here"
}

extension Finding {
  /// A finding about a bag.
  static func bag(
    _ id: String, severity: Severity = .error, _ file: String, line: Int? = nil,
    _ found: String, rule: String, section: String, remedy: String = BagRule.askAgain
  ) -> Finding {
    Finding(
      "bag.\(id)", severity, at: Place(file, line: line), found: found, rule: rule,
      source: BagRule.rfc(section), remedy: remedy)
  }
}
