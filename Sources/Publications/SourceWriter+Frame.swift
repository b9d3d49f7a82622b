package import Editions
import Statistics

/// What stands on every page: what the series is, notices, whom to ask.
extension SourceWriter {
  /// What the series is.
  package mutating func series(_ programme: Programme) throws(TextTableError) {
    let series = programme.series
    open("series", [("identifier", series.identifier)])
    element("title", said: translator(series.title))
    element("label", said: try texts.label(translator(series.label), status: programme.status))
    element("producer", said: translator(series.producer))
    element("coverage", said: translator(series.coverage))
    element("licence", said: translator(series.licence))
    if let source = series.source { element("source", said: translator(source)) }
    close()
  }

  /// What every reader must know before anything else.
  ///
  /// `partial` is why only part of an edition is at hand.
  package mutating func notices(
    _ programme: Programme, isDraft: Bool = false, partial: String? = nil
  ) throws(TextTableError) {
    open("notices")
    if isDraft { try notice("draft") }
    if programme.status != .official { try notice(programme.status.rawValue) }
    if let partial { try notice("partial", ["reason": .said(translator(partial))]) }
    close()
  }

  private mutating func notice(
    _ kind: String, _ arguments: [String: Argument] = [:]
  ) throws(TextTableError) {
    open("notice", [("kind", kind)])
    try paragraphs("notice.\(kind)", arguments)
    close()
  }

  /// Every term of the string table with what it means, in alphabetical order; nothing where the table
  /// has none.
  package mutating func glossary(of programme: Programme) throws(TextTableError) {
    let terms = texts.terms.sorted { a, b in
      Slug.fold(a.name).utf8.lexicographicallyPrecedes(Slug.fold(b.name).utf8)
    }
    if !terms.isEmpty { try glossary(terms, of: programme) }
  }

  /// Terms with what they mean.
  mutating func glossary(
    _ terms: [Glossary.Term], of programme: Programme
  ) throws(TextTableError) {
    let values = [
      "level": programme.intervalLevel,
      "significance": Figure.machine(programme.thresholds.significance.value),
    ]
    open("glossary")
    for term in terms {
      open("explained", [("term", term.id)])
      let id = "\(TextTable.glossaryPrefix)\(term.id)"
      element("name", said: try texts.said("\(id).name"))
      element("meaning", said: try texts.said(id, values))
      close()
    }
    close()
  }

  /// The paragraphs of a text without placeholders.
  package mutating func standardParagraphs(_ id: String) throws(TextTableError) {
    try paragraphs(id)
  }

  /// Whom to ask, after the paragraphs of a text where the table has it.
  package mutating func contacts(
    _ programme: Programme, introducedBy id: String? = nil
  ) throws(TextTableError) {
    open("contacts")
    if let id, texts.contains(id) { try paragraphs(id) }
    for contact in programme.series.contacts {
      open("contact")
      element("role", said: translator(contact.role))
      element("organisation", contact.organisation)
      if let address = contact.address { element("address", address) }
      if let telephone = contact.telephone { element("telephone", telephone) }
      if let email = contact.email { element("email", email) }
      close()
    }
    close()
  }
}

extension TextTable {
  /// A statistics label; a reconstruction says that it is one.
  func label(_ label: Said, status: Programme.Status) throws(TextTableError) -> Said {
    guard status == .reconstruction else { return label }
    return try said("label.reconstruction", saying: ["label": label])
  }
}

extension Programme {
  /// The level of the confidence intervals, in per cent.
  package var intervalLevel: String {
    Rounding.text(1 - thresholds.significance.value, shift: 2, decimals: 0)
  }
}
