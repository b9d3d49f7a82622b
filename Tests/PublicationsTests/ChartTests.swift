import Diagnostics
import Editions
import Foundation
import Markup
import Schedule
import Statistics
import Testing

@testable import Publications

/// What charts draw, of figures as they come and of those at the edge.
@Suite struct ChartTests {
  private static let month = "2013-11"

  /// The illustrative edition without disclosure control, so that figures of 0, of one person and of
  /// everybody are shown.
  private static let open = Result {
    try IllustrativePages { files in
      files["schedule.json"] = files["schedule.json"]!.replacing(
        "\"disclosure\": { \"value\": 3,",
        with: "\"everyone\": { \"value\": \"shown\", \"source\": \"a test\" },\n"
          + "    \"disclosure\": { \"value\": 1,")
    }
  }

  /// The page of a report that was changed, and what the checks of finished pages say of it.
  private func page(
    _ change: (inout Analysis) -> Void = { _ in }
  ) throws -> (charts: [String: XMLElement], findings: [Finding]) {
    let edition = try Self.open.get()
    var analysis = try #require(edition.analyses.first)
    change(&analysis)
    let made = edition.pages.report(analysis)
    let html = try #require(made.renditions.first)
    let root = try Markup.parse(Array(html.bytes.drop { $0 != 10 }), named: html.path)
    var charts: [String: XMLElement] = [:]
    func collect(_ element: XMLElement) {
      if element.name == "svg" { charts[element.attribute("class") ?? ""] = element }
      element.elements.forEach(collect)
    }
    collect(root)
    return (charts, made.findings)
  }

  private func marks(
    _ name: String, _ kinds: String..., in chart: XMLElement?
  ) -> [XMLElement] {
    let groups = chart.map { [$0] + $0.elements(named: "g") } ?? []
    return groups.flatMap { $0.elements(named: name) }
      .filter { kinds.contains($0.attribute("class") ?? "") }
  }

  private func labels(_ kind: String, in chart: XMLElement?) -> [String] {
    marks("text", kind, in: chart).map(\.text)
  }

  @Test func aReportHasFourChartsThatShowItsFigures() throws {
    let (charts, findings) = try page()
    #expect(findings == [])
    #expect(charts.keys.sorted() == ["attrition", "difference", "matching", "rates"])
    for chart in charts.values {
      // The browser knows the room before any style is there; the title is what the picture is called.
      let size = ["width", "height"].compactMap { chart.attribute($0) }.joined(separator: " ")
      #expect(chart.attribute("viewBox") == "0 0 \(size)" && chart.attribute("role") == "img")
      let id = try #require(chart.attribute("class"))
      #expect(chart.attribute("aria-labelledby") == "\(id)-title")
      #expect(chart.attribute("aria-describedby") == "\(id)-description")
    }
  }

  // MARK: The chart of all reports

  private func forest(
    _ change: (inout [String: String]) -> Void = { _ in }
  ) throws -> (charts: [XMLElement], words: [String], findings: [Finding]) {
    let edition = try IllustrativePages(Self.month, change: change)
    let made = edition.pages.bulletin(edition.edition).make(0)
    let html = try #require(made.renditions.first)
    let root = try Markup.parse(Array(html.bytes.drop { $0 != 10 }), named: html.path)
    var charts: [XMLElement] = []
    var words: [String] = []
    func collect(_ element: XMLElement) {
      if element.name == "svg", element.attribute("class") == "forest" { charts.append(element) }
      if let id = element.attribute("id"), id.hasPrefix("forest"), id.hasSuffix("-description") {
        words.append(element.text)
      }
      element.elements.forEach(collect)
    }
    collect(root)
    return (charts, words, made.findings)
  }

