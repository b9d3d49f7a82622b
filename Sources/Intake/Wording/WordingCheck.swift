package import Diagnostics

/// Checks what people write about results: R9, and that an inconclusive result is no failure.
///
/// A sentence with a word such as “not” in it says the opposite and is left alone. Words are only
/// a sign, so every finding is a warning.
package enum WordingCheck {
  /// What is wrong with the wording of a text.
  ///
  /// Whether a service failed is asked of the statisticians' own words only: a description may
  /// well speak of people who failed at something.
  package static func findings(
    _ text: Words, speaksOfResults: Bool, at place: (Range<Int>) -> Place
  ) -> [Finding] {
    var findings: [Finding] = []
    func report(_ list: PhraseList, _ finding: (String, Place) -> Finding) {
      // One of a kind is enough to send the writer back to the text.
      let match = list.matches(in: text).first { !text.sentence(of: $0, has: .negations) }
      if let match { findings.append(finding(text.text(of: match), place(match))) }
    }
    report(comparisons) { words, place in
      Finding(
        "wording.comparison", .warning, at: place,
        found: "\(words.quoted) compares a result with others",
        rule: "R9: results are not compared with the national average or with other reports",
        source: "domain notes 2",
        remedy: "take the comparison out: each control group was made for one service only")
    }
    report(rankings) { words, place in
      Finding(
        "wording.ranking", .warning, at: place, found: "\(words.quoted) ranks services",
        rule: "R9: results are not for ranking or benchmarking", source: "domain notes 2",
        remedy: "say what was found for this service, and nothing of its place among others")
    }
    guard speaksOfResults else { return findings }
    report(failures) { words, place in
      Finding(
        "wording.failure", .warning, at: place,
        found: "\(words.quoted) words a result as a failure",
        rule: "an inconclusive result is never worded as a failure of the service",
        source: "domain notes 3c",
        remedy: "say that no conclusion can be drawn, and that more people would be needed")
    }
    return findings
  }

  private static let comparisons = PhraseList([
    "national average*", "national rate*", "national figure*", "national re offending rate*",
    "national reoffending rate*", "average for england", "average re offending rate*",
    "average reoffending rate*", "national benchmark*", "better than other", "worse than other",
    "better than any", "worse than any", "better than most", "worse than most",
    "than other organisation*", "than other provider*", "than other service*",
    "than other programme*", "than other report*", "than other charit*", "than any other",
    "compared with other", "compared to other", "in comparison with other",
    "better than the average", "worse than the average", "above the average", "below the average",
    "better than average", "worse than average",
  ])

  private static let rankings = PhraseList([
    "league table*", "ranked", "ranking*", "outranks", "best performing", "worst performing",
    "top performing", "highest performing", "lowest performing", "best result*", "worst result*",
    "most effective", "least effective", "more effective than", "less effective than",
    "most successful", "least successful", "more successful than", "less successful than",
    "outperform*", "top of the table", "bottom of the table", "benchmark*", "best of all",
    "best in the country",
    "first among",
  ])

  private static let failures = PhraseList([
    "failed to reduce", "fails to reduce", "failed to cut", "failed to lower", "failed to have",
    "failed to show", "fails to show", "did not work", "does not work", "didnt work",
    "doesnt work", "ineffective", "had no effect", "has no effect", "had no impact",
    "has no impact", "made no difference", "makes no difference", "unsuccessful", "disappoint*",
    "a failure", "the failure of",
  ])
}
