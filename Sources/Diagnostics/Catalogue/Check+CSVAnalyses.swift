extension Check {
  /// Checks of analyses written as one CSV file.
  static let csvAnalyses: [Check] = [
    Check(
      "intake.csv.separator-line", "A line that only Excel reads stands before the column names"),
    Check("intake.table.column", "A column is no field of an analysis"),
    Check("intake.table.contradiction", "A field has both a value and the reason why it has none"),
    Check(
      "intake.table.cut-number", .warning, "A number has the few digits that a spreadsheet shows"),
    Check(
      "intake.table.day", "A day is in the form of a spreadsheet, of R's or of SAS's own counting"),
    Check(
      "intake.table.doubly-encoded", .warning, "A text is UTF-8 that was taken for Windows-1252"),
    Check("intake.table.empty-cell", "The cell of a field that every analysis has is empty"),
    Check("intake.table.empty-columns", .warning, "Columns at the end have no name"),
    Check("intake.table.gap", "An element of a list is filled and one before it is empty"),
    Check(
      "intake.table.header", "The names in the first row are not those of the fields of an analysis"
    ),
    Check(
      "intake.table.identifier", .warning,
      "An identifier looks as if a spreadsheet had taken it for a number or a day"),
    Check("intake.table.identifier-twice", "An identifier stands twice in what is to be converted"),
    Check("intake.table.list", "The column of a whole list holds something else than `[]`"),
    Check("intake.table.missing-column", "A field that rows need has no column"),
    Check("intake.table.no-rows", .warning, "No row stands under the column names"),
    Check("intake.table.number", "A cell in a column of numbers is no number"),
    Check(
      "intake.table.other-header",
      "A row of names stands among the rows, with other columns than the first row"),
    Check(
      "intake.table.shifted-row",
      "From one column on, the values of a row stand one column beside their own"),
    Check("intake.table.spreadsheet-error", "A cell holds the error of a spreadsheet"),
    Check("intake.table.translations", "An analysis that is to become a row has translations"),
    Check(
      "intake.table.unexpected-cell",
      "The cell of a field is filled that this analysis does not have"),
  ]
}
