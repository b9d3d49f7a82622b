extension Check {
  /// Checks of figures that could give a small group away.
  static let disclosure: [Check] = [
    Check("disclosure.shown", "A figure that tells of a small group stands in a finished document"),
    Check("disclosure.inferable", "A hidden count can be worked out from what is shown"),
    Check(
      "disclosure.difference", .warning,
      "Two public counts differ by so few people that the difference tells of them"),
    Check(
      "disclosure.revealed", .warning, "A version shows what an earlier one of it hides"),
    Check(
      "disclosure.already-public", .warning, "A version hides what an earlier one of it shows"),
    Check(
      "disclosure.text", .warning,
      "A reason in the attrition has a number that tells of a few people, or that the table hides"),
  ]
}
