internal import CLibXML

/// The way of one page's source document through its stylesheets, followed without a document.
///
/// Each template is gone through with all the places at which it can be applied, again and again
/// until nothing new comes up. What is asked for on the way goes into `use`.
final class TemplateFlow {
  let model: SchemaModel
  let use: StylesheetUse
  /// The name of the main stylesheet.
  let page: String
  private(set) var rules: [TemplateRule] = []
  /// What keys find.
  private(set) var keys: [String: Set<NodeType>] = [:]
  private(set) var globals: [String: StaticValue] = [:]
  /// The elements whose text the page prints.
  private(set) var printed: Set<Int> = []
  /// The elements that a template without content leaves out on purpose.
  private(set) var leftOut: Set<Int> = []

  private var contexts: [Set<NodeType>] = []
  private var arguments: [[String: StaticValue]] = []
  private var named: [String: Int] = [:]
  private var waiting: [Int] = []
  private var isWaiting: Set<Int> = []
  private var candidates: [RuleQuestion: [Int]] = [:]
  private var entered: Set<Int> = []

  private struct RuleQuestion: Hashable {
    var node: NodeType
    var mode: String?
  }

  /// What an expression or an instruction can see.
  struct Scope {
    var context: Set<NodeType>
    /// The node that `current()` means.
    var current: Set<NodeType>
    var variables: [String: StaticValue]
    /// Whether what is made here comes into the page.
    var isPrinting = true
    /// Whether its context is every place, as that of a pattern is.
    var isPattern = false
    var template: Int?
  }

  /// Follows the stylesheets of a page to the end.
  init(_ documents: [Document], page: String, model: SchemaModel, use: StylesheetUse) {
    self.model = model
    self.use = use
    self.page = page
    let roots = documents.map { $0.withRoot(\.pointer) }.map { Node($0) }
    readKeys(roots)
    readRules(roots)
    readGlobals(roots)
    apply([.document], mode: nil, arguments: [:])
    while let next = waiting.popLast() {
      isWaiting.remove(next)
      run(next)
    }
  }

  var everywhere: Set<NodeType> {
    Set(model.places.indices.map { NodeType.element($0) }).union([.document])
  }
}

// MARK: Declarations

extension TemplateFlow {
  private func readKeys(_ roots: [Node]) {
    for root in roots {
      for element in root.elements where element.isXSLT("key") {
        let matched = pattern(of: element).reduce(into: Set()) { $0.formUnion($1.nodes) }
        if let name = element.attribute("name").flatMap(element.expanded) { keys[name] = matched }
        let scope = Scope(context: matched, current: matched, variables: [:], isPrinting: false)
        if let use = element.attribute("use") { _ = evaluate(use, "use", element, scope) }
      }
    }
  }

  private func readRules(_ roots: [Node]) {
    for root in roots {
      for element in root.elements where element.isXSLT("template") {
        let rule = TemplateRule(element, alternatives: pattern(of: element))
        if let name = element.attribute("name").flatMap(element.expanded) {
          named[name] = rules.count
        }
        rules.append(rule)
        contexts.append([])
        arguments.append([:])
        if rule.isEmpty, rule.mode == nil {
          for case .element(let place) in rule.alternatives.flatMap(\.nodes) {
            leftOut.formUnion(below(place))
          }
        }
      }
    }
  }

  private func readGlobals(_ roots: [Node]) {
    let scope = Scope(context: [.document], current: [.document], variables: [:])
    for root in roots {
      for element in root.elements where element.isXSLT("variable") || element.isXSLT("param") {
        guard let name = element.attribute("name").flatMap(element.expanded) else { continue }
        globals[name] = value(of: element, scope)
      }
    }
  }

  /// The alternatives of the pattern in `match`, each with the nodes that it can match.
  private func pattern(of element: Node) -> [TemplateRule.Alternative] {
    let place = UsePlace(node: element.pointer, attribute: "match", number: 0)
    guard let match = element.attribute("match"), let whole = use.expression(match, at: place)
    else { return [] }
    let scope = Scope(
      context: [.document], current: [.document], variables: [:], isPrinting: false,
      isPattern: true)
    return whole.alternatives.map { alternative in
      let value = evaluate(alternative, element, "match", scope, isPrinting: false)
      return TemplateRule.Alternative(
        nodes: value.nodes, priority: TemplateRule.priority(of: alternative, in: element),
        isCertain: !alternative.hasPredicates)
    }
  }
}

// MARK: Going on

extension TemplateFlow {
  /// Applies the templates of a mode to these nodes.
  func apply(_ nodes: Set<NodeType>, mode: String?, arguments given: [String: StaticValue]) {
    for node in nodes {
      let question = RuleQuestion(node: node, mode: mode)
      for rule in answers(to: question) { enter(rule, [node], given) }
    }
  }

  /// Calls a template by its name.
  func call(_ name: String, in context: Set<NodeType>, arguments given: [String: StaticValue]) {
    guard let rule = named[name] else { return }
    enter(rule, context, given)
  }

  private func enter(_ rule: Int, _ context: Set<NodeType>, _ given: [String: StaticValue]) {
    var isNew = use.reached.insert(rules[rule].node.pointer).inserted
    isNew = isNew || !context.isSubset(of: contexts[rule])
    contexts[rule].formUnion(context)
    for (name, value) in given {
      if arguments[rule][name, default: StaticValue()].formUnion(value) { isNew = true }
    }
    // Another page may have come here before this one.
    if isNew || !entered.contains(rule) {
      entered.insert(rule)
      if isWaiting.insert(rule).inserted { waiting.append(rule) }
    }
  }

  private func run(_ rule: Int) {
    let scope = Scope(
      context: contexts[rule], current: contexts[rule], variables: globals, template: rule)
    follow(rules[rule].node.children, scope)
  }

  /// The argument that a template's parameter has been given so far.
  func argument(_ name: String, of rule: Int?) -> StaticValue {
    rule.flatMap { arguments[$0][name] } ?? StaticValue()
  }

  /// The templates that a node can come to, and what happens without one.
  private func answers(to question: RuleQuestion) -> [Int] {
    if let known = candidates[question] { return known }
    let (found, isSettled) = TemplateRule.candidates(
      for: question.node, mode: question.mode, among: rules)
    candidates[question] = found
    if !isSettled { applyBuiltInRule(question) }
    return found
  }

  /// What XSLT does where no template matches (XSLT 1.0, 5.8).
  private func applyBuiltInRule(_ question: RuleQuestion) {
    switch question.node {
    case .document: apply([.element(0)], mode: question.mode, arguments: [:])
    case .element(let place):
      apply(children(of: place), mode: question.mode, arguments: [:])
    case .text(let place): printed.insert(place)
    case .attribute: break
    }
  }

  /// The child elements and the text of an element.
  func children(of place: Int) -> Set<NodeType> {
    var nodes = Set(model.places[place].children.map { NodeType.element($0) })
    if model.places[place].hasText { nodes.insert(.text(place)) }
    return nodes
  }

  /// An element and all that can stand in it.
  func below(_ place: Int) -> Set<Int> {
    var seen: Set<Int> = [place]
    var open = [place]
    while let next = open.popLast() {
      for child in model.places[next].children where seen.insert(child).inserted {
        open.append(child)
      }
    }
    return seen
  }

  /// Notes that the text of these nodes comes into the page.
  func print(_ nodes: Set<NodeType>) {
    for node in nodes {
      switch node {
      case .document: printed.formUnion(below(0))
      case .element(let place): printed.formUnion(below(place))
      case .text(let place): printed.insert(place)
      case .attribute: break
      }
    }
  }
}
