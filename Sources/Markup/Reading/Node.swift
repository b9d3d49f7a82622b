internal import CLibXML

/// A node of a libxml2 tree, borrowed from its document.
///
/// It must not outlive the document; therefore it never leaves a function that holds one.
struct Node {
  let pointer: xmlNodePtr

  init(_ pointer: xmlNodePtr) { self.pointer = pointer }

  /// Takes the node of a libxml2 error record.
  init(_ pointer: UnsafeMutableRawPointer) {
    self.pointer = pointer.assumingMemoryBound(to: xmlNode.self)
  }

  var isElement: Bool { pointer.pointee.type == XML_ELEMENT_NODE }

  /// Whether this is text; CDATA sections are.
  var isText: Bool {
    pointer.pointee.type == XML_TEXT_NODE || pointer.pointee.type == XML_CDATA_SECTION_NODE
  }

  /// The local name.
  var name: String { pointer.pointee.name.map { String(cString: $0) } ?? "" }

  /// The namespace name of an element or an attribute; nil for none.
  var namespace: String? { pointer.pointee.ns?.pointee.href.map { String(cString: $0) } }

  /// The text of a text node.
  var content: String { pointer.pointee.content.map { String(cString: $0) } ?? "" }

  var line: Int? {
    let line = xmlGetLineNo(pointer)
    return line > 0 ? Int(line) : nil
  }

  /// The name of the file that the node was read from.
  var file: String? {
    pointer.pointee.doc?.pointee.URL.map { FileName.name(ofURL: String(cString: $0)) }
  }

  /// The place in the tree, `/r/p[2]`.
  var path: String? {
    guard let path = xmlGetNodePath(pointer) else { return nil }
    defer { clibxml_free(path) }
    return String(cString: path)
  }

  var parent: Node? { pointer.pointee.parent.map { Node($0) } }

  /// The children of all kinds, in order.
  var children: some Sequence<Node> {
    sequence(state: pointer.pointee.children) { next in
      guard let node = next else { return nil }
      next = node.pointee.next
      return Node(node)
    }
  }

  /// The child elements, in order.
  var elements: some Sequence<Node> { children.lazy.filter(\.isElement) }

  /// The attributes of an element in the order of the document, without namespace declarations.
  var attributes: [XMLAttribute] {
    var attributes: [XMLAttribute] = []
    var next = pointer.pointee.properties
    while let attribute = next {
      // libxml2 lays attributes out as nodes, so that the functions for nodes take them.
      let node = Node(UnsafeMutableRawPointer(attribute))
      let value = xmlNodeGetContent(node.pointer)
      defer { if let value { clibxml_free(value) } }
      attributes.append(
        XMLAttribute(
          namespace: attribute.pointee.ns?.pointee.href.map { String(cString: $0) },
          name: node.name, value: value.map { String(cString: $0) } ?? ""))
      next = attribute.pointee.next
    }
    return attributes
  }

  /// The value of an attribute without namespace; nil if there is none.
  func attribute(_ name: String) -> String? {
    attributes.first { $0.name == name && $0.namespace == nil }?.value
  }

  /// The namespace that a prefix stands for here; nil if it is not declared.
  func namespace(ofPrefix prefix: String) -> String? {
    guard let namespace = xmlSearchNs(pointer.pointee.doc, pointer, prefix) else { return nil }
    return namespace.pointee.href.map { String(cString: $0) }
  }
}
