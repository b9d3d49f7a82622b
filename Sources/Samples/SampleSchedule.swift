package import Schedule
import Statistics

extension SampleRecipe {
  /// When the editions come out: the second Thursday of each month at half past nine.
  package var rule: ReleaseRule {
    ReleaseRule(
      ordinal: 2, weekday: .thursday, time: TimeOfDay("09:30")!, zone: Zone("Europe/London")!,
      first: first, last: last)
  }

  /// The schedule as a file has it (`docs/format.md` section 2).
  func schedule(_ register: SampleRegister) -> JSONText {
    .object([
      "format": .string("ninethirty-schedule/1"),
      "status": .string("illustrative"),
      "series": series,
      "rule": .object([
        "frequency": .string("monthly"), "ordinal": .number(2), "weekday": .string("thursday"),
        "time": .string("09:30"), "zone": .string("Europe/London"), "first": .string("\(first)"),
        "last": .string("\(last)"),
      ]),
      "coverFrom": .string("\(coverFrom)"),
      "exceptions": .array([]),
      "preRelease": preRelease,
      "thresholds": thresholds,
      "openingBalance": .object([
        "asAt": .string("\(coverFrom)"),
        "requests": .number(SampleRegister.opening.requests),
        "reports": .number(SampleRegister.opening.reports),
        "notProcessed": .number(SampleRegister.opening.notProcessed),
        "source": .string("Made up: what was counted before this sample begins."),
      ]),
      "editions": editionPlans(register),
    ])
  }

  private var series: JSONText {
    let producer = "Sample Data Lab (made up)"
    return .object([
      "title": .string("Sample Data Lab statistics"),
      "identifier": .string("sample-data-lab"),
      "label": .string("Illustrative statistics"),
      "producer": .string(producer),
      "coverage": .string("England and Wales"),
      "licence": .string(
        "Made up for demonstration and tests. May be used by anyone for anything."),
      "contacts": .array([
        .object([
          "role": .string("Press office"), "organisation": .string(producer),
          "telephone": .string("020 7946 0130"), "email": .string("press@example.org"),
        ]),
        .object([
          "role": .string("Lead statistician"), "organisation": .string(producer),
          "email": .string("statistics@example.org"),
        ]),
      ]),
      "source": .string(
        "Every organisation, person and figure of this series is made up by the command ninethirty "
          + "sample."),
    ])
  }

  private var preRelease: JSONText {
    func recipient(_ role: String) -> JSONText {
      .object([
        "role": .string(role), "organisation": .string("Illustrative Department (made up)"),
      ])
    }
    return .object([
      "hours": .number(24),
      "ground": .string("answering"),
      "justification": .string(
        "The posts below have to answer questions about the statistics on the morning of their "
          + "release."),
      "recipients": .array([
        recipient("Minister"), recipient("Permanent Secretary"), recipient("Press Officer"),
      ]),
    ])
  }

  private var thresholds: JSONText {
    func threshold(_ value: String) -> JSONText {
      .object(["value": .literal(value), "source": .string("Setting of this sample.")])
    }
    return .object([
      "minimumCohort": threshold("60"),
      "minimumReoffenders": threshold("30"),
      "minimumExpected": threshold("10"),
      "significance": threshold("0.05"),
      "disclosure": threshold("3"),
      "nearBalance": threshold("0.05"),
      "poorBalance": threshold("0.1"),
      "cohortWindows": .array([
        .object([
          "from": .string("\(window.from)"), "to": .string("\(window.to)"),
          "effective": .string("\(coverFrom)"), "source": .string("Setting of this sample."),
        ])
      ]),
    ])
  }

  private func editionPlans(_ register: SampleRegister) -> JSONText {
    var toDate = SampleRegister.opening.reports
    return .object(
      (0..<editions).map { index in
        // Reports are dealt out in turn: the first editions have one more where they do not divide.
        let now = reports / editions + (index < reports % editions ? 1 : 0)
        toDate += now
        let totals: JSONText = .object([
          "requestsToDate": .number(register.requestsToDate[index]),
          "reportsThisMonth": .number(now),
          "reportsToDate": .number(toDate),
          "notProcessed": .number(register.notProcessed[index]),
          "source": .string("Made up; counted in the register of this sample."),
        ])
        return .init(
          first.adding(months: index).description, .object(["controlTotals": totals]))
      })
  }
}
