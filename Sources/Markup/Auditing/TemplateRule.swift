internal import CLibXML

/// A template of a stylesheet, with what it is for.
struct TemplateRule {
  /// One alternative of the pattern in `match`.
  struct Alternative {
    /// The nodes that it can match.
    var nodes: Set<NodeType>
    var priority: Double
    /// Whether it matches each of them whatever their content.
    var isCertain: Bool
  }

  let node: Node
  let mode: String?
  let alternatives: [Alternative]
  /// Whether it makes nothing.
  let isEmpty: Bool
  /// Whether all it does is to stop the work: such a guard is there for what should not come.
  let onlyStops: Bool

  init(_ node: Node, alternatives: [Alternative]) {
    self.node = node
    mode = node.attribute("mode").flatMap(node.expanded)
    self.alternatives = alternatives
    onlyStops = node.elements.allSatisfy { $0.isXSLT("message") }
    isEmpty = !node.children.contains { $0.isElement || $0.isText && !$0.content.trimmed.isEmpty }
  }

  /// The templates that can be applied to a node, and whether one of them always is.
  ///
  /// The one with the highest priority goes first, of equal ones the last (XSLT 1.0, 5.5).
  static func candidates(
    for node: NodeType, mode: String?, among rules: [TemplateRule]
  ) -> (rules: [Int], isSettled: Bool) {
    var matching: [(priority: Double, rule: Int, isCertain: Bool)] = []
    for (index, rule) in rules.enumerated() where rule.mode == mode {
      for alternative in rule.alternatives where alternative.nodes.contains(node) {
        matching.append((alternative.priority, index, alternative.isCertain))
      }
    }
    matching.sort { ($0.priority, $0.rule) > ($1.priority, $1.rule) }
    guard let settled = matching.firstIndex(where: \.isCertain) else {
      return (matching.map(\.rule), false)
    }
    return (matching[...settled].map(\.rule), true)
  }

  /// The priority of a pattern: stated, or by its form (XSLT 1.0, 5.5).
  static func priority(of pattern: XPathExpression, in template: Node) -> Double {
    if let stated = template.attribute("priority").flatMap(Double.init) { return stated }
    guard case .path(let path) = pattern, case .context = path.start, path.steps.count == 1,
      !path.hasPredicates
    else { return 0.5 }
    switch path.steps[0].test {
    case .any, .nodeType: return -0.5
    case .name(_, "*"): return -0.25
    case .name: return 0
    }
  }
}

extension XPathExpression {
  /// Whether a pattern depends on more than names.
  var hasPredicates: Bool {
    guard case .path(let path) = self else { return true }
    return path.hasPredicates
  }
}
