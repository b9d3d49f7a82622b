package import Diagnostics

/// Holds two documents that are both public against each other: a version and its correction, or
/// the reports of one service in two editions.
///
/// What one of them hides the other may show, and two large counts may differ by one person.
package struct DisclosureComparison {
  private let earlier: PublishedFigures
  private let later: PublishedFigures
  private let threshold: Int
  private let source: String

  /// `source` is where the threshold comes from.
  package init(
    earlier: PublishedFigures, later: PublishedFigures, threshold: Int, source: String
  ) {
    self.earlier = earlier
    self.later = later
    self.threshold = threshold
    self.source = source
  }

  /// What a reader of both finds out; `file` is the later document, `name` says what the earlier
  /// one is: `version 1`.
  ///
  /// `isSameAnalysis` says that both are of the same people, so that what one hides and the other
  /// shows is the same number.
  package func findings(
    file: String, against name: String, isSameAnalysis: Bool
  ) -> [Finding] {
    guard threshold > 1 else { return [] }
    var findings: [Finding] = []
    for id in later.entries.keys.sorted() {
      guard let new = later.entries[id], let old = earlier.entries[id] else { continue }
      if isSameAnalysis {
        if old.isConfidential, new.isShown { findings.append(revealed(id, in: file, by: name)) }
        if new.isConfidential, old.isShown { findings.append(withheld(id, in: file, by: name)) }
      }
      if let a = count(id, in: earlier), let b = count(id, in: later),
        (1..<threshold).contains(abs(a - b))
      {
        findings.append(difference(id, a, b, in: file, from: name))
      }
    }
    return findings
  }

  /// The number of people that a figure is, or tells of; nil for any other figure.
  private func count(_ id: String, in document: PublishedFigures) -> Int? {
    guard let entry = document.entries[id], entry.isShown,
      let value = entry.value.flatMap(Double.init), value.magnitude < 1e12
    else { return nil }
    if entry.unit == "people" {
      return id.hasSuffix(".effective") ? nil : Int(value.rounded())
    }
    let parts = id.split(separator: ".")
    guard (0...1).contains(value), let people = people(of: parts, entry.unit, in: document)
    else { return nil }
    return Int((value * people).rounded())
  }

  /// The people whom a rate or a share is taken over.
  private func people(
    of parts: [Substring], _ unit: String, in document: PublishedFigures
  ) -> Double? {
    let id: String
    if unit == "proportion", parts.suffix(2) == ["treatment", "value"] {
      id = (parts.dropLast() + ["people"]).joined(separator: ".")
    } else if unit == "mean", parts.first == "matching", parts.suffix(2) == ["after", "treatment"] {
      id = "one-year-proven-rate.treatment.people"
    } else {
      return nil
    }
    return document.entries[id]?.value.flatMap(Double.init)
  }

  private func revealed(_ id: String, in file: String, by name: String) -> Finding {
    Finding(
      "disclosure.revealed", .warning, at: Place(file),
      found: "\(id.quoted) is \(later.entries[id]!.printed.quoted) here and [c] in \(name)",
      rule: "what one version hides, no other version gives away", source: source,
      remedy: "hide it here too, or record why the number no longer tells of a small group")
  }

  private func withheld(_ id: String, in file: String, by name: String) -> Finding {
    Finding(
      "disclosure.already-public", .warning, at: Place(file),
      found: "\(id.quoted) is [c] here and \(earlier.entries[id]!.printed.quoted) in \(name)",
      rule: "what is public cannot be hidden by a later version", source: source,
      remedy: "decide whether \(name) must be withdrawn, and record it")
  }

  private func difference(_ id: String, _ a: Int, _ b: Int, in file: String, from name: String)
    -> Finding
  {
    Finding(
      "disclosure.difference", .warning, at: Place(file),
      found: "\(id.quoted) tells of \(b) people here and of \(a) in \(name)",
      rule: "two public counts do not differ by fewer than \(threshold) people, of whom that "
        + "difference would tell",
      source: source,
      remedy: "see whether the figures of both together tell of those people, and record it")
  }
}
