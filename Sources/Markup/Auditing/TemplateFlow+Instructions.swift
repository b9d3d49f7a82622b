/// The instructions of a template, followed with all the nodes that they can meet.
extension TemplateFlow {
  /// Follows what stands in a template or an instruction, in order.
  func follow(_ children: some Sequence<Node>, _ outer: Scope) {
    var scope = outer
    for child in children where child.isElement {
      if child.isXSLT("variable") || child.isXSLT("param") {
        guard let name = child.attribute("name").flatMap(child.expanded) else { continue }
        var value = value(of: child, scope)
        if child.isXSLT("param") { _ = value.formUnion(argument(name, of: scope.template)) }
        scope.variables[name] = value
      } else {
        follow(child, scope)
      }
    }
  }

  private func follow(_ element: Node, _ scope: Scope) {
    guard element.namespace == XSLTElement.namespace else {
      return followLiteral(element, scope)
    }
    switch element.name {
    case "value-of": print(select(element, scope).nodes, scope)
    case "copy-of": print(select(element, scope).nodes, scope)
    case "if", "when":
      if let test = element.attribute("test") {
        _ = evaluate(test, "test", element, scope, isPrinting: false)
      }
      follow(element.children, scope)
    case "for-each":
      var inner = scope
      inner.context = select(element, scope).nodes
      inner.current = inner.context
      if !inner.context.isEmpty { follow(element.children, inner) }
    case "apply-templates": followApply(element, scope)
    case "call-template":
      guard let name = element.attribute("name").flatMap(element.expanded) else { return }
      call(name, in: scope.context, arguments: arguments(of: element, scope))
    case "message":
      var silent = scope
      silent.isPrinting = false
      follow(element.children, silent)
    default: followLiteral(element, scope)
    }
  }

  private func followApply(_ element: Node, _ scope: Scope) {
    let mode = element.attribute("mode").flatMap(element.expanded)
    var nodes: Set<NodeType> = []
    if element.attribute("select") != nil {
      nodes = select(element, scope).nodes
    } else {
      for node in scope.context {
        if case .element(let place) = node { nodes.formUnion(children(of: place)) }
        if node == .document { nodes.insert(.element(0)) }
      }
    }
    apply(nodes, mode: mode, arguments: arguments(of: element, scope))
  }

  /// An element of the page, or an instruction that makes one: its attributes are templates.
  private func followLiteral(_ element: Node, _ scope: Scope) {
    for attribute in element.attributes where attribute.namespace != XSLTElement.namespace {
      let isInstruction = element.namespace == XSLTElement.namespace
      guard !isInstruction || attribute.name == "name" || attribute.name == "namespace",
        let expressions = try? AttributeValueTemplate.expressions(in: attribute.value)
      else { continue }  // A brace too many is a problem that the review names.
      for (index, expression) in expressions.enumerated() {
        _ = evaluate(expression, attribute.name, element, scope, part: index)
      }
    }
    follow(element.children, scope)
  }

  private func print(_ nodes: Set<NodeType>, _ scope: Scope) {
    if scope.isPrinting { print(nodes) }
  }

  private func select(_ element: Node, _ scope: Scope) -> StaticValue {
    guard let select = element.attribute("select") else { return StaticValue() }
    let isPrinting = scope.isPrinting && ["value-of", "copy-of"].contains(element.name)
    return evaluate(select, "select", element, scope, isPrinting: isPrinting)
  }

  /// What `xsl:with-param` hands over, by name.
  private func arguments(of element: Node, _ scope: Scope) -> [String: StaticValue] {
    var given: [String: StaticValue] = [:]
    for argument in element.elements where argument.isXSLT("with-param") {
      guard let name = argument.attribute("name").flatMap(argument.expanded) else { continue }
      given[name] = value(of: argument, scope)
    }
    return given
  }

  /// The value of a variable, a parameter or an argument.
  func value(of element: Node, _ scope: Scope) -> StaticValue {
    if let select = element.attribute("select") {
      return evaluate(select, "select", element, scope, isPrinting: false)
    }
    follow(element.children, scope)
    let text = element.children.reduce(into: "") { $0 += $1.isText ? $1.content : "" }
    guard !element.elements.contains(where: { _ in true }), !text.isEmpty else {
      return StaticValue()
    }
    return StaticValue(
      words: [StaticValue.Word(text: text, isWhole: true, origin: element.pointer)])
  }
}
