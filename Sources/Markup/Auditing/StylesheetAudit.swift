internal import CLibXML
internal import Diagnostics

/// The stylesheets of all pages held against the schema of their source documents.
///
/// A stylesheet that asks for a name that is not there is no mistake to XSLT: it selects nothing
/// and prints nothing. This finds such names part by part, and what no page ever comes to or
/// prints, without running a stylesheet. It is no part of compiling one: templates that are kept
/// with an old edition are compiled, not audited.
package struct StylesheetAudit {
  /// One page: its main stylesheet, its source documents and the texts of the string table that
  /// they carry.
  package struct Page {
    let main: String
    let model: SchemaModel
    let texts: Set<String>
    /// The elements that the page need not print, by name.
    let redundant: Set<String>
    /// Whether the page has to print all other elements; a file of data has some.
    let printsAll: Bool

    package init(
      main: String, model: SchemaModel, texts: Set<String>, redundant: Set<String>,
      printsAll: Bool = true
    ) {
      self.main = main
      self.model = model
      self.texts = texts
      self.redundant = redundant
      self.printsAll = printsAll
    }
  }

  /// What a fault is about.
  package enum Kind: String, Sendable {
    case unknownName = "unknown-name"
    case impossibleValue = "impossible-value"
    case unknownText = "unknown-text"
    case arithmetic = "arithmetic"
    case instruction = "processing-instruction"
    case unreachable = "unreachable"
    case doubled = "doubled"
    case unusedFile = "unused-file"
    case figureNotPrinted = "figure-not-printed"
    case textNotPrinted = "text-not-printed"
  }

  /// One thing that is wrong.
  package struct Fault: Sendable {
    package let kind: Kind
    package let problem: MarkupProblem
    /// What was probably meant.
    package var suggestion: String?
  }

  /// What is wrong, in no particular order.
  package private(set) var faults: [Fault] = []
  /// The texts that some stylesheet asks for: whole ids and beginnings of ids.
  package private(set) var askedTexts: (whole: Set<String>, beginnings: Set<String>) = ([], [])

  private var documents: [String: Document] = [:]
  private var parts: [String: [String]] = [:]
  private var flows: [(page: Page, flow: TemplateFlow)] = []
  private let use = StylesheetUse()
  /// The templates that another one stands in front of.
  private var doubled: Set<xmlNodePtr> = []

  /// Audits the stylesheets of these pages among the files given.
  ///
  /// Stylesheets that cannot be read are left out: compiling them says what is wrong. Only where
  /// the pages are all there are (`isWhole`) is it said what none of them uses.
  package init(_ pages: [Page], files: [String: [UInt8]], isWhole: Bool) {
    for page in pages {
      let read = StylesheetFiles(page.main, files: files, read: &documents)
      parts[page.main] = read.documents.compactMap { $0.withRoot(\.file) }
      guard read.problems.isEmpty else { continue }
      flows.append(
        (page, TemplateFlow(read.documents, page: page.main, model: page.model, use: use)))
      findDoubles(read.documents)
    }
    // A page that could not be read would make everything that only it uses seem unused.
    let isComplete = isWhole && flows.count == pages.count
    for name in documents.keys.sorted() {
      documents[name]!.withRoot { reviewWords(of: $0) }
      documents[name]!.withChildren { reviewInstructions($0) }
    }
    findNames()
    findTexts()
    guard isComplete, !faults.contains(where: { $0.kind == .unknownName }) else { return }
    findUnreachable(files)
    for main in parts.keys.sorted() {
      findUnprinted(flows.filter { $0.page.main == main && $0.page.printsAll })
    }
  }

  /// The files that these main stylesheets are made of, sorted.
  package func files(of mains: [String]) -> [String] {
    Set(mains.flatMap { parts[$0] ?? [] }).sorted()
  }

  mutating func note(
    _ kind: Kind, _ message: String, at node: Node, suggestion: String? = nil
  ) {
    var problem = node.problem(message)
    problem.path = nil
    faults.append(Fault(kind: kind, problem: problem, suggestion: suggestion))
  }
}

// MARK: Names

