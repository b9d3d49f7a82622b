package import Diagnostics
import Notation
import Schedule
package import Statistics

/// An analysis and where it was written.
package struct AnalysisRecord: Sendable {
  package let analysis: Analysis
  /// The file's path in the workspace.
  package let file: String
  let root: JSONValue
  /// For a row of a CSV file, the names of its columns that are not in the normal spelling.
  let spellings: [String: String]?

  /// The place of a path in the file: in a CSV file the path is the name of the column.
  package func place(_ path: String) -> Place {
    let value = root.nearest(to: path)
    return Place(
      file, line: value.line, column: value.column, path: path.columnName(spellings))
  }
}

extension String {
  /// The name of the column of this path, where there are columns; the path itself elsewhere.
  func columnName(_ spellings: [String: String]?) -> String {
    guard let spellings, hasPrefix("$.") else { return self }
    let name = String(dropFirst(2))
    return spellings[name] ?? name
  }
}

/// Reads one analysis file (`docs/format.md` section 3).
package struct AnalysisReader {
  /// Whether figures may be known only as they were printed (a reconstruction).
  let allowsPublished: Bool

  package init(allowsPublished: Bool) { self.allowsPublished = allowsPublished }

  /// The analysis, where nothing in the file is in error, and all findings.
  package func read(
    _ bytes: [UInt8], file: String
  ) -> (record: AnalysisRecord?, findings: [Finding]) {
    let (value, findings) = JSONReader.read(bytes, file: file)
    guard let value else { return (nil, findings) }
    return read(value, file: file, findings: findings)
  }

  /// The analysis of a tree, however it was written; `spellings` is that of a row of a CSV file.
  func read(
    _ value: JSONValue, file: String, findings: [Finding] = [], spellings: [String: String]? = nil
  ) -> (record: AnalysisRecord?, findings: [Finding]) {
    let collector = FindingCollector(file: file, findings: findings)
    let analysis = FieldReader(value, path: "$", collector: collector).object(analysis)
    let all = collector.findings
    guard let analysis, !all.hasErrors else { return (nil, all) }
    let record = AnalysisRecord(
      analysis: analysis, file: file, root: value, spellings: spellings)
    return (record, all)
  }

  private func analysis(_ object: ObjectReader) -> Analysis? {
    object.allow("$schema")
    format("ninethirty-analysis/1", object)
    let id = object.required("analysis")?.identifier()
    let request = object.required("request")?.identifier()
    let label = object.optionalString("label")
    let organisation = object.object("organisation", self.organisation)
    let service = object.object("service", self.service)
    let attrition = object.required("attrition")?.fact(self.attrition)
    let outcomes = object.required("outcomes").flatMap(self.outcomes)
    let matching = object.required("matching")?.fact { $0.object(self.matching) }
    let completed = object.required("completed")?.fact { $0.day() }
    let analyst = object.required("analyst")?.fact { $0.string() }
    let assurer = object.required("qualityAssurer")?.fact { $0.string() }
    let sources = object.optional("sources").map { $0.array { $0.string() } } ?? []
    let translations = TranslationReader.translations(object)
    guard let id, let request, let organisation, let service, let attrition, let outcomes,
      let matching, let completed, let analyst, let assurer, let sources
    else { return nil }
    var analysis = Analysis(
      id: id, request: request, label: label, organisation: organisation, service: service,
      attrition: attrition, outcomes: outcomes, matching: matching, completed: completed,
      analyst: analyst, qualityAssurer: assurer, sources: sources)
    analysis.translations = translations
    return analysis
  }

  private func organisation(_ object: ObjectReader) -> Organisation? {
    let id = object.required("id")?.slug(limit: 60)
    let name = object.required("name")?.string()
    guard let id, let name else { return nil }
    return Organisation(id: id, name: name)
  }

  private func service(_ object: ObjectReader) -> Service? {
    let name = object.required("name")?.fact { $0.string() }
    let description = object.required("description")?.fact { $0.string() }
    let period = object.required("period")?.fact { $0.dayRange() }
    let started = object.required("started")?.fact { $0.choice(of: Service.Setting.self) }
    guard let name, let description, let period, let started else { return nil }
    return Service(name: name, description: description, period: period, started: started)
  }

  // MARK: Attrition

  private func attrition(_ field: FieldReader) -> [AttritionStep]? {
    guard let elements = field.elements() else { return nil }
    guard elements.count >= 2 else {
      field.report(
        "intake.attrition.steps", found: "the attrition has \(elements.count) step(s)",
        rule: "it goes from the people submitted to the people analysed: at least two steps",
        source: "docs/format.md section 3",
        remedy: "add the steps, or write {\"unknown\": \"…\"} if they are truly not known")
      return nil
    }
    let steps = elements.enumerated().compactMap { index, element in
      element.object { self.step($0, isFirst: index == 0) }
    }
    return steps.count == elements.count ? steps : nil
  }

  private func step(_ object: ObjectReader, isFirst: Bool) -> AttritionStep? {
    let label = object.string("step")
    let people = object.required("people")?.quantity(count)
    let reason = isFirst ? nil : object.required("reason")?.fact { $0.string() }
    guard let label, let people, isFirst || reason != nil else { return nil }
    return AttritionStep(label: label, people: people, reason: reason)
  }

  // MARK: Outcomes

  private func outcomes(_ field: FieldReader) -> [Outcome]? {
    guard let elements = field.elements() else { return nil }
    guard let first = elements.first else {
      field.report(
        "intake.outcomes.none", found: "there is no outcome",
        rule: "every analysis has the one-year proven rate as its first outcome",
        source: "domain notes 3", remedy: "add the outcome \"one-year-proven-rate\"")
      return nil
    }
    let outcomes = elements.compactMap { $0.object(self.outcome) }
    guard outcomes.count == elements.count else { return nil }
    guard outcomes[0].measure == .oneYearProvenRate else {
      first.report(
        "intake.outcomes.first", found: "the first outcome is \(outcomes[0].measure.id.quoted)",
        rule: "every analysis has the one-year proven rate as its first outcome",
        source: "domain notes 3", remedy: "put the outcome \"one-year-proven-rate\" first")
      return nil
    }
    var seen: Set<String> = []
    for (outcome, element) in zip(outcomes, elements)
    where !seen.insert(outcome.measure.id).inserted {
      element.report(
        "intake.outcomes.repeated", found: "the measure \(outcome.measure.id.quoted) stands twice",
        rule: "each measure is reported once", remedy: "remove or rename one of them")
      return nil
    }
    return outcomes
  }

  private func outcome(_ object: ObjectReader) -> Outcome? {
    guard let measure = measure(object) else {
      object.allow("title", "unit", "treatment", "control", "difference", "conclusion")
      return nil
    }
    let unit = measure.unit
    let treatment = object.required("treatment").flatMap { self.treatment($0, unit) }
    let control = object.required("control").flatMap { self.control($0, unit) }
    let difference = object.required("difference").flatMap { self.difference($0, unit) }
    let conclusion = object.required("conclusion")?.fact { $0.choice(of: Direction.self) }
    guard let treatment, let control, let difference, let conclusion else { return nil }
    return Outcome(
      measure: measure, treatment: treatment, control: control, difference: difference,
      conclusion: conclusion)
  }

  private func measure(_ object: ObjectReader) -> Measure? {
    guard let id = object.required("measure")?.slug(limit: 40) else { return nil }
    if let standard = Measure.standard.first(where: { $0.id == id }) { return standard }
    let title = object.string("title")
    let unit = object.choice("unit", of: Statistics.Unit.self)
    guard let title, let unit else { return nil }
    return .other(id: id, title: title, unit: unit)
  }

  /// What `read` makes of an object, or every value in it unknown for one reason.
  private func whole<Value: Sendable & Hashable>(
    _ field: FieldReader, unknown: (Quantity) -> Value, _ read: (ObjectReader) -> Value?
  ) -> Value? {
    switch field.fact({ $0.object(read) }) {
    case .known(let value): value
    case .unknown(let reason): unknown(.unknown(reason: reason))
    case nil: nil
    }
  }

  private func interval(_ field: FieldReader, _ limits: QuantityLimits) -> Interval? {
    whole(field, unknown: { Interval(low: $0, high: $0) }) { object in
      let low = object.required("low")?.quantity(limits)
      let high = object.required("high")?.quantity(limits)
      guard let low, let high else { return nil }
      return Interval(low: low, high: high)
    }
  }

  private func estimate(_ object: ObjectReader, _ unit: Statistics.Unit) -> Estimate? {
    let value = object.required("value")?.quantity(limits(of: unit))
    let error = object.required("standardError")?.quantity(positive)
    let interval = object.required("interval").flatMap { self.interval($0, limits(of: unit)) }
    guard let value, let error, let interval else { return nil }
    return Estimate(value: value, standardError: error, interval: interval)
  }

  private func treatment(_ field: FieldReader, _ unit: Statistics.Unit) -> TreatmentResult? {
    let isProportion = unit == .proportion
    return whole(field, unknown: { .init($0, hasReoffenders: isProportion) }) { object in
      let people = object.required("people")?.quantity(count)
      let reoffenders = isProportion ? object.required("reoffenders")?.quantity(count) : nil
      let estimate = estimate(object, unit)
      guard let people, let estimate, !isProportion || reoffenders != nil else { return nil }
      return TreatmentResult(people: people, reoffenders: reoffenders, estimate: estimate)
    }
  }

  private func control(_ field: FieldReader, _ unit: Statistics.Unit) -> ControlResult? {
    whole(field, unknown: ControlResult.init(all:)) { object in
      let people = object.required("people")?.quantity(count)
      let effective = object.required("effectivePeople")?.quantity(positive)
      let estimate = estimate(object, unit)
      guard let people, let effective, let estimate else { return nil }
      return ControlResult(people: people, effectivePeople: effective, estimate: estimate)
    }
  }

  private func difference(_ field: FieldReader, _ unit: Statistics.Unit) -> DifferenceResult? {
    let limits = differenceLimits(of: unit)
    return whole(field, unknown: DifferenceResult.init(all:)) { object in
      let value = object.required("value")?.quantity(limits)
      let interval = object.required("interval").flatMap { self.interval($0, limits) }
      let pValue = object.required("pValue")?.quantity(probability)
      let method = object.required("method")?.fact { $0.choice(of: DifferenceResult.Method.self) }
      guard let value, let interval, let pValue, let method else { return nil }
      return DifferenceResult(value: value, interval: interval, pValue: pValue, method: method)
    }
  }

  // MARK: Matching

  private func matching(_ object: ObjectReader) -> Matching? {
    let method = object.string("method")
    let people = object.required("controlPeople")?.quantity(count)
    let characteristics = object.required("characteristics")?.fact {
      $0.array { $0.object(self.characteristic) }
    }
    guard let method, let people, let characteristics else { return nil }
    return Matching(method: method, controlPeople: people, characteristics: characteristics)
  }

  private func characteristic(_ object: ObjectReader) -> Characteristic? {
    let group = object.string("group")
    let name = object.string("name")
    let kind = object.optionalChoice("kind", of: Characteristic.Kind.self)
    let set = object.optionalString("set")
    let deviation = object.required("standardDeviation")?.quantity(positive)
    let before = object.object("before", balance)
    let after = object.object("after", balance)
    guard let group, let name, let deviation, let before, let after else { return nil }
    return Characteristic(
      group: group, name: name, kind: kind, set: set, standardDeviation: deviation,
      before: before, after: after)
  }

  private func balance(_ object: ObjectReader) -> Characteristic.Balance? {
    let treatment = object.required("treatment")?.quantity(any)
    let control = object.required("control")?.quantity(any)
    let difference = object.required("standardisedDifference")?.quantity(any)
    guard let treatment, let control, let difference else { return nil }
    return Characteristic.Balance(
      treatment: treatment, control: control, standardisedDifference: difference)
  }

  // MARK: What numbers may be

  private func limits(_ least: Double, _ most: Double, isWhole: Bool = false) -> QuantityLimits {
    QuantityLimits(
      least: least, most: most, isWhole: isWhole, allowsPublished: allowsPublished)
  }

  private static let largest = Double.greatestFiniteMagnitude
  private var count: QuantityLimits { limits(0, Self.largest, isWhole: true) }
  private var positive: QuantityLimits { limits(0, Self.largest) }
  private var probability: QuantityLimits { limits(0, 1) }
  private var any: QuantityLimits { limits(-Self.largest, Self.largest) }
  private func limits(of unit: Statistics.Unit) -> QuantityLimits {
    unit == .proportion ? probability : positive
  }
  private func differenceLimits(of unit: Statistics.Unit) -> QuantityLimits {
    unit == .proportion ? limits(-1, 1) : any
  }
}

