internal import Diagnostics

/// What may stand where in a document of a schema, as places that can be walked.
///
/// It reads the part of XSD 1.0 that says which elements and attributes there are: elements,
/// complex and simple types, extensions, groups and their references. Facets other than
/// enumerations are left to ``Schema``.
///
/// Every way down from the root element is a place of its own, so that the figure of the people
/// and the figure of the rate are two. Only what holds itself (a list in a list) is one place with
/// several parents.
package struct SchemaModel: Sendable {
  /// An element at one place of the document.
  struct Place: Sendable {
    var name: String
    var parents: [Int] = []
    var children: [Int] = []
    /// The attributes, each with the values it can have; none where it can have any.
    var attributes: [String: [String]] = [:]
    /// Whether text stands in it.
    var hasText = false
  }

  /// The namespace of every element.
  let namespace: String
  /// The places; the root element is the first.
  private(set) var places: [Place] = []
  /// The places of each name.
  private(set) var named: [String: [Int]] = [:]

  /// Reads a schema for the documents with this root element.
  ///
  /// Throws a ``MarkupError`` for a schema that is not XML or does not declare the element.
  package init(_ bytes: [UInt8], named file: String, root: String) throws {
    let element = try Markup.parse(bytes, named: file)
    var declarations = SchemaDeclarations(element)
    guard let namespace = element.attribute("targetNamespace"),
      let first = declarations.global(root)
    else {
      throw MarkupError(
        .invalidSchema,
        [MarkupProblem(file: file, message: "it declares no element \(root.quoted)")]
      )
    }
    self.namespace = namespace
    var shared: [Int: Int] = [:]
    _ = unfold(first, under: nil, &declarations, &shared)
    named = Dictionary(grouping: places.indices) { places[$0].name }
  }

  /// Adds the place of a declaration and all below it.
  private mutating func unfold(
    _ declaration: Int, under parent: Int?, _ declarations: inout SchemaDeclarations,
    _ shared: inout [Int: Int]
  ) -> Int {
    if let known = shared[declaration] {
      if let parent { places[known].parents.append(parent) }
      return known
    }
    let content = declarations.content(of: declaration)
    let index = places.count
    places.append(
      Place(
        name: declarations.name(of: declaration), parents: parent.map { [$0] } ?? [],
        attributes: content.attributes, hasText: content.hasText))
    if declarations.isRecursive(declaration) { shared[declaration] = index }
    for child in content.children {
      let place = unfold(child, under: index, &declarations, &shared)
      places[index].children.append(place)
    }
    return index
  }
}

/// The declarations of a schema, resolved as they are asked for.
private struct SchemaDeclarations {
  struct Content {
    var children: [Int] = []
    var attributes: [String: [String]] = [:]
    var hasText = false

    mutating func merge(_ other: Content) {
      children += other.children
      attributes.merge(other.attributes) { $1 }
      hasText = hasText || other.hasText
    }
  }

  private let top: [String: [String: XMLElement]]
  private var declared: [(name: String, element: XMLElement)] = []
  private var globals: [String: Int] = [:]
  private var byType: [String: Content] = [:]
  private var byDeclaration: [Int: Content] = [:]
  private var recursive: [Int: Bool] = [:]

  init(_ schema: XMLElement) {
    var top: [String: [String: XMLElement]] = [:]
    for element in schema.elements {
      if let name = element.attribute("name") { top[element.name, default: [:]][name] = element }
    }
    self.top = top
  }

  /// The declaration of a root element.
  mutating func global(_ name: String) -> Int? {
    if let known = globals[name] { return known }
    guard let element = top["element"]?[name] else { return nil }
    globals[name] = declare(element, name)
    return globals[name]
  }

  func name(of declaration: Int) -> String { declared[declaration].name }

  private mutating func declare(_ element: XMLElement, _ name: String) -> Int {
    declared.append((name, element))
    return declared.count - 1
  }

  /// What an element holds.
  mutating func content(of declaration: Int) -> Content {
    if let known = byDeclaration[declaration] { return known }
    let element = declared[declaration].element
    let content: Content
    if let type = element.attribute("type") {
      content = self.content(ofType: local(type))
    } else if let type = element.first("complexType") {
      content = read(type)
    } else {
      content = Content(hasText: true)
    }
    byDeclaration[declaration] = content
    return content
  }

  /// What a named type holds; a type that the schema does not define is one of text.
  private mutating func content(ofType name: String) -> Content {
    if let known = byType[name] { return known }
    let content = top["complexType"]?[name].map { read($0) } ?? Content(hasText: true)
    byType[name] = content
    return content
  }

  /// Reads a complex type or a part of one.
  private mutating func read(_ element: XMLElement) -> Content {
    var content = Content(hasText: element.attribute("mixed") == "true")
    for part in element.elements {
      switch part.name {
      case "element":
        if let name = part.attribute("ref").map(local) {
          if let declaration = global(name) { content.children.append(declaration) }
        } else if let name = part.attribute("name") {
          content.children.append(declare(part, name))
        }
      case "attribute":
        if let name = part.attribute("name") { content.attributes[name] = values(of: part) }
      case "group", "attributeGroup":
        if let group = part.attribute("ref").flatMap({ top[part.name]?[local($0)] }) {
          content.merge(read(group))
        }
      case "extension", "restriction":
        if let base = part.attribute("base") { content.merge(self.content(ofType: local(base))) }
        content.merge(read(part))
      case "sequence", "choice", "all", "complexContent", "simpleContent":
        content.merge(read(part))
      default: break
      }
    }
    return content
  }

  /// The values that an attribute can have; none where it can have any.
  private func values(of attribute: XMLElement) -> [String] {
    let type =
      attribute.first("simpleType")
      ?? attribute.attribute("type").flatMap { top["simpleType"]?[local($0)] }
    guard let restriction = type?.first("restriction") else { return [] }
    return restriction.elements(named: "enumeration").compactMap { $0.attribute("value") }
  }

  /// The name without its prefix: a type of this schema has none of the names of XSD's own.
  private func local(_ name: String) -> String {
    name.split(separator: ":").last.map(String.init) ?? name
  }

  /// Whether an element can stand inside itself.
  mutating func isRecursive(_ declaration: Int) -> Bool {
    if let known = recursive[declaration] { return known }
    var seen: Set<Int> = []
    var open = content(of: declaration).children
    while let next = open.popLast() {
      if seen.insert(next).inserted { open += content(of: next).children }
    }
    recursive[declaration] = seen.contains(declaration)
    return seen.contains(declaration)
  }
}
