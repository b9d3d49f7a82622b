internal import CLibXML
internal import Diagnostics

/// What a stylesheet must not say, wherever it stands.
extension StylesheetAudit {
  /// Looks for arithmetic and processing instructions in an element and what it holds.
  mutating func reviewWords(of element: Node) {
    if element.namespace == XSLTElement.namespace {
      if element.name == "processing-instruction" {
        note(.instruction, "xsl:processing-instruction makes a processing instruction", at: element)
      }
      for attribute in element.attributes where attribute.namespace == nil {
        switch XSLTElement.allowed[element.name]?[attribute.name] {
        case .expression, .pattern: reviewArithmetic(attribute.value, at: element)
        case .template: reviewTemplate(attribute.value, at: element)
        default: break
        }
      }
    } else {
      for attribute in element.attributes { reviewTemplate(attribute.value, at: element) }
    }
    for child in element.elements { reviewWords(of: child) }
  }

  /// Looks for processing instructions outside the root element.
  mutating func reviewInstructions(_ nodes: [Node]) {
    for node in nodes where node.pointer.pointee.type == XML_PI_NODE {
      note(
        .instruction, "the processing instruction \("<?\(node.name)?>".quoted) stands here",
        at: node)
    }
  }

  private mutating func reviewTemplate(_ value: String, at element: Node) {
    // A brace too many is a problem that the review names.
    for expression in (try? AttributeValueTemplate.expressions(in: value)) ?? [] {
      reviewArithmetic(expression, at: element)
    }
  }

  private mutating func reviewArithmetic(_ text: String, at element: Node) {
    guard let sign = XPathExpression(text)?.arithmetic else { return }
    note(.arithmetic, "\(text.quoted) works something out with \(sign.quoted)", at: element)
  }
}

extension XPathExpression {
  private static let signs: Set<String> = ["+", "-", "*", "div", "mod"]
  private static let functions: Set<String> = ["sum", "round", "floor", "ceiling", "number"]

  /// The first sign or function with which this works out a number; nil if there is none.
  var arithmetic: String? {
    switch self {
    case .literal, .number, .variable: return nil
    case .operation(let sign, let operands):
      if Self.signs.contains(sign), operands.count == 2 { return sign }
      return operands.lazy.compactMap(\.arithmetic).first
    case .union(let parts): return parts.lazy.compactMap(\.arithmetic).first
    case .call(let name, let arguments):
      if Self.functions.contains(name) { return "\(name)()" }
      return arguments.lazy.compactMap(\.arithmetic).first
    case .path(let path):
      var inner = path.steps.flatMap(\.predicates)
      if case .expression(let start, let predicates) = path.start { inner += [start] + predicates }
      return inner.lazy.compactMap(\.arithmetic).first
    }
  }
}
