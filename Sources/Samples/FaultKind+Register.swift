import Schedule
import Statistics

extension FaultKind {
  /// Rows of the register that cannot be right.
  static let register: [FaultKind] = [
    FaultKind(
      "row-without-service", "intake.register.blank", .register, "the service is empty",
      .row(column: "service") { cells, _ in cells[3] = "" }),
    FaultKind(
      "row-state-unknown", "intake.register.state", .register, "the state is \"done\"",
      .row(column: "state") { cells, _ in cells[4] = "done" }),
    FaultKind(
      "row-reason-beside-state", "intake.register.reason", .register,
      "a request that was not rejected has a reason",
      .row(column: "reason") { cells, recipe in
        cells.setDays(recipe, received: 80, checking: 70)
        cells[5] = RejectionReason.minimumCohort.rawValue
      }),
    FaultKind(
      "row-day-impossible", "intake.register.date", .register, "checked on 30 February",
      .row(column: "checking") { cells, recipe in
        cells.setDays(recipe, received: 80, checking: 70)
        cells[7] = "2013-02-30"
      }),
    FaultKind(
      "row-without-receipt", "intake.register.received", .register, "the day of receipt is empty",
      .row(column: "received") { cells, recipe in
        cells.setDays(recipe, received: 80, checking: 70)
        cells[6] = ""
      }),
    FaultKind(
      "row-days-out-of-order", "intake.register.order", .register, "checked before it was received",
      .row(column: "checking") { cells, recipe in
        cells.setDays(recipe, received: 70, checking: 80)
      }),
    FaultKind(
      "row-state-against-days", "intake.register.state-against-days", .register,
      "the state is behind the days",
      .row(column: "state") { cells, recipe in
        cells.setDays(recipe, received: 80, checking: 70)
        cells[4] = RequestState.received.rawValue
      }),
    FaultKind(
      "row-identifier", "intake.register.identifier", .register,
      "the identifier of the request has a slash",
      .row(column: "request") { cells, _ in cells[0] = "R/2013/7" }),
    FaultKind(
      "row-twice", "intake.register.repeated", .register, "the row stands twice",
      .line(linesDown: 1, column: "request") { $0 += "\n" + $0 }),
    FaultKind(
      "row-blank", "intake.csv.blank-line", .register, "a blank line follows",
      .line(linesDown: 1, column: nil) { $0 += "\n" }),
    FaultKind(
      "row-ragged", "intake.csv.ragged-row", .register, "the row has a cell too many",
      .line(linesDown: 0, column: nil) { $0 += "," }),
    FaultKind(
      "row-header-again", "intake.csv.repeated-header", .register, "the header follows again",
      .line(linesDown: 1, column: nil) { $0 += "\n" + SampleRegister.header }),
  ]
}

extension [String] {
  /// Makes the cells those of a request that is being checked, so many days before the cut-off.
  fileprivate mutating func setDays(_ recipe: SampleRecipe, received: Int, checking: Int) {
    let cutOff = recipe.cutOff(of: recipe.last)
    self[4] = RequestState.checking.rawValue
    self[5] = ""
    for column in 6..<count { self[column] = "" }
    self[6] = "\(cutOff.adding(days: -received))"
    self[7] = "\(cutOff.adding(days: -checking))"
  }
}