/// Requires the format's name and version.
func format(_ name: String, _ object: ObjectReader) {
  guard let found = object.string("format"), found != name else { return }
  object.report(
    "intake.format", about: "format", found: "the format is \(found.quoted)",
    rule: "this program reads \(name.quoted)", source: "docs/format.md",
    remedy: "write \(name.quoted), or use the version of ninethirty that made the file")
}

extension Estimate {
  fileprivate init(all quantity: Quantity) {
    self.init(
      value: quantity, standardError: quantity, interval: Interval(low: quantity, high: quantity))
  }
}

extension TreatmentResult {
  fileprivate init(_ quantity: Quantity, hasReoffenders: Bool) {
    self.init(
      people: quantity, reoffenders: hasReoffenders ? quantity : nil,
      estimate: Estimate(all: quantity))
  }
}

extension ControlResult {
  fileprivate init(all quantity: Quantity) {
    self.init(people: quantity, effectivePeople: quantity, estimate: Estimate(all: quantity))
  }
}

extension DifferenceResult {
  fileprivate init(all quantity: Quantity) {
    let reason = if case .unknown(let reason) = quantity { reason } else { "" }
    self.init(
      value: quantity, interval: Interval(low: quantity, high: quantity), pValue: quantity,
      method: .unknown(reason: reason))
  }
}
