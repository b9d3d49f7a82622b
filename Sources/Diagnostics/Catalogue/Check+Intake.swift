extension Check {
  /// Checks of reading files: encoding, JSON, CSV, fields, commentary.
  static let intake: [Check] = []
}
