/// What an attribute of an XSLT element holds.
enum XSLTValue {
  /// An XPath expression.
  case expression
  /// A pattern, as in `match`.
  case pattern
  /// Text with expressions in braces.
  case template
  /// Anything that we do not look into.
  case plain
}

/// The elements of XSLT 1.0 that a stylesheet may use, and their attributes.
enum XSLTElement {
  static let namespace = "http://www.w3.org/1999/XSL/Transform"

  /// The attributes of each element that is allowed (XSLT 1.0, appendix B).
  static let allowed: [String: [String: XSLTValue]] = [
    "apply-imports": [:],
    "apply-templates": ["select": .expression, "mode": .plain],
    "attribute": ["name": .template, "namespace": .template],
    "attribute-set": ["name": .plain, "use-attribute-sets": .plain],
    "call-template": ["name": .plain],
    "choose": [:],
    "copy": ["use-attribute-sets": .plain],
    "copy-of": ["select": .expression],
    "element": ["name": .template, "namespace": .template, "use-attribute-sets": .plain],
    "for-each": ["select": .expression],
    "if": ["test": .expression],
    "import": ["href": .plain],
    "include": ["href": .plain],
    "key": ["name": .plain, "match": .pattern, "use": .expression],
    "message": ["terminate": .plain],
    "namespace-alias": ["stylesheet-prefix": .plain, "result-prefix": .plain],
    "otherwise": [:],
    "output": [
      "method": .plain, "version": .plain, "encoding": .plain, "omit-xml-declaration": .plain,
      "standalone": .plain, "indent": .plain, "media-type": .plain,
    ],
    "param": ["name": .plain, "select": .expression],
    "preserve-space": ["elements": .plain],
    "processing-instruction": ["name": .template],
    "strip-space": ["elements": .plain],
    "stylesheet": ["id": .plain, "exclude-result-prefixes": .plain, "version": .plain],
    "template": ["match": .pattern, "name": .plain, "priority": .plain, "mode": .plain],
    "text": [:],
    "transform": ["id": .plain, "exclude-result-prefixes": .plain, "version": .plain],
    "value-of": ["select": .expression],
    "variable": ["name": .plain, "select": .expression],
    "when": ["test": .expression],
    "with-param": ["name": .plain, "select": .expression],
  ]

  /// Why an element of XSLT 1.0 is forbidden here.
  static let forbidden: [String: String] = [
    "comment": "the canonical form drops comments, but xmllint keeps them",
    "decimal-format": "numbers come as finished text from the source document",
    "fallback": "there are no extensions to fall back from",
    "number": "numbers come as finished text from the source document",
    "sort": "order comes finished from the source document",
  ]

  /// Why an attribute of XSLT 1.0 is forbidden here, whatever the element.
  static let forbiddenAttributes: [String: String] = [
    "cdata-section-elements": "the canonical form has no CDATA sections",
    "disable-output-escaping": "output that is not escaped may not be XML",
    "doctype-public": "the HTML writer sets the document type",
    "doctype-system": "the HTML writer sets the document type",
    "extension-element-prefixes": "extensions differ between processors",
  ]

  /// Why the value of an attribute is forbidden here; nil if it is allowed.
  static func mistake(element: String, attribute: String, value: String) -> String? {
    switch (element, attribute) {
    case ("output", "method") where value != "xml" && value != "text":
      "the output method must be xml or text, so that every processor gives the same"
    case ("output", "indent") where value != "no":
      "indentation adds white space that differs between processors"
    case ("message", "terminate") where value != "yes":
      "terminate must be yes: nobody reads a message that ends nothing"
    case ("stylesheet", "version") where value != "1.0",
      ("transform", "version") where value != "1.0":
      "the version must be 1.0: another one lets unknown elements pass"
    default: nil
    }
  }

  /// The attributes without which an element has another meaning than it seems to have.
  static let required: [String: String] = ["message": "terminate"]
}

/// The functions of XPath 1.0 and XSLT 1.0.
enum XPathFunction {
  /// How many arguments each allowed function takes.
  static let allowed: [String: ClosedRange<Int>] = [
    "boolean": 1...1, "ceiling": 1...1, "concat": 2...Int.max, "contains": 2...2, "count": 1...1,
    "current": 0...0, "false": 0...0, "floor": 1...1, "id": 1...1, "key": 2...2, "lang": 1...1,
    "last": 0...0, "local-name": 0...1, "name": 0...1, "namespace-uri": 0...1,
    "normalize-space": 0...1, "not": 1...1, "number": 0...1, "position": 0...0, "round": 1...1,
    "starts-with": 2...2, "string": 0...1, "string-length": 0...1, "substring": 2...3,
    "substring-after": 2...2, "substring-before": 2...2, "sum": 1...1, "translate": 3...3,
    "true": 0...0,
  ]

  /// Why a function of XSLT 1.0 is forbidden here.
  static let forbidden: [String: String] = [
    "document": "a transform reads nothing but its source document",
    "element-available": "its value depends on the processor",
    "format-number": "numbers come as finished text from the source document",
    "function-available": "its value depends on the processor",
    "generate-id": "its value depends on the processor",
    "system-property": "its value depends on the processor",
    "unparsed-entity-uri": "there are no document type declarations",
  ]
}
