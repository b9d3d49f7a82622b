import Diagnostics
import Notation
import Schedule

/// What a cell holds, by the kind of its column.
enum CellContent {
  /// Nothing was given.
  case absent
  case value(JSONValue.Kind)
  /// A value, and something that is odd about it.
  case oddValue(JSONValue.Kind, CellFault)
  /// No value of this kind.
  case fault(CellFault)
}

/// What is wrong with one cell.
struct CellFault: Sendable, Hashable {
  let id: String
  var severity = Severity.error
  let found: String
  let rule: String
  let remedy: String

  static let source = "docs/format.md section 3"

  func finding(at place: Place) -> Finding {
    Finding(
      "intake.table.\(id)", severity, at: place, found: found, rule: rule, source: Self.source,
      remedy: remedy)
  }
}

extension CellContent {
  /// Reads a cell.
  ///
  /// Nothing is given by an empty cell, by `NA` without quotation marks, and in a column of numbers
  /// by `NA` and by the single point of SAS.
  init(_ cell: CSVCell, _ kind: CellKind) {
    let text = cell.text
    if text.isEmpty || (text == "NA" && (!cell.isQuoted || kind == .number)) {
      self = .absent
    } else if !cell.isQuoted, text.utf8.first == UInt8(ascii: "#"), text.isSpreadsheetError {
      self = .fault(.spreadsheetError(text))
    } else {
      switch kind {
      case .number: self = Self.number(text)
      case .day: self = Self.day(text)
      case .identifier, .slug: self = Self.identifier(cell)
      case .text: self = Self.text(text)
      case .list: self = text == "[]" ? .value(.array([])) : .fault(.list(text))
      case .constant, .choice, .printedNumber: self = .value(.string(text))
      }
    }
  }

  private static func number(_ text: String) -> CellContent {
    if text == "." { return .absent }
    guard let numeral = Numeral(text) ?? Numeral(text.withoutOuterSpaces) else {
      return text.withoutOuterSpaces == "." ? .absent : .fault(.number(text))
    }
    if text.utf8.contains(UInt8(ascii: "E")), text.isCutScientific {
      return .oddValue(.number(numeral), .cutNumber(text))
    }
    return .value(.number(numeral))
  }

  private static func day(_ text: String) -> CellContent {
    if Day(text) != nil { return .value(.string(text)) }
    // A day in no form that is known is for the reader of the format to report.
    return CellFault.day(text).map { .fault($0) } ?? .value(.string(text))
  }

  private static func identifier(_ cell: CSVCell) -> CellContent {
    let text = cell.text
    guard !cell.isQuoted else { return .value(.string(text)) }
    guard text.looksConverted else { return .value(.string(text)) }
    return .oddValue(
      .string(text), .identifier(text, as: text.isSpreadsheetMonth ? "a day" : "a number"))
  }

  private static func text(_ text: String) -> CellContent {
    let value = JSONValue.Kind.string(text.withoutGuard)
    guard let sample = text.doublyEncoded else { return .value(value) }
    return .oddValue(
      value,
      CellFault(
        id: "doubly-encoded", severity: .warning,
        found: "the text has “\(sample)”, which is UTF-8 taken for Windows-1252",
        rule: "a text is published as it is written",
        remedy: "read the file as UTF-8 in the program that wrote this one (in Excel: Data, From"
          + " Text/CSV, 65001: Unicode (UTF-8)), and export it again"))
  }
}

// MARK: Faults

extension CellFault {
  static func spreadsheetError(_ text: String) -> CellFault {
    CellFault(
      id: "spreadsheet-error", found: "the cell holds \(text.quoted)",
      rule: "a cell holds a value, not the error of a spreadsheet",
      remedy: text.utf8.allSatisfy { $0 == UInt8(ascii: "#") }
        ? "the column was too narrow for its value when it was exported: widen it and export again"
        : "correct the formula and export the file again, with values only")
  }

  static func list(_ text: String) -> CellFault {
    CellFault(
      id: "list", found: "the cell of a whole list holds \(text.quoted)",
      rule: "a list stands in the columns of its elements; the column of the list itself holds [] "
        + "where it has no element, and else nothing",
      remedy: "write the elements into the columns with [0], [1] … behind the name")
  }

  /// A text in a column of numbers.
  static func number(_ text: String) -> CellFault {
    let (what, remedy) = numberDiagnosis(text)
    return CellFault(
      id: "number", found: "\(text.quoted) is \(what)",
      rule: "a number has digits, a point for its decimals and nothing between its thousands",
      remedy: remedy)
  }

