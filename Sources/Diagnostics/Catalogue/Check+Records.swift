extension Check {
  /// Checks of records against one another: identifiers, requests, editions already out.
  static let records: [Check] = [
    Check(
      "records.changed-after-release",
      "An analysis of an edition that is out is not as it was released"),
    Check("records.completed-late", "An analysis was completed after its release"),
    Check("records.folder", "A folder of analyses belongs to no edition that the schedule holds"),
    Check("records.identifier-twice", "Two analyses have one identifier"),
    Check(
      "records.organisation-name",
      "One organisation identifier stands for two names in an edition"),
    Check("records.request-missing", "An analysis names a request that is not in the register"),
    Check(
      "records.request-organisation", "An analysis is of another organisation than its request"),
    Check("records.request-state", "A request that was rejected or withdrawn has a report"),
  ]
}
