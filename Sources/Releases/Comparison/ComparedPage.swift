import Markup

/// What a page says, read from its XML rendition for a comparison: its figures and its passages, each
/// with its place in words.
struct ComparedPage {
  /// A figure of a page.
  struct Figure: Hashable {
    let place: String
    let value: FigureValue
  }

  /// A text that stands together: a paragraph, a label, a name.
  struct Passage: Hashable {
    /// The way to it in the document: what has the same is the same kind of passage.
    let key: String
    let place: String
    let text: String
    /// The text with its figures left out: they are compared by themselves.
    let wording: String
  }

  let title: String
  /// By id, which is unique in a page.
  private(set) var figures: [String: Figure] = [:]
  /// The ids in the order of the page.
  private(set) var figureIDs: [String] = []
  private(set) var passages: [Passage] = []

  /// Reads a rendition; throws what the markup's reader throws.
  init(_ bytes: [UInt8], named path: String) throws {
    let root = try Markup.parse(bytes, named: path)
    title = root.first("organisation")?.text ?? root.first("title")?.text ?? path
    for element in root.elements { walk(element, Place()) }
  }

  /// The way to an element.
  private struct Place {
    var key = ""
    var parts: [String] = []
    var text: String { parts.joined(separator: " / ") }
  }

  /// Charts draw the figures of the tables; metadata and printed intervals repeat them.
  private static let derived: Set = ["metadata", "chart", "printed"]
  /// Elements that only hold what is in them.
  private static let plain: Set = ["paragraph", "label", "title", "name", "figure"]

  private mutating func walk(_ element: XMLElement, _ outer: Place) {
    guard !Self.derived.contains(element.name) else { return }
    var place = outer
    // An entry of a list is known by its analysis, a paragraph by its text in the string table.
    let name = element.attribute("id") ?? element.attribute("analysis")
    place.key += "/" + element.name + (name.map { "#\($0)" } ?? "")
    if !Self.plain.contains(element.name) { place.parts.append(Self.label(of: element)) }
    if element.hasOwnText {
      let wording = Self.wording(of: element)
      passages.append(
        Passage(
          key: place.key, place: place.text.isEmpty ? element.name : place.text, text: element.text,
          wording: wording))
      return addFigures(in: element, place)
    }
    for child in element.elements {
      if child.name == "figure" { add(child, place) } else { walk(child, place) }
    }
  }

  /// What a reader calls an element: by what stands in it, or by its name.
  private static func label(of element: XMLElement) -> String {
    for name in ["label", "title", "name", "organisation"] {
      guard let text = element.first(name)?.text, !text.isEmpty else { continue }
      if name == "organisation", let service = element.first("service") {
        return "\(text), \(service.text)"
      }
      return text
    }
    let names = ["pValue": "p-value", "preRelease": "pre-release access"]
    let name = names[element.name] ?? element.name
    return element.attribute("scope").map { "\(name) (\($0))" } ?? name
  }

  private mutating func addFigures(in element: XMLElement, _ place: Place) {
    for child in element.elements {
      if child.name == "figure" { add(child, place) } else { addFigures(in: child, place) }
    }
  }

  private mutating func add(_ figure: XMLElement, _ place: Place) {
    guard let id = figure.attribute("id"), figures[id] == nil else { return }
    figureIDs.append(id)
    // In a sentence only the id tells its figures apart.
    let isInSentence = place.key.contains("/paragraph")
    let name = isInSentence ? (place.parts + [id]).joined(separator: " / ") : place.text
    figures[id] = Figure(place: name, value: FigureValue(figure))
  }

  private static func wording(of element: XMLElement) -> String {
    element.children.reduce(into: "") { text, child in
      switch child {
      case .text(let part): text += part
      case .element(let inner) where inner.name == "figure": text += "\u{FFFC}"
      case .element(let inner): text += wording(of: inner)
      }
    }
  }
}

extension XMLElement {
  /// Whether there are words in it that are in no element inside it.
  fileprivate var hasOwnText: Bool {
    children.contains { child in
      guard case .text(let text) = child else { return false }
      return text.contains { !$0.isWhitespace }
    }
  }
}
