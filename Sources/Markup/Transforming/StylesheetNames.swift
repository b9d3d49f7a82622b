/// What the files of a stylesheet declare for each other, by expanded name.
struct StylesheetNames {
  /// The parameters of each named template.
  private(set) var templates: [String: Set<String>] = [:]
  /// The modes that some template is for.
  private(set) var modes: Set<String> = []
  private(set) var attributeSets: Set<String> = []
  private(set) var keys: Set<String> = []
  /// Global variables and parameters.
  private(set) var variables: Set<String> = []
  /// Global parameters.
  private(set) var parameters: Set<String> = []

  init(_ documents: [Document]) {
    for document in documents {
      document.withRoot { root in
        for element in root.elements where element.namespace == XSLTElement.namespace {
          add(element)
        }
      }
    }
  }

  private mutating func add(_ element: Node) {
    let name = element.attribute("name").flatMap(element.expanded)
    if element.name == "template" { addTemplate(element, name: name) }
    guard let name else { return }
    switch element.name {
    case "attribute-set": attributeSets.insert(name)
    case "key": keys.insert(name)
    case "param":
      parameters.insert(name)
      variables.insert(name)
    case "variable": variables.insert(name)
    default: break
    }
  }

  private mutating func addTemplate(_ element: Node, name: String?) {
    if let mode = element.attribute("mode").flatMap(element.expanded) { modes.insert(mode) }
    guard let name else { return }
    let parameters = element.elements.filter { $0.isXSLT("param") }
      .compactMap { parameter in parameter.attribute("name").flatMap(parameter.expanded) }
    // An importing stylesheet may override a template; either's parameters are known.
    templates[name, default: []].formUnion(parameters)
  }
}
