import Schedule

/// A whole made-up workspace, made file by file from a recipe.
///
/// The same recipe gives the same bytes on every machine, in every zone and locale. Nothing of it
/// is a finding of `check`.
package struct Sample: Sendable {
  package let recipe: SampleRecipe

  package init(_ recipe: SampleRecipe) {
    precondition((1...SampleRecipe.mostReports).contains(recipe.reports) && recipe.editions > 0)
    self.recipe = recipe
  }

  /// Passes every file of the workspace on, one at a time, by its path and bytes.
  ///
  /// Only the register, which is one file, is in memory as a whole.
  package func forEachFile(_ body: (_ path: String, _ bytes: [UInt8]) throws -> Void) rethrows {
    let register = SampleRegister(recipe)
    try body("schedule.json", recipe.schedule(register).bytes)
    try body("requests.csv", register.bytes)
    for index in 0..<recipe.editions {
      let edition = recipe.first.adding(months: index)
      try body("analyses/\(edition)/commentary.md", Array(commentary(edition).utf8))
    }
    for number in 0..<recipe.reports {
      let report = SampleReport(number, recipe)
      try body(report.path, report.analysis.json.bytes)
    }
  }

  private func commentary(_ edition: Month) -> String {
    """
    ## About this edition

    Every organisation, service and figure of \(edition.longText) is **made up**, so that the pages
    of a large edition can be tried out.

    - A result from which no conclusion can be drawn says nothing against a service.
    - Each control group was made for one service only.

    """
  }
}
