package import Schedule
package import Statistics

/// What the whole series is: everything that `schedule.json` says.
package struct Programme: Sendable, Hashable {
  /// What kind of publication this workspace makes.
  package enum Status: String, Sendable, Hashable, CaseIterable {
    /// Real official statistics, held to their instant.
    case official
    /// A real past series, made again from what the public record holds.
    case reconstruction
    /// Made-up organisations and figures.
    case illustrative
  }

  package var status: Status
  package var series: Series
  package var schedule: ReleaseSchedule
  /// The day on which the period covered begins.
  package var coverFrom: Day
  package var thresholds: Thresholds
  /// What was counted before this workspace's own records begin; nil where nothing was.
  package var openingBalance: OpeningBalance?
  package var plans: [Month: EditionPlan]
  /// What happens where the clock or the instant is not as it should be.
  package var release: ReleasePolicy
  /// Whether a PDF is printed of bulletin and reports.
  package var makesPDF: Bool
  /// The languages of the release pages, English first.
  package var languages: [Language] = [.english]
  /// Texts of the series in other languages, each under the text that it translates.
  package var phrases: [Language: [String: String]] = [:]

  package init(
    status: Status, series: Series, schedule: ReleaseSchedule, coverFrom: Day,
    thresholds: Thresholds, openingBalance: OpeningBalance?, plans: [Month: EditionPlan],
    release: ReleasePolicy = ReleasePolicy(), makesPDF: Bool = false
  ) {
    self.status = status
    self.series = series
    self.schedule = schedule
    self.coverFrom = coverFrom
    self.thresholds = thresholds
    self.openingBalance = openingBalance
    self.plans = plans
    self.release = release
    self.makesPDF = makesPDF
  }

  /// The period that an edition covers: from the series' first day to the end of the month before.
  ///
  /// Computed, never typed: a published page of 2013 ends its period on "31 September".
  package func period(of edition: Month) -> DayRange {
    DayRange(from: coverFrom, to: edition.previous.lastDay)
  }

  /// Whether this workspace holds the edition's material.
  package func isHeld(_ edition: Month) -> Bool {
    if case .held = plans[edition] { true } else { false }
  }

  /// The edition before this one in the calendar that was not cancelled; nil for the first.
  package func editionBefore(_ edition: Month) -> Month? {
    schedule.editions(before: edition).first { month in
      !schedule.exceptions.contains { $0.edition == month && $0.change == .cancelled }
    }
  }
}

/// How the series presents itself.
package struct Series: Sendable, Hashable {
  package var title: String
  /// A slug.
  package var identifier: String
  /// The statistics label, such as `Official Statistics`.
  package var label: String
  package var producer: String
  /// Geographical coverage.
  package var coverage: String
  package var licence: String
  package var contacts: [Contact]
  /// Where a reconstruction has the facts of the series from.
  package var source: String?
  /// Where readers find the public tree; nil where it was not said.
  package var address: SiteAddress?

  package init(
    title: String, identifier: String, label: String, producer: String, coverage: String,
    licence: String, contacts: [Contact], source: String?, address: SiteAddress? = nil
  ) {
    self.title = title
    self.identifier = identifier
    self.label = label
    self.producer = producer
    self.coverage = coverage
    self.licence = licence
    self.contacts = contacts
    self.source = source
    self.address = address
  }
}

/// Whom readers can ask.
package struct Contact: Sendable, Hashable {
  package var role: String
  package var organisation: String
  package var address: String?
  package var telephone: String?
  package var email: String?

  package init(
    role: String, organisation: String, address: String?, telephone: String?, email: String?
  ) {
    self.role = role
    self.organisation = organisation
    self.address = address
    self.telephone = telephone
    self.email = email
  }
}

/// What was counted before this workspace's own records begin.
package struct OpeningBalance: Sendable, Hashable {
  package var asAt: Day
  package var requests: Count
  package var reports: Count
  package var notProcessed: Count
  package var source: String

  package init(asAt: Day, requests: Count, reports: Count, notProcessed: Count, source: String) {
    self.asAt = asAt
    self.requests = requests
    self.reports = reports
    self.notProcessed = notProcessed
    self.source = source
  }
}

/// What the release manager expects an edition to count.
package struct ControlTotals: Sendable, Hashable {
  package var requestsToDate: Count
  package var reportsThisMonth: Count
  package var reportsToDate: Count
  package var notProcessed: Count
  package var source: String

  package init(
    requestsToDate: Count, reportsThisMonth: Count, reportsToDate: Count, notProcessed: Count,
    source: String
  ) {
    self.requestsToDate = requestsToDate
    self.reportsThisMonth = reportsThisMonth
    self.reportsToDate = reportsToDate
    self.notProcessed = notProcessed
    self.source = source
  }
}

/// A change to an edition after it came out.
package struct EditionUpdate: Sendable, Hashable {
  package var day: Day
  package var note: String

  package init(day: Day, note: String) {
    self.day = day
    self.note = note
  }
}

/// What the schedule says of one edition beside its date.
package enum EditionPlan: Sendable, Hashable {
  /// It came out, but this workspace does not hold it.
  ///
  /// `reports` is how many reports came out with it, where its own page says so.
  case notHeld(reason: String, reports: Int? = nil)
  case held(HeldEdition)
}

/// What the schedule says of an edition that this workspace makes.
package struct HeldEdition: Sendable, Hashable {
  package var controlTotals: ControlTotals
  /// Why only part of the edition is at hand; nil where all of it is.
  package var partialReason: String?
  /// Where the edition starts counting anew; nil where it counts on from the one before.
  package var openingBalance: OpeningBalance?
  package var updates: [EditionUpdate]

  package init(
    controlTotals: ControlTotals, partialReason: String?, openingBalance: OpeningBalance?,
    updates: [EditionUpdate]
  ) {
    self.controlTotals = controlTotals
    self.partialReason = partialReason
    self.openingBalance = openingBalance
    self.updates = updates
  }
}
