import Diagnostics
import Editions
import Intake
import Publications
import Schedule
import Statistics
import Storage
import Synchronization

/// The reports of an edition: each analysis is read, checked and rendered by itself, on all cores.
extension EditionMaker {
  /// What is kept of the analyses.
  struct Analyses {
    var entries: [Month: [AnalysisEntry]] = [:]
    var findings: [Finding] = []
    var pageFindings: [Finding] = []
    var fingerprints: [AnalysisFingerprint.Entry] = []
    /// The digest of each file of an edition that is out.
    var digests: [String: SHA512Sum] = [:]
    var allRead = true
    var renditionCount = 0
    /// Whether a report says something else than in the version before.
    var isChanged = false
  }

  /// What one file gave.
  struct FileResult: Sendable {
    var entries: [AnalysisEntry] = []
    var findings: [Finding] = []
    var pageFindings: [Finding] = []
    var fingerprints: [AnalysisFingerprint.Entry] = []
    var digest: SHA512Sum?
    /// The reports that it has pages of.
    var slugs: Set<String> = []
    var allRead = true
    var renditionCount = 0
    var isChanged = false

    /// Adds what was found beside the analyses.
    mutating func add(found reading: AnalysisReading) {
      findings += reading.findings
      allRead = allRead && !reading.isUnread
    }

    mutating func add(_ other: FileResult) {
      entries += other.entries
      findings += other.findings
      pageFindings += other.pageFindings
      fingerprints += other.fingerprints
      slugs.formUnion(other.slugs)
      allRead = allRead && other.allRead
      renditionCount += other.renditionCount
      isChanged = isChanged || other.isChanged
    }
  }

  /// Reads every analysis and renders the reports of this edition.
  func makeReports() throws -> Analyses {
    let work = files.analyses.keys.sorted().flatMap { month in
      files.analyses[month]!.map { (month, $0) }
    }
    let results = Mutex([FileResult?](repeating: nil, count: work.count))
    let done = Atomic<Int>(0)
    let slugs = Mutex<Set<String>>([])
    let isFirst = work.map { sink.wantsFirst($0.1.path) }
    let order = work.indices.filter { isFirst[$0] } + work.indices.filter { !isFirst[$0] }
    try inParallel(work.count) { position in
      let index = order[position]
      let (month, file) = work[index]
      let result = try make(file, of: month, slugs: slugs)
      results.withLock { $0[index] = result }
      progress.advance(
        "reading and rendering analyses", done: done.add(1, ordering: .relaxed).newValue,
        of: work.count)
    }
    var analyses = Analyses()
    let all = results.withLock { $0 }
    for ((month, file), result) in zip(work, all) {
      guard let result else { continue }
      analyses.entries[month, default: []] += result.entries
      analyses.findings += result.findings
      analyses.pageFindings += result.pageFindings
      analyses.fingerprints += result.fingerprints
      analyses.digests[file.path] = result.digest
      analyses.allRead = analyses.allRead && result.allRead
      analyses.renditionCount += result.renditionCount
      analyses.isChanged = analyses.isChanged || result.isChanged
    }
    return analyses
  }

  private func make(
    _ file: InputFile, of month: Month, slugs: borrowing Mutex<Set<String>>
  ) throws -> FileResult {
    var result = FileResult()
    let bytes: [UInt8]
    do {
      bytes = try file.bytes()
    } catch {
      result.findings.append(EditionIntake.unreadable(file.path, error))
      result.allRead = false
      return result
    }
    try sink.put("inputs/\(file.path)", bytes)
    if let known = sink.recall(file.path, bytes) {
      slugs.withLock { $0.formUnion(known.slugs) }
      return known
    }
    if released.contains(month) { result.digest = SHA512Sum(of: bytes) }
    if EditionIntake.isTable(file.path) {
      try make(table: bytes, file: file.path, of: month, slugs: slugs, into: &result)
    } else {
      for reading in intake.read(bytes, file: file.path, of: month) {
        try result.add(
          make(
            reading, input: bytes, of: month, slugs: slugs, isReviewed: file.path == firstFile))
      }
    }
    sink.remember(file.path, bytes, result)
    return result
  }

