package import Diagnostics
package import Editions
package import Schedule
import Statistics

/// What came of gathering an edition: the edition, where nothing is in error, and every finding.
package struct Gathering: Sendable {
  /// The edition, its analyses reduced to what the bulletin says of them.
  package let edition: Edition?
  /// In the order of files and lines.
  package let findings: [Finding]

  package init(edition: Edition?, findings: [Finding]) {
    // A file that could not be read has been named: that it looks empty is no news.
    let unreadable = Set(
      findings.filter { $0.id == "intake.file.unreadable" }.map(\.place.file))
    self.findings = findings.filter { finding in
      !(finding.id.hasSuffix(".empty") && unreadable.contains(finding.place.file))
    }.sorted()
    self.edition = findings.hasErrors ? nil : edition
  }

  /// Reads and checks everything that an edition is made from, one file after the other.
  ///
  /// It never stops at the first fault: all files are read and all checks run that can.
  package init(_ month: Month, from files: WorkspaceFiles, released: [Month] = []) {
    let intake = EditionIntake(month, from: files)
    var entries: [Month: [AnalysisEntry]] = [:]
    var findings: [Finding] = []
    var allRead = true
    for edition in files.analyses.keys.sorted() {
      for reading in files.analyses[edition]!.flatMap({ intake.read($0, of: edition) }) {
        findings += reading.findings
        allRead = allRead && !reading.isUnread
        if let record = reading.record {
          entries[edition, default: []].append(AnalysisEntry(record, phrases: intake.phrases))
        }
      }
    }
    self = intake.finish(entries, findings: findings, allRead: allRead, released: released)
  }
}

