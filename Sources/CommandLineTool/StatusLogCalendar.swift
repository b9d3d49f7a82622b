import ArgumentParser
import Diagnostics
import Editions
import Ledger
import Notation
import Releases
import Schedule
import Storage

/// `ninethirty status`.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what is next, what blocks it, what is under embargo and what is out.",
    discussion: """
        ninethirty status --workspace examples/illustrative
      """)

  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var key: KeyOption
  @OptionGroup var logKey: LogKeyOption
  @OptionGroup var json: JSONOption

  func run() throws {
    try CommandLineTool.run {
      let workspace = try key.open(workspace, logKey)
      let report = try workspace.status(clock: workspace.clock)
      if json.json { return say(report.json) }
      say("\(report.title) (\(report.status.rawValue))")
      say("now        \(report.zone.text(of: report.now)), \(report.now)")
      sayNext(report)
      if let leakCheck = report.leakCheck {
        say("leak check \(leakCheck.result), \(leakCheck.instant)")
      }
      for warning in report.warnings { say(warning.line.escapedForTerminal) }
      sayEditions(report)
      sayOverrides(report.signOff)
      sayWithdrawals(report.signOff)
    }
  }

  private func sayNext(_ report: StatusReport) {
    guard let next = report.next else {
      let isDropped = report.warnings.contains { $0.kind == .sealedAndDropped }
      say(
        isDropped
          ? "next       what is sealed and no more in the schedule: see below"
          : "next       nothing to do: every edition that is held is out")
      if let upcoming = report.upcoming {
        say(
          "           the schedule goes on with \(upcoming.edition), "
            + "\(report.zone.text(of: upcoming.instant)); add it to \"editions\"")
      }
      return
    }
    let instant = next.instant
    let fault = next.sealFault.map { ", \($0.word.uppercased())" } ?? ""
    say("next       \(next.edition), \(next.state.rawValue)\(fault)")
    say("instant    \(report.zone.text(of: instant)), \(instant)")
    if next.isCancelledInPublic {
      say("embargo    cancelled in public: it is not released")
    } else if next.isCancelledInSilence {
      say("embargo    cancelled in schedule.json, and not in public: it is not released")
    } else if next.isDue {
      say(
        "embargo    over since \(durationText(from: instant, to: report.now)): it may be released")
    } else {
      say("embargo    \(durationText(from: report.now, to: instant)) still, until \(instant)")
    }
    if next.scheduled.isCancelled || next.isCancelledInPublic {
      say("pre-release access  nobody gets any: it is cancelled")
    } else if let opens = next.preReleaseOpens {
      let state = next.isPreReleaseOpen ? "open" : next.isDue ? "over" : "closed, opens \(opens)"
      say("pre-release access  \(state)")
    } else {
      say("pre-release access  nobody has any")
    }
    if let submitted = report.signOff.submitted {
      say("submitted  by \(submitted.person), \(submitted.instant)")
    }
    let errors = report.blocking.count(of: .error)
    let warnings = report.blocking.count(of: .warning)
    if errors > 0 {
      say(
        "blocked    by \(errors) error\(errors == 1 ? "" : "s"); "
          + "see `ninethirty check \(next.edition)`")
      for finding in report.blocking.filter({ $0.severity == .error }).prefix(5) {
        say("           \(finding.place.text): \(finding.found)".escapedForTerminal)
      }
    } else {
      say("input      no error, \(warnings) warning\(warnings == 1 ? "" : "s")")
    }
  }

  private func sayOverrides(_ signOff: SignOffStatus) {
    if !signOff.overrides.isEmpty { say() }
    for override in signOff.overrides {
      say(
        "overridden \(override.edition)  four eyes, by \(override.person), \(override.instant): "
          .escapedForOneLine + override.reason.escapedForOneLine)
      for objection in override.overridden { say("           \(objection)".escapedForOneLine) }
    }
  }

  private func sayWithdrawals(_ signOff: SignOffStatus) {
    if !signOff.withdrawals.isEmpty { say() }
    for proposal in signOff.withdrawals {
      say(
        "withdrawal \(proposal.edition)  proposed by \(proposal.person), \(proposal.instant): "
          .escapedForOneLine + proposal.reason.escapedForOneLine)
      say("           another person agrees with `ninethirty withdraw \(proposal.edition) --agree`")
    }
  }

  private func sayEditions(_ report: StatusReport) {
    say()
    say("edition    state         scheduled (UTC)            released (UTC)")
    for edition in report.editions {
      let state =
        edition.scheduled.isCancelled && !edition.state.isOut
        ? "cancelled" : edition.sealFault?.word ?? edition.state.rawValue
      var line = "\(edition.edition)    \(state.padded(14))\(edition.scheduled.instant)   "
      if let release = edition.release {
        line += "\(release.actual)  \(release.lateness(report.status))"
        if let newest = edition.newest, newest.version > release.version {
          line += "; \(newest.summary) at \(newest.actual)"
        }
      } else {
        let isDue = edition.isDue || report.now >= edition.promised
        let isExpected = !edition.scheduled.isCancelled && !edition.isCancelledInPublic
        line += isDue && isExpected && report.status == .official ? "OVERDUE" : "-"
      }
      say(line)
    }
    for (edition, reason) in report.notHeld { say("\(edition)    not held      \(reason)") }
    for kept in report.kept {
      let count = "\(kept.fileCount) file\(kept.fileCount == 1 ? "" : "s")"
      let published = kept.published.map { ", published \($0)" } ?? ""
      say(
        "\(kept.edition)    kept as it is \(count)\(published), from \(kept.source)"
          .escapedForTerminal)
    }
  }
}

/// `ninethirty calendar`.
struct Calendar: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the releases of the twelve months ahead.",
    discussion: """
      Each with what the public knows of it: nothing, a month, or a day and a time. Moved dates
      show what they were before and why; cancelled ones stay in the list.

        ninethirty calendar --from 2013-10 --workspace examples/illustrative
      """)

  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption
  @Option(
    name: .long,
    help: ArgumentHelp("The first month; the present one if not given.", valueName: "edition"),
    transform: month(named:))
  var from: Month?

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let entries = try workspace.calendar(from: from, clock: workspace.clock)
      if json.json { return say(CanonicalJSON.array(entries.map(\.json))) }
      if entries.isEmpty { say("the series has no edition in these twelve months") }
      for entry in entries { say(entry.line) }
    }
  }
}

extension String {
  /// This text with spaces behind it up to a width.
  func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
