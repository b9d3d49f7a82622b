import Diagnostics
import Editions
import Markup
import Schedule

/// The string table of a workspace held against the standard one and against what stylesheets ask
/// for, before any page is made: also the sentences that this month does not need.
struct TextReview {
  private(set) var findings: [Finding] = []
  /// The ids that are there.
  private(set) var ids: Set<String> = []

  private let place: String
  private let language: Language?
  private var lines: [String: Int] = [:]

  /// Reviews a string table that is in the file `name` of a folder, for the language of that name.
  init(_ root: XMLElement, folder: String, name: String) {
    place = "\(folder)/\(name)"
    let language = name.split(separator: ".").dropFirst().first.map(String.init) ?? ""
    self.language = Language(rawValue: language)
    if let stated = root.attribute("language"), stated != language {
      note(
        "text-language", root.line, "the language is \(stated.quoted)",
        rule: "a string table is in the language that its file's name gives",
        remedy: "write language=\"\(language)\"")
    }
    for text in root.elements { review(text) }
  }

  /// The ids as the source documents of a page carry them.
  func ids(for prefixes: [String]) -> Set<String> {
    ids.filter { id in prefixes.contains { id.hasPrefix($0) } }
  }

  /// Adds what is missing and what nothing uses; `asked` is what the stylesheets ask for.
  mutating func compare(asked: (whole: Set<String>, beginnings: Set<String>)) {
    func isAsked(_ id: String) -> Bool {
      asked.whole.contains(id) || asked.beginnings.contains { id.hasPrefix($0) }
    }
    func isForStylesheets(_ id: String) -> Bool {
      StandardTexts.printedAsTheyStand.contains(where: id.hasPrefix)
        && !StandardTexts.composed.contains(id)
    }
    var unused = ids.filter { id in
      // Which terms are explained, each workspace decides.
      isForStylesheets(id)
        ? !isAsked(id)
        : StandardTexts.texts[id] == nil && !id.hasPrefix(TextTable.glossaryPrefix)
    }
    for id in StandardTexts.texts.keys.sorted()
    where !ids.contains(id) && !StandardTexts.optional.contains(id)
      && !(id.hasPrefix(TextTable.glossaryPrefix) && !ids.contains("\(id).name"))
    {
      // One that a stylesheet asks for by its whole id is a finding where it is asked for.
      guard !isForStylesheets(id) || isAsked(id) && !asked.whole.contains(id) else { continue }
      let near = NearestName.of(id, among: unused.sorted())
      if let near { unused.remove(near) }
      note(
        "missing-text", near.flatMap { lines[$0] }, "the text \(id.quoted) is missing",
        rule: "every text that a page needs is in the string table",
        remedy: near.map { "\($0.quoted) is used nowhere: is it this one? Write id=\"\(id)\"" }
          ?? "add <text id=\"\(id)\"> with its sentence; a new workspace has it")
    }
    for id in unused.sorted() {
      note(
        "unused-text", lines[id], "the text \(id.quoted) is used nowhere", severity: .note,
        rule: "every text is one that ninethirty or a stylesheet asks for",
        remedy: "correct the id, or leave the text out")
    }
  }

  /// Adds the texts of a table in another language that neither the English one, whose ids these are, nor
  /// the standard one has.
  mutating func compareIDs(with english: Set<String>) {
    for id in ids.subtracting(english).sorted() where StandardTexts.texts[id] == nil {
      note(
        "unused-text", lines[id], "the text \(id.quoted) is used nowhere", severity: .note,
        rule: "a string table has the texts that the English one has",
        remedy: "correct the id, or leave the text out")
    }
  }

  private mutating func note(
    _ id: String, _ line: Int?, _ found: String, severity: Severity = .error, rule: String,
    remedy: String
  ) {
    findings.append(
      Finding(
        "template.\(id)", severity, at: Place(place, line: line), found: found, rule: rule,
        source: "docs/templates.md", remedy: remedy))
  }
}

// MARK: One text

extension TextReview {
  /// The forms that a text with count must have, and those that it may have (Unicode CLDR plural
  /// rules).
  private var forms: (needed: [String], allowed: Set<String>) {
    language == .welsh
      ? (["other"], ["zero", "one", "two", "few", "many", "other"])
      : (["one", "other"], ["one", "other"])
  }

  private mutating func review(_ text: XMLElement) {
    guard text.name == "text", let id = text.attribute("id") else {
      note(
        "text-form", text.line, "<\(text.name)> stands where <text id=\"…\"> is expected",
        rule: "a string table is a list of texts, each with its id",
        remedy: "write <text id=\"…\">…</text>")
      return
    }
    if let first = lines[id] {
      note(
        "doubled-text", text.line, "the text \(id.quoted) stands in line \(first) already",
        rule: "each id stands once", remedy: "keep one of the two")
      return
    }
    lines[id] = text.line
    ids.insert(id)
    for attribute in text.attributes where !["id", "count"].contains(attribute.name) {
      note(
        "text-form", text.line, "the text \(id.quoted) has an attribute \(attribute.name.quoted)",
        rule: "a text has an id, and count where it counts something",
        remedy: "take the attribute out")
    }
    if let count = text.attribute("count") {
      reviewForms(of: text, id, count: count)
    } else {
      reviewParagraphs(of: text, id)
    }
    for sentence in text.sentences { review(sentence, of: id) }
  }

