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

    package init(main: String, model: SchemaModel, texts: Set<String>, redundant: Set<String>) {
      self.main = main
      self.model = model
      self.texts = texts
      self.redundant = redundant
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

  /// Audits the stylesheets of these pages among the files given.
  ///
  /// Stylesheets that cannot be read are left out: compiling them says what is wrong.
  package init(_ pages: [Page], files: [String: [UInt8]]) {
    for page in pages {
      let read = StylesheetFiles(page.main, files: files, read: &documents)
      parts[page.main] = read.documents.compactMap { $0.withRoot(\.file) }
      guard read.problems.isEmpty else { continue }
      flows.append(
        (page, TemplateFlow(read.documents, page: page.main, model: page.model, use: use)))
      findDoubles(read.documents)
    }
    // A page that could not be read would make everything that only it uses seem unused.
    let isComplete = flows.count == pages.count
    for name in documents.keys.sorted() {
      documents[name]!.withRoot { reviewWords(of: $0) }
      documents[name]!.withChildren { reviewInstructions($0) }
    }
    findNames()
    findTexts()
    guard isComplete, !faults.contains(where: { $0.kind == .unknownName }) else { return }
    findUnreachable(files)
    var said: Set<String> = []
    for (page, flow) in flows { findUnprinted(page, flow, &said) }
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
      let nearest = NearestName.of(written.replacing("@", with: ""), among: present)
      note(
        .unknownName, "\(step.name.quoted)\(whole) names nothing: \(Self.missing(written, step))",
        at: element, suggestion: nearest.map { step.name.replacing(written, with: $0) })
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
    for wording in use.wordings {
      let texts = known[wording.page] ?? []
      if wording.isWhole {
        askedTexts.whole.insert(wording.text)
        guard !texts.contains(wording.text) else { continue }
        note(
          .unknownText,
          "\(wording.text.quoted) is no text that \(wording.page) can print",
          at: Node(wording.origin), suggestion: NearestName.of(wording.text, among: texts.sorted()))
      } else {
        askedTexts.beginnings.insert(wording.text)
        guard !texts.contains(where: { $0.hasPrefix(wording.text) }) else { continue }
        note(
          .unknownText,
          "no text that \(wording.page) can print begins with \(wording.text.quoted)",
          at: Node(wording.origin))
      }
    }
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
        !rule.isEmpty, !rule.onlyStops
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
      }
    }
  }

  /// Elements with text that a page prints nowhere; where all of an element is left out, only it.
  ///
  /// What one stylesheet leaves out of two kinds of document is said once.
  private mutating func findUnprinted(
    _ page: Page, _ flow: TemplateFlow, _ said: inout Set<String>
  ) {
    let places = page.model.places
    let missing = places.indices.filter { place in
      places[place].hasText && !flow.printed.contains(place) && !flow.leftOut.contains(place)
        && !page.redundant.contains(places[place].name)
    }
    let isMissing = Set(missing)
    // Whether an element holds text, and all of it is missing.
    let gone = Set(
      places.indices.filter { place in
        let below = flow.below(place).filter { places[$0].hasText }
        return !below.isEmpty && below.isSubset(of: isMissing)
      })
    for place in gone.sorted() where places[place].parents.allSatisfy({ !gone.contains($0) }) {
      let path = page.model.path(to: place)
      guard said.insert("\(page.main) \(path)").inserted else { continue }
      let hasFigure = flow.below(place).contains { places[$0].name == "figure" }
      faults.append(
        Fault(
          kind: hasFigure ? .figureNotPrinted : .textNotPrinted,
          problem: MarkupProblem(
            file: page.main,
            message: "\(path.quoted) is printed nowhere on this page")))
    }
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
