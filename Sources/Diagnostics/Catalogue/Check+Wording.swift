extension Check {
  /// Checks of what people write in free text.
  static let wording: [Check] = []
}
