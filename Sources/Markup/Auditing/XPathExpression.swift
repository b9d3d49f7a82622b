/// An XPath 1.0 expression or an XSLT pattern, as far as its names and texts go.
indirect enum XPathExpression {
  case literal(String)
  case number
  case variable(String)
  case call(String, [XPathExpression])
  /// A comparison, a sum, `and`, `or` or a minus sign.
  case operation(String, [XPathExpression])
  case union([XPathExpression])
  case path(XPathPath)
}

/// A way through the document.
struct XPathPath {
  enum Start {
    case context
    case document
    /// A bracket, a variable or a function, with its predicates.
    case expression(XPathExpression, predicates: [XPathExpression])
  }

  var start: Start
  var steps: [XPathStep] = []

  /// Whether some part of it has a condition.
  var hasPredicates: Bool { steps.contains { !$0.predicates.isEmpty } }
}

/// One part of a way.
struct XPathStep {
  enum Test: Hashable {
    case any
    case name(prefix: String?, String)
    case nodeType(String)
  }

  var axis: String
  var test: Test
  var predicates: [XPathExpression] = []
  /// Which part of its expression it is.
  var number: Int

  /// The name as it is written; nil for a test that names nothing.
  var writtenName: String? {
    guard case .name(let prefix, let name) = test, name != "*" else { return nil }
    return (axis == "attribute" ? "@" : "") + (prefix.map { "\($0):" } ?? "") + name
  }
}

extension XPathExpression {
  /// Reads an expression; nil for one that is not understood (its syntax is libxml2's business).
  init?(_ text: String) {
    var parser = XPathParser(XPathToken.tokens(of: text))
    guard let expression = parser.expression(), parser.isAtEnd else { return nil }
    self = expression
  }

  /// The alternatives of a pattern.
  var alternatives: [XPathExpression] {
    if case .union(let parts) = self { parts } else { [self] }
  }
}

/// A recursive descent over the grammar of XPath 1.0, section 3.
private struct XPathParser {
  private let tokens: [XPathToken]
  private var position = 0
  private var stepCount = 0

  init(_ tokens: [XPathToken]) { self.tokens = tokens }

  var isAtEnd: Bool { position == tokens.count }
  private var token: XPathToken? { position < tokens.count ? tokens[position] : nil }

  private mutating func skip(_ expected: XPathToken) -> Bool {
    guard token == expected else { return false }
    position += 1
    return true
  }

  private static let levels: [Set<String>] = [
    ["or"], ["and"], ["=", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "div", "mod"],
  ]

  mutating func expression(level: Int = 0) -> XPathExpression? {
    guard level < Self.levels.count else { return unary() }
    guard var left = expression(level: level + 1) else { return nil }
    while case .op(let sign)? = token, Self.levels[level].contains(sign) {
      position += 1
      guard let right = expression(level: level + 1) else { return nil }
      left = .operation(sign, [left, right])
    }
    return left
  }

  private mutating func unary() -> XPathExpression? {
    if skip(.op("-")) { return unary().map { .operation("-", [$0]) } }
    guard let first = path() else { return nil }
    var parts = [first]
    while skip(.op("|")) {
      guard let next = path() else { return nil }
      parts.append(next)
    }
    return parts.count == 1 ? first : .union(parts)
  }

  private mutating func path() -> XPathExpression? {
    if let primary = primary() {
      guard let predicates = predicates() else { return nil }
      let hasSteps = token == .op("/") || token == .op("//")
      if predicates.isEmpty, !hasSteps { return primary }
      var path = XPathPath(start: .expression(primary, predicates: predicates))
      return steps(into: &path, isFirst: false) ? .path(path) : nil
    }
    var path = XPathPath(start: .context)
    if skip(.op("/")) {
      path.start = .document
      guard startsStep else { return .path(path) }
    } else if token == .op("//") {
      path.start = .document
      return steps(into: &path, isFirst: false) ? .path(path) : nil
    }
    return steps(into: &path, isFirst: true) ? .path(path) : nil
  }

  /// A literal, a number, a variable, a bracket or a function.
  private mutating func primary() -> XPathExpression? {
    let start = position
    switch token {
    case .literal(let text): position += 1; return .literal(text)
    case .number: position += 1; return .number
    case .variable(let name): position += 1; return .variable(name)
    case .symbol("("):
      position += 1
      if let inner = expression(), skip(.symbol(")")) { return inner }
    case .function(_, let name):
      position += 1
      if let arguments = arguments() { return .call(name, arguments) }
    default: return nil
    }
    position = start
    return nil
  }

  private mutating func arguments() -> [XPathExpression]? {
    guard skip(.symbol("(")) else { return nil }
    var arguments: [XPathExpression] = []
    if skip(.symbol(")")) { return arguments }
    repeat {
      guard let argument = expression() else { return nil }
      arguments.append(argument)
    } while skip(.symbol(","))
    return skip(.symbol(")")) ? arguments : nil
  }

  private mutating func predicates() -> [XPathExpression]? {
    var predicates: [XPathExpression] = []
    while skip(.symbol("[")) {
      guard let predicate = expression(), skip(.symbol("]")) else { return nil }
      predicates.append(predicate)
    }
    return predicates
  }
}

// MARK: Steps

extension XPathParser {
  private var startsStep: Bool {
    switch token {
    case .name, .axis, .nodeType: true
    case .symbol(let symbol): ["*", ".", "..", "@"].contains(symbol)
    default: false
    }
  }

  /// Reads the steps of a path; false where one is not understood.
  private mutating func steps(into path: inout XPathPath, isFirst: Bool) -> Bool {
    var isFirst = isFirst
    while true {
      if !isFirst {
        if skip(.op("//")) {
          path.steps.append(numbered("descendant-or-self", .nodeType("node")))
        } else if !skip(.op("/")) {
          return true
        }
      }
      isFirst = false
      guard let step = step() else { return false }
      path.steps.append(step)
    }
  }

  private mutating func numbered(_ axis: String, _ test: XPathStep.Test) -> XPathStep {
    stepCount += 1
    return XPathStep(axis: axis, test: test, number: stepCount)
  }

  private mutating func step() -> XPathStep? {
    if skip(.symbol(".")) { return numbered("self", .nodeType("node")) }
    if skip(.symbol("..")) { return numbered("parent", .nodeType("node")) }
    var axis = "child"
    if skip(.symbol("@")) {
      axis = "attribute"
    } else if case .axis(let name)? = token {
      position += 1
      guard skip(.symbol("::")) else { return nil }
      axis = name
    }
    guard let test = test() else { return nil }
    var step = numbered(axis, test)
    guard let predicates = predicates() else { return nil }
    step.predicates = predicates
    return step
  }

  private mutating func test() -> XPathStep.Test? {
    switch token {
    case .symbol("*"):
      position += 1
      return .any
    case .name(let prefix, let name):
      position += 1
      return .name(prefix: prefix, name)
    case .nodeType(let type):
      position += 1
      return arguments() == nil ? nil : .nodeType(type)
    default: return nil
    }
  }
}
