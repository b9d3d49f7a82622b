package import Schedule
package import Statistics

/// One month as a value: everything that its bulletin and reports are made from.
///
/// It is plain data, complete: no figure is computed, no file read and no clock asked after it.
package struct Edition: Sendable, Hashable {
  package var programme: Programme
  package var plan: HeldEdition
  package var scheduled: ScheduledEdition
  /// This month's analyses, alphabetical by organisation and service, never by result (R9).
  package var analyses: [Analysis]
  /// The analyses of the editions counted before this one, oldest edition first.
  package var earlier: [PastEdition]
  package var requests: [Request]
  /// The statisticians' own words; empty where they wrote none.
  package var commentary: [Block]

  /// An edition before this one and what it published.
  package struct PastEdition: Sendable, Hashable {
    package var edition: Month
    package var analyses: [Analysis]

    package init(edition: Month, analyses: [Analysis]) {
      self.edition = edition
      self.analyses = analyses
    }
  }

  package init(
    programme: Programme, plan: HeldEdition, scheduled: ScheduledEdition, analyses: [Analysis],
    earlier: [PastEdition], requests: [Request], commentary: [Block]
  ) {
    self.programme = programme
    self.plan = plan
    self.scheduled = scheduled
    self.analyses = analyses.sorted(by: Analysis.alphabetical)
    self.earlier = earlier
    self.requests = requests
    self.commentary = commentary
  }

  package var month: Month { scheduled.edition }

  /// `Justice Data Lab statistics: November 2013`.
  package var title: String { "\(programme.series.title): \(month.longText)" }

  /// The period covered, computed.
  package var period: DayRange { programme.period(of: month) }
}

extension Analysis {
  /// Alphabetical by organisation, service and identifier, without regard to case and accents.
  package static func alphabetical(_ a: Analysis, _ b: Analysis) -> Bool {
    let aKey = [a.organisation.name, a.service.name.value ?? ""].map(Slug.fold)
    let bKey = [b.organisation.name, b.service.name.value ?? ""].map(Slug.fold)
    if aKey != bKey { return aKey.lexicographicallyPrecedes(bKey) }
    return a.id < b.id
  }

  /// The stable name of the report's page: the organisation's name, at most 40 characters, and
  /// the analysis identifier, which no other analysis of the series has.
  package var slug: String {
    let name = Slug.make(organisation.name, limit: 40)
    return (name.isEmpty ? [] : [name]).joined() + (name.isEmpty ? "" : "-")
      + Slug.make(id, limit: 24)
  }
}
