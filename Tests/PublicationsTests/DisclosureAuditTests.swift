import Diagnostics
import Editions
import Foundation
import Intake
import Markup
import Schedule
import Statistics
import TestSupport
import Testing

@testable import Publications

/// What the composed documents show and hide, and whether the audit notices where they do not.
@Suite struct DisclosureAuditTests {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func bytes(_ file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: repository.appending(path: file)))
  }

  private static let texts = Result {
    try TextTable(bytes("templates/text.en.xml"), named: "text.en.xml")
  }
  private static let programme = Result {
    try #require(
      ScheduleReader.read(bytes("examples/illustrative/schedule.json"), file: "schedule.json")
        .record?.programme)
  }

  /// Report and bulletin of an edition with this one analysis.
  private func documents(
    _ analysis: Analysis, _ thresholds: Thresholds
  ) throws -> (report: [UInt8], bulletin: [UInt8]) {
    var programme = try Self.programme.get()
    programme.thresholds = thresholds
    let month = try #require(Month("2013-11"))
    guard case .held(let plan) = programme.plans[month] else { throw CocoaError(.fileNoSuchFile) }
    let edition = Edition(
      programme: programme, plan: plan,
      scheduled: try #require(try programme.schedule.entry(for: month)), analyses: [analysis],
      earlier: [], requests: [], commentary: [])
    let composition = Composition(edition, texts: try Self.texts.get(), isDraft: false)
    return (
      try composition.report(analysis), try composition.bulletin(composition.bulletinParts[0])
    )
  }

  private func figures(_ document: [UInt8]) throws -> PublishedFigures {
    try #require(PublishedFigures(document))
  }

  // MARK: Nothing is left

  @Test func noReportAndNoBulletinShowsWhatMustNotBeKnown() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("disclosure audit seed \(seed)")
    var random = SplitMix(state: seed)
    for _ in 0..<60 {
      let sample = DisclosureSample(random: &random)
      let thresholds = Thresholds.disclosing(Int.random(in: 2...6, using: &random))
      let (report, bulletin) = try documents(sample.analysis, thresholds)
      let audit = DisclosureAudit(sample.analysis, thresholds: thresholds)
      let findings = audit.findings(
        [try figures(report), try figures(bulletin)], file: "report.xml")
      #expect(findings.isEmpty, "seed \(seed): \(sample) \(findings.map(\.found))")
      // What is hidden has no value behind it, anywhere.
      for match in String(decoding: report, as: UTF8.self).matches(of: /<figure [^>]*>\[c\]</) {
        #expect(!match.output.contains("value=") && !match.output.contains("published="))
      }
    }
  }

  /// The proof on the composed document itself: reads what stands in it and tries every number of
  /// re-offenders, and every way through the attrition, that fits.
  @Test func whatAReportPrintsLeavesHiddenCountsOpen() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("disclosure report seed \(seed)")
    var random = SplitMix(state: seed)
    for _ in 0..<60 {
      var sample = DisclosureSample(random: &random)
      sample.steps = sample.steps.map { $0 % 12 + 6 }.sorted(by: >)
      sample.people = sample.steps.last!
      sample.reoffenders = min(sample.reoffenders, sample.people)
      (sample.own, sample.offences) = (nil, nil)
      let threshold = Int.random(in: 3...5, using: &random)
      let (report, _) = try documents(sample.analysis, .disclosing(threshold))
      let attacker = Attacker(try figures(report))
      for (index, losses) in attacker.losses(steps: sample.steps.count) {
        let lost = sample.steps[index - 1] - sample.steps[index]
        guard (1..<threshold).contains(lost) else { continue }
        #expect(
          Set(1...threshold).isSubset(of: losses),
          "seed \(seed): \(sample.steps) leave \(losses.sorted()) for step \(index)")
      }
      let rates = attacker.reoffenders(people: sample.people)
      #expect(rates.contains(sample.reoffenders), "seed \(seed): \(sample)")
      let others = sample.people - sample.reoffenders
      if min(sample.reoffenders, others) < threshold {
        #expect(rates.count > sample.people, "seed \(seed): \(sample) leaves \(rates)")
      }
    }
  }

  // MARK: Faults are noticed

  private let rare = DisclosureSample(
    steps: [130, 120, 118, 100], people: 100, reoffenders: 2, own: 1, offences: 3, hasTime: true,
    rows: [40, 38, 21, 1].map { ("Offence", $0, nil, "Offence") })

  private func audit(_ sample: DisclosureSample, spoil: (String) -> String) throws -> [Finding] {
    let (report, _) = try documents(sample.analysis, .disclosing(3))
    let text = spoil(String(decoding: report, as: UTF8.self))
    return DisclosureAudit(sample.analysis, thresholds: .disclosing(3))
      .findings([try figures(Array(text.utf8))], file: "report.xml")
  }

  /// A stylesheet that prints one hidden figure.
  private func show(_ id: String, _ value: String, in text: String) -> String {
    let hidden = text.firstMatch(of: try! Regex("<figure id=\"\(id)\"[^>]*>\\[c\\]</figure>"))
    #expect(hidden != nil, "\(id) is not hidden")
    guard let hidden else { return text }
    var shown = text
    shown.replaceSubrange(
      hidden.range,
      with: "<figure id=\"\(id)\" unit=\"people\" value=\"\(value)\">\(value)</figure>")
    return shown
  }

  @Test(arguments: [
    ("attrition.3.lost", "2"), ("attrition.3.people", "118"), ("attrition.3.share", "0.9"),
    ("one-year-proven-rate.treatment.value", "0.02"),
    ("one-year-proven-rate.treatment.interval.low", "0.001"),
    ("one-year-proven-rate.difference.p-value", "0.03"),
    ("one-year-proven-rate.difference.interval.high", "0.1"),
    ("own.treatment.value", "0.01"), ("frequency.treatment.value", "0.03"),
    ("time-to-first-reoffence.treatment.people", "2"), ("matching.4.after.treatment", "0.01"),
    ("matching.4.before.control", "0.01"), ("matching.4.after.difference", "0.1"),
    ("matching.3.after.treatment", "0.21"),
  ])
  func oneHiddenFigureThatIsShownIsFound(id: String, value: String) throws {
    #expect(try audit(rare) { $0 }.isEmpty)
    let findings = try audit(rare) { show(id, value, in: $0) }
    #expect(findings.contains { $0.id == "disclosure.shown" && $0.found.contains(id) })
  }

  @Test func whatCanBeWorkedOutOfAFigureThatIsShownIsFound() throws {
    let findings = try audit(rare) { show("attrition.4.lost", "18", in: $0) }
    #expect(findings.map(\.id).sorted() == ["disclosure.inferable", "disclosure.shown"])
    #expect(
      findings.contains {
        $0.found.contains("step 3 of the attrition") && $0.found.contains("exactly")
      })
  }

  @Test func aChartOfAHiddenRateIsFound() throws {
    let findings = try audit(rare) {
      $0.replacing("</report>", with: "<chart id=\"rates\"></chart></report>")
    }
    #expect(findings.contains { $0.found.contains("chart") })
  }

  /// A program that draws a mark behind the name of a row.
  private func draw(_ mark: String, in chart: String, row: Int, of text: String) throws -> String {
    let start = try #require(text.firstRange(of: try Regex("<chart [^>]*id=\"\(chart)\"")))
    let names = text[start.upperBound...].matches(of: /class="label"[^>]*>[^<]*<\/label>/)
    var drawn = text
    drawn.insert(contentsOf: mark, at: names[row].range.upperBound)
    return drawn
  }

  @Test(arguments: [
    ("attrition", 2, "<box class=\"step\"></box>", "the bar of step 3"),
    ("matching", 3, "<dot class=\"after\"></dot>", "the mark of row 4"),
    ("matching", 2, "<dot class=\"before\"></dot>", "the mark of row 3"),
  ])
  func aMarkOfAHiddenNumberIsFound(
    chart: String, row: Int, mark: String, name: String
  ) throws {
    let findings = try audit(rare) { text in
      (try? draw(mark, in: chart, row: row, of: text)) ?? ""
    }
    #expect(
      findings.contains { $0.id == "disclosure.shown" && $0.found.contains(name) },
      "\(findings.map(\.found))")
  }

  @Test func aDifferenceThatIsDrawnAlthoughItIsHiddenIsFound() throws {
    #expect(
      try !figures(documents(rare.analysis, .disclosing(3)).report).charts.contains("difference"))
    let findings = try audit(rare) {
      $0.replacing("</report>", with: "<chart id=\"difference\"></chart></report>")
    }
    #expect(findings.contains { $0.found.contains("difference") && $0.id == "disclosure.shown" })
  }

  @Test func aBulletinThatShowsWhatTheReportHidesIsFound() throws {
    let (_, bulletin) = try documents(rare.analysis, .disclosing(3))
    let text = show(
      "to-date.a-1.treatment.value", "0.02", in: String(decoding: bulletin, as: UTF8.self))
    let findings = DisclosureAudit(rare.analysis, thresholds: .disclosing(3))
      .findings([try figures(Array(text.utf8))], file: "bulletin.xml")
    #expect(findings.contains { $0.id == "disclosure.shown" })
  }

  /// Every threshold of the programme at 1: nothing is hidden, and the rule for 3 finds it all.
  @Test func aReportWithoutDisclosureControlIsFound() throws {
    let (report, _) = try documents(rare.analysis, .disclosing(1, .shown))
    let findings = DisclosureAudit(rare.analysis, thresholds: .disclosing(3))
      .findings([try figures(report)], file: "report.xml")
    #expect(findings.count > 8)
  }

  // MARK: The number of results

  /// How many results are not shown is said; which way they point cannot be worked out.
  @Test func aHiddenResultIsCountedInNoDirection() throws {
    for conclusion in Direction.allCases {
      var analysis = rare.analysis
      analysis.outcomes[0].conclusion = .known(conclusion)
      let (_, bulletin) = try documents(analysis, .disclosing(3))
      let figures = try figures(bulletin)
      #expect(figures.shown(under: "result") == ["result.suppressed"])
      #expect(!figures.charts.contains("forest"))
    }
  }

  // MARK: Two versions

  private func compare(
    _ old: DisclosureSample, _ new: DisclosureSample, isSameAnalysis: Bool = true
  ) throws -> [Finding] {
    let earlier = try figures(try documents(old.analysis, .disclosing(3)).report)
    let later = try figures(try documents(new.analysis, .disclosing(3)).report)
    return DisclosureComparison(earlier: earlier, later: later, threshold: 3, source: "test")
      .findings(file: "report.xml", against: "version 1", isSameAnalysis: isSameAnalysis)
  }

  @Test func aVersionThatShowsWhatTheFirstOneHidIsFound() throws {
    let findings = try compare(
      DisclosureSample(reoffenders: 2), DisclosureSample(reoffenders: 20))
    #expect(findings.contains { $0.id == "disclosure.revealed" })
    #expect(
      try compare(
        DisclosureSample(reoffenders: 2), DisclosureSample(reoffenders: 20), isSameAnalysis: false
      ).isEmpty)
  }

  @Test func aVersionThatHidesWhatIsPublicIsFound() throws {
    let findings = try compare(
      DisclosureSample(reoffenders: 20), DisclosureSample(reoffenders: 2))
    #expect(findings.contains { $0.id == "disclosure.already-public" })
  }

  @Test func countsThatDifferByOnePersonAreFound() throws {
    let findings = try compare(
      DisclosureSample(people: 100, reoffenders: 40), DisclosureSample(people: 99, reoffenders: 39))
    let found = findings.filter { $0.id == "disclosure.difference" }.map(\.found)
    #expect(found.contains { $0.contains("treatment.people") && $0.contains("99") })
    #expect(found.contains { $0.contains("treatment.value") && $0.contains("39") })
    #expect(try compare(DisclosureSample(), DisclosureSample()).isEmpty)
  }
}

