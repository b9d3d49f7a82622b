extension Check {
  /// Checks of stylesheets, string tables and schemas.
  static let templates: [Check] = [
    Check(
      "template.document-type-declaration", "A template or schema has a document type declaration"),
    Check("template.file-too-large", "A template is too large to be one"),
    Check("template.invalid-schema", "A schema cannot be used"),
    Check("template.invalid-stylesheet", "A stylesheet cannot be used, or does what it must not"),
    Check("template.missing", "A template is not there"),
    Check("template.no-canonical-form", "A rendition has no canonical form"),
    Check("template.not-in-UTF-8", "A template is not UTF-8"),
    Check("template.not-well-formed-XML", "A template is not well-formed XML"),
    Check("template.rendering", "A page could not be rendered"),
    Check("template.rendition-schema", "An XML rendition is not valid by its schema"),
    Check("template.source-schema", "A source document is not valid by its schema"),
    Check(
      "template.text-missing-language", .warning,
      "A string table in another language lacks a text that the English one has"),
    Check("template.texts", "The string table lacks a text or a placeholder"),
    Check("template.transform-failed", "A stylesheet could not transform a page"),
    Check("template.unreadable", "The templates cannot be read"),
  ]
}
