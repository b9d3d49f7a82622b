import Foundation
import Notation
import Statistics
import Testing

/// The real results of the public record: for every report with people and both rates there must
/// be unrounded rates within the printed rounding that give the published conclusion and interval.
///
/// The treatment group's variance alone reproduces the published intervals (domain notes 4): the
/// control groups were large, and their sizes were not published.
@Suite struct PublishedReportsTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var organisation: String
    var service: String
    var people: Double?
    var treatment: Double?
    var control: Double?
    var low: String
    var high: String
    var conclusion: String
    var testDescription: String { "\(organisation): \(service)" }
  }

  static let rows: [Row] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/published-reports.csv")
    guard let data = try? Data(contentsOf: file) else { return [] }
    let (table, findings) = CSVReader.read(Array(data), file: "published-reports.csv")
    precondition(findings.isEmpty)
    return table.rows.map { row in
      func cell(_ name: String) -> String { row.cells[table.column(name)!].text }
      return Row(
        organisation: cell("organisation"), service: cell("service"),
        people: Double(cell("n_treatment")), treatment: Double(cell("rate_treatment_pct")),
        control: Double(cell("rate_control_pct")), low: cell("ci95_low_pp"),
        high: cell("ci95_high_pp"), conclusion: cell("conclusion"))
    }
  }()

  static let withPeopleAndRates = rows.filter {
    $0.people != nil && $0.treatment != nil && $0.control != nil
  }

  @Test func theRecordHasTheRowsThatAreTested() {
    #expect(Self.rows.count == 45)
    #expect(Self.withPeopleAndRates.count == 4)
    // Rows with both rates but without the number of people allow no interval: the variance of a
    // rate needs the size of its group. Only their direction can be tested, below.
    let noPeople = Self.rows.filter { $0.people == nil && $0.treatment != nil && $0.control != nil }
    #expect(noPeople.count == 4)
  }

  @Test(arguments: withPeopleAndRates)
  func someRatesWithinTheRoundingGiveThePublishedIntervalAndConclusion(row: Row) throws {
    let people = try #require(row.people)
    let z = Normal.critical(twoSidedP: 0.05)
    var matches = 0
    for t in stride(from: row.treatment! - 0.5, to: row.treatment! + 0.5, by: 0.02) {
      for c in stride(from: row.control! - 0.5, to: row.control! + 0.5, by: 0.02) {
        let rate = t / 100
        let half = z * (rate * (1 - rate) / people).squareRoot() * 100
        let (low, high) = (t - c - half, t - c + half)
        let isPublishedInterval =
          row.low.isEmpty
          || Rounding.text(low, decimals: decimals(row.low)) == row.low
            && Rounding.text(high, decimals: decimals(row.high)) == row.high
        let isPublishedConclusion = row.conclusion == "significant reduction" && high < 0
        if isPublishedInterval, isPublishedConclusion { matches += 1 }
      }
    }
    #expect(matches > 0, "no rates within the rounding give \(row.low) to \(row.high)")
  }

  @Test(arguments: rows.filter { $0.treatment != nil && $0.control != nil })
  func publishedDirectionIsThatOfThePublishedRates(row: Row) {
    #expect(row.conclusion == "significant reduction")
    #expect(row.treatment! < row.control!)
  }

  @Test(arguments: rows.filter { !$0.low.isEmpty && !$0.high.isEmpty })
  func publishedIntervalGivesThePublishedConclusion(row: Row) throws {
    let interval = Interval(
      low: .published(try #require(PublishedNumeral(row.low, source: "test"))),
      high: .published(try #require(PublishedNumeral(row.high, source: "test"))))
    let high = try #require(interval.high.bestValue(in: .proportion))
    #expect((high < 0) == (row.conclusion == "significant reduction"))
  }

  private func decimals(_ text: String) -> Int {
    text.split(separator: ".").count == 2 ? text.split(separator: ".")[1].count : 0
  }
}
