extension Check {
  /// Checks of records against one another: identifiers, requests, editions already out.
  static let records: [Check] = [
    Check("reasons.for-an-error", "A reason is given for an error"),
    Check("reasons.stale", "A reason fits nothing that was found"),
    Check("reasons.twice", "A warning has two reasons"),
    Check(
      "records.changed-after-release",
      "An analysis of an edition that is out is not as it was released"),
    Check("records.completed-late", "An analysis was completed after its release"),
    Check(
      "records.contradiction",
      "Two analyses are of one service in one period, with different figures"),
    Check(
      "records.correction-open", .note,
      "An earlier edition is read as it is out, because a correction of it is not"),
    Check(
      "records.duplicate", "Two analyses are of one service in one period, with the same figures"),
    Check("records.folder", "A folder of analyses belongs to no edition that the schedule holds"),
    Check("records.identifier-twice", "Two analyses have one identifier"),
    Check("records.look-alike", .warning, "Two identifiers can hardly be told apart"),
    Check(
      "records.not-published", .warning,
      "A report is out, but its request is not in the state `published`"),
    Check(
      "records.organisation-name",
      "One organisation identifier stands for two names in an edition"),
    Check(
      "records.published-day", .warning,
      "The register's day of publication is not that of the report's edition"),
    Check(
      "records.published-without-analysis",
      "A request is published, and no edition has its report"),
    Check("records.register-name", .warning, "An organisation has another name in the register"),
    Check("records.request-missing", "An analysis names a request that is not in the register"),
    Check(
      "records.request-organisation", "An analysis is of another organisation than its request"),
    Check(
      "records.request-service", .warning, "An analysis is of another service than its request"),
    Check("records.request-services", "One request is answered by analyses of different services"),
    Check("records.request-state", "A request that was rejected or withdrawn has a report"),
    Check("records.request-twice", .warning, "One request is answered by two analyses"),
    Check("records.same-figures", .warning, "Two analyses have the same unrounded figures"),
  ]
}
