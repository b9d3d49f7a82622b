internal import Diagnostics

/// The reading of a stylesheet before it is compiled: everything that libxslt finds late, lets
/// pass, or carries out in a way that other processors do not.
struct StylesheetReview {
  /// What is wrong, by file.
  private(set) var problems: [MarkupProblem]
  /// The names of the global parameters.
  let parameters: Set<String>

  private let names: StylesheetNames

  /// Reads a stylesheet with what it includes; where the review is not to be `isWhole`, for the names of
  /// its parameters alone.
  init(_ main: String, files: [String: [UInt8]], isWhole: Bool = true) {
    let read = StylesheetFiles(main, files: files)
    names = StylesheetNames(read.documents)
    parameters = names.parameters
    problems = read.problems
    guard isWhole else { return }
    for document in read.documents {
      document.withRoot { reviewRoot($0) }
    }
  }

  private mutating func note(_ message: String, at node: Node) {
    problems.append(node.problem(message))
  }

  private mutating func reviewRoot(_ root: Node) {
    guard root.isXSLT("stylesheet") || root.isXSLT("transform") else {
      note("the root element must be xsl:stylesheet or xsl:transform", at: root)
      return
    }
    review(root, variables: names.variables)
  }

  /// Reviews an element and what it holds, where these variables are in scope.
  private mutating func review(_ element: Node, variables: Set<String>) {
    if element.namespace == XSLTElement.namespace {
      reviewInstruction(element, variables: variables)
    } else {
      reviewLiteral(element, variables: variables)
    }
    var variables = variables
    for child in element.elements {
      review(child, variables: variables)
      // A variable is in scope for what follows it under the same parent (XSLT 1.0, 11.5).
      if child.isXSLT("variable") || child.isXSLT("param"),
        let name = child.attribute("name").flatMap(child.expanded)
      {
        variables.insert(name)
      }
    }
  }
}

// MARK: Elements

extension StylesheetReview {
  private mutating func reviewInstruction(_ element: Node, variables: Set<String>) {
    if let reason = XSLTElement.forbidden[element.name] {
      note("xsl:\(element.name) is not allowed: \(reason)", at: element)
      return
    }
    guard let values = XSLTElement.allowed[element.name] else {
      note("xsl:\(element.name) is no element of XSLT 1.0", at: element)
      return
    }
    for attribute in element.attributes {
      guard attribute.namespace == nil else {
        reviewForeign(attribute, of: element)
        continue
      }
      if let reason = XSLTElement.forbiddenAttributes[attribute.name] {
        note("\(attribute.name) is not allowed: \(reason)", at: element)
      } else if let value = values[attribute.name] {
        review(attribute, holding: value, of: element, variables: variables)
      } else {
        note("xsl:\(element.name) has no attribute \(attribute.name)", at: element)
      }
    }
    if let name = XSLTElement.required[element.name], element.attribute(name) == nil {
      let mistake = XSLTElement.mistake(element: element.name, attribute: name, value: "")
      note(mistake ?? "xsl:\(element.name) needs the attribute \(name)", at: element)
    }
    reviewReferences(of: element)
  }

  private mutating func review(
    _ attribute: XMLAttribute, holding value: XSLTValue, of element: Node, variables: Set<String>
  ) {
    if let mistake = XSLTElement.mistake(
      element: element.name, attribute: attribute.name, value: attribute.value)
    {
      note(mistake, at: element)
    }
    switch value {
    case .expression: review(attribute.value, at: element, variables: variables)
    case .pattern:
      // libxslt compiles patterns at load time and says what is wrong with them.
      reviewTokens(of: attribute.value, at: element, variables: variables)
    case .template: reviewTemplate(attribute.value, at: element, variables: variables)
    case .plain: break
    }
  }

  /// Reviews a literal result element, of which every attribute may hold expressions.
  private mutating func reviewLiteral(_ element: Node, variables: Set<String>) {
    if element.parent.map({ $0.isXSLT("stylesheet") || $0.isXSLT("transform") }) ?? false {
      note("\(element.name) is no element of XSLT, and stands outside every template", at: element)
    }
    for attribute in element.attributes {
      if attribute.namespace == XSLTElement.namespace {
        reviewForeign(attribute, of: element)
      } else {
        reviewTemplate(attribute.value, at: element, variables: variables)
      }
    }
  }

