import Editions
import Schedule

/// One report over all its versions.
struct PublishedReport {
  let edition: Month
  /// As its newest version says.
  let facts: ReportFacts
  /// The versions that have it, oldest first.
  let versions: [PublishedVersion]
  /// When it was taken back, with its edition or out of it, and why; nil for one that stands.
  let withdrawal: (instant: Instant, reason: String)?
}

/// One organisation and its reports.
struct OrganisationReports {
  /// A slug.
  let id: String
  /// As its newest report has it.
  let name: String
  /// Newest edition first, then by service.
  let reports: [PublishedReport]

  /// Every organisation of which a report came out, alphabetically without regard to case and
  /// accents: nothing is ever in the order of results.
  static func all(
    _ editions: [PublishedEdition], _ contents: [VersionContent]
  ) -> [OrganisationReports] {
    let byOrganisation = Dictionary(
      grouping: editions.flatMap { edition in
        reports(of: edition, contents.filter { $0.edition == edition.edition })
      }, by: \.facts.organisation)
    return byOrganisation.map { id, reports in
      let sorted = reports.sorted { a, b in
        if a.edition != b.edition { return a.edition > b.edition }
        let (first, second) = (Slug.fold(a.facts.service), Slug.fold(b.facts.service))
        return first == second ? a.facts.slug < b.facts.slug : first < second
      }
      return OrganisationReports(
        id: id, name: sorted[0].facts.organisationName, reports: sorted)
    }.sorted { (Slug.fold($0.name), $0.id) < (Slug.fold($1.name), $1.id) }
  }

  /// The name of each in a list, by id: two of one name are told apart by the service of their
  /// newest report, or by their ids where that is the same too (WCAG 2.2, 2.4.4).
  static func distinctNames(of organisations: [OrganisationReports]) -> [String: String] {
    func count(_ names: [String]) -> [String: Int] {
      Dictionary(names.map { (Slug.fold($0), 1) }, uniquingKeysWith: +)
    }
    let withServices = organisations.map { "\($0.name) (\($0.reports[0].facts.service))" }
    let (alike, stillAlike) = (count(organisations.map(\.name)), count(withServices))
    var names: [String: String] = [:]
    for (organisation, withService) in zip(organisations, withServices) {
      let (name, id) = (organisation.name, organisation.id)
      if alike[Slug.fold(name)] == 1 {
        names[id] = name
      } else {
        names[id] = stillAlike[Slug.fold(withService)] == 1 ? withService : "\(name) (\(id))"
      }
    }
    return names
  }

  private static func reports(
    of edition: PublishedEdition, _ contents: [VersionContent]
  ) -> [PublishedReport] {
    var newest: [String: ReportFacts] = [:]
    var numbers: [String: Set<Int>] = [:]
    for content in contents.sorted(by: { $0.number < $1.number }) {
      for report in content.reports {
        newest[report.slug] = report
        numbers[report.slug, default: []].insert(content.number)
      }
    }
    return newest.keys.sorted().map { slug in
      let versions = edition.versions.filter { numbers[slug]!.contains($0.number) }
      return PublishedReport(
        edition: edition.edition, facts: newest[slug]!, versions: versions,
        withdrawal: edition.withdrawal ?? removal(after: versions, of: edition))
    }
  }

  /// The version that has a report no more; nil where the newest one has it.
  private static func removal(
    after versions: [PublishedVersion], of edition: PublishedEdition
  ) -> (instant: Instant, reason: String)? {
    let last = versions.last?.number ?? 0
    guard let next = edition.versions.first(where: { $0.number > last }),
      case .correction(let note) = next.change
    else { return nil }
    return (next.instant, note.changed)
  }
}