  private static func numberDiagnosis(_ text: String) -> (what: String, remedy: String) {
    let plain = text.filter { $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" && $0 != "'" }
    let minus = plain.replacing("\u{2212}", with: "-")
    if plain.wholeMatch(of: /-?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?/) != nil {
      let meant = plain.replacing(",", with: "")
      let isAmbiguous = plain.wholeMatch(of: /-?[0-9]+,[0-9]{3}/) != nil
      return (
        "written with a comma between its thousands"
          + (isAmbiguous ? ", or with a decimal comma" : ""),
        "write \(meant)"
          + (isAmbiguous ? ", or \(plain.replacing(",", with: ".")), whichever is meant" : "")
      )
    }
    if plain.wholeMatch(of: /-?[0-9]*,[0-9]+([eE][+-]?[0-9]+)?/) != nil {
      let point = plain.replacing(",", with: ".")
      return (
        "written with a decimal comma",
        "write \(Numeral(point)?.text ?? point); export the file with decimal points"
      )
    }
    if plain.hasSuffix("%") {
      return ("written in per cent", "write the proportion: 0.3815, not 38.15%")
    }
    if text == "[x]" || text == "[c]" || text == "[z]" {
      return (
        "no number",
        "leave the cell empty and write why the number is not known into the column with .unknown "
          + "behind its name"
      )
    }
    if ["nan", "inf", "-inf", "infinity", "-infinity"].contains(plain.lowercased()) {
      return ("no number", "find out why: nothing is divided by zero in a finished analysis")
    }
    if Numeral(minus) != nil {
      return ("written with other characters than digits", "write \(minus)")
    }
    if plain.hasPrefix("."), Numeral("0" + plain) != nil {
      return ("written without a zero before its point", "write 0\(plain)")
    }
    if plain.hasPrefix("+"), Numeral(String(plain.dropFirst())) != nil {
      return ("written with a plus sign", "write \(plain.dropFirst())")
    }
    if text.isSpreadsheetMonth || CellFault.day(text)?.id == "day" && text.contains("/") {
      return (
        "a day: a spreadsheet took the number for one",
        "write the number again; give the column the format of a number"
      )
    }
    return ("no number", "write the number in digits")
  }

  static func cutNumber(_ text: String) -> CellFault {
    CellFault(
      id: "cut-number", severity: .warning,
      found: "\(text.quoted) has the few digits that a spreadsheet shows of a number",
      rule: "values are unrounded",
      remedy: "export the number from where it was computed, not from a spreadsheet; or give the"
        + " column a format with 15 digits first")
  }

  static func identifier(_ text: String, as what: String) -> CellFault {
    CellFault(
      id: "identifier", severity: .warning,
      found: "the identifier \(text.quoted) looks as if a spreadsheet had taken it for \(what)",
      rule: "an identifier stands as it was given",
      remedy: "compare it with the register; put quotation marks round it where it is right")
  }

  /// A day in the form of another program; nil where it is in no form that is known.
  static func day(_ text: String) -> CellFault? {
    guard let (what, meant) = dayDiagnosis(text) else { return nil }
    return CellFault(
      id: "day", found: "\(text.quoted) is \(what)",
      rule: "a day is written YYYY-MM-DD and exists in the calendar",
      remedy: meant.map { "write \($0)" }
        ?? "write it YYYY-MM-DD; which number is the month cannot be told")
  }

  private static func dayDiagnosis(_ text: String) -> (what: String, meant: String?)? {
    if let match = text.wholeMatch(of: /([0-9]{1,2})[\/.\-]([0-9]{1,2})[\/.\-]([0-9]{4})/) {
      let (first, second) = (Int(match.output.1)!, Int(match.output.2)!)
      let year = Int(match.output.3)!
      let european = Day(year: year, month: second, day: first)
      let american = Day(year: year, month: first, day: second)
      let what = "a day in the form of a spreadsheet"
      if let european, let american, european != american { return (what, nil) }
      return (european ?? american).map { (what, "\($0)") }
    }
    if let match = text.wholeMatch(of: /([0-9]{4}-[0-9]{2}-[0-9]{2})[T ].*/) {
      return Day(String(match.output.1)).map { ("a day with a time", "\($0)") }
    }
    if let match = text.wholeMatch(of: /([0-9]{4})\/([0-9]{1,2})\/([0-9]{1,2})/) {
      let day = Day(
        year: Int(match.output.1)!, month: Int(match.output.2)!, day: Int(match.output.3)!)
      return day.map { ("a day in the form of a spreadsheet", "\($0)") }
    }
    if let match = text.wholeMatch(of: /([0-9]{1,2})[- ]?([A-Za-z]{3})[- ]?([0-9]{4})/) {
      guard let month = Self.months.firstIndex(of: match.output.2.lowercased()) else { return nil }
      let day = Day(year: Int(match.output.3)!, month: month + 1, day: Int(match.output.1)!)
      return day.map { ("a day in another form", "\($0)") }
    }
    guard text.wholeMatch(of: /[0-9]{4,5}/) != nil, let count = Int(text), count > 3000 else {
      return nil
    }
    if count > 33_000 {
      let day = Day(year: 1899, month: 12, day: 30)!.adding(days: count)
      return ("a day as a spreadsheet counts them", "\(day), if it counts from 1900")
    }
    let r = Day(daysSince1970: count)
    let sas = Day(year: 1960, month: 1, day: 1)!.adding(days: count)
    return (
      "a number of days, not a day", "\(r) if R counted them from 1970, \(sas) if SAS did from 1960"
    )
  }

  fileprivate static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
}

// MARK: Texts

extension String {
  /// Whether this is what a spreadsheet shows in place of a value.
  var isSpreadsheetError: Bool {
    [
      "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
      "#GETTING_DATA",
    ].contains(self) || (utf8.count > 1 && utf8.allSatisfy { $0 == UInt8(ascii: "#") })
  }

