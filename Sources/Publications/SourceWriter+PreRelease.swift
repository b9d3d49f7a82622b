package import Schedule

/// Pre-release access on the pages around the editions: posts and reasons, no name.
extension SourceWriter {
  /// The arrangements to keep to the Order (SI 2008/2998 Schedule paragraph 9(c)).
  ///
  /// Where the schedule names nobody as responsible, none are claimed.
  package mutating func arrangements(_ policy: PreReleasePolicy) throws(TextTableError) {
    open("arrangements")
    try paragraphs("arrangements.intro")
    if policy.recipients.isEmpty || policy.hours == 0 { try paragraphs("arrangements.nobody") }
    if let responsible = policy.responsible {
      let arguments: [String: Argument] = [
        "role": .text(responsible.role), "hours": .text(String(policy.hours)),
        "justification": .text(policy.justification),
      ]
      for part in ["granting", "reason", "hours", "duties", "record"] {
        try paragraphs("arrangements.\(part)", arguments)
      }
      if let text = policy.headOfProfession {
        try paragraphs("arrangements.head", ["role": .text(text)])
      }
    } else {
      try paragraphs("arrangements.not-stated")
    }
    close()
  }

  /// One release and the posts that had access to it (SI 2008/2998 Schedule paragraph 9(a)).
  ///
  /// The date is given as people read it and as a day.
  package mutating func accessed(
    _ edition: Month, on day: Day, _ policy: PreReleasePolicy, root: String
  ) throws(TextTableError) {
    open("accessed", [("edition", edition.description), ("href", "\(root)\(edition)/")])
    element("name", edition.longText)
    element("date", [("value", day.description)], day.longText)
    let isExceptional =
      policy.recipients.contains { $0.exceptional != nil }
      && texts.contains("accessed.hours-exceptional")
    let sentence = isExceptional ? "accessed.hours-exceptional" : "accessed.hours"
    element("hours", try texts.string(sentence, ["hours": String(policy.hours)]))
    for recipient in policy.recipients {
      open("recipient")
      element("role", recipient.role)
      element("organisation", recipient.organisation)
      if let exceptional = recipient.exceptional {
        element(
          "exceptional",
          try texts.string(
            "accessed.exceptional",
            [
              "hours": String(exceptional.hours), "role": recipient.role,
              "organisation": recipient.organisation, "reasons": exceptional.reasons,
            ]))
      }
      close()
    }
    close()
  }
}
