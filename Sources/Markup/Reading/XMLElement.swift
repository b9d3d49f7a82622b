/// An element of a parsed document, as a plain value.
package struct XMLElement: Sendable, Hashable {
  /// The namespace name; nil for none.
  package var namespace: String?
  /// The local name, without a prefix.
  package var name: String
  /// The attributes in the order of the document, without namespace declarations.
  package var attributes: [XMLAttribute]
  /// Elements and text in order.
  ///
  /// No text is empty and no two texts are neighbours; white space between elements is text.
  package var children: [XMLNode]
  /// The line of the end of the start tag, counted from 1.
  package var line: Int

  package init(
    namespace: String? = nil, name: String, attributes: [XMLAttribute] = [],
    children: [XMLNode] = [], line: Int = 1
  ) {
    self.namespace = namespace
    self.name = name
    self.attributes = attributes
    self.children = children
    self.line = line
  }
}

/// An attribute of an ``XMLElement``.
package struct XMLAttribute: Sendable, Hashable {
  /// The namespace name; nil for none, which is not the element's.
  package var namespace: String?
  /// The local name, without a prefix.
  package var name: String
  /// The value, normalised as XML says.
  package var value: String

  package init(namespace: String? = nil, name: String, value: String) {
    self.namespace = namespace
    self.name = name
    self.value = value
  }
}

/// A child of an ``XMLElement``; comments and processing instructions are dropped.
package enum XMLNode: Sendable, Hashable {
  case element(XMLElement)
  case text(String)
}

extension XMLElement {
  /// All text in the element and in what it holds.
  package var text: String {
    children.reduce(into: "") { text, child in
      switch child {
      case .element(let element): text += element.text
      case .text(let part): text += part
      }
    }
  }

  /// The child elements, in order.
  package var elements: [XMLElement] {
    children.compactMap { child in
      guard case .element(let element) = child else { return nil }
      return element
    }
  }

  /// The child elements with this local name, in order, whatever their namespace.
  package func elements(named name: String) -> [XMLElement] { elements.filter { $0.name == name } }

  /// The first child element with this local name; nil if there is none.
  package func first(_ name: String) -> XMLElement? { elements.first { $0.name == name } }

  /// The value of the attribute with this name and without namespace; nil if there is none.
  package func attribute(_ name: String) -> String? {
    attributes.first { $0.name == name && $0.namespace == nil }?.value
  }
}

extension XMLElement {
  /// Copies an element of libxml2; the parser bounds its depth at 256.
  init(_ node: Node) {
    self.init(
      namespace: node.namespace, name: node.name, attributes: node.attributes, line: node.line ?? 1)
    for child in node.children {
      if child.isElement {
        children.append(.element(XMLElement(child)))
      } else if child.isText {
        append(child.content)
      }
    }
  }

  /// Copies an element of libxml2 with those of its children alone that are elements of these names.
  init(_ node: Node, keeping names: Set<String>) {
    self.init(
      namespace: node.namespace, name: node.name, attributes: node.attributes,
      children: node.children.filter { $0.isElement && names.contains($0.name) }
        .map { .element(XMLElement($0)) },
      line: node.line ?? 1)
  }

  /// Adds text, to the last child if that is text: a dropped comment leaves two neighbours.
  private mutating func append(_ text: String) {
    guard !text.isEmpty else { return }
    if case .text(let before) = children.last {
      children[children.count - 1] = .text(before + text)
    } else {
      children.append(.text(text))
    }
  }
}
