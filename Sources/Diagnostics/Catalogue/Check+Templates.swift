extension Check {
  /// Checks of stylesheets, string tables and schemas.
  static let templates: [Check] = []
}
