extension Check {
  /// Checks of templates before anything is rendered: names, texts, what a page may have.
  static let templateReview: [Check] = [
    Check("page.foreign-request", "A finished page fetches, sends or runs something"),
    Check("page.structure", "A finished page is not built as HTML and screen readers need it"),
    Check("page.unknown-attribute", "A finished page has an attribute that HTML does not know"),
    Check("page.unknown-element", "A finished page has an element that HTML does not know"),
    Check("template.arithmetic", "A stylesheet works something out"),
    Check("template.doubled", "Two templates are for the same thing"),
    Check("template.doubled-text", "A text of the string table stands twice"),
    Check("template.figure-not-printed", "A page prints a figure of its source document nowhere"),
    Check("template.foreign-request", "A template makes a page fetch, send or run something"),
    Check("template.impossible-value", "An attribute is compared with a value that it never has"),
    Check("template.lost-placeholder", "A sentence has lost a figure that belongs in it"),
    Check("template.missing-text", "The string table lacks a text"),
    Check(
      "template.processing-instruction", "A stylesheet has or makes a processing instruction"),
    Check("template.style-form", "The style sheet is not UTF-8, or its braces do not match"),
    Check("template.text-brace", "A text has braces that do not match"),
    Check("template.text-form", "The string table is not a list of texts"),
    Check("template.text-language", "A string table states another language than its name"),
    Check("template.text-markup", "A text has elements or words that are not printed"),
    Check(
      "template.text-not-printed", .warning, "A page prints a text of its source document nowhere"),
    Check("template.text-number", "A text that counts lacks a grammatical number"),
    Check("template.unknown-attribute", "A stylesheet writes an attribute that HTML does not know"),
    Check("template.unknown-element", "A stylesheet writes an element that HTML does not know"),
    Check("template.unknown-name", "A stylesheet asks for what the source document cannot have"),
    Check("template.unknown-placeholder", "A text has a name in braces that it cannot be given"),
    Check("template.unknown-text", "A stylesheet asks for a text that its page does not have"),
    Check("template.unreachable", .warning, "No page comes to a template"),
    Check("template.unused-file", .warning, "Nothing uses a file of the templates"),
    Check("template.unused-text", .note, "Nothing uses a text of the string table"),
  ]
}