  /// Whether this is a number as Excel shows one that is too long for its cell: `1.23457E-05`.
  fileprivate var isCutScientific: Bool {
    wholeMatch(of: /-?[0-9](\.[0-9]{1,5})?E[+-][0-9]{2,3}/) != nil
  }

  /// Whether this is `Oct-13` or `13-Oct`, what a spreadsheet makes of `2013-10` or `10-13`.
  fileprivate var isSpreadsheetMonth: Bool {
    guard utf8.count <= 8 else { return false }
    let parts = split(separator: "-")
    guard parts.count == 2 else { return false }
    let (name, number) = parts[0].utf8.first!.isDigit ? (parts[1], parts[0]) : (parts[0], parts[1])
    return CellFault.months.contains(name.lowercased()) && number.utf8.allSatisfy(\.isDigit)
  }

  /// Whether a spreadsheet may have made this of an identifier: `1E+05`, `Oct-13`.
  var looksConverted: Bool {
    guard utf8.count <= 24, let first = utf8.first else { return false }
    if isSpreadsheetMonth { return true }
    return first.isDigit && utf8.contains(UInt8(ascii: "E"))
      && wholeMatch(of: /[0-9](\.[0-9]+)?E\+?[0-9]+/) != nil
  }

  /// This text without spaces at its ends.
  fileprivate var withoutOuterSpaces: String {
    var text = Substring(self)
    while text.utf8.first == 0x20 { text.removeFirst() }
    while text.utf8.last == 0x20 { text.removeLast() }
    return String(text)
  }

  /// Two characters that betray UTF-8 read as Windows-1252 and written as UTF-8 again.
  fileprivate var doublyEncoded: String? {
    guard utf8.contains(where: { $0 == 0xC3 }) else { return nil }
    let scalars = Array(unicodeScalars)
    for (first, second) in zip(scalars, scalars.dropFirst()) {
      if first == "\u{C3}" || first == "\u{C2}", (0x80...0xBF).contains(second.value) {
        return String(String.UnicodeScalarView([first, second]))
      }
      if first == "\u{E2}", second == "\u{20AC}" { return "\u{E2}\u{20AC}" }
    }
    return nil
  }

  /// Whether a spreadsheet would run this text as a formula, or it is such a text with
  /// apostrophes in front.
  private var isFormula: Bool {
    for byte in utf8 where byte != UInt8(ascii: "'") {
      return Self.formulaMarks.contains(byte)
    }
    return false
  }

  private static let formulaMarks: [UInt8] = Array("=+-@\t\r".utf8)

  /// This text with an apostrophe in front, where a spreadsheet could take it for a formula.
  ///
  /// A text that has an apostrophe there already gets another, so that nothing is lost.
  var withGuard: String { isFormula ? "'" + self : self }

  /// This text without the apostrophe that ``withGuard`` put in front.
  fileprivate var withoutGuard: String {
    utf8.first == UInt8(ascii: "'") && isFormula ? String(unicodeScalars.dropFirst()) : self
  }
}

extension UInt8 {
  /// Whether this is an ASCII digit.
  fileprivate var isDigit: Bool { UInt8(ascii: "0") <= self && self <= UInt8(ascii: "9") }
}