/// A reader who knows no more than the figures of a report.
private struct Attacker {
  private let figures: PublishedFigures

  init(_ figures: PublishedFigures) { self.figures = figures }

  private func number(_ id: String) -> Double? {
    figures.entries[id]?.value.flatMap(Double.init)
  }

  /// The losses that each step can have had, by its place.
  func losses(steps: Int) -> [(Int, Set<Int>)] {
    var losses = [Set<Int>](repeating: [], count: steps)
    func fits(_ chosen: [Int]) -> Bool {
      let step = chosen.count - 1
      let id = "attrition.\(step + 1)"
      if let people = number("\(id).people"), Int(people) != chosen[step] { return false }
      if let share = number("\(id).share"),
        (share * Double(chosen[0]) - Double(chosen[step])).magnitude > 0.01
      {
        return false
      }
      if step > 0, let lost = number("\(id).lost"),
        Int(lost) != chosen[step - 1] - chosen[step]
      {
        return false
      }
      if step == steps - 1, let people = number("one-year-proven-rate.treatment.people") {
        return Int(people) == chosen[step]
      }
      return true
    }
    func search(_ chosen: [Int]) {
      guard chosen.count < steps else {
        for step in 1..<steps { losses[step].insert(chosen[step - 1] - chosen[step]) }
        return
      }
      for people in 0...(chosen.last ?? 30) where fits(chosen + [people]) {
        search(chosen + [people])
      }
    }
    search([])
    return losses.enumerated().dropFirst().map { ($0.offset, $0.element) }
  }

  /// The numbers of re-offenders that fit every figure of the treatment group.
  func reoffenders(people: Int) -> Set<Int> {
    let rate = "one-year-proven-rate"
    return Set(0...people).filter { count in
      let value = Double(count) / Double(people)
      let told: [(String, Double)] = [
        ("\(rate).treatment.value", value), ("summary.treatment", value),
        ("\(rate).treatment.interval.high", value + 0.1),
        ("\(rate).difference.value", value - (number("\(rate).control.value") ?? .nan)),
        ("time-to-first-reoffence.treatment.people", Double(count)),
      ]
      return told.allSatisfy { id, expected in
        guard let stated = number(id), !expected.isNaN else { return true }
        return (stated - expected).magnitude < 1e-9
      }
    }
  }
}
