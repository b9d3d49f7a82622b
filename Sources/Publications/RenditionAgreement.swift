import Diagnostics
import Markup

/// Holds the finished HTML against the finished XML.
///
/// Each figure of one is in the other with the same printed text and the same value behind it. It
/// reads the bytes back.
enum RenditionAgreement {
  private struct Printed: Equatable {
    var text: String
    var value: String?
  }

  static func findings(html: EditionFile, xml: EditionFile) -> [Finding] {
    // The document type is no part of the polyglot XML; the reader refuses all of them.
    let body = Array(html.bytes.drop { $0 != UInt8(ascii: "\n") })
    guard let page = try? Markup.parse(body, named: html.path),
      let document = try? Markup.parse(xml.bytes, named: xml.path)
    else {
      return [
        finding(html.path, "a rendition is not well-formed", "correct the stylesheet")
      ]
    }
    var inXML: [String: Printed] = [:]
    collect(document, into: &inXML) { element in
      guard element.name == "figure", let id = element.attribute("id") else { return nil }
      return (id, Printed(text: element.text, value: element.attribute("value")))
    }
    var inHTML: [String: Printed] = [:]
    collect(page, into: &inHTML) { element in
      guard let id = element.attribute("id"),
        element.attribute("data-figure") != nil
          || element.name == "data"
      else { return nil }
      return (id, Printed(text: element.text, value: element.attribute("value")))
    }
    return compare(inHTML, inXML, html: html.path, xml: xml.path)
      + intrusions(page, in: html.path)
  }

  /// What a page must not have: scripts, and anything fetched from elsewhere.
  private static func intrusions(_ element: XMLElement, in file: String) -> [Finding] {
    var found: [String] = []
    if ["script", "iframe", "object", "embed", "base", "form"].contains(element.name) {
      found.append("<\(element.name)> stands on the page")
    }
    for attribute in element.attributes {
      let isFetched =
        attribute.name == "src" || attribute.name == "href" && element.name == "link"
      if isFetched, attribute.value.contains(":") || attribute.value.hasPrefix("//") {
        found.append("<\(element.name)> fetches \(attribute.value.quoted)")
      } else if attribute.name.hasPrefix("on") {
        found.append("<\(element.name)> has a script in \(attribute.name)")
      }
    }
    let own = found.map { text in
      Finding(
        "rendition.intrusion", at: Place(file), found: text,
        rule: "a page needs no script and no request but its style sheet",
        source: "design section 7", remedy: "take it out of the stylesheet")
    }
    return own + element.elements.flatMap { intrusions($0, in: file) }
  }

  private static func collect(
    _ element: XMLElement, into figures: inout [String: Printed],
    _ read: (XMLElement) -> (String, Printed)?
  ) {
    if let (id, printed) = read(element) { figures[id] = printed }
    for case .element(let child) in element.children {
      collect(child, into: &figures, read)
    }
  }

  private static func compare(
    _ html: [String: Printed], _ xml: [String: Printed], html page: String, xml document: String
  ) -> [Finding] {
    var findings: [Finding] = []
    for id in Set(html.keys).union(xml.keys).sorted() {
      guard html[id] != xml[id] else { continue }
      let inPage = html[id].map { "\($0.text.quoted) (\($0.value ?? "no value"))" } ?? "not there"
      let inDocument =
        xml[id].map { "\($0.text.quoted) (\($0.value ?? "no value"))" } ?? "not there"
      findings.append(
        finding(
          page, "the figure \(id.quoted) is \(inPage) here and \(inDocument) in \(document)",
          "make both stylesheets print every figure of the source document"))
    }
    return findings
  }

  private static func finding(_ file: String, _ found: String, _ remedy: String) -> Finding {
    Finding(
      "rendition.disagree", at: Place(file), found: found,
      rule: "HTML and XML carry the same figures", source: "design section 1", remedy: remedy)
  }
}
