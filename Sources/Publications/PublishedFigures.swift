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
  /// How alike the groups are, for each row of the table of characteristics.
  private(set) var qualities: [String] = []

  /// Reads an XML rendition, or a source document; nil where it is not well-formed.
  package init?(_ document: [UInt8], named file: String) {
    // Not well-formed is a finding of its own, made where the schema is held against it.
    guard let root = try? Markup.parse(document, named: file) else { return nil }
    collect(root)
    shownIDs = entries.filter(\.value.isShown).keys.sorted()
  }

  private mutating func collect(_ element: XMLElement) {
    switch element.name {
    case "figure": add(element)
    case "chart": if let id = element.attribute("id") { charts.insert(id) }
    case "characteristic": qualities.append(element.attribute("quality") ?? "unknown")
    default: break
    }
    for child in element.elements { collect(child) }
  }

  private mutating func add(_ figure: XMLElement) {
    guard let id = figure.attribute("id") else { return }
    let text = figure.text
    let value = figure.attribute("value")
    let isBlank = ["[c]", "[x]", "[z]"].contains(text)
    entries[id] = Entry(
      unit: figure.attribute("unit") ?? "", value: value, printed: text,
      isShown: !isBlank || value != nil || figure.attribute("published") != nil,
      isConfidential: text == "[c]")
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
