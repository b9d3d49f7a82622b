internal import CLibXML
internal import Diagnostics

/// A document of libxml2, owned.
///
/// It is used by one thread only and never kept longer than the call that made it, but for the
/// documents of a stylesheet, which libxslt takes over.
final class Document {
  private var owned: xmlDocPtr?

  /// Reads a document safely.
  ///
  /// - Parameters:
  ///   - bytes: the document in UTF-8.
  ///   - file: its name, for messages and as the base of relative references.
  ///   - dictionary: the names to share, as libxslt wants; nil for names of its own.
  /// - Throws: a ``MarkupError``.
  init(_ bytes: [UInt8], named file: String, dictionary: xmlDictPtr? = nil) throws(MarkupError) {
    try Self.checkBytes(bytes, named: file)
    let outcome = Self.read(bytes, named: file, dictionary: dictionary)
    owned = outcome.document
    // Everything is initialised here, so that `deinit` frees what must not be used.
    if let failure = outcome.failure { throw failure }
  }

  /// Takes over a document that libxslt has made.
  init(takingOwnership document: xmlDocPtr) { owned = document }

  deinit { if let owned { xmlFreeDoc(owned) } }

  /// Lends the document to `body`, and keeps it for as long as that runs.
  func withPointer<Result>(_ body: (xmlDocPtr) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(owned!) }
  }

  /// Lends the document element to `body`.
  func withRoot<Result>(_ body: (Node) throws -> Result) rethrows -> Result {
    try withPointer { try body(Node(xmlDocGetRootElement($0))) }
  }

  /// Lends the nodes outside and at the root of the tree to `body`.
  func withChildren<Result>(_ body: ([Node]) throws -> Result) rethrows -> Result {
    try withPointer { try body(Array(Node(clibxml_node($0)).children)) }
  }

  /// Gives the document away: whoever takes the pointer frees it.
  func relinquish() -> xmlDocPtr {
    defer { owned = nil }
    return owned!
  }
}

// MARK: Reading

extension Document {
  /// What one run of the parser gives: a document, a failure or (a document that must not be
  /// used) both.
  private typealias Outcome = (document: xmlDocPtr?, failure: MarkupError?)

  /// The network is off and lines are counted beyond 65,535.
  ///
  /// CDATA sections are read as text, which is what XPath and the canonical form take them for.
  /// None of the options that would read or replace entities, load a document type definition,
  /// lift limits or go on after an error is ever set.
  private static let options = Int32(
    XML_PARSE_NONET.rawValue | XML_PARSE_BIG_LINES.rawValue | XML_PARSE_NOCDATA.rawValue)

  private static func read(
    _ bytes: [UInt8], named file: String, dictionary: xmlDictPtr?
  ) -> Outcome {
    Session.run(file: file) { session in
      guard let context = xmlNewParserCtxt() else { fatalError("out of memory") }
      defer { xmlFreeParserCtxt(context) }
      clibxml_use_dictionary(context, dictionary)
      clibxml_on_doctype(context, refuseDocumentType)
      let document = bytes.withUnsafeBytes { buffer in
        xmlCtxtReadMemory(
          context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count),
          FileName.url(of: file), nil, options)
      }
      return (document, failure(of: document, session))
    }
  }

  private static func failure(of document: xmlDocPtr?, _ session: Session) -> MarkupError? {
    // After a stop libxml2 2.9 returns a document that calls itself well-formed.
    if session.metDocumentType { return MarkupError(.documentType, session.problems) }
    guard let document, session.problems.isEmpty else {
      if session.problems.isEmpty {
        session.note(MarkupProblem(file: session.file, message: "not well-formed"))
      }
      return MarkupError(.notWellFormed, session.problems)
    }
    guard let mistake = mistake(in: document) else { return nil }
    return MarkupError(
      .notWellFormed, [MarkupProblem(file: session.file, line: 1, message: mistake)])
  }

  /// What libxml2 would let pass.
  private static func mistake(in document: xmlDocPtr) -> String? {
    if let version = document.pointee.version.map({ String(cString: $0) }), version != "1.0" {
      return "the version is declared as \(version.quoted), not 1.0"
    }
    return xmlDocGetRootElement(document) == nil ? "the file has no element" : nil
  }
}

/// Stops the parser at a document type declaration, before it uses any of it.
private let refuseDocumentType: internalSubsetSAXFunc = { context, name, _, _ in
  guard let context, let session = Session.current else { return }
  session.metDocumentType = true
  let line = Int(xmlSAX2GetLineNumber(context))
  session.note(
    MarkupProblem(
      file: session.file, line: line, message: "a document type declaration is not allowed"))
  xmlStopParser(context.assumingMemoryBound(to: xmlParserCtxt.self))
}
