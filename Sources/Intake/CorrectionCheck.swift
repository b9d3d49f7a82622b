package import Diagnostics
import Editions
package import Schedule

extension Correction {
  /// What is wrong with a correction of an edition of which so many versions are out.
  ///
  /// `revisions` are the instants of planned revisions, those of other editions among them. Nothing is
  /// said of one whose version is out: it has done its work.
  package func findings(
    for month: Month, published: Int, schedule: ReleaseSchedule, revisions: [Month: Instant],
    file: String
  ) -> [Finding] {
    guard version != published || edition != month else { return [] }
    var findings: [Finding] = []
    if edition != month {
      findings.append(
        finding(
          "correction.edition", "$.edition", file,
          "the correction is of \(edition), and stands in the folder of \(month)",
          "a correction stands with the edition that it corrects",
          "open it again with `ninethirty correct \(month)`"))
    }
    if version != published + 1 {
      findings.append(
        finding(
          "correction.version", "$.version", file,
          published == 0
            ? "the correction is for version \(version), and \(month) is not out"
            : "the correction is for version \(version), and \(published) of \(month) are out",
          "a correction leads to the next version of an edition that is out",
          published == 0
            ? "remove the file: what is not out is changed where it stands"
            : "open it again with `ninethirty correct \(month)`"))
    }
    if let fault = plannedFault(schedule.rule) {
      findings.append(
        finding(
          "correction.planned", "$.planned", file, fault,
          "a planned revision keeps to the hour of releases, on a working day; an error is "
            + "corrected as soon as the correction is signed off",
          "open it again with `ninethirty correct \(month)`"))
    }
    if let other = versionOfSameInstant(month, schedule, revisions) {
      findings.append(
        finding(
          "correction.same-instant", "$.planned", file,
          "the planned revision is at \(planned!), at which \(other) comes out",
          "one switch brings one version: at one instant two would come out one after the other, and "
            + "the first would have been made without the second",
          "give it another working day, with `ninethirty correct \(month)`"))
    }
    return findings
  }

  private func versionOfSameInstant(
    _ month: Month, _ schedule: ReleaseSchedule, _ revisions: [Month: Instant]
  ) -> String? {
    guard let planned, let instant = try? schedule.rule.zone.instant(of: planned) else {
      return nil
    }
    let next = schedule.next(after: Instant(milliseconds: instant.milliseconds - 1))
    if let next, next.instant == instant { return "\(next.edition)" }
    return revisions.filter { $0.key != month && $0.value == instant }.keys.min().map {
      "the planned revision of \($0)"
    }
  }

  private func plannedFault(_ rule: ReleaseRule) -> String? {
    switch (note.kind, planned) {
    case (.error, .some(let wall)): return "the correction of an error has a date, \(wall)"
    case (.planned, nil): return "the planned revision has no date"
    case (.error, nil): return nil
    case (.planned, .some(let wall)):
      if TimeOfDay(wall) != rule.time {
        return "the planned revision is at \(wall.clockText), not at \(rule.time)"
      }
      if wall.day.weekday == .saturday || wall.day.weekday == .sunday {
        return "the planned revision is on a \(wall.day.weekday.longText)"
      }
      // A time that clocks skip or repeat names no instant.
      if (try? rule.zone.instant(of: wall)) == nil {
        return "\(wall) is no single instant in \(rule.zone.identifier)"
      }
      return nil
    }
  }

  private func finding(
    _ id: String, _ path: String, _ file: String, _ found: String, _ rule: String,
    _ remedy: String
  ) -> Finding {
    Finding(
      id, at: Place(file, path: path), found: found, rule: rule,
      source: "Code of Practice T3.9; docs/format.md section 3", remedy: remedy)
  }
}

extension TimeOfDay {
  fileprivate init?(_ wall: WallTime) {
    self.init(String(wall.description.dropFirst(11)))
  }
}