/// Gathers an edition analysis by analysis: first what frames it (schedule, register,
/// commentary), then each analysis on its own, on as many threads as there are, then what holds
/// between them.
package struct EditionIntake: Sendable {
  package let month: Month
  /// The edition without its analyses; nil where the schedule does not hold it or something that
  /// frames it is in error.
  package let frame: Edition?
  /// What was found in schedule, register and commentary.
  package let findings: [Finding]
  package let register: RegisterRecord
  private let registerIsSound: Bool
  private let record: ProgrammeRecord?
  /// What the public was told of the edition.
  private let told: AnnouncedEdition?
  private let commentary: [Language: [Block]]
  let commentaryTexts: [InputText]
  let pages: [StandingPage]
  /// Why warnings are let pass; the caller applies them once everything has been checked.
  package let reasons: RecordedReasons?
  /// What corrects the edition, whichever version that is for.
  package let correction: Correction?
  private let reader: AnalysisReader
  /// The texts that the schedule translates, into whatever language.
  package let phrases: Set<String>
  let textsElsewhere: Set<String>?

  /// A text as it was read, and its file.
  struct InputText {
    var text: String
    var file: String
  }

  /// Reads what frames the edition.
  package init(_ month: Month, from files: WorkspaceFiles) {
    self.month = month
    var findings = files.findings
    /// The bytes of a file; none, with a finding, where it cannot be read.
    func bytes(_ file: InputFile) -> [UInt8] {
      do {
        return try file.bytes()
      } catch {
        findings.append(Self.unreadable(file.path, error))
        return []
      }
    }
    let (record, scheduleFindings) = ScheduleReader.read(
      bytes(files.schedule), file: files.schedule.path)
    let (register, registerFindings) = RegisterReader.read(
      bytes(files.register), file: files.register.path)
    var commentary: [Language: [Block]] = [:]
    var commentaryTexts: [InputText] = []
    for language in Language.allCases {
      let translated = files.translatedCommentaries[language]
      guard let file = language == .english ? files.commentary : translated else { continue }
      let bytes = bytes(file)
      let (blocks, found) = CommentaryReader.read(bytes, file: file.path, in: language)
      commentary[language] = blocks
      commentaryTexts.append(
        InputText(text: String(decoding: bytes, as: UTF8.self), file: file.path))
      findings += found
    }
    let (pages, pageFindings) = StandingPageReader.read(files.pages)
    findings += pageFindings
    reasons = files.reasons.map { file in
      let (reasons, found) = RecordedReasons.read(bytes(file), file: file.path)
      findings += found
      return reasons
    }
    correction = files.correction.flatMap { file in
      let (correction, found) = Correction.read(bytes(file), file: file.path)
      findings += found
      return correction
    }
    findings += scheduleFindings + registerFindings
    if let record {
      findings += TranslationCheck.findings(record, edition: month)
      findings += Self.translationFindings(of: commentaryTexts, files, record.programme)
      if let correction, let file = files.correction, correction.edition == month {
        findings += TranslationCheck.findings(correction, file: file.path, record.programme)
      }
      findings += AnnouncementCheck(record: record, announcements: files.announcements).findings
    }
    self.record = record
    phrases = Set(record?.programme.phrases.values.flatMap(\.keys) ?? [])
    textsElsewhere = files.textsElsewhere
    told = files.announcements[month]
    self.register = register
    registerIsSound = !registerFindings.hasErrors
    self.commentary = commentary
    self.commentaryTexts = commentaryTexts
    self.pages = pages
    self.findings = findings
    // Where the schedule cannot be read, the analyses are still read for faults of their own.
    reader = AnalysisReader(
      allowsPublished: record.map { $0.programme.status == .reconstruction } ?? true)
    frame = record.flatMap { record in
      Self.edition(month, record, [:], register, commentary)
    }
  }

  package static func unreadable(_ path: String, _ error: any Error) -> Finding {
    Finding(
      "intake.file.unreadable", at: Place(path), found: "the file cannot be read: \(error)",
      rule: "every input is a regular file that can be read",
      remedy: "restore the file or correct its permissions")
  }

  /// Reads the analyses of one file and checks each by itself.
  package func read(_ file: InputFile, of edition: Month) -> [AnalysisReading] {
    do {
      return read(try file.bytes(), file: file.path, of: edition)
    } catch {
      return [AnalysisReading(record: nil, findings: [Self.unreadable(file.path, error)])]
    }
  }

  /// Reads the analyses of one file's bytes and checks each by itself.
  package func read(_ bytes: [UInt8], file: String, of edition: Month) -> [AnalysisReading] {
    guard Self.isTable(file) else {
      let (record, found) = reader.read(bytes, file: file)
      return [check(record, findings: found, of: edition)]
    }
    var readings: [AnalysisReading] = []
    var table = table(bytes, file: file)
    while let row = table.next() { readings.append(check(row, of: edition)) }
    return readings
  }

  /// Whether a file of an edition's folder is one of analyses, by its name.
  package static func isAnalysis(_ file: String) -> Bool {
    let name = file.split(separator: "/").last ?? ""
    return (name.hasSuffix(".json") || isTable(file))
      && name != RecordedReasons.fileName && name != Correction.fileName
  }

  /// Whether a file of analyses is a table of many.
  package static func isTable(_ file: String) -> Bool { file.hasSuffix(".csv") }

  /// A table of analyses, to be read row by row.
  package func table(_ bytes: [UInt8], file: String) -> AnalysisTable {
    AnalysisTable(bytes, file: file, allowsPublished: reader.allowsPublished)
  }

  /// Checks one row of a table by itself.
  package func check(_ row: AnalysisTable.Row, of edition: Month) -> AnalysisReading {
    check(row.record, findings: row.findings, of: edition)
  }

  private func check(
    _ record: AnalysisRecord?, findings: [Finding], of edition: Month
  ) -> AnalysisReading {
    // Warnings about what is out were let pass with its own edition.
    guard edition == month else {
      return AnalysisReading(record: record, findings: findings.filter { $0.severity == .error })
    }
    guard let record, let programme = self.record?.programme else {
      return AnalysisReading(record: record, findings: findings)
    }
    return AnalysisReading(
      record: record,
      findings: findings + AnalysisCheck(record, programme: programme).findings
        + TranslationCheck.findings(record, programme))
  }

  /// Checks what holds between analyses, register and schedule, and makes the edition.
  ///
  /// The entries of each edition are in the order of their files; `found` is what reading them
  /// said; `released` are the editions that are out. Where not all of them could be read, counts are not held against one another: they
  /// would only be wrong in its wake.
  package func finish(
    _ entries: [Month: [AnalysisEntry]], findings found: [Finding], allRead: Bool,
    released: [Month] = []
  ) -> Gathering {
    var findings = self.findings + found
    guard let record else { return Gathering(edition: nil, findings: findings) }
    let isComplete = allRead && registerIsSound
    findings +=
      RecordsCheck(
        records: entries, register: register, programme: record, edition: month,
        isComplete: isComplete, released: Set(released)
      ).findings.filter {
        // Of a register that could not be read at all, a missing request is no news.
        registerIsSound || !register.requests.isEmpty || $0.id != "records.request-missing"
      }
    if isComplete {
      findings += mentions(entries, released: Set(released)) + unusedPhrases(entries, record)
    }
    guard let edition = Self.edition(month, record, entries, register, commentary) else {
      findings.append(Self.notPlanned(month, record, told: told))
      return Gathering(edition: nil, findings: findings)
    }
    if isComplete {
      let before = record.programme.editionBefore(month)
        .flatMap { Self.edition($0, record, entries, register, [:]) }
      findings += Reconciliation(edition, before: before, record: record).findings
    }
    return Gathering(edition: edition, findings: findings)
  }

  /// The edition as a value; nil where the schedule has none.
  private static func edition(
    _ month: Month, _ record: ProgrammeRecord, _ entries: [Month: [AnalysisEntry]],
    _ register: RegisterRecord, _ commentary: [Language: [Block]]
  ) -> Edition? {
    let programme = record.programme
    // A date that cannot be worked out has a finding of its own.
    guard let scheduled = (try? programme.schedule.entry(for: month)) ?? nil,
      !scheduled.isCancelled, case .held(let plan) = programme.plans[month]
    else { return nil }
    let earlier = entries.keys.filter { $0 < month }.sorted().map { past in
      Edition.PastEdition(edition: past, analyses: entries[past]!.map(\.analysis))
    }
    var edition = Edition(
      programme: programme, plan: plan, scheduled: scheduled,
      analyses: (entries[month] ?? []).map(\.analysis), earlier: earlier,
      requests: register.requests, commentary: commentary[.english] ?? [])
    edition.translatedCommentaries = commentary.filter { $0.key != .english }
    return edition
  }

  private static func notPlanned(
    _ month: Month, _ record: ProgrammeRecord, told: AnnouncedEdition?
  ) -> Finding {
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
      remedy =
        told?.state == .cancelled
        ? "nothing: what was cancelled in public stays cancelled"
        : "remove the exception if the edition is to come out after all"
      path = "$.exceptions[\(exception)]"
    } else if case .notHeld(let reason, _) = programme.plans[month] {
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
