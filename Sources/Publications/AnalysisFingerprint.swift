package import Diagnostics
import Markup
package import Statistics

/// What is distinctive of an analysis, in a few hundred bytes, so that all analyses of an edition can
/// be held against one another when the last has been read.
///
/// A rate of one small whole number in another is often that of two organisations; an interval, a
/// p-value or a weighted mean to the last digit is not.
package struct AnalysisFingerprint: Sendable {
  /// At most so many numbers and sentences are kept: it is the first outcomes that matter most.
  private static let limit = 24

  private let organisation: UInt64
  /// A hash of each number; its last five bits are how many significant digits it has.
  private let numbers: [UInt64]
  /// A hash of each sentence of twelve words or more of the description; its last five bits are
  /// how many words it has.
  private let sentences: [UInt64]

  package init(_ analysis: Analysis) {
    organisation = Self.hash(analysis.organisation.id)
    var numbers: [UInt64] = []
    for quantity in Self.distinctive(analysis) where numbers.count < Self.limit {
      guard let number = Self.number(quantity), !numbers.contains(number) else { continue }
      numbers.append(number)
    }
    self.numbers = numbers
    sentences = Self.sentences(analysis.service.description.value ?? "")
  }

  /// The quantities that two analyses do not share by chance.
  private static func distinctive(_ analysis: Analysis) -> [Quantity] {
    var quantities = analysis.outcomes.flatMap { outcome in
      [
        outcome.difference.interval.low, outcome.difference.interval.high,
        outcome.difference.value, outcome.difference.pValue, outcome.control.effectivePeople,
        outcome.control.estimate.standardError, outcome.control.estimate.interval.low,
        outcome.control.estimate.interval.high,
      ]
    }
    if case .known(let matching) = analysis.matching,
      case .known(let characteristics) = matching.characteristics
    {
      // The means of the whole control pool, before matching, are those of others too.
      quantities += characteristics.flatMap {
        [
          $0.after.control, $0.after.standardisedDifference, $0.before.standardisedDifference,
        ]
      }
    }
    return quantities
  }

  private static func number(_ quantity: Quantity) -> UInt64? {
    guard let value = quantity.exactValue else { return nil }
    let text = Array(Figure.machine(value.magnitude).utf8)
    return text.withUnsafeBufferPointer { bytes in
      let passage = Passage(bytes, 0..<bytes.count)
      let digits = passage.significantDigits
      return digits < 5 ? nil : passage.fingerprint & ~31 | UInt64(min(digits, 31))
    }
  }

  private static func sentences(_ text: String) -> [UInt64] {
    var sentences: [UInt64] = []
    var hash: UInt64 = 0
    var length = 0
    func keep() {
      guard length >= 12, sentences.count < limit else { return }
      sentences.append(hash & ~31 | UInt64(min(length, 31)))
    }
    for word in PageWords.words(of: text) {
      if word.beginsSentence {
        keep()
        (hash, length) = (0, 0)
      }
      hash = PhraseTable.extend(hash, by: word.folded)
      length += 1
    }
    keep()
    return sentences
  }

  private static func hash(_ text: String) -> UInt64 {
    var hash = FNV1a()
    for byte in text.utf8 { hash.add(byte) }
    return hash.value
  }
}

// MARK: Between analyses

extension AnalysisFingerprint {
  /// An analysis and where it was read.
  package struct Entry: Sendable {
    let fingerprint: AnalysisFingerprint
    let identifier: String
    let place: Place

    package init(_ fingerprint: AnalysisFingerprint, of identifier: String, at place: Place) {
      self.fingerprint = fingerprint
      self.identifier = identifier
      self.place = place
    }
  }

  /// The analyses of different organisations that have the same numbers or sentences.
  ///
  /// Two have the same numbers where those that they share have fifteen significant digits
  /// between them: fewer happen by chance among many reports. They have the same text where the
  /// sentences that they share have twenty words between them. What more than three organisations
  /// have is common to the series and belongs to none of them.
  package static func findings(between entries: [Entry]) -> [Finding] {
    let numbers = shared(entries, \.numbers) { Int($0 & 31) }
    let sentences = shared(entries, \.sentences) { Int($0 & 31) }
    var findings: [Finding] = []
    for pair in numbers where pair.weight >= 15 {
      let (one, other) = (entries[pair.one], entries[pair.other])
      findings.append(
        Finding(
          "contamination.figure", at: other.place,
          found: "the analysis \(other.identifier) and the analysis \(one.identifier) "
            + "(\(one.place.file)), of another organisation, have \(pair.count) "
            + (pair.count == 1 ? "number" : "numbers") + " in common to the last digit",
          rule: "no report carries the figures of another organisation",
          source: "design section 1",
          remedy: "correct the analysis that has the other's intervals, p-values or matched means"))
    }
    for pair in sentences where pair.weight >= 20 {
      let (one, other) = (entries[pair.one], entries[pair.other])
      findings.append(
        Finding(
          "contamination.text", .warning, at: other.place,
          found: "the descriptions of the analysis \(other.identifier) and of the analysis "
            + "\(one.identifier) (\(one.place.file)), of another organisation, have \(pair.count) "
            + (pair.count == 1 ? "sentence" : "sentences") + " in common",
          rule: "no report carries the text of another organisation", source: "design section 1",
          remedy: "correct the description that was pasted, or say why both have it"))
    }
    return findings
  }

  private struct Pair {
    var one: Int
    var other: Int
    var count: Int
    var weight: Int
  }

  /// The pairs of analyses of different organisations that share a fingerprint, in their order.
  private static func shared(
    _ entries: [Entry], _ prints: (AnalysisFingerprint) -> [UInt64], weight: (UInt64) -> Int
  ) -> [Pair] {
    var all: [(print: UInt64, entry: Int32)] = []
    for (index, entry) in entries.enumerated() {
      all += prints(entry.fingerprint).map { ($0, Int32(index)) }
    }
    all.sort { ($0.print, $0.entry) < ($1.print, $1.entry) }
    var pairs: [UInt64: Pair] = [:]
    var start = 0
    while start < all.count {
      var end = start + 1
      while end < all.count, all[end].print == all[start].print { end += 1 }
      defer { start = end }
      guard end - start > 1 else { continue }
      // The first analysis of each organisation stands for it.
      var owners: [(organisation: UInt64, entry: Int)] = []
      for place in all[start..<end] {
        let organisation = entries[Int(place.entry)].fingerprint.organisation
        if !owners.contains(where: { $0.organisation == organisation }) {
          owners.append((organisation, Int(place.entry)))
        }
        if owners.count > 3 { break }
      }
      guard (2...3).contains(owners.count) else { continue }
      for other in owners.dropFirst() {
        let key = UInt64(owners[0].entry) << 32 | UInt64(other.entry)
        var pair =
          pairs[key] ?? Pair(one: owners[0].entry, other: other.entry, count: 0, weight: 0)
        pair.count += 1
        pair.weight += weight(all[start].print)
        pairs[key] = pair
      }
    }
    return pairs.values.sorted { ($0.one, $0.other) < ($1.one, $1.other) }
  }
}
