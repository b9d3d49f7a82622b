import Markup

/// The figures of a finished document, read back from its bytes: all that a reader has.
package struct PublishedFigures: Sendable {
  /// One figure as it stands in the XML rendition.
  struct Entry: Sendable, Hashable {
    var unit: String
    var value: String?
    var printed: String
    /// Whether anything can be learnt from it: a number, a value behind it, or words for one.
    var isShown: Bool
    /// Whether `[c]` stands there.
    var isConfidential: Bool
  }

  private(set) var entries: [String: Entry] = [:]
  /// The ids of the figures that are shown, sorted: a bulletin has very many.
  private var shownIDs: [String] = []
  /// The charts, by id.
  private(set) var charts: Set<String> = []
  /// For each chart with rows, by id, the classes of the marks that stand behind each row's name.
  private(set) var marks: [String: [Set<String>]] = [:]
  /// How alike the groups are, for each row of the table of characteristics.
  private(set) var qualities: [String] = []
  /// The beginning of the ids of a row's figures, by what the row is called.
  private var rows: [String: String] = [:]

  /// Reads an XML rendition, or a source document; nil where it is not what the program writes,
  /// which is a finding of its own.
  package init?(_ document: [UInt8]) {
    let fault = document.withUnsafeBufferPointer { bytes in
      var scanner = MarkupScanner(bytes)
      read(&scanner)
      return scanner.fault
    }
    guard fault == nil else { return nil }
    shownIDs = entries.filter(\.value.isShown).keys.sorted()
  }

  /// The figures of several pages of one document, as if they stood on one.
  package init(merging pages: [PublishedFigures]) {
    for page in pages {
      entries.merge(page.entries) { first, _ in first }
      takeCharts(of: page)
      qualities += page.qualities
    }
    shownIDs = entries.filter(\.value.isShown).keys.sorted()
  }

  /// Takes up the charts of another document.
  mutating func takeCharts(of other: PublishedFigures) {
    charts.formUnion(other.charts)
    marks.merge(other.marks) { first, _ in first }
  }

  /// Whether a row of a chart has a bar or a dot.
  func hasMark(in chart: String, row: Int) -> Bool {
    guard let rows = marks[chart], rows.indices.contains(row) else { return false }
    return !rows[row].isEmpty
  }

  /// The beginning of the ids that a row's figures had there, whatever its number was; nil where no row was
  /// called so.
  func row(named name: String, of table: String) -> String? {
    // As it is written in a document.
    let written = name.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;")
    return rows["\(table).\(written)"]
  }

  /// Whether a figure of this name stood there with another value or another text.
  ///
  /// One that did not stand there is new, and not revised, unless its sentence stands in the place of one
  /// that said something else.
  func isRevised(_ figure: Figure, as id: String) -> Bool {
    guard let before = entries[id] else { return isInAnotherSentence(id) }
    return before.value != figure.value || before.printed != figure.printed
  }

  /// Whether this is a size in a sentence, `say.least`, on a page that had the result without it: one that
  /// was inconclusive and no longer is, or the other way round.
  private func isInAnotherSentence(_ id: String) -> Bool {
    let parts = id.split(separator: ".")
    guard parts.contains(where: { ResultFigures.sizeNames.contains(String($0)) }) else {
      return false
    }
    let bound = ".difference.interval.low"
    return parts[0] == "say"
      ? entries.keys.contains { $0.hasSuffix(bound) } : entries["\(parts[0])\(bound)"] != nil
  }

  /// The figures whose ids begin so and that both have, with other values or texts: their ids,
  /// sorted.
  package func changed(since other: PublishedFigures, under prefix: String) -> [String] {
    entries.keys.filter {
      $0.hasPrefix(prefix) && other.entries[$0] != nil && !has($0, asIn: other)
    }
    .sorted()
  }

  /// Whether a figure stands in both with one value and one text.
  package func has(_ id: String, asIn other: PublishedFigures) -> Bool {
    guard let here = entries[id], let there = other.entries[id] else { return false }
    return here.value == there.value && here.printed == there.printed
  }

  private mutating func read(_ scanner: inout MarkupScanner) {
    var chart = ""
    var row = Row(table: "", count: 0)
    while var token = scanner.next() {
      guard token.kind == .start else { continue }
      switch text(token.content, scanner) {
      case "figure": add(&token, &scanner)
      case "chart":
        chart = attributes(&token, scanner)["id"] ?? ""
        charts.insert(chart)
      case "box", "dot":
        if let count = marks[chart]?.count, let kind = attributes(&token, scanner)["class"] {
          marks[chart]?[count - 1].insert(kind)
        }
      case "attrition": row = Row(table: "attrition", count: 0)
      case "matching": row = Row(table: "matching", count: 0)
      case "characteristic":
        qualities.append(attributes(&token, scanner)["quality"] ?? "unknown")
        row.begin()
      case "step": row.begin()
      case "label" where row.isOpen, "group" where row.isOpen, "name" where row.isOpen:
        guard let next = scanner.next(), next.kind == .text else { continue }
        row.name += (row.name.isEmpty ? "" : ": ") + text(next.content, scanner)
      case "label" where !chart.isEmpty:
        if attributes(&token, scanner)["class"] == "label" { marks[chart, default: []].append([]) }
      case "people" where row.isOpen, "before" where row.isOpen:
        let name = "\(row.table).\(row.name)"
        if rows[name] == nil { rows[name] = "\(row.table).\(row.count)" }
        row.isOpen = false
      default: break
      }
    }
  }

  /// A row of a table while it is read: its number, and what it is called.
  private struct Row {
    let table: String
    var count: Int
    var name = ""
    var isOpen = false

    init(table: String, count: Int) {
      self.table = table
      self.count = count
    }

    mutating func begin() {
      count += 1
      name = ""
      isOpen = true
    }
  }

  private mutating func add(
    _ token: inout MarkupScanner.Token, _ scanner: inout MarkupScanner
  ) {
    let attributes = attributes(&token, scanner)
    // A figure holds nothing but text.
    guard let next = scanner.next(), let id = attributes["id"] else { return }
    let printed = next.kind == .text ? text(next.content, scanner) : ""
    let isBlank = ["[c]", "[x]", "[z]"].contains(printed)
    entries[id] = Entry(
      unit: attributes["unit"] ?? "", value: attributes["value"], printed: printed,
      isShown: !isBlank || attributes["value"] != nil || attributes["published"] != nil,
      isConfidential: printed == "[c]")
  }

  private func attributes(
    _ token: inout MarkupScanner.Token, _ scanner: MarkupScanner
  ) -> [String: String] {
    var attributes: [String: String] = [:]
    while let attribute = scanner.nextAttribute(of: &token) {
      attributes[text(attribute.name, scanner)] = text(attribute.value, scanner)
    }
    return attributes
  }

  private func text(_ range: Range<Int>, _ scanner: MarkupScanner) -> String {
    String(decoding: scanner.bytes[range], as: UTF8.self)
  }

  /// The ids of the figures that are shown and are this id, or parts of it, sorted.
  func shown(under id: String) -> [String] {
    let parts = shownIDs[place(of: id + ".")...].prefix { $0.hasPrefix(id + ".") }
    return (entries[id]?.isShown == true ? [id] : []) + parts
  }

  /// The place of the first id that does not sort before this text.
  private func place(of text: String) -> Int {
    var (low, high) = (0, shownIDs.count)
    while low < high {
      let middle = (low + high) / 2
      if shownIDs[middle] < text { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