  /// A text that counts: one sentence for one, one for all other numbers.
  private mutating func reviewForms(of text: XMLElement, _ id: String, count: String) {
    let names = text.elements.map(\.name)
    for name in forms.needed where !names.contains(name) {
      note(
        "text-number", text.line, "the text \(id.quoted) has no form <\(name)>",
        rule: language == .welsh
          ? "a text with count has a form for all numbers that have none of their own"
          : "a text with count has a form for one and a form for all other numbers",
        remedy: "add <\(name)>…</\(name)>")
    }
    for form in text.elements where !forms.allowed.contains(form.name) {
      note(
        "text-number", form.line, "the text \(id.quoted) has a form <\(form.name)>",
        rule: language == .welsh
          ? "Welsh has the grammatical numbers <zero>, <one>, <two>, <few>, <many> and <other>"
          : "English has two grammatical numbers, <one> and <other>",
        remedy: "take the form out: no number chooses it")
    }
    // An id that nobody knows is a finding of its own.
    let isKnown =
      StandardTexts.texts[id] != nil
      || StandardTexts.printedAsTheyStand.contains(where: id.hasPrefix)
    if isKnown, !StandardTexts.allowed(in: id).contains(count) {
      note(
        "unknown-placeholder", text.line, "the text \(id.quoted) counts \(count.quoted)",
        rule: Self.placeholderRule, remedy: Self.choices(for: id))
    }
    reviewStray(in: text, id)
    for form in text.elements { reviewParagraphs(of: form, id) }
  }

  /// Paragraphs are `<p>`, or there is one without.
  private mutating func reviewParagraphs(of element: XMLElement, _ id: String) {
    for child in element.elements {
      for markup in child.name == "p" ? child.elements : [child] {
        note(
          "text-markup", markup.line, "<\(markup.name)> stands in the text \(id.quoted)",
          rule: "a text is words: bold, links and the like in it are not printed",
          remedy: "take <\(markup.name)> out, or put it into the stylesheet")
      }
    }
    if element.elements.contains(where: { $0.name == "p" }) { reviewStray(in: element, id) }
  }

  /// Words beside elements would be lost.
  private mutating func reviewStray(in element: XMLElement, _ id: String) {
    for case .text(let words) in element.children {
      guard !words.allSatisfy(\.isWhitespace) else { continue }
      let shown = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      note(
        "text-markup", element.line,
        "\(shown.quoted) stands outside the paragraphs of \(id.quoted), so it is not printed",
        rule: "where a text has elements, its words stand inside them",
        remedy: "put the words into a <p>, or into each form")
      return
    }
  }

  private mutating func review(_ sentence: XMLElement, of id: String) {
    let text = sentence.text
    if text.allSatisfy(\.isWhitespace) {
      note(
        "text-form", sentence.line, "the text \(id.quoted) is empty",
        rule: "every text that a page prints has words", remedy: "write the text")
      return
    }
    let pattern: SentencePattern
    do throws(SentencePattern.Mistake) {
      pattern = try SentencePattern(text)
    } catch {
      note(
        "text-brace", sentence.line, "the text \(id.quoted) \(error.words)",
        rule: "names that ninethirty fills in stand in braces",
        remedy: "close the brace; to print a brace, write {{ or }}")
      return
    }
    // The rule is one of writing English.
    if language != .welsh { reviewLength(of: text, sentence.line, id) }
    let allowed = StandardTexts.allowed(in: id)
    // An id that nobody knows is a finding of its own.
    let isKnown = StandardTexts.texts[id] != nil
    var meant: Set<String> = []
    for name in pattern.placeholders.subtracting(allowed).sorted()
    where isKnown || StandardTexts.printedAsTheyStand.contains(where: id.hasPrefix) {
      let near = NearestName.of(name, among: allowed.sorted())
      if let near { meant.insert(near) }
      note(
        "unknown-placeholder", sentence.line,
        "the text \(id.quoted) has the placeholder {\(name)}", rule: Self.placeholderRule,
        remedy: near.map { "did you mean {\($0)}?" } ?? Self.choices(for: id))
    }
    reviewLosses(pattern.placeholders.union(meant), sentence.line, id)
  }

  /// Sentences that lose readers; a name in braces counts as one word.
  private mutating func reviewLength(of text: String, _ line: Int, _ id: String) {
    for sentence in Readability(text).longSentences {
      findings.append(
        Finding(
          "wording.long-sentence", .note, at: Place(place, line: line),
          found: "a sentence of the text \(id.quoted) has \(sentence.words) words",
          rule: "a sentence has at most \(Readability.longestSentence) words",
          source: "GOV.UK, Content design: writing for GOV.UK",
          remedy: "make two of it, or leave out what readers can do without"))
    }
  }

  /// Placeholders that the standard sentence has and this one has not.
  private mutating func reviewLosses(_ present: Set<String>, _ line: Int, _ id: String) {
    guard let standard = StandardTexts.texts[id],
      standard.sentences.count == 1
        || standard.attribute("count") != nil
    else { return }
    let needed = StandardTexts.placeholders[id] ?? []
    for name in needed.subtracting(present).sorted() {
      let isFigure = StandardTexts.figures.contains(name)
      note(
        "lost-placeholder", line, "the text \(id.quoted) has lost {\(name)}",
        severity: isFigure ? .error : .note,
        rule: isFigure
          ? "a figure that ninethirty gives a sentence stands in it"
          : "a name that ninethirty gives a sentence can be left out",
        remedy: isFigure
          ? "put {\(name)} where its figure is to stand" : "nothing, if it was meant so")
    }
  }

  private static let placeholderRule = "a text has only the names in braces that it can be given"

  private static func choices(for id: String) -> String {
    let names = StandardTexts.allowed(in: id).sorted().map { "{\($0)}" }
    return names.isEmpty
      ? "this text can have none; to print a brace, write {{ or }}"
      : "it can have \(names.joined(separator: ", "))"
  }
}
