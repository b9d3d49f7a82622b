extension Check {
  /// Checks of finished pages: agreement of HTML and XML, contamination.
  static let renditions: [Check] = []
}