  /// Rows are parted one after the other, so many at a time, then read and rendered on all cores.
  private func make(
    table bytes: [UInt8], file: String, of month: Month, slugs: borrowing Mutex<Set<String>>,
    into result: inout FileResult
  ) throws {
    var table = intake.table(bytes, file: file)
    // The same cells under other names are another analysis.
    let header = Array(bytes[table.header])
    while let rowReader = table.rowReader {
      var batch: [AnalysisTable.UnreadRow] = []
      while batch.count < 256, let row = table.nextUnread() { batch.append(row) }
      guard !batch.isEmpty else { break }
      let rows = batch
      let results = Mutex([(AnalysisTable.ReadRow, FileResult)?](repeating: nil, count: rows.count))
      try inParallel(rows.count) { index in
        let row = rowReader.read(rows[index])
        let made = try make(
          intake.check(row.unreported, of: month), input: header + bytes[rows[index].range],
          of: month, slugs: slugs, isReviewed: index == 0 && file == firstFile)
        results.withLock { $0[index] = (row, made) }
      }
      for case (let row, let made)? in results.withLock({ $0 }) {
        result.add(made)
        result.add(found: intake.check(table.accept(row).withoutRecord, of: month))
      }
      progress.advance(
        "reading and rendering \(file)", done: rows[rows.count - 1].range.upperBound,
        of: bytes.count)
    }
    result.add(found: intake.check(table.rest(), of: month))
  }

  /// The first file of this edition's analyses, whose page is reviewed for all.
  private var firstFile: String? { files.analyses[intake.month]?.first?.path }

  /// Keeps what the bulletin needs of an analysis, and renders its report.
  private func make(
    _ reading: AnalysisReading, input: [UInt8], of month: Month,
    slugs: borrowing Mutex<Set<String>>, isReviewed: Bool
  ) throws -> FileResult {
    var result = FileResult()
    result.findings = reading.findings
    result.allRead = !reading.isUnread
    guard let record = reading.record else { return result }
    let entry = AnalysisEntry(record, phrases: intake.phrases)
    result.entries.append(entry)
    result.fingerprints.append(
      AnalysisFingerprint.Entry(
        AnalysisFingerprint(record.analysis), of: record.analysis.id, at: Place(entry.file)))
    guard month == intake.month, !reading.findings.hasErrors, let pages else { return result }
    let slug = record.analysis.slug
    // An identifier that stands twice is a finding of its own; it makes one page here.
    guard slugs.withLock({ $0.insert(slug).inserted }) else { return result }
    let languages = [pages] + translations
    result.renditionCount = languages.reduce(0) { $0 + $1.files(ofReport: slug).count }
    result.slugs = [slug]
    sink.begin(DraftedReport(record, slug))
    if let known = try sink.reuse(slug, input) {
      result.pageFindings = known
      result.isChanged = try !isAsArchived(input, of: entry.file)
      return result
    }
    for pages in languages {
      let page = pages.report(record.analysis, isReviewed: isReviewed)
      result.pageFindings += page.findings.map { $0.traced(to: input, of: entry.file) }
      if plan.isCorrection, try !pages.saysTheSame(page) { result.isChanged = true }
      try put(page)
    }
    sink.found(result.pageFindings, in: slug)
    return result
  }
}

extension DraftedReport {
  fileprivate init(_ record: AnalysisRecord, _ slug: String) {
    let analysis = record.analysis
    self.init(
      slug: slug, file: record.file, line: record.place("$").line,
      organisation: analysis.organisation.name, measures: analysis.outcomes.map(\.measure.id))
  }
}

extension Finding {
  /// What a page says of others, found again where somebody wrote it: in the file of the analysis,
  /// if that has the words that the finding quotes.
  fileprivate func traced(to input: [UInt8], of file: String) -> Finding {
    guard id.hasPrefix("contamination."), !EditionIntake.isTable(file),
      let open = found.lastIndex(of: "\u{201C}"), let close = found.lastIndex(of: "\u{201D}"),
      open < close
    else { return self }
    let words = Array(found[found.index(after: open)..<close].utf8)
    guard !words.isEmpty, let range = input.firstRange(of: words) else { return self }
    let before = input[..<range.lowerBound]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    var traced = self
    traced.place = Place(
      file, line: before.count { $0 == UInt8(ascii: "\n") } + 1,
      column: before[start...].count { $0 & 0xC0 != 0x80 } + 1)
    return traced
  }
}
