import Diagnostics
import Editions
import Schedule
import Statistics

/// Where a schedule contradicts itself.
extension ProgrammeRecord {
  func contradictions() -> [Finding] {
    orderOfEditions() + exceptions() + instants() + plansOutsideSeries() + recipients()
      + windows()
  }

  private func finding(
    _ id: String, at path: String, found: String, rule: String, source: String? = nil,
    remedy: String
  ) -> Finding {
    Finding(
      "intake.schedule.\(id)", at: place(path), found: found, rule: rule, source: source,
      remedy: remedy)
  }

  private var rule: ReleaseRule { programme.schedule.rule }

  private func orderOfEditions() -> [Finding] {
    var findings: [Finding] = []
    if let last = rule.last, last < rule.first {
      findings.append(
        finding(
          "order", at: "$.rule.last", found: "the last edition \(last) comes before the first",
          rule: "the series does not end before it begins", remedy: "correct one of the months"))
    }
    if programme.coverFrom > rule.first.previous.lastDay {
      findings.append(
        finding(
          "cover", at: "$.coverFrom",
          found: "the period begins on \(programme.coverFrom), after the first edition's ends",
          rule: "an edition's period ends with the month before it",
          remedy: "correct coverFrom or the first edition"))
    }
    return findings
  }

  private func exceptions() -> [Finding] {
    var findings: [Finding] = []
    var seen: Set<Month> = []
    for (index, exception) in programme.schedule.exceptions.enumerated() {
      let path = "$.exceptions[\(index)]"
      if !rule.covers(exception.edition) {
        findings.append(
          finding(
            "exception-outside", at: path + ".edition",
            found: "the series has no edition \(exception.edition)",
            rule: "exceptions are for editions of the series", remedy: "correct the edition"))
      }
      if !seen.insert(exception.edition).inserted {
        findings.append(
          finding(
            "exception-twice", at: path + ".edition",
            found: "the edition \(exception.edition) has two exceptions",
            rule: "there is one date for an edition", remedy: "remove one of them"))
      }
      if case .moved(let to) = exception.change, to.day < exception.announced {
        findings.append(
          finding(
            "announced-late", at: path + ".announced",
            found: "the move to \(to.day) was announced on \(exception.announced), after it",
            rule: "a changed date is announced before it comes", source: "Code of Practice T3.2",
            remedy: "correct one of the days"))
      }
    }
    return findings
  }

  /// Every date that is planned must name one instant.
  private func instants() -> [Finding] {
    var findings: [Finding] = []
    let last = min(rule.last ?? rule.first.adding(months: 360), rule.first.adding(months: 1200))
    var instants: [Instant: Month] = [:]
    for edition in sequence(first: rule.first, next: { $0 < last ? $0.next : nil }) {
      do throws(ZoneFault) {
        guard let entry = try programme.schedule.entry(for: edition), !entry.isCancelled
        else { continue }
        if let other = instants.updateValue(edition, forKey: entry.instant) {
          findings.append(
            finding(
              "same-instant", at: "$.exceptions",
              found: "the editions \(other) and \(edition) come out at the same instant",
              rule: "every edition has its own instant", remedy: "move one of them"))
        }
      } catch {
        findings.append(clockChange(edition, error))
      }
    }
    return findings
  }

  private func clockChange(_ edition: Month, _ fault: ZoneFault) -> Finding {
    let exception = programme.schedule.exceptions.firstIndex { $0.edition == edition }
    let zone = rule.zone.identifier
    return finding(
      "clock-change", at: exception.map { "$.exceptions[\($0)]" } ?? "$.rule.time",
      found: fault == .skipped
        ? "the time of edition \(edition) does not exist in \(zone): clocks go forward over it"
        : "the time of edition \(edition) happens twice in \(zone): clocks go back over it",
      rule: "a release time names one instant", source: "design section 4",
      remedy: "choose a time that happens once")
  }

  private func plansOutsideSeries() -> [Finding] {
    programme.plans.keys.sorted().filter { !rule.covers($0) }.map { edition in
      finding(
        "plan-outside", at: "$.editions", found: "the series has no edition \(edition)",
        rule: "editions lie between the first and the last of the rule",
        remedy: "correct the edition or the rule")
    }
  }

  private func recipients() -> [Finding] {
    let recipients = programme.schedule.preRelease.recipients
    return recipients.enumerated().compactMap { index, recipient in
      guard recipients[..<index].contains(where: { $0.isSamePost(as: recipient) }) else {
        return nil
      }
      return finding(
        "recipient-twice", at: "$.preRelease.recipients[\(index)]",
        found: "\(recipient.role.quoted) of \(recipient.organisation.quoted) stands twice",
        rule: "the list has the minimum number of people",
        source: "SI 2008/2998 Sch. para 3(1)(d)", remedy: "remove one of the entries")
    }
  }

  private func windows() -> [Finding] {
    let windows = programme.thresholds.cohortWindows
    var findings: [Finding] = []
    if programme.thresholds.nearBalance.value > programme.thresholds.poorBalance.value {
      findings.append(
        finding(
          "balance", at: "$.thresholds.nearBalance",
          found: "nearBalance is larger than poorBalance",
          rule: "a poor match is further off than a near one", remedy: "correct one of them"))
    }
    for (index, window) in windows.enumerated() where window.days.to < window.days.from {
      findings.append(
        finding(
          "window", at: "$.thresholds.cohortWindows[\(index)]",
          found: "the window ends on \(window.days.to), before it begins",
          rule: "a window does not end before it begins", remedy: "correct one of the days"))
    }
    return findings
  }
}