extension StylesheetAudit {
  private mutating func findNames() {
    for (place, step) in use.steps where !step.isFound {
      let element = Node(place.node)
      let attribute = place.attribute.split(separator: " ")[0]
      let value = element.attribute(String(attribute)) ?? ""
      let whole = value == step.name ? "" : " of \(value.quoted)"
      let plain = step.name.drop { $0 != ":" }.dropFirst()
      let written = step.name.hasPrefix("@") || plain.isEmpty ? step.name : String(plain)
      let present = step.present.sorted()
      let bare = written.replacing("@", with: "")
      let nearest = NearestName.of(bare, among: present)
      note(
        .unknownName, "\(step.name.quoted)\(whole) names nothing: \(Self.missing(written, step))",
        at: element, suggestion: nearest.map { step.name.dropLast(bare.count) + $0 })
    }
    for comparison in use.comparisons where !comparison.value.isPossible {
      let values = comparison.value.values.sorted()
      let attribute = comparison.value.attribute
      note(
        .impossibleValue,
        "\("@\(attribute)".quoted) is never \(comparison.value.value.quoted); it is "
          + values.joined(separator: ", "),
        at: Node(comparison.key.node),
        suggestion: NearestName.of(comparison.value.value, among: values))
    }
  }

  /// Where the name was looked for and what is there.
  private static func missing(_ name: String, _ step: StylesheetUse.Step) -> String {
    let isAttribute = name.hasPrefix("@")
    let what = isAttribute ? "attribute" : "element"
    let bare = isAttribute ? String(name.dropFirst()) : name
    if step.present.contains(bare) {
      return "the elements of the source document have the prefix s, for example s:\(bare)"
    }
    guard !step.contexts.isEmpty, step.contexts.count <= 3, step.present.count <= 12 else {
      return "the source document has no such \(what) there"
    }
    let contexts = step.contexts.sorted().joined(separator: ", ")
    guard !step.present.isEmpty else { return "\(contexts) has no \(what) at all" }
    return "\(contexts) has no such \(what), but \(step.present.sorted().joined(separator: ", "))"
  }

  private mutating func findTexts() {
    let known = Dictionary(flows.map { ($0.page.main, $0.page.texts) }) { $1 }
    var said: Set<[String]> = []
    for wording in use.wordings.sorted(by: { $0.page < $1.page }) {
      let texts = known[wording.page] ?? []
      if wording.isWhole {
        askedTexts.whole.insert(wording.text)
        guard !texts.contains(wording.text), said.insert(place(of: wording)).inserted
        else { continue }
        note(
          .unknownText,
          "\(wording.text.quoted) is no text that \(wording.page) can print",
          at: Node(wording.origin), suggestion: NearestName.of(wording.text, among: texts.sorted()))
      } else {
        askedTexts.beginnings.insert(wording.text)
        guard !texts.contains(where: { $0.hasPrefix(wording.text) }),
          said.insert(place(of: wording)).inserted
        else { continue }
        note(
          .unknownText,
          "no text that \(wording.page) can print begins with \(wording.text.quoted)",
          at: Node(wording.origin))
      }
    }
  }
}

extension StylesheetAudit {
  /// What a text is asked for as and where: the same for all pages that share a part.
  private func place(of wording: StylesheetUse.Wording) -> [String] {
    let node = Node(wording.origin)
    return [wording.text, node.file ?? "", String(node.line ?? 0)]
  }
}

// MARK: What stands there for nothing

extension StylesheetAudit {
  private mutating func findUnreachable(_ files: [String: [UInt8]]) {
    for name in files.keys.sorted() where name.hasSuffix(".xsl") && documents[name] == nil {
      faults.append(
        Fault(
          kind: .unusedFile,
          problem: MarkupProblem(file: name, message: "no stylesheet includes this file")))
    }
    var seen: Set<xmlNodePtr> = []
    for rule in flows.flatMap(\.flow.rules) {
      guard seen.insert(rule.node.pointer).inserted, !use.reached.contains(rule.node.pointer),
        !rule.isEmpty, !rule.onlyStops, !doubled.contains(rule.node.pointer)
      else { continue }
      if let name = rule.node.attribute("name") {
        note(.unreachable, "nothing calls the template \(name.quoted)", at: rule.node)
      } else {
        let mode = rule.mode.map { " in the mode \($0.quoted)" } ?? ""
        note(
          .unreachable,
          "nothing applies templates to \((rule.node.attribute("match") ?? "").quoted)\(mode)",
          at: rule.node)
      }
    }
  }

