import Diagnostics
import Testing

@Suite struct FindingTests {
  private let finding = Finding(
    "intake.csv.ragged-row", at: Place("requests.csv", line: 7, column: 3, path: "state"),
    found: "the row has 3 cells, the header has 5",
    rule: "every row has as many cells as the header", source: "RFC 4180 section 2",
    remedy: "add the cells that are missing")

  @Test func textGivesPlaceFindingRuleAndRemedy() {
    #expect(
      finding.text == """
        requests.csv:7:3 state: error: the row has 3 cells, the header has 5 \
        [intake.csv.ragged-row]
            rule: every row has as many cells as the header (RFC 4180 section 2)
            do:   add the cells that are missing

        """)
  }

  @Test func textLeavesOutASourceThatIsNotThere() {
    var finding = finding
    finding.source = nil
    #expect(finding.text.contains("rule: every row has as many cells as the header\n"))
  }

  @Test(arguments: [
    (Place("a.csv"), "a.csv"),
    (Place("a.csv", line: 2), "a.csv:2"),
    (Place("a.csv", line: 2, column: 5), "a.csv:2:5"),
    (Place("a.csv", column: 5), "a.csv"),
    (Place("a.json", path: "$.name"), "a.json $.name"),
    (Place("a.json", line: 2, column: 5, path: "$.name"), "a.json:2:5 $.name"),
  ])
  func placeIsWrittenAsCompilersDo(place: Place, text: String) {
    #expect(place.text == text)
  }

  @Test func severityStandsInTheText() {
    var finding = finding
    finding.severity = .warning
    #expect(finding.text.contains("state: warning: the row"))
  }

  @Test func errorsComeFirstThenPlacesInOrder() {
    func finding(
      _ id: String, _ severity: Severity, _ file: String, _ line: Int?, _ column: Int? = nil
    ) -> Finding {
      Finding(
        id, severity, at: Place(file, line: line, column: column), found: "f", rule: "r",
        remedy: "d")
    }
    let sorted = [
      finding("intake.csv.ragged-row", .error, "a.json", nil),
      finding("totals.shrinks", .error, "a.json", 2),
      finding("intake.csv.ragged-row", .error, "a.json", 2, 1),
      finding("intake.json.syntax", .error, "a.json", 2, 1),
      finding("intake.csv.ragged-row", .error, "a.json", 2, 9),
      finding("intake.csv.ragged-row", .error, "a.json", 10, 1),
      finding("intake.csv.ragged-row", .error, "b.json", 1, 1),
      finding("intake.csv.ragged-row", .warning, "a.json", 1, 1),
      finding("intake.csv.ragged-row", .note, "a.json", 1, 1),
    ]
    #expect(sorted.reversed().sorted() == sorted)
    #expect(sorted.shuffled().sorted() == sorted)
  }

  @Test func findingsAtOnePlaceAreOrderedByIdTextAndPath() {
    var later = finding
    later.place.path = "title"
    #expect(finding < later)
    later = finding
    later.found = "zzz"
    #expect(finding < later)
    #expect(!(finding < finding))
  }

  @Test func onlyErrorsStopARelease() {
    var warning = finding
    warning.severity = .warning
    var note = finding
    note.severity = .note
    #expect(![warning, note].hasErrors)
    #expect([warning, finding].hasErrors)
    #expect([warning, finding, warning].count(of: .warning) == 2)
    #expect(![Finding]().hasErrors)
  }

  @Test func severitiesRiseFromNoteToError() {
    #expect(Severity.note < .warning)
    #expect(Severity.warning < .error)
    #expect(!(Severity.error < .note))
  }
}
