internal import CLibXML

/// The grammar of XPath 1.0, as libxml2 checks it.
enum XPathSyntax {
  /// What is wrong with the syntax of an expression; nil if nothing is.
  static func mistake(in expression: String) -> String? {
    Session.run(file: "") { session in
      // The context bounds the depth of the expression.
      guard let context = xmlXPathNewContext(nil) else { fatalError("out of memory") }
      defer { xmlXPathFreeContext(context) }
      let compiled = xmlXPathCtxtCompile(context, expression)
      defer { if let compiled { xmlXPathFreeCompExpr(compiled) } }
      if let problem = session.finish().first { return problem.message }
      return compiled == nil ? "libxml2 does not say why" : nil
    }
  }
}

extension XPathFunction {
  /// How many arguments stand in the parentheses that these tokens start with.
  static func argumentCount(_ tokens: ArraySlice<XPathToken>) -> Int {
    var depth = 0
    var count = 0
    for token in tokens {
      switch token {
      case .symbol("("), .symbol("["):
        if depth == 1, count == 0 { count = 1 }
        depth += 1
      case .symbol(")"), .symbol("]"):
        depth -= 1
        if depth == 0 { return count }
      case .symbol(",") where depth == 1: count += 1
      default: if count == 0 { count = 1 }
      }
    }
    return count
  }
}
