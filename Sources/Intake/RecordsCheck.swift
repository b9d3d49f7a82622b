import Diagnostics
import Editions
import Schedule
import Statistics

/// Checks records against one another: analyses, register and schedule.
///
/// `isComplete` says that every file could be read, so that what is not there is missing;
/// `released` are the editions that are out. The check takes time in proportion to the number of records, and looks at an analysis through its
/// small entry only.
struct RecordsCheck {
  let register: RegisterRecord
  let programme: Programme
  let edition: Month
  /// The requests of the register by their identifiers.
  let requests: [String: Request]
  /// The identifiers of requests by how they look, for naming the one that was meant.
  let alike: [String: String]
  private(set) var findings: [Finding] = []

  init(
    records: [Month: [AnalysisEntry]], register: RegisterRecord, programme: ProgrammeRecord,
    edition: Month, isComplete: Bool, released: Set<Month>
  ) {
    self.register = register
    self.programme = programme.programme
    self.edition = edition
    requests = Dictionary(register.requests.map { ($0.id, $0) }) { first, _ in first }
    alike = Dictionary(register.requests.map { (LookAlike.shape(of: $0.id), $0.id) }) {
      first, _ in first
    }
    folders(records)
    identifiers(records)
    names(records)
    repetitions(records)
    for record in records[edition] ?? [] {
      request(of: record)
      completion(of: record)
      window(of: record)
    }
    published(records, isComplete: isComplete, released: released)
    findings += DifferencingCheck.findings(
      records: records, edition: edition, programme: programme.programme)
  }

  mutating func report(
    _ id: String, _ severity: Severity = .error, at place: Place, found: String, rule: String,
    source: String? = nil, remedy: String
  ) {
    findings.append(
      Finding(
        "records.\(id)", severity, at: place, found: found, rule: rule, source: source,
        remedy: remedy))
  }

  /// A folder of analyses belongs to an edition that the schedule holds.
  private mutating func folders(_ records: [Month: [AnalysisEntry]]) {
    for month in records.keys.sorted() where !programme.isHeld(month) {
      let count = records[month]!.count
      report(
        "folder", at: Place("analyses/\(month)"),
        found: "there \(count == 1 ? "is 1 analysis" : "are \(count) analyses") for \(month), "
          + "which the schedule does not hold",
        rule: "analyses belong to an edition with control totals",
        source: "docs/format.md section 2",
        remedy: "add \"\(month)\" to \"editions\", or move the files")
    }
  }

  /// One identifier, one analysis, in the whole series; and none that looks like another.
  private mutating func identifiers(_ records: [Month: [AnalysisEntry]]) {
    var files: [String: String] = [:]
    var alike: [String: (id: String, file: String)] = [:]
    for (month, record) in records.keys.sorted().flatMap({ m in records[m]!.map { (m, $0) } }) {
      let id = record.analysis.id
      if let first = files[id.lowercased()] {
        report(
          "identifier-twice", at: record.place("$.analysis"),
          found: "the analysis \(id.quoted) stands in \(first) too",
          rule: "an identifier belongs to one analysis for ever",
          source: "docs/format.md section 3", remedy: "give one of them another identifier")
        continue
      }
      files[id.lowercased()] = record.file
      let shape = LookAlike.shape(of: id)
      if let first = alike[shape] {
        guard month == edition else { continue }
        report(
          "look-alike", .warning, at: record.place("$.analysis"),
          found: "the analysis \(id.quoted) looks like \(first.id.quoted) in \(first.file)",
          rule: "identifiers can be told apart by eye", source: "docs/format.md section 3",
          remedy: "correct the one that was mistyped")
      } else {
        alike[shape] = (id, record.file)
      }
    }
  }

  /// One organisation identifier, one name, in one edition and in the register.
  private mutating func names(_ records: [Month: [AnalysisEntry]]) {
    let registered = Dictionary(
      register.requests.map { ($0.organisation.id, $0.organisation.name) }
    ) { first, _ in first }
    for month in records.keys.sorted() {
      var names: [String: (name: String, file: String)] = [:]
      for record in records[month]! {
        let organisation = record.analysis.organisation
        if let first = names[organisation.id], first.name != organisation.name {
          report(
            "organisation-name", at: record.place("$.organisation.name"),
            found: "\(organisation.id.quoted) is \(organisation.name.quoted) here and "
              + "\(first.name.quoted) in \(first.file)",
            rule: "one organisation has one name in an edition",
            source: "docs/format.md section 3", remedy: "correct the name or the identifier")
          continue
        }
        names[organisation.id] = (organisation.name, record.file)
        if month == edition, let name = registered[organisation.id],
          name.visible != organisation.name.visible
        {
          report(
            "register-name", .warning, at: record.place("$.organisation.name"),
            found: "\(organisation.id.quoted) is \(organisation.name.quoted) here and "
              + "\(name.quoted) in the register",
            rule: "one organisation has one name", source: "docs/format.md section 4",
            remedy: "correct the name here or in \(register.file)")
        }
      }
    }
  }

  private mutating func completion(of record: AnalysisEntry) {
    guard let completed = record.analysis.completed.value, let released = releaseDay(of: edition),
      completed > released
    else { return }
    report(
      "completed-late", at: record.place("$.completed"),
      found: "completed on \(completed), after the release on \(released)",
      rule: "a report is complete before it is released", remedy: "correct the day")
  }

  /// R3, on the day of completion; where nobody knows it, on that of the release.
  private mutating func window(of record: AnalysisEntry) {
    guard let period = record.analysis.service.period.value,
      let day = record.analysis.completed.value ?? releaseDay(of: edition),
      let finding = Acceptance.window(
        period, on: day, thresholds: programme.thresholds, at: record.place("$.service.period"))
    else { return }
    findings.append(finding)
  }

  /// The day on which an edition comes out; nil where the schedule gives it none.
  func releaseDay(of edition: Month) -> Day? {
    // A time that no clock shows is named where the schedule is checked.
    guard let entry = (try? programme.schedule.entry(for: edition)) ?? nil, !entry.isCancelled
    else { return nil }
    return entry.wallTime.day
  }
}

extension String {
  /// The text without characters that nobody sees, which have a finding of their own.
  fileprivate var visible: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }))
  }
}

/// Identifiers that an eye takes for one another.
enum LookAlike {
  /// The same for identifiers that differ only in case, hyphens, 0 and O, or 1, I and L.
  static func shape(of identifier: String) -> String {
    var shape = ""
    for scalar in identifier.unicodeScalars {
      switch scalar.properties.lowercaseMapping {
      case "o": shape += "0"
      case "i", "l": shape += "1"
      case "-", "_", " ", ".": continue
      case let other: shape += other
      }
    }
    return shape
  }
}
