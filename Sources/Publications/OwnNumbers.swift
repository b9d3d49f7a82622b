package import Diagnostics
import Markup
package import Statistics

/// The numbers of one analysis, to hold its finished report against.
///
/// A value of five significant digits or more on a page must be a number of the page's own analysis
/// or a share of its attrition: there is nothing else that a report could work out.
package struct OwnNumbers {
  private var known: Set<UInt64> = []

  package init(_ analysis: Analysis) {
    for outcome in analysis.outcomes { add(outcome) }
    if case .known(let steps) = analysis.attrition {
      for step in steps {
        add(step.people)
        if let part = step.people.exactValue, let total = steps[0].people.exactValue, total > 0 {
          add(part / total)
        }
      }
    }
    guard case .known(let matching) = analysis.matching else { return }
    add(matching.controlPeople)
    guard case .known(let characteristics) = matching.characteristics else { return }
    for characteristic in characteristics {
      for balance in [characteristic.before, characteristic.after] {
        add(balance.treatment)
        add(balance.control)
        add(balance.standardisedDifference)
      }
    }
  }

  private mutating func add(_ outcome: Outcome) {
    add(outcome.treatment.people)
    add(outcome.control.people)
    add(outcome.control.effectivePeople)
    for estimate in [outcome.treatment.estimate, outcome.control.estimate] {
      add(estimate.value)
      add(estimate.interval.low)
      add(estimate.interval.high)
    }
    add(outcome.difference.value)
    add(outcome.difference.interval.low)
    add(outcome.difference.interval.high)
    add(outcome.difference.pValue)
  }

  private mutating func add(_ quantity: Quantity) {
    if let value = quantity.exactValue { add(value) }
  }

  private mutating func add(_ value: Double) {
    var hash = FNV1a()
    for byte in Figure.machine(value.magnitude).utf8 { hash.add(byte) }
    known.insert(hash.value)
  }

  /// The figures of a finished XML rendition whose values are no numbers of this analysis, and the
  /// long decimal numbers in its texts that are none.
  package func findings(in xml: EditionFile, of analysis: Analysis) -> [Finding] {
    xml.bytes.withUnsafeBufferPointer { bytes in
      let reading = XMLReading(bytes)
      let figures = reading.figures.compactMap { figure -> Finding? in
        guard let value = figure.value, value.significantDigits >= 5, !isOwn(value.raw) else {
          return nil
        }
        return Finding(
          "contamination.figure", at: xml.place(ofByte: value.range.lowerBound),
          found: "the figure \(figure.id.string.quoted) has the value \(value.string), which is no "
            + "number of the analysis \(analysis.id)",
          rule: "a report carries the numbers of its own analysis and no other",
          source: "design section 1",
          remedy: "print figures of the source document as they arrive")
      }
      return figures + reading.texts.flatMap { findings(inText: $0, bytes, xml, analysis) }
    }
  }

  private func findings(
    inText text: Passage, _ bytes: UnsafeBufferPointer<UInt8>, _ xml: EditionFile,
    _ analysis: Analysis
  ) -> [Finding] {
    text.decimals.compactMap { range in
      let number = Passage(bytes, range)
      guard number.significantDigits >= 5, !isOwn(number.raw) else { return nil }
      return Finding(
        "contamination.figure", .warning, at: xml.place(ofByte: range.lowerBound),
        found: "a text has the number \(number.string.quoted), which is no number of the analysis "
          + analysis.id,
        rule: "a report carries the numbers of its own analysis and no other",
        source: "design section 1", remedy: "take it out of the text, or say whose it is")
    }
  }

  private func isOwn(_ number: some Sequence<UInt8>) -> Bool {
    var hash = FNV1a()
    var isFirst = true
    for byte in number {
      if !isFirst || byte != UInt8(ascii: "-") { hash.add(byte) }
      isFirst = false
    }
    return known.contains(hash.value)
  }
}

extension Passage {
  /// How many digits the number has from the first that is not 0, its exponent left out.
  var significantDigits: Int {
    var count = 0
    for byte in raw {
      if byte | 0x20 == UInt8(ascii: "e") { break }
      if byte >= 48, byte <= 57, byte > 48 || count > 0 { count += 1 }
    }
    return count
  }

  /// Where its decimal numbers stand: digits, a point and digits.
  var decimals: [Range<Int>] {
    var found: [Range<Int>] = []
    var start: Int?
    var point: Int?
    for (offset, byte) in raw.enumerated() {
      let position = range.lowerBound + offset
      if byte >= 48, byte <= 57 {
        if start == nil { start = position }
        continue
      }
      if byte == UInt8(ascii: "."), start != nil, point == nil {
        point = position
        continue
      }
      if let first = start, let point, position > point + 1 { found.append(first..<position) }
      (start, point) = (nil, nil)
    }
    if let first = start, let point, range.upperBound > point + 1 {
      found.append(first..<range.upperBound)
    }
    return found
  }
}
