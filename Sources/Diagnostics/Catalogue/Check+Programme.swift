extension Check {
  /// Checks of schedule, register and control totals.
  static let programme: [Check] = []
}
