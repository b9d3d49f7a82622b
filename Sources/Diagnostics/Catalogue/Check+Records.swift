extension Check {
  /// Checks of records against one another: identifiers, requests, editions already out.
  static let records: [Check] = []
}
