import Diagnostics
import Notation
import Statistics

/// What the cells of a row say.
extension RowReader {
  /// An identifier of the form that analyses name it by.
  mutating func identifier(_ text: String, in column: String) -> String? {
    guard text.isHyphenated, text.utf8.count <= 24 else {
      report(
        "identifier", column, found: "\(text.quoted) is no identifier",
        rule: "an identifier has letters, digits and single hyphens, at most 24 characters",
        remedy: "write it like R-2013-0031")
      return nil
    }
    return text
  }

  /// The safe name of an organisation.
  mutating func slug(_ text: String, in column: String) -> String? {
    guard text.isSafeName, text.utf8.count <= 60 else {
      report(
        "identifier", column, found: "\(text.quoted) is no safe name",
        rule: "an organisation's identifier has a-z, 0-9 and single hyphens, at most 60 characters",
        remedy: "write it like blue-harbour-trust")
      return nil
    }
    return text
  }

  /// Characters, placeholders and persons in names; R4 and R5 of requests still on their way.
  mutating func checkTexts(_ state: RequestState) {
    for column in ["organisation", "service"] {
      let text = cell(column)
      guard text != "[x]" else { continue }
      findings += TextCheck.findings(text, .line, at: place(column))
      if text.hasPrefix(" ") || text.hasSuffix(" ") {
        findings.append(
          Finding(
            "intake.text.white-space", .warning, at: place(column),
            found: "\(text.quoted) begins or ends with white space",
            rule: "a text is published as it is written", remedy: "remove the white space"))
      }
    }
    // Afterwards the analysis says what it is of, and is checked itself.
    guard [.received, .checking, .matching, .analysis].contains(state) else { return }
    let service = Words(cell("service"))
    let place = place("service")
    findings += Acceptance.groups(service) { _ in place }
    if let finding = Acceptance.jointService(service, at: { _ in place }) {
      findings.append(finding)
    }
  }

  private func place(_ column: String) -> Place { table.place(row, table.column(column)!) }
}
