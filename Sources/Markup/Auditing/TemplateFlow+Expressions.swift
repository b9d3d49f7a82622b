/// The expressions of a template, followed with all the nodes that they can start from.
extension TemplateFlow {
  /// What an expression in an attribute of a stylesheet can be.
  ///
  /// The `part` counts the expressions of one attribute.
  func evaluate(
    _ text: String, _ attribute: String, _ element: Node, _ scope: Scope, part: Int = 0,
    isPrinting: Bool? = nil
  ) -> StaticValue {
    let key = part == 0 ? attribute : "\(attribute) \(part)"
    let place = UsePlace(node: element.pointer, attribute: key, number: 0)
    guard let expression = use.expression(text, at: place) else { return StaticValue() }
    return evaluate(
      expression, element, key, scope, isPrinting: isPrinting ?? scope.isPrinting)
  }

  func evaluate(
    _ expression: XPathExpression, _ element: Node, _ key: String, _ scope: Scope,
    isPrinting: Bool
  ) -> StaticValue {
    func value(_ expression: XPathExpression, isPrinting: Bool) -> StaticValue {
      evaluate(expression, element, key, scope, isPrinting: isPrinting)
    }
    switch expression {
    case .literal(let text):
      return StaticValue(
        words: [StaticValue.Word(text: text, isWhole: true, origin: element.pointer)])
    case .number: return StaticValue()
    case .variable(let name):
      let value = element.expanded(name).flatMap { scope.variables[$0] } ?? StaticValue()
      if isPrinting { print(value.nodes) }
      return value
    case .operation(let sign, let operands):
      let values = operands.map { value($0, isPrinting: false) }
      if sign == "=" || sign == "!=" { compare(values, element, key) }
      return StaticValue()
    case .union(let parts):
      return parts.reduce(into: StaticValue()) { all, part in
        _ = all.formUnion(value(part, isPrinting: isPrinting))
      }
    case .call(let name, let arguments):
      return call(name, arguments, element, key, scope, isPrinting: isPrinting)
    case .path(let path):
      let nodes = follow(path, element, key, scope)
      if isPrinting { print(nodes) }
      return StaticValue(nodes: nodes)
    }
  }

  /// The functions that hand the text of their arguments on.
  private static let textFunctions: Set<String> = [
    "concat", "string", "normalize-space", "substring", "substring-after", "substring-before",
    "translate",
  ]

  private func call(
    _ name: String, _ arguments: [XPathExpression], _ element: Node, _ key: String,
    _ scope: Scope, isPrinting: Bool
  ) -> StaticValue {
    let handsOn = isPrinting && Self.textFunctions.contains(name)
    let values = arguments.map {
      evaluate($0, element, key, scope, isPrinting: handsOn)
    }
    switch name {
    case "current": return StaticValue(nodes: scope.current)
    case "key": return lookUp(values, element, isPrinting: isPrinting)
    case "concat": return StaticValue(words: joined(values, element))
    default:
      if handsOn, arguments.isEmpty { print(scope.context) }
      return StaticValue()
    }
  }

  private func lookUp(
    _ values: [StaticValue], _ element: Node, isPrinting: Bool
  ) -> StaticValue {
    guard values.count == 2 else { return StaticValue() }
    let nodes = values[0].words.reduce(into: Set<NodeType>()) { found, word in
      found.formUnion(element.expanded(word.text).flatMap { keys[$0] } ?? [])
    }
    if isPrinting { print(nodes) }
    if nodes.contains(where: isString) { ask(for: values[1].words) }
    return StaticValue(nodes: nodes)
  }

  /// Whether a node is a string of the string table in the source document.
  private func isString(_ node: NodeType) -> Bool {
    guard case .element(let place) = node else { return false }
    return model.places[place].name == "string"
  }

  private func ask(for words: Set<StaticValue.Word>) {
    for word in words {
      use.wordings.insert(
        StylesheetUse.Wording(
          text: word.text, isWhole: word.isWhole, origin: word.origin, page: page))
    }
  }

  /// What the beginning of a text put together can be; the rest counts if it can be named.
  private func joined(_ values: [StaticValue], _ element: Node) -> Set<StaticValue.Word> {
    guard let first = values.first, !first.words.isEmpty else { return [] }
    return Set(
      first.words.map {
        StaticValue.Word(text: $0.text, isWhole: false, origin: element.pointer)
      })
  }

  /// Holds an attribute against the texts that it is compared with.
  private func compare(_ values: [StaticValue], _ element: Node, _ key: String) {
    for (nodes, words) in [(values[0], values[1]), (values[1], values[0])] {
      for word in words.words where word.origin == element.pointer {
        for case .attribute(let place, let name) in nodes.nodes {
          if name == "id", isString(.element(place)) { ask(for: [word]) }
          let allowed = model.places[place].attributes[name] ?? []
          let use = UsePlace(node: element.pointer, attribute: "\(key) \(word.text)", number: 0)
          var comparison =
            self.use.comparisons[use]
            ?? StylesheetUse.Comparison(attribute: name, value: word.text)
          comparison.isPossible =
            comparison.isPossible || allowed.isEmpty || allowed.contains(word.text)
          comparison.values.formUnion(allowed)
          self.use.comparisons[use] = comparison
        }
      }
    }
  }
}

