import Diagnostics
import Markup

/// What an element of a page may be and have: names that HTML knows, nothing that runs, nothing
/// that is fetched but the style sheet.
///
/// The same rules hold for what stands in a stylesheet, where a value in braces is not known yet,
/// and for the finished page.
enum PageRules {
  /// What is wrong with an element: the id of the check, what was found and what to do.
  struct Mistake: Hashable {
    var check: Check
    var found: String
    var remedy: String

    enum Check: String {
      case unknownElement = "unknown-element"
      case unknownAttribute = "unknown-attribute"
      case foreignRequest = "foreign-request"
    }
  }

  /// The mistakes of one element, its content aside.
  ///
  /// Where `isTemplate`, values are those of a stylesheet: what braces hold is not looked at.
  static func mistakes(in element: XMLElement, isTemplate: Bool) -> [Mistake] {
    let isSVG = element.namespace == HTMLVocabulary.svgNamespace
    guard isSVG || element.namespace == HTMLVocabulary.namespace else {
      return [
        Mistake(
          check: .unknownElement,
          found: "<\(element.name)> belongs neither to HTML nor to SVG",
          remedy: "write it without a prefix, in a stylesheet whose default namespace is "
            + HTMLVocabulary.namespace)
      ]
    }
    if let mistake = mistake(inName: element.name, isSVG: isSVG) { return [mistake] }
    var found = element.attributes.flatMap { attribute -> [Mistake] in
      let value = isTemplate ? fixedPart(of: attribute.value) : attribute.value
      return mistakes(
        in: attribute.name, namespace: attribute.namespace, value: value, of: element.name,
        isSVG: isSVG)
    }
    if element.name == "meta", element.attribute("http-equiv") != nil {
      found.append(foreign("<meta http-equiv> tells the browser to do something"))
    }
    if element.name == "link", element.attribute("rel") != "stylesheet", !isTranslation(element) {
      found.append(foreign("<link rel=\"\(element.attribute("rel") ?? "")\"> fetches something"))
    }
    return found
  }

  /// Whether this names the same page in another language, which no browser fetches by itself (HTML
  /// Living Standard, 4.6.7.1).
  private static func isTranslation(_ link: XMLElement) -> Bool {
    link.attribute("rel") == "alternate" && link.attribute("hreflang") != nil
  }

  /// What is wrong with the name of an element; nil if nothing is.
  static func mistake(inName name: String, isSVG: Bool) -> Mistake? {
    let known = isSVG ? HTMLVocabulary.svgElements : HTMLVocabulary.elements
    guard !known.contains(name) else { return nil }
    let forbidden = isSVG ? HTMLVocabulary.svgForbidden : HTMLVocabulary.forbidden
    if let reason = forbidden[name] { return foreign("<\(name)> \(reason)") }
    let near = NearestName.of(name, among: known.sorted())
    return Mistake(
      check: .unknownElement, found: "<\(name)> is no element of \(isSVG ? "SVG" : "HTML")",
      remedy: near.map { "did you mean <\($0)>?" } ?? "write an element that browsers know")
  }

  /// What is wrong with an attribute.
  static func mistakes(
    in name: String, namespace: String?, value: String, of element: String, isSVG: Bool
  ) -> [Mistake] {
    // xml:lang and the like; xlink:href is an older form of href.
    if let namespace, namespace != "http://www.w3.org/1999/xlink" { return [] }
    if name.hasPrefix("on") { return [foreign("<\(element)> has a script in \(name)")] }
    if let request = request(of: name, value: value, element: element, isSVG: isSVG) {
      return [foreign(request)]
    }
    if name.hasPrefix("aria-") || name.hasPrefix("data-") { return [] }
    let known = HTMLVocabulary.attributes(of: element, isSVG: isSVG)
    guard !known.contains(name), requesting[name] == nil else { return [] }
    let near = NearestName.of(name, among: known.sorted())
    return [
      Mistake(
        check: .unknownAttribute, found: "<\(element)> has no attribute \(name.quoted) in HTML",
        remedy: near.map { "did you mean \($0.quoted)?" } ?? "leave it out")
    ]
  }

  private static func foreign(_ found: String) -> Mistake {
    Mistake(
      check: .foreignRequest, found: found,
      remedy: "take it out: a page is text, tables and pictures drawn in SVG")
  }

  /// What stands in a value of a stylesheet before the first brace.
  private static func fixedPart(of value: String) -> String {
    String(value.prefix { $0 != "{" })
  }
}

// MARK: Requests

extension PageRules {
  /// The attributes by which something is fetched or sent, whatever their value.
  private static let requesting: [String: String] = [
    "action": "sends something", "background": "fetches a picture",
    "codebase": "fetches something", "formaction": "sends something",
    "longdesc": "fetches something", "manifest": "fetches something",
    "ping": "tells somebody of a click", "poster": "fetches a picture",
    "profile": "fetches something", "srcdoc": "embeds another page",
    "srcset": "fetches a picture",
  ]

  /// What an attribute fetches, runs or sends; nil if it does nothing of the kind.
  private static func request(
    of name: String, value: String, element: String, isSVG: Bool
  ) -> String? {
    if let what = requesting[name] { return "<\(element)> \(what) with \(name)" }
    switch name {
    case "src" where isElsewhere(value):
      return "<\(element)> fetches \(value.quoted)"
    case "href" where element == "link" || isSVG:
      return isElsewhere(value) ? "<\(element)> fetches \(value.quoted)" : nil
    case "href":
      let scheme = self.scheme(of: value)
      return ["javascript", "data", "vbscript", "file", "blob"].contains(scheme)
        ? "<\(element)> has a link of the kind \(scheme):" : nil
    case _ where isSVG && value.lowercased().contains("url(") || name == "style":
      let request = CSSReview.requests(in: value).first { !$0.isFragment }
      return request.map { "<\(element)> fetches \($0.text.quoted) in \(name)" }
    default: return nil
    }
  }

  /// Whether an address leads away from the published folder.
  private static func isElsewhere(_ address: String) -> Bool {
    let plain = plain(address)
    return scheme(of: address) != "" || plain.hasPrefix("//") || plain.hasPrefix("\\")
  }

  /// The scheme of an address in lower case; empty where it has none.
  ///
  /// Browsers drop tabs and line ends inside an address, and blanks before it (URL Standard, 4.4).
  private static func scheme(of address: String) -> String {
    let plain = plain(address)
    guard let colon = plain.firstIndex(of: ":") else { return "" }
    let scheme = plain[..<colon]
    let isScheme = scheme.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0))
    }
    return isScheme ? scheme.lowercased() : ""
  }

  private static func plain(_ address: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in address.unicodeScalars where scalar.value > 0x20 { scalars.append(scalar) }
    return String(scalars)
  }
}
