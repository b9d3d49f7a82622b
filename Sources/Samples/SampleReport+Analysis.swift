import Schedule
import Statistics

extension SampleReport {
  /// The whole analysis, made up.
  var analysis: Analysis {
    let figures = SampleFigures(self)
    var matching = SampleMatching(figures)
    var draw = Draw(seed: recipe.seed, "analysis", number)
    let (name, text) = SampleNames.services[service]
    let analyst = draw.whole(1, 6)
    return Analysis(
      id: id, request: request, label: draw.happens(0.02) ? "Experimental Statistics" : nil,
      organisation: organisation,
      service: Service(
        name: .known(name), description: description(text, &draw), period: .known(period(&draw)),
        started: .known(draw.choice(Service.Setting.allCases))),
      attrition: .known(matching.attrition()), outcomes: figures.outcomes,
      matching: .known(matching.matching()), completed: .known(completed),
      analyst: .known("analyst-\(analyst)"),
      qualityAssurer: .known("analyst-\((analyst + draw.whole(1, 5) - 1) % 6 + 1)"), sources: [])
  }

  private func description(_ text: String, _ draw: inout Draw) -> Fact<String> {
    if draw.happens(0.02) { return .unknown(reason: "The organisation gave no description.") }
    let more = draw.choice([
      "People were offered the service by \(organisation.name) when they had between four and "
        + "twelve weeks left to serve.",
      "\(organisation.name) offered the service to everyone who asked for it.",
      "Everyone who began it with \(organisation.name) is in the analysis, also those who left it "
        + "early.",
    ])
    // No two organisations have a sentence in common: that would be a finding.
    let own = text.prefix(1).lowercased() + text.dropFirst()
    return .known(organisation.name + " \u{2013} " + own + "\n\n" + more)
  }

  /// Years for which there are data: see the window of the schedule.
  private func period(_ draw: inout Draw) -> DayRange {
    let window = recipe.window
    let from = window.from.year + draw.whole(0, 6)
    let to = min(window.to.year, from + draw.whole(1, 4))
    return DayRange(
      from: Day(year: from, month: draw.choice([1, 4, 9]), day: 1)!,
      to: Month(year: to, month: draw.choice([3, 9, 12]))!.lastDay)
  }
}

extension SampleRecipe {
  /// The days of the cohorts that are accepted.
  var window: DayRange {
    DayRange(
      from: Day(year: first.year - 11, month: 1, day: 1)!,
      to: Day(year: first.year - 3, month: 12, day: 31)!)
  }
}

// MARK: Writing

extension Analysis {
  /// The analysis as a file has it (`docs/format.md` section 3).
  var json: JSONText {
    var members: [JSONText.Member] = [
      .init("format", .string("ninethirty-analysis/1")),
      .init("analysis", .string(id)),
      .init("request", .string(request)),
    ]
    if let label { members.append(.init("label", .string(label))) }
    members += [
      .init(
        "organisation",
        .object(["id": .string(organisation.id), "name": .string(organisation.name)])),
      .init("service", service.json),
      .init("attrition", attrition.json { .array($0.map(\.json)) }),
      .init("outcomes", .array(outcomes.map(\.json))),
      .init("matching", matching.json(\.json)),
      .init("completed", completed.json { .string($0.description) }),
      .init("analyst", analyst.json { .string($0) }),
      .init("qualityAssurer", qualityAssurer.json { .string($0) }),
    ]
    return .object(members)
  }
}

extension Fact {
  fileprivate func json(_ write: (Value) -> JSONText) -> JSONText {
    switch self {
    case .known(let value): write(value)
    case .unknown(let reason): .unknown(reason)
    }
  }
}

extension Service {
  fileprivate var json: JSONText {
    .object([
      "name": name.json { .string($0) },
      "description": description.json { .string($0) },
      "period": period.json {
        .object(["from": .string("\($0.from)"), "to": .string("\($0.to)")])
      },
      "started": started.json { .string($0.rawValue) },
    ])
  }
}

extension AttritionStep {
  fileprivate var json: JSONText {
    guard let reason else { return .object(["step": .string(label), "people": people.json]) }
    return .object([
      "step": .string(label), "people": people.json, "reason": reason.json { .string($0) },
    ])
  }
}

extension Outcome {
  fileprivate var json: JSONText {
    var members: [JSONText.Member] = [.init("measure", .string(measure.id))]
    if case .other(_, let title, let unit) = measure {
      members.append(.init("title", .string(title)))
      members.append(.init("unit", .string(unit.rawValue)))
    }
    var treated: [JSONText.Member] = [.init("people", treatment.people.json)]
    if let with = treatment.reoffenders { treated.append(.init("reoffenders", with.json)) }
    members += [
      .init("treatment", .object(treated + treatment.estimate.members)),
      .init(
        "control",
        .object(
          [
            .init("people", control.people.json),
            .init("effectivePeople", control.effectivePeople.json),
          ] + control.estimate.members)),
      .init(
        "difference",
        .object([
          "value": difference.value.json, "interval": difference.interval.json,
          "pValue": difference.pValue.json,
          "method": difference.method.json { .string($0.rawValue) },
        ])),
      .init("conclusion", conclusion.json { .string($0.rawValue) }),
    ]
    return .object(members)
  }
}

extension Interval {
  fileprivate var json: JSONText { .object(["low": low.json, "high": high.json]) }
}

extension Estimate {
  fileprivate var members: [JSONText.Member] {
    [
      .init("value", value.json), .init("standardError", standardError.json),
      .init("interval", interval.json),
    ]
  }
}

extension Matching {
  fileprivate var json: JSONText {
    .object([
      "method": .string(method), "controlPeople": controlPeople.json,
      "characteristics": characteristics.json { .array($0.map(\.json)) },
    ])
  }
}

extension Characteristic {
  fileprivate var json: JSONText {
    .object([
      "group": .string(group), "name": .string(name),
      "standardDeviation": standardDeviation.json, "before": before.json, "after": after.json,
    ])
  }
}

extension Characteristic.Balance {
  fileprivate var json: JSONText {
    .object([
      "treatment": treatment.json, "control": control.json,
      "standardisedDifference": standardisedDifference.json,
    ])
  }
}
