import Diagnostics
import Editions
import Schedule
import Statistics

/// Holds an edition's computed counts against its control totals, its opening balance and the
/// edition before (domain notes 1: to date = previous + this month).
struct Reconciliation {
  private let edition: Edition
  private let record: ProgrammeRecord
  private(set) var findings: [Finding] = []

  /// Runs every check; `before` is the edition before in the calendar, nil where it is not held.
  init(_ edition: Edition, before: Edition?, record: ProgrammeRecord) {
    self.edition = edition
    self.record = record
    continuity(before)
    let counts = edition.counts
    let totals = edition.plan.controlTotals
    let isPartial = edition.plan.partialReason != nil
    for (name, words, expected, computed) in [
      ("requestsToDate", "requests to date", totals.requestsToDate, counts.requestsToDate),
      (
        "reportsThisMonth", "reports this month", totals.reportsThisMonth,
        .known(counts.reportsThisMonth)
      ),
      ("reportsToDate", "reports to date", totals.reportsToDate, counts.reportsToDate),
      ("notProcessed", "requests not processed", totals.notProcessed, counts.notProcessed),
    ] {
      compare(name, words, expected: expected, computed: computed, isPartial: isPartial)
    }
    identities()
    if let before { sequence(before) }
  }

  private mutating func report(
    _ id: String, at path: String, found: String, rule: String, remedy: String
  ) {
    findings.append(
      Finding(
        "totals.\(id)", at: record.place(path), found: found, rule: rule,
        source: "domain notes 1", remedy: remedy))
  }

  private var path: String { "$.editions['\(edition.month)']" }

  private mutating func compare(
    _ name: String, _ words: String, expected: Count, computed: Count, isPartial: Bool
  ) {
    guard case .known(let expected) = expected, case .known(let computed) = computed else {
      return
    }
    let place = "\(path).controlTotals.\(name)"
    if isPartial {
      guard computed > expected else { return }
      report(
        "exceeded", at: place,
        found: "the part at hand has \(computed) \(words), the control total is \(expected)",
        rule: "a part does not exceed the whole",
        remedy: "correct the control total, or find what is counted twice")
    } else if computed != expected {
      report(
        "disagree", at: place,
        found: "\(words): \(computed) computed from register and analyses, \(expected) expected",
        rule: "computed counts and control totals agree",
        remedy: "find what is missing or counted twice, or correct the control total")
    }
  }

  /// An edition counts on from one that is held, or starts from an opening balance.
  private mutating func continuity(_ before: Edition?) {
    guard edition.plan.openingBalance == nil else { return }
    let first = edition.programme.schedule.rule.first
    if let past = edition.programme.editionBefore(edition.month), before == nil {
      report(
        "gap", at: path,
        found: "the edition \(past) before \(edition.month) is not held",
        rule: "after a month that is not held an edition starts from an opening balance of its own",
        remedy: "add \"openingBalance\" to the edition, or hold the month before")
    } else if edition.month == first, edition.programme.openingBalance == nil {
      report(
        "opening", at: "$", found: "the first edition has no opening balance",
        rule: "the first edition starts from the series' opening balance",
        remedy: "add \"openingBalance\" with zeros if nothing was counted before")
    }
  }

  /// Totals that hang together among themselves.
  private mutating func identities() {
    let totals = edition.statedTotals
    if case .known(let toDate) = totals.reportsToDate,
      case .known(let month) = totals.reportsThisMonth
    {
      if month > toDate {
        report(
          "month-exceeds", at: "\(path).controlTotals",
          found: "\(month) reports this month, \(toDate) to date",
          rule: "this month's reports are part of those to date", remedy: "correct the totals")
      }
      if let opening = edition.plan.openingBalance?.reports, case .known(let before) = opening,
        before + month != toDate
      {
        report(
          "opening-disagrees", at: "\(path).controlTotals.reportsToDate",
          found:
            "\(before) reports in the opening balance and \(month) this month, \(toDate) to date",
          rule: "reports to date = opening balance + this month",
          remedy: "correct one of the totals")
      }
      if case .known(let requests) = totals.requestsToDate,
        case .known(let notProcessed) = totals.notProcessed, requests < toDate + notProcessed
      {
        report(
          "requests-short", at: "\(path).controlTotals.requestsToDate",
          found: "\(requests) requests, but \(toDate) reports and \(notProcessed) not processed",
          rule: "requests to date are at least the reports to date and those not processed",
          remedy: "correct one of the totals")
      }
    }
  }

  /// Totals that hang together with the edition before.
  private mutating func sequence(_ before: Edition) {
    let past = before.plan.controlTotals
    let now = edition.statedTotals
    if case .known(let a) = past.reportsToDate, case .known(let b) = now.reportsToDate,
      case .known(let month) = now.reportsThisMonth, a + month != b
    {
      report(
        "sequence", at: "\(path).controlTotals.reportsToDate",
        found: "\(a) reports to date in \(before.month) and \(month) this month, \(b) to date",
        rule: "reports to date = those of the edition before + this month's",
        remedy: "correct one of the totals")
    }
    for (name, words, a, b) in [
      ("requestsToDate", "requests to date", past.requestsToDate, now.requestsToDate),
      ("notProcessed", "requests not processed", past.notProcessed, now.notProcessed),
    ] {
      guard case .known(let a) = a, case .known(let b) = b, b < a else { continue }
      report(
        "shrinks", at: "\(path).controlTotals.\(name)",
        found: "\(words): \(b), but \(a) in the edition \(before.month)",
        rule: "a total to date never shrinks", remedy: "correct one of the totals")
    }
  }
}
