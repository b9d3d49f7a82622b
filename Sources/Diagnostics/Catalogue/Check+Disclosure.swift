extension Check {
  /// Checks of figures that could give a small group away.
  static let disclosure: [Check] = []
}
