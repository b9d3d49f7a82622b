import Diagnostics
import Editions
import Schedule
import Statistics

/// The rules by which a request is accepted, as far as records show them (domain notes 2).
enum Acceptance {
  // MARK: R3, the years of the data

  /// R3: people were worked with in the years for which there were data.
  ///
  /// The windows that count are those in force on the day on which the analysis was completed.
  static func window(
    _ period: DayRange, on day: Day, thresholds: Thresholds, at place: Place
  ) -> Finding? {
    let windows = thresholds.cohortWindows.filter { $0.effective <= day }
    guard !thresholds.cohortWindows.isEmpty else { return nil }
    let fits = windows.contains { $0.days.from <= period.from && period.to <= $0.days.to }
    guard !fits else { return nil }
    let words = windows.last.map { "the years \($0.days.from) to \($0.days.to)" } ?? "no years"
    return Finding(
      "acceptance.window", at: place,
      found: "the service ran from \(period.from) to \(period.to); on \(day) there were data for "
        + words,
      rule: "R3: people are analysed who were worked with in the years for which there are data",
      source: windows.last?.source ?? "domain notes 2",
      remedy: "correct the period or the day of completion; if new data had come in by then, add "
        + "their window to the schedule")
  }

  // MARK: R4, groups that are not analysed

  /// R4: words of groups that are not analysed, or only after a decision in each case.
  static func groups(_ text: Words, at place: (Range<Int>) -> Place) -> [Finding] {
    var findings: [Finding] = []
    for match in excluded.matches(in: text) {
      let words = text.text(of: match)
      guard !text.sentence(of: match, has: .exclusions) else { continue }
      guard !text.sentence(of: match, has: harmed) else {
        findings.append(decision(words, at: place(match)))
        continue
      }
      findings.append(
        Finding(
          "acceptance.excluded-group", at: place(match),
          found: "\(words.quoted) names a group that is not analysed",
          rule: "R4: no analysis of terrorist offenders, people under 14, vulnerable people or "
            + "people with mental health issues, nor of services aimed at sexual or domestic "
            + "violence offences",
          source: "domain notes 2",
          remedy: "reject the request with the reason excluded-group; if the words mean something "
            + "else, write it so that readers do not take it for this group"))
      break
    }
    guard findings.isEmpty else { return findings }
    let match = drugs.matches(in: text).first { match in
      !isOffence(text, after: match) && !text.sentence(of: match, has: .exclusions)
    }
    if let match { findings.append(decision(text.text(of: match), at: place(match))) }
    return findings
  }

  /// “Drug offences” are what people were sentenced for, not what a service is for.
  private static func isOffence(_ text: Words, after match: Range<Int>) -> Bool {
    text.words.indices.contains(match.upperBound)
      && text.words[match.upperBound].folded.hasPrefix("offen")
  }

  private static func decision(_ words: String, at place: Place) -> Finding {
    Finding(
      "acceptance.case-by-case", .warning, at: place,
      found: "\(words.quoted) may name a group that needs a decision",
      rule: "R4: services for people with drug or alcohol problems are accepted case by case",
      source: "domain notes 2", remedy: "record who decided and why")
  }

  private static let excluded = PhraseList([
    "terroris*", "under 14", "under fourteen", "under the age of 14", "under the age of fourteen",
    "younger than 14", "younger than fourteen", "aged 10", "aged 11", "aged 12", "aged 13",
    "ten to thirteen", "10 to 13", "mental health", "mental illness*", "mentally ill",
    "mental disorder*", "psychiatric", "psychosis", "schizophreni*", "personality disorder*",
    "learning difficult*", "learning disabilit*", "sexual offen*", "sex offen*",
    "sexual violence", "domestic violence", "domestic abuse", "rapist*", "vulnerable adult*",
    "vulnerable young",
  ])

  /// Words by which a sentence speaks of those who were harmed.
  private static let harmed: Set = [
    "victim", "victims", "survivor", "survivors", "suffered", "experienced", "fled", "fleeing",
    "escaping", "refuge", "awareness",
  ]

  private static let drugs = PhraseList([
    "drug", "drugs", "alcohol*", "substance misuse*", "substance abuse", "addict*", "methadone",
    "heroin", "rehab", "drinking",
  ])

  // MARK: R5, one service

  /// R5: one service of one organisation; words of several or of a joint request.
  static func jointService(_ text: Words, at place: (Range<Int>) -> Place) -> Finding? {
    guard let match = joint.matches(in: text).first else { return nil }
    return Finding(
      "acceptance.joint-service", .warning, at: place(match),
      found: "\(text.text(of: match).quoted) speaks of more than one service or organisation",
      rule: "R5: a request is about one service of one organisation; joint requests are refused",
      source: "domain notes 2",
      remedy: "part it into one request for each service, or record why it is one service")
  }

  private static let joint: PhraseList = {
    let numbers = ["two", "three", "four", "five", "six", "several", "both", "2", "3", "4", "5"]
    let things = ["service*", "project*", "programme*", "organisation*", "charities", "providers"]
    return PhraseList(
      numbers.flatMap { number in things.map { "\(number) \($0)" } } + [
        "joint request", "joint service", "joint project", "joint programme", "jointly run",
        "run jointly", "consortium",
      ])
  }()

  // MARK: R6, incomplete data

  /// R6: where people were lost, somebody said why.
  static func undeclaredLoss(_ steps: [AttritionStep], at place: (Int) -> Place) -> [Finding] {
    steps.indices.dropFirst().compactMap { index in
      guard let before = steps[index - 1].people.exactValue,
        let after = steps[index].people.exactValue, after < before,
        case .unknown = steps[index].reason
      else { return nil }
      return Finding(
        "acceptance.undeclared-loss", .warning, at: place(index),
        found: "\(Int(before - after)) people were lost at the step "
          + "\(steps[index].label.quoted) for a reason that is not known",
        rule: "R6: data that are incomplete for a systematic reason are declared",
        source: "domain notes 2", remedy: "write the reason, or record why nobody can know it")
    }
  }
}
