import Editions
import Schedule
import Testing

@testable import Site

/// Which reports an organisation has, over all editions and versions.
@Suite struct OrganisationReportsTests {
  private static let october = Month("2013-10")!
  private static let november = Month("2013-11")!
  private static let note = CorrectionNote(
    kind: .error, wrong: "Wrong.", changed: "The report was taken out.", effect: "None.")

  private func version(_ number: Int, _ change: PublishedVersion.Change) -> PublishedVersion {
    PublishedVersion(
      number: number, instant: Instant(milliseconds: Int64(number)), change: change, effect: nil)
  }

  private func content(
    _ edition: Month, _ number: Int, _ reports: [(organisation: String, service: String)]
  ) -> VersionContent {
    VersionContent(
      edition: edition, number: number, files: [],
      reports: reports.map { report in
        ReportFacts(
          slug: "\(report.organisation)-\(report.service)", organisation: report.organisation,
          organisationName: report.organisation.uppercased(), service: report.service,
          outcome: ["\(number)"])
      })
  }

  @Test func aReportThatAVersionHasNoMoreIsWithdrawnWithTheReasonOfThatVersion() throws {
    let found = OrganisationReports.all(
      [
        PublishedEdition(
          edition: Self.october, versions: [version(1, .first), version(2, .correction(Self.note))])
      ],
      [
        content(Self.october, 1, [("a", "x"), ("b", "x")]), content(Self.october, 2, [("b", "x")]),
      ])
    #expect(found.map(\.id) == ["a", "b"])
    let gone = try #require(found[0].reports.first)
    #expect(gone.versions.map(\.number) == [1])
    #expect(gone.withdrawal?.reason == Self.note.changed)
    #expect(gone.withdrawal?.instant == Instant(milliseconds: 2))
    let kept = try #require(found[1].reports.first)
    #expect(kept.versions.map(\.number) == [1, 2] && kept.withdrawal == nil)
    #expect(kept.facts.outcome == ["2"], "the newest version speaks")
  }

  @Test func aWithdrawnEditionTakesItsReportsBackAndNotThoseOfOthers() throws {
    let found = OrganisationReports.all(
      [
        PublishedEdition(
          edition: Self.october,
          versions: [version(1, .first), version(2, .withdrawal(reason: "Wrong people."))]),
        PublishedEdition(edition: Self.november, versions: [version(1, .first)]),
      ],
      [
        content(Self.october, 1, [("a", "x")]), content(Self.october, 2, []),
        content(Self.november, 1, [("a", "y"), ("a", "X")]),
      ])
    #expect(found.count == 1)
    #expect(found[0].reports.map(\.edition) == [Self.november, Self.november, Self.october])
    #expect(found[0].reports.map(\.facts.service) == ["X", "y", "x"])
    #expect(found[0].reports.map { $0.withdrawal?.reason } == [nil, nil, "Wrong people."])
  }

  @Test func namesStandInTheirOrderWhateverTheirCaseAndAccents() {
    let names = ["zebra", "Äpfel", "apple", "Éclair", "dog"]
    let reports = names.enumerated().map { index, name in
      ReportFacts(
        slug: "r-\(index)", organisation: "o-\(index)", organisationName: name, service: "s",
        outcome: [])
    }
    let found = OrganisationReports.all(
      [PublishedEdition(edition: Self.october, versions: [version(1, .first)])],
      [VersionContent(edition: Self.october, number: 1, files: [], reports: reports)])
    #expect(found.map(\.name) == ["Äpfel", "apple", "dog", "Éclair", "zebra"])
  }

  /// WCAG 2.2, 2.4.4: two links of one text would lead to two places.
  @Test func namesakesInTheListAreToldApartByServiceOrElseByIdentifier() throws {
    let reports = [
      ("bridge-a", "Bridge Trust", "Mentoring"), ("bridge-b", "Bridge trust", "Housing"),
      ("hill-a", "Hill Club", "Advice"), ("hill-b", "Hill Club", "Advice"), ("moss", "Moss", "x"),
    ].map { id, name, service in
      ReportFacts(
        slug: "r-\(id)", organisation: id, organisationName: name, service: service, outcome: [])
    }
    let found = OrganisationReports.all(
      [PublishedEdition(edition: Self.october, versions: [version(1, .first)])],
      [VersionContent(edition: Self.october, number: 1, files: [], reports: reports)])
    #expect(
      OrganisationReports.distinctNames(of: found) == [
        "bridge-a": "Bridge Trust (Mentoring)", "bridge-b": "Bridge trust (Housing)",
        "hill-a": "Hill Club (hill-a)", "hill-b": "Hill Club (hill-b)", "moss": "Moss",
      ])
  }
}
