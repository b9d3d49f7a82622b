import Diagnostics
import Schedule
import Statistics

extension FaultKind {
  /// Records that contradict one another, and files that should not be there.
  static let records: [FaultKind] = [
    FaultKind(
      "identifier-twice", "records.identifier-twice", .records,
      "the analysis has the identifier of another one",
      .besideAnother(path: "$.analysis") { analysis, other in analysis.id = other.id }),
    FaultKind(
      "organisation-renamed", "records.organisation-name", .records,
      "the organisation has another name than in its other report",
      .sameOrganisation(path: "$.organisation.name") { $0.organisation.name += " Limited" }),
    FaultKind(
      "request-missing", "records.request-missing", .records,
      "the analysis answers a request that is not in the register",
      .analysis(.inconclusive, path: "$.request") { $0.request = "R-999999" }),
    FaultKind(
      "request-of-another", "records.request-organisation", .records,
      "the register has another organisation for the request",
      .requestOfAnalysis(path: "$.organisation.id") { cells in
        cells[1] = "another-organisation-made-up"
        cells[2] = "Another Organisation (made up)"
      }),
    FaultKind(
      "request-withdrawn", "records.request-state", .records,
      "the request was withdrawn and has a report all the same",
      .requestRow { cells, recipe in
        cells[4] = RequestState.withdrawn.rawValue
        cells[13] = "\(recipe.cutOff(of: recipe.last))"
      }),
    FaultKind(
      "service-of-another-request", "records.request-service", severity: .warning, .records,
      "the analysis is of another service than its request",
      .analysis(.inconclusive, path: "$.service.name") { $0.service.name = .known("Night school") }),
    FaultKind(
      "request-answered-twice", "records.request-twice", severity: .warning, .records,
      "the analysis answers the request of another one, for another year",
      .besideAnother(path: "$.request") { analysis, other in
        let period = other.service.period.value!
        analysis.takeSubject(of: other)
        analysis.service.period = .known(
          DayRange(from: period.from.adding(days: 31), to: period.to))
      }),
    FaultKind(
      "analysis-twice", "records.duplicate", .records,
      "the analysis stands in another file too, under another identifier",
      .besideAnother(path: "$.service.name") { analysis, other in
        let id = analysis.id
        analysis = other
        analysis.id = id
      }),
    FaultKind(
      "analysis-contradicted", "records.contradiction", .records,
      "another analysis has other figures of the same service in the same period",
      .besideAnother(path: "$.service.name") { analysis, other in
        analysis.takeSubject(of: other)
      }),
    FaultKind(
      "figures-of-another", "records.same-figures", severity: .warning, .records,
      "the analysis has the figures of another one", alsoFound: "contamination.figure",
      .besideAnother(path: "$.analysis") { analysis, other in
        analysis.attrition = other.attrition
        analysis.outcomes = other.outcomes
        analysis.matching = other.matching
      }),
    FaultKind(
      "identifier-alike", "records.look-alike", severity: .warning, .records,
      "the identifier differs from another one in a hyphen only",
      .besideAnother(path: "$.analysis") { analysis, other in
        analysis.id = other.id.replacing("-", with: "")
      }),
    FaultKind(
      "published-on-another-day", "records.published-day", severity: .warning, .records,
      "the register has the day of another release",
      .requestRow { cells, recipe in
        cells[4] = RequestState.published.rawValue
        cells[12] = "\(recipe.rule.day(of: recipe.last).adding(days: 7))"
      }),
    FaultKind(
      "completed-too-late", "records.completed-late", .records,
      "the analysis was completed months after the release",
      .analysis(.inconclusive, path: "$.completed") { analysis in
        guard case .known(let day) = analysis.completed else { return }
        analysis.completed = .known(day.adding(days: 90))
      }),
    FaultKind(
      "folder-of-no-edition", "records.folder", .records,
      "there is an analysis for the month before the first edition", .folderBeforeTheFirst),
    FaultKind(
      "stray-file", "intake.file.unexpected", severity: .warning, .files,
      "a file lies beside the analyses",
      .file(path: "analyses/{edition}/notes.txt", text: "To be done.\n")),
  ]

  /// Commentary that the bulletin cannot carry.
  static let commentary: [FaultKind] = [
    FaultKind(
      "commentary-html", "intake.commentary.html", .commentary, "raw HTML",
      .commentary("<div>A table of our own</div>")),
    FaultKind(
      "commentary-image", "intake.commentary.image", .commentary, "an image",
      .commentary("![A chart](chart.png)")),
    FaultKind(
      "commentary-heading", "intake.commentary.heading", .commentary, "a heading of level 1",
      .commentary("# The month in one sentence")),
    FaultKind(
      "commentary-link", "intake.commentary.link", .commentary, "a link into the local disk",
      .commentary("See [the table](file:///srv/tables/table.xlsx).")),
  ]
}

extension Analysis {
  /// Makes the analysis one of the same request, service and period as another one.
  fileprivate mutating func takeSubject(of other: Analysis) {
    request = other.request
    organisation = other.organisation
    service = other.service
  }
}
