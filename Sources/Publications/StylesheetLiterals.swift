import Diagnostics
import Markup

/// What a stylesheet of a page writes out itself: the elements and attributes of HTML and SVG.
struct StylesheetLiterals {
  private(set) var findings: [Finding] = []
  private let file: String

  private static let transform = "http://www.w3.org/1999/XSL/Transform"

  /// Reviews one stylesheet.
  init(_ root: XMLElement, at file: String) {
    self.file = file
    for template in root.elements { review(template, inside: nil) }
  }

  private mutating func review(_ element: XMLElement, inside outer: XMLElement?) {
    if element.namespace == Self.transform {
      reviewInstruction(element, inside: outer)
      for child in element.elements { review(child, inside: outer) }
    } else {
      note(PageRules.mistakes(in: element, isTemplate: true), at: element)
      for child in element.elements { review(child, inside: element) }
    }
  }

  /// Elements and attributes that instructions make.
  private mutating func reviewInstruction(_ element: XMLElement, inside outer: XMLElement?) {
    guard let name = element.attribute("name"), !name.contains("{") else { return }
    switch element.name {
    case "element":
      let isSVG = element.attribute("namespace") == HTMLVocabulary.svgNamespace
      if let mistake = PageRules.mistake(inName: name, isSVG: isSVG) {
        note([mistake], at: element)
      }
    case "attribute":
      guard let outer else { return }
      note(
        PageRules.mistakes(
          in: name, namespace: nil, value: element.text, of: outer.name,
          isSVG: outer.namespace == HTMLVocabulary.svgNamespace), at: element)
    default: break
    }
  }

  private mutating func note(_ mistakes: [PageRules.Mistake], at element: XMLElement) {
    findings += mistakes.map { $0.finding(at: Place(file, line: element.line), area: "template") }
  }
}

extension PageRules.Mistake {
  /// The mistake as a finding about a stylesheet (`template`) or a finished page (`page`).
  func finding(at place: Place, area: String) -> Finding {
    Finding(
      "\(area).\(check.rawValue)", at: place, found: found,
      rule: check == .foreignRequest
        ? "a page needs no script and no request but its style sheet"
        : "a page has the elements and attributes that HTML and SVG define",
      source: check == .foreignRequest ? "design section 7" : "HTML Living Standard, section 4",
      remedy: remedy)
  }
}
