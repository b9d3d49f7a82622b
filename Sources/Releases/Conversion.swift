package import Diagnostics
import Intake
import Statistics
import Storage

/// Turns analyses from one form into the other: JSON files into one CSV file, a CSV file into JSON
/// files.
///
/// What has errors is not converted: then nothing is written at all. Nothing that is there is ever
/// replaced.
package struct Conversion {
  /// A form in which analyses are written.
  package enum Form: String, Sendable, CaseIterable {
    case csv, json
  }

  /// How many analyses were read.
  package private(set) var analysisCount = 0
  /// Everything that was found, in the order of the files.
  package private(set) var findings: [Finding] = []
  /// Whether the output was written: only without errors.
  package var isWritten: Bool { !findings.hasErrors }

  /// The place of each identifier that was met.
  private var identifiers: [String: Place] = [:]

  /// Reads files, or folders of files, of the other form and writes this one.
  ///
  /// The output of `csv` is a file, that of `json` a folder, and neither exists yet.
  /// - Throws: a ``ReleaseError`` where an input or the output is not one that can be used, or a
  ///   `StorageError`.
  package init(_ inputs: [String], to form: Form, output: String) throws {
    try PublicationsCopy.refuseInside(output)
    guard try !Files.exists(output) else {
      throw ReleaseError(
        .exists, "\(output.quoted) is there already; name one that is not, nothing is replaced")
    }
    let files = try Self.files(inputs, notOf: form)
    switch form {
    case .csv: try writeTable(files, to: output)
    case .json: try writeFiles(files, to: output)
    }
    findings.sort()
  }

  /// The files named, and those in the folders named, that have the other form.
  private static func files(_ inputs: [String], notOf form: Form) throws -> [String] {
    let ending = form == .csv ? ".json" : ".csv"
    var files: [String] = []
    for input in inputs {
      guard try Files.kind(of: input) != .directory else {
        let names = try Files.list(input).filter { $0.lowercased().hasSuffix(ending) }
        files += names.map { input.hasSuffix("/") ? input + $0 : "\(input)/\($0)" }
        continue
      }
      guard input.lowercased().hasSuffix(ending) else {
        throw ReleaseError(
          .usage,
          "\(input.quoted) is no *\(ending) file; to \(form.rawValue) goes what is written"
            + " as \(ending.dropFirst())")
      }
      files.append(input)
    }
    guard !files.isEmpty else {
      throw ReleaseError(.notFound, "there is no *\(ending) file to convert")
    }
    return files
  }

  private mutating func bytes(of file: String) -> [UInt8]? {
    do {
      return try Files.read(file, limit: Workspace.fileLimit)
    } catch {
      findings.append(
        Finding(
          "intake.file.unreadable", at: Place(file), found: "the file cannot be read: \(error)",
          rule: "every input is a regular file that can be read",
          remedy: "restore the file or correct its permissions"))
      return nil
    }
  }

  /// Counts an analysis and reports one whose identifier was met before.
  private mutating func note(_ record: AnalysisRecord) {
    analysisCount += 1
    let place = record.identifierPlace
    guard let first = identifiers.updateValue(place, forKey: record.analysis.id) else { return }
    findings.append(
      Finding(
        "intake.table.identifier-twice", at: place,
        found: "the analysis \(record.analysis.id.quoted) stands in \(first.text) too",
        rule: "an identifier is used once in the series", source: "docs/format.md section 3",
        remedy: "remove one of them or correct the identifier"))
  }

  // MARK: To CSV

  /// Two passes, so that no more than one analysis is held: the first finds the columns.
  private mutating func writeTable(_ files: [String], to output: String) throws {
    let reader = AnalysisReader(allowsPublished: true)
    var writer = AnalysisTableWriter()
    var order: [(id: String, file: String)] = []
    for file in files {
      guard let bytes = bytes(of: file) else { continue }
      let (record, found) = reader.read(bytes, file: file)
      findings += found
      guard let record else { continue }
      note(record)
      guard record.analysis.translations.isEmpty else {
        findings.append(Self.translated(record))
        continue
      }
      writer.note(record)
      order.append((record.analysis.id, file))
    }
    guard isWritten else { return }
    order.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    let (header, rows) = writer.header
    try Files.writeNew(to: output) { write in
      try write(header)
      for (_, file) in order {
        let bytes = try Files.read(file, limit: Workspace.fileLimit)
        guard let record = reader.read(bytes, file: file).record, let row = rows.bytes(of: record)
        else {
          throw ReleaseError(
            .altered, "\(file.quoted) was changed while it was converted; nothing was written")
        }
        try write(row)
      }
    }
  }

  private static func translated(_ record: AnalysisRecord) -> Finding {
    Finding(
      "intake.table.translations", at: record.place("$.translations"),
      found: "the analysis \(record.analysis.id.quoted) has translations",
      rule: "a table has no columns for translations", source: "docs/format.md section 3",
      remedy: "keep the analysis as JSON, or put its phrases into schedule.json")
  }

  // MARK: To JSON

  /// Thrown inside to leave an unfinished folder.
  private struct HasErrors: Error {}

  private mutating func writeFiles(_ files: [String], to output: String) throws {
    let path = output.count > 1 && output.hasSuffix("/") ? String(output.dropLast()) : output
    do {
      try Directory.replace(at: path) { building in
        for file in files {
          guard let bytes = bytes(of: file) else { continue }
          try writeRows(of: bytes, file, into: building)
        }
        guard isWritten else { throw HasErrors() }
      }
    } catch is HasErrors {
      // The findings say what is wrong.
    }
  }

  private mutating func writeRows(
    of bytes: [UInt8], _ file: String, into folder: String
  ) throws {
    var table = AnalysisTable(bytes, file: file, allowsPublished: true)
    while let row = table.next() {
      findings += row.findings
      guard let record = row.record else { continue }
      note(record)
      // An identifier is letters, digits and hyphens: it can be the name of a file.
      guard isWritten else { continue }
      try Files.writeNew(record.json, to: "\(folder)/\(record.analysis.id).json")
    }
  }
}
