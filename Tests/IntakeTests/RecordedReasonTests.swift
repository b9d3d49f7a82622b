import Diagnostics
import Intake
import Testing

/// A warning is let pass by a recorded reason, and only by one that fits.
@Suite struct RecordedReasonTests {
  private let file = "analyses/2013-11/reasons.json"
  private let warning = Finding(
    "records.request-twice", .warning, at: Place("a.json", line: 3, path: "$.request"),
    found: "the request is answered twice", rule: "r", remedy: "d")
  private let error = Finding(
    "figures.sign", at: Place("a.json", line: 9, path: "$.x"), found: "turned", rule: "r",
    remedy: "d")

  private func recorded(_ findings: [Finding]) -> RecordedReasons {
    var reasons = RecordedReasons(file: file)
    reasons.record(
      findings, standing: findings, reason: "Two age groups, agreed", person: "J. Example")
    let (read, found) = RecordedReasons.read(reasons.bytes, file: file)
    #expect(found.isEmpty, "\(found.map(\.text))")
    #expect(read.reasons == reasons.reasons)
    #expect(read.bytes == reasons.bytes)
    return read
  }

  @Test func aWarningWithAReasonIsANoteThatSaysIt() throws {
    let findings = recorded([warning]).applied(to: [warning])
    let finding = try #require(findings.first)
    #expect(findings.count == 1 && finding.severity == .note)
    #expect(
      finding.accepted
        == Finding.Acceptance(reason: "Two age groups, agreed", person: "J. Example"))
    #expect(finding.text.contains("accepted by J. Example: Two age groups, agreed"))
  }

  @Test func aChangedValueNeedsANewReason() {
    let reasons = recorded([warning])
    var changed = warning
    changed.found = "the request is answered three times"
    #expect(reasons.applied(to: [changed]).map(\.id) == ["records.request-twice", "reasons.stale"])
    #expect(reasons.applied(to: [changed]).map(\.severity) == [.warning, .error])
  }

  @Test func aReasonDoesNotDependOnTheLine() {
    var moved = warning
    moved.place.line = 300
    #expect(recorded([warning]).applied(to: [moved]).map(\.severity) == [.note])
  }

  @Test func aReasonThatFitsNothingIsNamedUnlessErrorsStandInTheWay() {
    let reasons = recorded([warning])
    #expect(reasons.applied(to: []).map(\.id) == ["reasons.stale"])
    #expect(reasons.applied(to: []).first?.place.line == 4)
    #expect(reasons.applied(to: [error]).map(\.id) == ["figures.sign"])
  }

  @Test func noReasonLetsAnErrorPass() {
    let findings = recorded([error]).applied(to: [error])
    #expect(findings.map(\.id).sorted() == ["figures.sign", "reasons.for-an-error"])
    #expect(findings.map(\.severity) == [.error, .error])
  }

  @Test func aNewReasonTakesThePlaceOfTheOldOne() {
    var reasons = recorded([warning])
    var changed = warning
    changed.found = "other"
    reasons.record([changed], standing: [changed], reason: "Again", person: "K. Example")
    #expect(reasons.reasons.map(\.reason) == ["Again"])
  }

  @Test(arguments: [
    (#"{"format": "ninethirty-reasons/1", "reasons": [{}]}"#, "intake.json.missing-field"),
    (#"{"format": "ninethirty-reasons/2", "reasons": []}"#, "intake.format"),
    (#"{"format": "ninethirty-reasons/1", "reasons": 1}"#, "intake.json.wrong-type"),
    ("[", "intake.json.syntax"),
  ])
  func aFileInAnotherFormIsNamed(text: String, id: String) {
    #expect(RecordedReasons.read(Array(text.utf8), file: file).findings.contains { $0.id == id })
  }

  @Test func anEmptyReasonAPlaceholderAndARepetitionAreNamed() {
    func entry(_ reason: String) -> String {
      #"{"check":"a.b","file":"f","found":"x","reason":"\#(reason)","by":"J"}"#
    }
    func ids(_ entries: String...) -> [String] {
      let text =
        #"{"format":"ninethirty-reasons/1","reasons":[\#(entries.joined(separator: ","))]}"#
      return RecordedReasons.read(Array(text.utf8), file: file).findings.map(\.id)
    }
    #expect(ids(entry(" ")) == ["intake.json.blank"])
    #expect(ids(entry("TBC")) == ["intake.text.placeholder"])
    #expect(ids(entry("Agreed"), entry("Agreed")) == ["reasons.twice"])
    #expect(ids(entry("Agreed")) == [])
  }

  @Test func anUnknownCheckIsNamed() {
    let text = #"""
      {"format":"ninethirty-reasons/1","reasons":[
       {"check":"records.twice","file":"f","found":"x","reason":"Agreed","by":"J"}]}
      """#
    let reasons = RecordedReasons.read(Array(text.utf8), file: file).reasons
    let finding = reasons.applied(to: []).first
    #expect(finding?.id == "reasons.stale" && finding?.found.contains("no check") == true)
  }

  @Test func theCommentaryNamesAnOrganisationWithoutAReport() throws {
    var input = try Illustrative()
    input.files["analyses/2013-11/commentary.md"] = Array(
      "Askerdale Bakery will follow.\n\nSkerriden Women's Project came out in October.\n".utf8)
    let found = input.gather().findings.filter { $0.id == "wording.organisation" }
    #expect(found.map(\.severity) == [.error, .warning])
    #expect(found.map(\.place.line) == [1, 3])
  }

  @Test func aRequestThatIsPublishedHasAReport() throws {
    var input = try Illustrative()
    let path = input.analysis()
    input.files[path] = nil
    let finding = input.gather().findings.first { $0.id == "records.published-without-analysis" }
    #expect(finding?.place.file == "requests.csv" && finding?.place.line == 9)
  }
}
