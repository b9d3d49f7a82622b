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
  /// The same in other languages, where they wrote it in them.
  package var translatedCommentaries: [Language: [Block]] = [:]

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
    self.analyses = Analysis.alphabetically(analyses, by: \.self)
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
  /// These values in the alphabetical order of their analyses: by organisation, service and
  /// identifier, without regard to case and accents.
  package static func alphabetically<Value>(
    _ values: [Value], by analysis: (Value) -> Analysis
  ) -> [Value] {
    let keyed = values.enumerated().map { index, value in
      let analysis = analysis(value)
      // The separator sorts before every character of a name.
      let key = [analysis.organisation.name, analysis.service.name.value ?? ""].map(Slug.fold)
      return (key: key.joined(separator: "\u{0}"), id: analysis.id, index: index)
    }
    return keyed.sorted { ($0.key, $0.id, $0.index) < ($1.key, $1.id, $1.index) }
      .map { values[$0.index] }
  }

  /// The stable name of the report's page: the organisation's name, at most 40 characters, and
  /// the analysis identifier, which no other analysis of the series has.
  package var slug: String {
    let name = Slug.make(organisation.name, limit: 40)
    return (name.isEmpty ? [] : [name]).joined() + (name.isEmpty ? "" : "-")
      + Slug.make(id, limit: 24)
  }
}
