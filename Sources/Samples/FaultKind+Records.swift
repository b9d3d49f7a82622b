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
      "completed-too-late", "records.completed-late", .records,
      "the analysis was completed years after the release",
      .analysis(.inconclusive, path: "$.completed") { analysis in
        guard case .known(let day) = analysis.completed else { return }
        analysis.completed = .known(day.adding(days: 800))
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