  /// Reviews an attribute with a prefix on an XSLT element, or an XSLT attribute on another.
  private mutating func reviewForeign(_ attribute: XMLAttribute, of element: Node) {
    guard attribute.namespace == XSLTElement.namespace else { return }
    let isLiteral = element.namespace != XSLTElement.namespace
    switch attribute.name {
    case "use-attribute-sets" where isLiteral:
      reviewAttributeSets(attribute.value, at: element)
    case "exclude-result-prefixes" where isLiteral: break
    default: note("xsl:\(attribute.name) is not allowed here", at: element)
    }
  }

  private mutating func reviewTemplate(
    _ value: String, at element: Node, variables: Set<String>
  ) {
    do throws(AttributeValueTemplate.Mistake) {
      for expression in try AttributeValueTemplate.expressions(in: value) {
        review(expression, at: element, variables: variables)
      }
    } catch {
      let brace = error == .unclosedBrace ? "{ without }" : "} without {"
      note("\(value.quoted) has a \(brace)", at: element)
    }
  }
}

// MARK: References

extension StylesheetReview {
  /// Checks that what an instruction names exists.
  private mutating func reviewReferences(of element: Node) {
    if let sets = element.attribute("use-attribute-sets") {
      reviewAttributeSets(sets, at: element)
    }
    switch element.name {
    case "call-template": reviewCall(element)
    case "apply-templates":
      guard let mode = element.attribute("mode"), let name = element.expanded(mode) else { return }
      if !names.modes.contains(name) {
        note("no template has the mode \(mode.quoted)", at: element)
      }
    default: break
    }
  }

  private mutating func reviewCall(_ element: Node) {
    guard let name = element.attribute("name"), let expanded = element.expanded(name) else {
      return
    }
    guard let parameters = names.templates[expanded] else {
      note("no template has the name \(name.quoted)", at: element)
      return
    }
    for argument in element.elements where argument.isXSLT("with-param") {
      guard let parameter = argument.attribute("name") else { continue }
      if let expanded = argument.expanded(parameter), !parameters.contains(expanded) {
        note("the template \(name.quoted) has no parameter \(parameter.quoted)", at: argument)
      }
    }
  }

  private mutating func reviewAttributeSets(_ value: String, at element: Node) {
    for name in value.split(whereSeparator: \.isWhitespace).map(String.init) {
      if let expanded = element.expanded(name), !names.attributeSets.contains(expanded) {
        note("no attribute set has the name \(name.quoted)", at: element)
      }
    }
  }
}

// MARK: Expressions

extension StylesheetReview {
  /// Checks the syntax of an expression, then what it names.
  private mutating func review(_ expression: String, at element: Node, variables: Set<String>) {
    if let mistake = XPathSyntax.mistake(in: expression) {
      note("\(expression.quoted) is no XPath expression: \(mistake)", at: element)
      return
    }
    reviewTokens(of: expression, at: element, variables: variables)
  }

  private mutating func reviewTokens(
    of expression: String, at element: Node, variables: Set<String>
  ) {
    let tokens = XPathToken.tokens(of: expression)
    for (index, token) in tokens.enumerated() {
      switch token {
      case .function(let prefix?, let name):
        note("the extension function \(prefix):\(name) is not allowed", at: element)
      case .function(nil, let name):
        reviewFunction(name, arguments: tokens[(index + 1)...], at: element)
      case .variable(let name):
        if let expanded = element.expanded(name), variables.contains(expanded) { continue }
        note("no variable $\(name) is in scope", at: element)
      case .name(let prefix?, _) where element.namespace(ofPrefix: prefix) == nil:
        note("the prefix \(prefix) is not declared", at: element)
      default: break
      }
    }
  }

  private mutating func reviewFunction(
    _ name: String, arguments: ArraySlice<XPathToken>, at element: Node
  ) {
    if let reason = XPathFunction.forbidden[name] {
      note("\(name)() is not allowed: \(reason)", at: element)
      return
    }
    guard let allowed = XPathFunction.allowed[name] else {
      note("\(name)() is no function of XPath 1.0 or XSLT 1.0", at: element)
      return
    }
    let count = XPathFunction.argumentCount(arguments)
    if !allowed.contains(count) {
      note("\(name)() does not take \(count) arguments", at: element)
    }
    if name == "key", case .literal(let key)? = arguments.dropFirst().first,
      let expanded = element.expanded(key), !names.keys.contains(expanded)
    {
      note("no xsl:key has the name \(key.quoted)", at: element)
    }
  }
}
