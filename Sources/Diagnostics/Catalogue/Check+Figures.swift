extension Check {
  /// Checks of the figures of one analysis.
  static let figures: [Check] = []
}