// MARK: Paths

extension TemplateFlow {
  private func follow(
    _ path: XPathPath, _ element: Node, _ key: String, _ scope: Scope
  ) -> Set<NodeType> {
    var nodes: Set<NodeType>
    switch path.start {
    case .context: nodes = scope.context
    case .document: nodes = [.document]
    case .expression(let start, let predicates):
      nodes = evaluate(start, element, key, scope, isPrinting: false).nodes
      self.predicates(predicates, on: nodes, element, key, scope)
    }
    for (index, step) in path.steps.enumerated() {
      guard !nodes.isEmpty else { return [] }
      let isFree = index == 0 && scope.isPattern
      let found = isFree ? anywhere(step, element) : self.nodes(of: step, from: nodes, element)
      note(step, from: isFree ? everywhere : nodes, found, element, key)
      nodes = found
      predicates(step.predicates, on: nodes, element, key, scope)
    }
    return nodes
  }

  private func predicates(
    _ predicates: [XPathExpression], on nodes: Set<NodeType>, _ element: Node, _ key: String,
    _ scope: Scope
  ) {
    guard !nodes.isEmpty else { return }
    var inner = scope
    inner.context = nodes
    inner.isPattern = false
    for predicate in predicates {
      _ = evaluate(predicate, element, key, inner, isPrinting: false)
    }
  }

  private func note(
    _ step: XPathStep, from nodes: @autoclosure () -> Set<NodeType>, _ found: Set<NodeType>,
    _ element: Node, _ key: String
  ) {
    guard let name = step.writtenName else { return }
    let place = UsePlace(node: element.pointer, attribute: key, number: step.number)
    var record = use.steps[place] ?? StylesheetUse.Step(name: name)
    defer { use.steps[place] = record }
    if !found.isEmpty { record.isFound = true }
    guard !record.isFound else { return }
    let nodes = nodes()
    for case .element(let place) in nodes {
      let context = model.places[place]
      record.contexts.insert(context.name)
      record.present.formUnion(
        step.axis == "attribute"
          ? Array(context.attributes.keys) : context.children.map { model.places[$0].name })
    }
    if nodes.contains(.document) { record.present.insert(model.places[0].name) }
  }

  private func nodes(
    of step: XPathStep, from nodes: Set<NodeType>, _ element: Node
  ) -> Set<NodeType> {
    var found: Set<NodeType> = []
    for node in nodes {
      for candidate in reach(of: step.axis, from: node) where fits(candidate, step, element) {
        found.insert(candidate)
      }
    }
    return found
  }

  /// What the first step of a pattern can be, whatever it stands in.
  private func anywhere(_ step: XPathStep, _ element: Node) -> Set<NodeType> {
    guard step.axis == "child", case .name(_, let name) = step.test, name != "*" else {
      return nodes(of: step, from: everywhere, element)
    }
    return Set(
      (model.named[name] ?? []).map { NodeType.element($0) }.filter { fits($0, step, element) })
  }

  private func fits(_ node: NodeType, _ step: XPathStep, _ element: Node) -> Bool {
    switch (step.test, node) {
    case (.nodeType("node"), _): return true
    case (.nodeType("text"), .text): return true
    case (.any, .element), (.any, .attribute): return true
    case (.name(let prefix, let name), .element(let place)):
      let namespace = prefix.flatMap { element.namespace(ofPrefix: $0) }
      return namespace == model.namespace && (name == "*" || name == model.places[place].name)
    case (.name(nil, let name), .attribute(_, let attribute)): return name == attribute
    default: return false
    }
  }

  private func reach(of axis: String, from node: NodeType) -> Set<NodeType> {
    switch axis {
    case "self": return [node]
    case "child": return down(from: node)
    case "attribute":
      guard case .element(let place) = node else { return [] }
      return Set(model.places[place].attributes.keys.map { .attribute(place, $0) })
    case "parent": return up(from: node)
    case "descendant": return all(from: down(from: node), down)
    case "descendant-or-self": return all(from: [node], down)
    case "ancestor": return all(from: up(from: node), up)
    case "ancestor-or-self": return all(from: [node], up)
    case "following-sibling", "preceding-sibling":
      return up(from: node).reduce(into: []) { $0.formUnion(down(from: $1)) }
    default: return all(from: [.document], down)
    }
  }

  private func down(from node: NodeType) -> Set<NodeType> {
    switch node {
    case .document: [.element(0)]
    case .element(let place): children(of: place)
    case .attribute, .text: []
    }
  }

  private func up(from node: NodeType) -> Set<NodeType> {
    switch node {
    case .document: []
    case .element(0): [.document]
    case .element(let place): Set(model.places[place].parents.map { .element($0) })
    case .attribute(let place, _), .text(let place): [.element(place)]
    }
  }

  private func all(
    from start: Set<NodeType>, _ next: (NodeType) -> Set<NodeType>
  ) -> Set<NodeType> {
    var seen = start
    var open = Array(start)
    while let node = open.popLast() {
      for other in next(node) where seen.insert(other).inserted { open.append(other) }
    }
    return seen
  }
}
