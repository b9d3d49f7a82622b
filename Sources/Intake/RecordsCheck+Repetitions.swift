import Diagnostics
import Editions
import Schedule
import Statistics

/// Records that stand twice, or contradict one another.
extension RecordsCheck {
  /// What makes two analyses ones of the same people.
  private struct Subject: Hashable {
    var organisation: String
    var service: String
    var period: DayRange
    var started: Service.Setting?
  }

  /// Unrounded figures that no two matched groups share.
  private struct Figures: Hashable {
    var people: Double
    var control: Double
    var treatmentValue: Double
    var controlValue: Double

    init?(_ outcome: Outcome) {
      guard let people = outcome.treatment.people.exactValue,
        let control = outcome.control.people.exactValue,
        let treatmentValue = outcome.treatment.estimate.value.exactValue,
        let controlValue = outcome.control.estimate.value.exactValue
      else { return nil }
      self.people = people
      self.control = control
      self.treatmentValue = treatmentValue
      self.controlValue = controlValue
    }
  }

  /// One request has one report; no analysis stands twice, in no edition.
  mutating func repetitions(_ records: [Month: [AnalysisEntry]]) {
    var requests: [String: AnalysisEntry] = [:]
    var subjects: [Subject: AnalysisEntry] = [:]
    var figures: [Figures: AnalysisEntry] = [:]
    // Folders of no edition have been named as a whole.
    let held = records.keys.sorted().filter { programme.isHeld($0) }
    for (month, record) in held.flatMap({ month in records[month]!.map { (month, $0) } }) {
      let analysis = record.analysis
      let sameSubject = subject(of: analysis).flatMap { subjects.keep(record, for: $0) }
      let sameFigures = Figures(analysis.primary).flatMap { figures.keep(record, for: $0) }
      let sameRequest = requests.keep(record, for: analysis.request)
      // What is out is no longer changed; it was checked with its own edition.
      guard month == edition else { continue }
      // The gravest of what two analyses have in common is said, once. A repeated identifier has
      // been named already.
      if let first = sameSubject {
        repeated(record, first, hasSameFigures: sameFigures?.file == first.file)
      } else if let first = sameRequest {
        sharedRequest(record, first)
      } else if let first = sameFigures {
        copied(record, first)
      }
    }
  }

  private func subject(of analysis: Analysis) -> Subject? {
    guard let service = analysis.service.name.value, let period = analysis.service.period.value
    else { return nil }
    return Subject(
      organisation: analysis.organisation.id,
      service: Words(service).words.map(\.folded).joined(separator: " "), period: period,
      started: analysis.service.started.value)
  }

  private mutating func repeated(
    _ record: AnalysisEntry, _ first: AnalysisEntry, hasSameFigures: Bool
  ) {
    guard record.analysis.id.lowercased() != first.analysis.id.lowercased() else { return }
    let subject =
      "\(record.analysis.id.quoted) and \(first.analysis.id.quoted) in \(first.file) are both of "
      + "\((record.analysis.service.name.value ?? "").quoted) in one period"
    report(
      hasSameFigures ? "duplicate" : "contradiction", at: record.place("$.service.name"),
      found: subject + (hasSameFigures ? ", with the same figures" : ", with different figures"),
      rule: "a service in a period is reported once", source: "design section 3",
      remedy: hasSameFigures
        ? "remove one of them"
        : "remove the one that is wrong; if they are of different people, say so in the name of the "
          + "service")
  }

  private mutating func sharedRequest(_ record: AnalysisEntry, _ first: AnalysisEntry) {
    guard record.analysis.id.lowercased() != first.analysis.id.lowercased() else { return }
    let request = record.analysis.request
    let isSameService = record.analysis.service.name == first.analysis.service.name
    report(
      isSameService ? "request-twice" : "request-services", isSameService ? .warning : .error,
      at: record.place("$.request"),
      found: "the request \(request.quoted) is answered in \(first.file) too"
        + (isSameService ? "" : ", for another service"),
      rule: isSameService
        ? "requests and reports are counted one to one"
        : "R5: a request is about one service of one organisation",
      source: isSameService ? "domain notes 1" : "domain notes 2",
      remedy: isSameService
        ? "give the second report a request of its own, or record why one request has two"
        : "give each service a request of its own")
  }

  private mutating func copied(_ record: AnalysisEntry, _ first: AnalysisEntry) {
    guard record.analysis.id.lowercased() != first.analysis.id.lowercased() else { return }
    report(
      "same-figures", .warning, at: record.place("$.analysis"),
      found: "\(record.analysis.id.quoted) has the figures of \(first.analysis.id.quoted) in "
        + "\(first.file): \(record.analysis.primary.treatment.people.bestValue(in: .perPerson) ?? 0)"
        + " people and the same unrounded rates",
      rule: "two groups of people have figures of their own", source: "design section 3",
      remedy: "put the figures of this analysis into it")
  }
}

extension Dictionary {
  /// What stands for the key already; keeps this value where nothing does.
  fileprivate mutating func keep(_ value: Value, for key: Key) -> Value? {
    if let first = self[key] { return first }
    self[key] = value
    return nil
  }
}
