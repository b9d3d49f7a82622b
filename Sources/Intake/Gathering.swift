package import Diagnostics
package import Editions
package import Schedule
import Statistics

/// A file as it was read: its path in the workspace and its bytes.
package struct InputFile: Sendable, Hashable {
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// Everything that people wrote for an edition, as it was read.
package struct WorkspaceFiles: Sendable {
  package var schedule: InputFile
  package var register: InputFile
  /// The analyses of each edition up to the one that is made, by path.
  package var analyses: [Month: [InputFile]]
  /// The commentary of the edition that is made.
  package var commentary: InputFile?
  /// Findings of the reading itself: files that should not be there or could not be read.
  package var findings: [Finding]

  package init(
    schedule: InputFile, register: InputFile, analyses: [Month: [InputFile]],
    commentary: InputFile?, findings: [Finding]
  ) {
    self.schedule = schedule
    self.register = register
    self.analyses = analyses
    self.commentary = commentary
    self.findings = findings
  }
}

/// What came of gathering an edition: the edition, where nothing is in error, and every finding.
package struct Gathering: Sendable {
  package let edition: Edition?
  /// In the order of files and lines.
  package let findings: [Finding]

  /// Reads and checks everything that an edition is made from.
  ///
  /// It never stops at the first fault: all files are read and all checks run that can.
  package init(_ month: Month, from files: WorkspaceFiles) {
    var gatherer = Gatherer(month: month, files: files)
    let edition = gatherer.gather()
    // A file that could not be read has been named: that it looks empty is no news.
    let unreadable = Set(
      gatherer.findings.filter { $0.id == "intake.file.unreadable" }.map(\.place.file))
    findings = gatherer.findings.filter { finding in
      !(finding.id.hasSuffix(".empty") && unreadable.contains(finding.place.file))
    }.sorted()
    self.edition = findings.hasErrors ? nil : edition
  }
}

private struct Gatherer {
  let month: Month
  let files: WorkspaceFiles
  var findings: [Finding] = []

  mutating func gather() -> Edition? {
    findings += files.findings
    let (programmeRecord, scheduleFindings) = ScheduleReader.read(
      files.schedule.bytes, file: files.schedule.path)
    findings += scheduleFindings
    let (register, registerFindings) = RegisterReader.read(
      files.register.bytes, file: files.register.path)
    findings += registerFindings
    let blocks = commentary()
    // Where the schedule cannot be read, the analyses are still read for faults of their own.
    let isReconstruction = programmeRecord.map { $0.programme.status == .reconstruction } ?? true
    let faultsBefore = findings.count(of: .error)
    let records = analyses(allowsPublished: isReconstruction)
    // Where a file could not be read, counts would only be wrong in its wake.
    let isComplete = !registerFindings.hasErrors && findings.count(of: .error) == faultsBefore
    guard let programmeRecord else { return nil }
    for record in records.values.flatMap({ $0 }) where isCounted(record) {
      findings += AnalysisCheck(record, programme: programmeRecord.programme).findings
    }
    findings +=
      RecordsCheck(
        records: records.mapValues { $0.map(AnalysisEntry.init) }, register: register,
        programme: programmeRecord, edition: month
      ).findings
    guard let edition = edition(month, programmeRecord, records, register, blocks) else {
      return nil
    }
    guard isComplete else { return edition }
    let before = programmeRecord.programme.editionBefore(month)
      .flatMap { self.edition($0, programmeRecord, records, register, [], reports: false) }
    findings += Reconciliation(edition, before: before, record: programmeRecord).findings
    return edition
  }

  private func isCounted(_ record: AnalysisRecord) -> Bool {
    record.file.hasPrefix("analyses/\(month)/")
  }

  private mutating func commentary() -> [Block] {
    guard let file = files.commentary else { return [] }
    let (blocks, found) = CommentaryReader.read(file.bytes, file: file.path)
    findings += found
    return blocks
  }

  private mutating func analyses(allowsPublished: Bool) -> [Month: [AnalysisRecord]] {
    let reader = AnalysisReader(allowsPublished: allowsPublished)
    var records: [Month: [AnalysisRecord]] = [:]
    for edition in files.analyses.keys.sorted() {
      for file in files.analyses[edition]! {
        let (record, found) = reader.read(file.bytes, file: file.path)
        findings += found
        if let record { records[edition, default: []].append(record) }
      }
    }
    return records
  }

  /// The edition as a value; nil, with a finding, where the schedule has none.
  private mutating func edition(
    _ month: Month, _ record: ProgrammeRecord, _ records: [Month: [AnalysisRecord]],
    _ register: RegisterRecord, _ commentary: [Block], reports: Bool = true
  ) -> Edition? {
    let programme = record.programme
    guard let scheduled = (try? programme.schedule.entry(for: month)) ?? nil,
      !scheduled.isCancelled, case .held(let plan) = programme.plans[month]
    else {
      if reports { findings.append(notPlanned(month, record)) }
      return nil
    }
    let earlier = records.keys.filter { $0 < month }.sorted().map { past in
      Edition.PastEdition(edition: past, analyses: records[past]!.map(\.analysis))
    }
    return Edition(
      programme: programme, plan: plan, scheduled: scheduled,
      analyses: (records[month] ?? []).map(\.analysis), earlier: earlier,
      requests: register.requests, commentary: commentary)
  }

  private func notPlanned(_ month: Month, _ record: ProgrammeRecord) -> Finding {
    let programme = record.programme
    let rule = programme.schedule.rule
    var found = "the schedule says nothing of the edition \(month)"
    var remedy = "add \"\(month)\" with its control totals to \"editions\""
    var path = "$.editions"
    if !rule.covers(month) {
      found =
        "the series has no edition \(month): it goes from \(rule.first) to "
        + (rule.last.map(\.description) ?? "no planned end")
      remedy = "name an edition of the series, or change the rule"
      path = "$.rule"
    } else if let exception = programme.schedule.exceptions.firstIndex(where: {
      $0.edition == month && $0.change == .cancelled
    }) {
      found = "the edition \(month) is cancelled"
      remedy = "remove the exception if the edition is to come out after all"
      path = "$.exceptions[\(exception)]"
    } else if case .notHeld(let reason) = programme.plans[month] {
      found = "the edition \(month) is not held in this workspace: \(reason)"
      remedy = "write its control totals instead of \"notHeld\" once its material is here"
      path = "$.editions"
    }
    return Finding(
      "edition.not-planned", at: record.place(path), found: found,
      rule: "an edition that is made has a date and control totals in the schedule",
      source: "docs/format.md section 2", remedy: remedy)
  }
}
