extension Check {
  /// Checks of analyses written as one CSV file.
  static let csvAnalyses: [Check] = []
}
