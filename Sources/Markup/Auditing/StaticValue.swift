internal import CLibXML

/// Where in a source document an expression can stand or lead.
enum NodeType: Hashable {
  /// The document itself, above its root element.
  case document
  case element(Int)
  case attribute(Int, String)
  /// The text of an element.
  case text(Int)
}

/// What is known of a value before any document is there.
struct StaticValue {
  /// The nodes that it can have.
  var nodes: Set<NodeType> = []
  /// The texts that it can be.
  var words: Set<Word> = []

  /// A text that stands in a stylesheet.
  struct Word: Hashable {
    var text: String
    /// Whether it is the whole text, not only its beginning.
    var isWhole: Bool
    /// The element of the stylesheet that it stands in.
    var origin: xmlNodePtr
  }

  /// Takes up what another value can be; whether that is anything new.
  mutating func formUnion(_ other: StaticValue) -> Bool {
    let before = (nodes.count, words.count)
    nodes.formUnion(other.nodes)
    words.formUnion(other.words)
    return before != (nodes.count, words.count)
  }
}

/// A place in a stylesheet from which something is asked: an element, one of its attributes, and a
/// number inside that.
struct UsePlace: Hashable {
  var node: xmlNodePtr
  var attribute: String
  var number: Int
}

/// What the stylesheets of all pages ask of their source documents, gathered page by page.
///
/// A part is shared by several pages, and a name that only one of them has is right.
final class StylesheetUse {
  /// A name that is asked for.
  struct Step {
    var name: String
    var isFound = false
    /// The elements in which it was looked for.
    var contexts: Set<String> = []
    /// What they have.
    var present: Set<String> = []
  }

  /// A value that an attribute is compared with.
  struct Comparison {
    var attribute: String
    var value: String
    var isPossible = false
    var values: Set<String> = []
  }

  /// A text of the string table that is asked for.
  struct Wording: Hashable {
    var text: String
    var isWhole: Bool
    var origin: xmlNodePtr
    var page: String
  }

  var steps: [UsePlace: Step] = [:]
  var comparisons: [UsePlace: Comparison] = [:]
  var wordings: Set<Wording> = []
  /// The templates that some page comes to.
  var reached: Set<xmlNodePtr> = []
  private var expressions: [UsePlace: XPathExpression?] = [:]

  /// An expression of a stylesheet, read once.
  func expression(_ text: String, at place: UsePlace) -> XPathExpression? {
    if let known = expressions[place] { return known }
    let read = XPathExpression(text)
    expressions[place] = .some(read)
    return read
  }
}