  /// Templates of which XSLT always takes the other one.
  private mutating func findDoubles(_ documents: [Document]) {
    let templates = documents.flatMap { document in
      document.withRoot { root in Array(root.elements.filter { $0.isXSLT("template") }) }
    }
    guard
      !documents.contains(where: { $0.withRoot { $0.elements.contains { $0.isXSLT("import") } } })
    else { return }
    var first: [[String]: Node] = [:]
    for template in templates {
      guard let match = template.attribute("match") else { continue }
      for part in match.split(separator: "|") {
        let key = [
          String(part).trimmed, template.attribute("mode") ?? "",
          template.attribute("priority") ?? "",
        ]
        guard let other = first[key] else {
          first[key] = template
          continue
        }
        let place = "\(other.file ?? ""):\(other.line ?? 0)"
        let message =
          "a template for \(key[0].quoted) stands at \(place) already; this one is taken"
        guard !faults.contains(where: { $0.kind == .doubled && $0.problem.message == message })
        else { continue }
        note(.doubled, message, at: template)
        doubled.insert(other.pointer)
      }
    }
  }

  /// Elements with text that a page prints nowhere; where all of an element is left out, only it.
  ///
  /// A stylesheet may make several kinds of document: a text that one of them prints need not be in
  /// the others, a figure must be.
  private mutating func findUnprinted(_ flows: [(page: Page, flow: TemplateFlow)]) {
    var missing: [String: (count: Int, isFigure: Bool)] = [:]
    var kindCounts: [String: Int] = [:]
    var order: [String] = []
    for (page, flow) in flows {
      for place in page.model.places.indices {
        kindCounts[page.model.path(to: place), default: 0] += 1
      }
      for (place, isFigure) in flow.unprinted(without: page.redundant) {
        let path = page.model.path(to: place)
        if missing[path] == nil { order.append(path) }
        missing[path, default: (0, isFigure)].count += 1
      }
    }
    let main = flows.first?.page.main ?? ""
    for path in order {
      let (count, isFigure) = missing[path]!
      guard isFigure || count == kindCounts[path] else { continue }
      faults.append(
        Fault(
          kind: isFigure ? .figureNotPrinted : .textNotPrinted,
          problem: MarkupProblem(
            file: main, message: "\(path.quoted) is printed nowhere on this page")))
    }
  }
}

extension TemplateFlow {
  /// The topmost elements of which nothing is printed, and whether a figure always stands in them.
  fileprivate func unprinted(without redundant: Set<String>) -> [(place: Int, isFigure: Bool)] {
    let places = model.places
    let isMissing = Set(
      places.indices.filter { place in
        places[place].hasText && !printed.contains(place) && !leftOut.contains(place)
          && !redundant.contains(places[place].name)
      })
    let gone = places.indices.map { place in
      let texts = own(place).filter { places[$0].hasText }
      return !texts.isEmpty && isMissing.isSuperset(of: texts)
    }
    return places.indices.filter { place in
      gone[place] && places[place].parents.allSatisfy { !gone[$0] }
        && places[place].parents.count < 2
    }.map { place in
      let isFigure = own(place).contains { index in
        places[index].name == "figure" && places[index].parents.allSatisfy { !places[$0].hasText }
      }
      return (place, isFigure)
    }
  }

  /// An element and what stands in it and nowhere else: what can hold itself is one place, wherever
  /// it stands.
  private func own(_ place: Int) -> [Int] {
    model.places[place].parents.count > 1
      ? [] : [place] + model.places[place].children.flatMap { own($0) }
  }
}

extension SchemaModel {
  /// The way to a place from below the root, as a stylesheet would write it.
  func path(to place: Int) -> String {
    var names: [String] = []
    var next: Int? = place
    while let index = next, index != 0, names.count < 20 {
      names.append("s:\(places[index].name)")
      next = places[index].parents.first
    }
    return names.reversed().joined(separator: "/")
  }
}
