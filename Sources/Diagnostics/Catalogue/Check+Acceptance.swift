extension Check {
  /// Checks of the rules by which a request is accepted.
  static let acceptance: [Check] = [
    Check("acceptance.case-by-case", .warning, "A text may name a group that needs a decision"),
    Check("acceptance.excluded-group", "A text names a group that is not analysed"),
    Check(
      "acceptance.joint-service", .warning,
      "A name speaks of more than one service or organisation"),
    Check(
      "acceptance.undeclared-loss", .warning,
      "People were lost on the way for a reason that is not known"),
    Check("acceptance.window", "A service ran outside the years for which there were data"),
  ]
}