  @Test func eachRowOfTheChartOfAllReportsHasANameOfItsOwn() throws {
    let (charts, words, findings) = try forest()
    #expect(findings.filter { $0.severity == .error } == [])
    let names = charts.flatMap { labels("label", in: $0) }
    #expect(charts.count == 2 && words.count == 2)
    #expect(names.count > 20 && Set(names).count == names.count, "\(names)")
    #expect(names.contains { $0.hasSuffix(", October 2013") })
    #expect(names.contains { !$0.contains("2013") }, "one alone needs no month")
    // What is claimed is counted, as it is drawn, and not on which side of zero an interval lies.
    for (chart, words) in zip(charts, words) {
      let levels = marks("line", "lower", "higher", "inconclusive", in: chart).filter {
        $0.attribute("y1") == $0.attribute("y2")
      }
      let counts = ["lower", "higher", "inconclusive"].map { kind in
        levels.count { $0.attribute("class") == kind }
      }
      #expect(counts.reduce(0, +) == labels("label", in: chart).count)
      #expect(
        words.contains(
          "lower re-offending: \(counts[0]); higher: \(counts[1]); "
            + "inconclusive or without a claim: \(counts[2])."), "\(words)")
    }
  }

  /// A chart that is longer than a sheet of paper would be cut in print, and has its axis out of sight.
  @Test func aLongChartOfAllReportsIsPartedWithAnAxisForEachPart() throws {
    let texts = try TextTable(
      Array(
        Data(
          contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "templates/text.en.xml"))),
      named: "text.en.xml")
    let rows = (0..<95).map { number in
      ForestPlot.Row(
        label: "Organisation \(number)", low: -5, high: number == 94 ? 63 : 5,
        direction: .inconclusive)
    }
    let plots = try ForestPlot.plots(of: rows, texts: texts, level: "95")
    var writer = SourceWriter(texts: texts, previous: nil, translator: .english)
    writer.open("plots")
    for plot in plots { plot.write(to: &writer) }
    writer.close()
    let root = try Markup.parse(writer.finish(), named: "plots")
    let charts = root.elements(named: "chart")
    #expect(
      charts.compactMap { $0.attribute("id") } == [
        "forest", "forest-2", "forest-3", "forest-4", "forest-5",
      ])
    let names = charts.map { chart in
      chart.elements(named: "label").filter { $0.attribute("class") == "label" }.map(\.text)
    }
    #expect(
      names.map(\.count) == [19, 19, 19, 19, 19] && names.joined().elementsEqual(rows.map(\.label)))
    // One scale for all, so that lengths can be compared; the axis reaches as far in each.
    let ticks = charts.map { chart in
      chart.elements(named: "label").filter { $0.attribute("class") == "tick" }.map(\.text)
    }
    #expect(Set(ticks).count == 1 && ticks[0].last == "70", "\(ticks)")
    let title = try #require(charts[1].first("title")?.text)
    #expect(title.hasSuffix(": Organisation 19 to Organisation 37"), "\(title)")
    #expect(charts.allSatisfy { Double($0.attribute("height")!)! < 970 })
  }

  @Test func aLongNameLeavesRoomForWhatTellsTheRowFromOthers() throws {
    let long = "Wimmwomm Mammoth Workshop of Woodworkers and Wheelwrights"
    let (charts, _, findings) = try forest { files in
      for (path, text) in files where path.hasPrefix("analyses/") || path == "requests.csv" {
        files[path] = text.replacing("Mossbrigg Community Trust", with: long)
      }
    }
    #expect(findings.filter { $0.id.hasPrefix("rendition") } == [])
    let names = charts.flatMap { labels("label", in: $0) }.filter { $0.hasPrefix("Wimm") }
    #expect(names.allSatisfy { $0.contains("\u{2026}") && $0.count <= 50 })
    #expect(Set(names).count == 2 && names.count == 2, "\(names)")
  }

  @Test func aTextOfWideCharactersIsCutEarlierThanOneOfNarrowOnes() {
    func length(_ character: Character) -> Int {
      Chart.clipped(String(repeating: character, count: 100), to: 30).count
    }
    #expect(length("n") == 30 && length("i") == 30)
    #expect(length("W") < 20 && length("\u{5B57}") < 20)
    #expect(Chart.clipped("Glimsford Family Links", to: 30) == "Glimsford Family Links")
    let lines = Chart.lines(of: "WWWWWWWWWW WWWWWWWWWW WWWWWWWWWW", width: 30, most: 2)
    #expect(lines == ["WWWWWWWWWW", "WWWWWWWWWW WWWWWWW\u{2026}"], "\(lines)")
  }

  // MARK: Figures at the edge

  private func setRate(_ value: Double, _ analysis: inout Analysis) {
    let people = analysis.primary.treatment.people.exactValue!
    analysis.outcomes[0].treatment.reoffenders = .exact(value * people, decimals: 0)
    let interval = Interval(low: .exact(value, decimals: 17), high: .exact(value, decimals: 17))
    analysis.outcomes[0].treatment.estimate.value = .exact(value, decimals: 17)
    analysis.outcomes[0].treatment.estimate.interval = interval
  }

  @Test(arguments: [(0.0, "0", "0%"), (1.0, "610", "100%")])
  func aRateOfNobodyAndOfEverybodyIsDrawn(rate: Double, width: String, printed: String) throws {
    let (charts, findings) = try page { setRate(rate, &$0) }
    #expect(findings.filter { $0.id.hasPrefix("rendition") } == [])
    let bar = try #require(marks("rect", "treatment", in: charts["rates"]).first)
    #expect(bar.attribute("width") == width)
    #expect(labels("label", in: charts["rates"]).first?.hasSuffix(": \(printed)") == true)
  }

  @Test(arguments: [
    (-0.2, 0.0001, "inconclusive"), (-0.0001, 0.2, "inconclusive"), (-0.2, -1e-9, "lower"),
    (1e-9, 0.2, "higher"), (-0.004, 0.003, "inconclusive"), (-1.0, 1.0, "inconclusive"),
    (-1.3, 0.4, "inconclusive"),
  ])
  func anIntervalIsDrawnOnItsSideOfZero(low: Double, high: Double, kind: String) throws {
    let (charts, findings) = try page { analysis in
      analysis.outcomes[0].difference.value = .exact((low + high) / 2, decimals: 17)
      analysis.outcomes[0].difference.interval = Interval(
        low: .exact(low, decimals: 17), high: .exact(high, decimals: 17))
      analysis.outcomes[0].conclusion = .known(Direction(rawValue: kind)!)
      analysis.outcomes[0].difference.pValue = .exact(
        kind == "inconclusive" ? 0.5 : 0.01, decimals: 17)
    }
    #expect(findings.filter { $0.id.hasPrefix("rendition") } == [])
    let chart = try #require(charts["difference"])
    let lines = marks("line", "lower", "higher", "inconclusive", in: chart)
    let level = try #require(lines.first { $0.attribute("y1") == $0.attribute("y2") })
    let ends = ["x1", "x2"].compactMap { level.attribute($0).flatMap(Double.init) }
    let zero = try #require(
      marks("line", "zero", in: chart).first?.attribute("x1").flatMap(Double.init))
    #expect(ends[0] <= ends[1] && ends[0] >= 30 && ends[1] <= 610)
    #expect(low < 0 ? ends[0] <= zero : ends[0] >= zero)
    #expect(high < 0 ? ends[1] <= zero : ends[1] >= zero)
    #expect(marks("circle", "lower", "higher", "inconclusive", in: chart).count == 1)
  }

  @Test func aDifferenceWithoutItsIntervalIsNotDrawn() throws {
    let unknown = Quantity.unknown(reason: "Not at hand.")
    let (charts, findings) = try page {
      $0.outcomes[0].difference.interval = Interval(low: unknown, high: unknown)
    }
    #expect(findings.filter { $0.id.hasPrefix("rendition") } == [])
    #expect(charts["difference"] == nil && charts["rates"] != nil)
    let (others, _) = try page { $0.outcomes[0].difference.value = unknown }
    #expect(marks("circle", "lower", "higher", "inconclusive", in: others["difference"]).isEmpty)
    #expect(labels("label", in: others["difference"]).first?.contains("[x]") == true)
  }

  private func steps(_ people: [Int?], _ label: String = "People") -> [AttritionStep] {
    people.enumerated().map { index, count in
      AttritionStep(
        label: "\(label) \(index)",
        people: count.map { .exact(Double($0), decimals: 0) } ?? .unknown(reason: "Not at hand."),
        reason: index == 0 ? nil : .known("Lost."))
    }
  }

  @Test func stepsOfOnePersonAndOfNobodyAreDrawn() throws {
    let (charts, findings) = try page {
      $0.attrition = .known(steps([100_000, nil, 60_000, 1, 0]))
    }
    #expect(findings.filter { $0.id.hasPrefix("rendition") } == [])
    let chart = charts["attrition"]
    #expect(
      labels("count", in: chart) == [
        "100,000 (100%)", "[x]", "60,000 (60%)", "1 (<1%)", "0 (0%)",
      ])
    // One person can be seen, nobody cannot; what is not known has no bar.
    let bars = marks("rect", "step", "analysed", in: chart).compactMap { $0.attribute("width") }
    #expect(bars == ["460", "276", "1"])
  }

  @Test(arguments: [
    String(repeating: "m", count: 10_000), String(repeating: "word ", count: 400),
    "<b>bold</b> & \u{5D0}\u{5D1} \u{1F469}\u{200D}\u{1F52C}",
  ])
  func aLongOrStrangeNameStaysInItsChart(name: String) throws {
    let (charts, findings) = try page { analysis in
      analysis.attrition = .known(steps([100, 90], name))
      guard case .known(var matching) = analysis.matching,
        case .known(var list) = matching.characteristics
      else { return }
      list[0].name = name
      matching.characteristics = .known(list)
      analysis.matching = .known(matching)
    }
    #expect(findings.filter { $0.id == "rendition.chart" } == [])
    for kind in ["label", "more"] {
      for id in ["attrition", "matching"] {
        #expect(labels(kind, in: charts[id]).allSatisfy { $0.count <= 56 })
      }
    }
  }

  private func setMatch(_ analysis: inout Analysis, _ values: [(Quantity, Quantity)]) {
    guard case .known(var matching) = analysis.matching else { return }
    let mean = Quantity.exact(0.4, decimals: 1)
    matching.characteristics = .known(
      values.enumerated().map { index, value in
        Characteristic(
          group: "Group", name: "Characteristic \(index)",
          standardDeviation: .exact(1, decimals: 0),
          before: .init(treatment: mean, control: mean, standardisedDifference: value.0),
          after: .init(treatment: mean, control: mean, standardisedDifference: value.1))
      })
    analysis.matching = .known(matching)
  }

  @Test func theMatchIsDrawnInTheOrderOfTheTable() throws {
    let unknown = Quantity.unknown(reason: "Not at hand.")
    func exact(_ value: Double) -> Quantity { .exact(value, decimals: 17) }
    let (charts, findings) = try page {
      setMatch(
        &$0,
        [
          (exact(0.3), exact(0)), (exact(-12.25), exact(0.0501)), (unknown, exact(-0.2)),
          (exact(0.1), unknown), (unknown, unknown),
        ])
    }
    #expect(findings.filter { $0.id.hasPrefix("rendition") } == [])
    let chart = try #require(charts["matching"])
    #expect(labels("label", in: chart) == (0..<5).map { "Characteristic \($0)" })
    #expect(labels("count", in: chart) == ["Before [x]", "After [x]", "[x]"])
    // The first of each kind is in the line that says what they are.
    #expect(marks("circle", "before", in: chart).count == 4)
    #expect(marks("circle", "after", in: chart).count == 4)
    #expect(labels("tick", in: chart) == ["-15", "-10", "-5", "0", "5", "10", "15"])
    let (none, _) = try page { setMatch(&$0, [(unknown, unknown)]) }
    #expect(none["matching"] == nil)
  }

  // MARK: Small groups

  /// With disclosure control: what is `[c]` in a table is `[c]` in its chart.
  @Test func whatIsConfidentialIsNotDrawn() throws {
    let edition = try IllustrativePages()
    var analysis = edition.analyses[0]
    analysis.attrition = .known(steps([300, 280, 278, 200]))
    let made = edition.pages.report(analysis)
    #expect(made.findings.filter { $0.id.hasPrefix("rendition") } == [])
    let text = String(decoding: made.renditions[0].bytes, as: UTF8.self)
    let chart = try #require(
      text.firstMatch(of: /(?s)<svg [^>]*class="attrition".*?<p class="chart-text".*?<\/p>/)?.output
    )
    #expect(
      chart.matches(of: /<text[^>]*>\[c\]</).count == 1 && chart.matches(of: /<rect/).count == 3)
    #expect(!chart.contains("278"))
  }

  // MARK: The bulletin

  @Test func theMonthsAreCountedFromTheRegister() throws {
    let edition = try IllustrativePages()
    let counts = edition.edition.monthlyCounts
    #expect(counts.map(\.month.description).first == "2013-04")
    #expect(counts.map(\.month.description).last == "2013-11")
    let requests = counts.compactMap { month -> Int? in
      guard case .known(let count) = month.requests else { return nil }
      return count
    }
    // The month of the edition comes after its cut-off.
    #expect(requests.count == 7 && counts.last?.requests == .notApplicable)
    #expect(requests.reduce(0, +) == 58)
    #expect(counts.suffix(2).map(\.reports) == [.known(7), .known(23)])
    #expect(counts.first?.reports == .notApplicable)
  }

  @Test func aRegisterWithoutEveryDayGivesNoMonth() throws {
    let undated = try IllustrativePages { files in
      files["requests.csv"] = files["requests.csv"]!.replacing(",2013-05-10,", with: ",[x],")
    }
    #expect(undated.edition.monthlyCounts.dropLast().allSatisfy { $0.requests == .undated })
    #expect(undated.pages.bulletin(undated.edition).make(0).findings == [])
  }

  // MARK: Axes

  @Test(arguments: [
    (0.0, 1, 1.0), (0.9, 1, 1.0), (3.5, 4, 4.0), (10, 2, 10.0), (10.1, 3, 15.0), (41, 3, 60.0),
    (100, 2, 100.0),
  ])
  func anAxisIsRoundAndReachesFarEnough(reach: Double, count: Int, limit: Double) {
    let axis = RoundAxis(reaching: reach, steps: 4, smallest: 0)
    #expect(axis.count == count && axis.limit == limit && axis.limit >= reach)
    #expect(axis.text(axis.count) == "\(Int(limit))")
  }

  @Test func anAxisEndsWhateverItIsToReach() {
    #expect(RoundAxis(reaching: .infinity, steps: 4, smallest: -1).limit.isFinite)
    #expect(RoundAxis(reaching: .nan, steps: 4, smallest: -1).limit.isFinite)
    #expect(RoundAxis(reaching: 0.35, steps: 4, smallest: -1).text(-4) == "-0.4")
  }
}
