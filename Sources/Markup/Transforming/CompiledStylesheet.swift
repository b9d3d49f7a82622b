internal import CLibXML

/// A stylesheet of libxslt, owned.
///
/// Unchecked, because the compiler cannot see that it is never shared: ``Stylesheet`` keeps it
/// under a lock and takes it out for one transform at a time, so that it wanders from thread to
/// thread but is on one thread only. libxslt ties no compiled stylesheet to the thread that made
/// it; what two copies have in common (the registered functions) is written once, by `xsltInit`.
final class CompiledStylesheet: @unchecked Sendable {
  private let pointer: xsltStylesheetPtr

  init(_ main: String, files: [String: [UInt8]]) throws(MarkupError) {
    guard let bytes = files[main] else {
      throw MarkupError(
        .invalidStylesheet,
        [MarkupProblem(file: main, message: "the file is not among those given")])
    }
    let (compiled, problems) = try Self.compile(bytes, named: main, files: files)
    guard let compiled, problems.isEmpty else {
      if let compiled { xsltFreeStylesheet(compiled) }
      throw MarkupError(.invalidStylesheet, problems)
    }
    pointer = compiled
  }

  deinit { xsltFreeStylesheet(pointer) }

  private static func compile(
    _ bytes: [UInt8], named main: String, files: [String: [UInt8]]
  ) throws(MarkupError) -> (xsltStylesheetPtr?, [MarkupProblem]) {
    let document = try Document(bytes, named: main)
    return Session.run(file: main, files: files) { session in
      let compiled = document.withPointer { xsltParseStylesheetDoc($0) }
      // libxslt owns the document if, and only if, it made a stylesheet of it.
      if compiled != nil { _ = document.relinquish() }
      if compiled == nil, session.problems.isEmpty {
        session.note(MarkupProblem(file: main, message: "libxslt made no stylesheet of it"))
      }
      return (compiled, session.finish())
    }
  }

  /// What the stylesheet makes of a document: its canonical form, or its text in UTF-8.
  ///
  /// The document stays as it is: where white space is to be stripped, a copy is.
  func apply(
    to document: Document, main: String, parameters: [String: String], stepLimit: UInt
  ) throws(MarkupError) -> [UInt8] {
    let (result, problems) = Session.run(file: main) { session in
      let result = run(on: document, parameters: parameters, stepLimit, session)
      return (result, session.finish())
    }
    guard let result, problems.isEmpty else { throw MarkupError(.transformFailed, problems) }
    return isText ? result.text : try result.canonical(named: main)
  }

  /// Whether the stylesheet, or the first that it imports and that says so, writes text rather than
  /// a document (XSLT 1.0, 16.3).
  private var isText: Bool {
    var sheet: xsltStylesheetPtr? = pointer
    while let here = sheet {
      if let method = here.pointee.method { return String(cString: method) == "text" }
      sheet = xsltNextImport(here)
    }
    return false
  }

  private func run(
    on document: Document, parameters: [String: String], _ stepLimit: UInt, _ session: Session
  ) -> Document? {
    document.withPointer { source in
      guard stripsSpace else { return run(on: source, parameters: parameters, stepLimit, session) }
      guard let copy = xmlCopyDoc(source, 1) else { fatalError("out of memory") }
      return Document(takingOwnership: copy).withPointer {
        run(on: $0, parameters: parameters, stepLimit, session)
      }
    }
  }

  /// Whether the stylesheet, or one that it imports, strips white space of its source.
  private var stripsSpace: Bool {
    var sheet: xsltStylesheetPtr? = pointer
    while let here = sheet {
      if here.pointee.stripSpaces != nil || here.pointee.stripAll != 0 { return true }
      sheet = xsltNextImport(here)
    }
    return false
  }

  private func run(
    on source: xmlDocPtr, parameters: [String: String], _ stepLimit: UInt, _ session: Session
  ) -> Document? {
    guard let context = xsltNewTransformContext(pointer, source),
      let preferences = xsltNewSecurityPrefs()
    else { fatalError("out of memory") }
    session.transform = context
    defer {
      session.transform = nil
      xsltFreeTransformContext(context)
      xsltFreeSecurityPrefs(preferences)
    }
    clibxml_transform_errors(context, noteText)
    precondition(
      clibxml_forbid_everything(preferences) == 0
        && xsltSetCtxtSecurityPrefs(preferences, context) == 0)
    for name in parameters.keys.sorted() {
      // Taken as a string as it stands: no quoting, so that any quotes may be in it.
      xsltQuoteOneUserParam(context, name, parameters[name]!)
    }
    clibxml_bound_work(context, stepLimit)
    let result = xsltApplyStylesheetUser(pointer, source, nil, nil, nil, context)
      .map { Document(takingOwnership: $0) }
    checkSteps(of: context, stepLimit, session)
    checkState(of: context, session)
    if let result, session.problems.isEmpty { checkShape(of: result, session) }
    return result
  }

  /// Notes a transform that was ended because it would not end by itself in any useful time.
  private func checkSteps(
    of context: xsltTransformContextPtr, _ limit: UInt, _ session: Session
  ) {
    let steps = max(context.pointee.opCount, context.pointee.xpathCtxt.pointee.opCount)
    guard steps >= limit else { return }
    session.replaceMessage(
      with: "the stylesheet was stopped after \(limit) steps: it repeats itself without end, or "
        + "looks through the whole document again for each of its parts")
  }

  /// Notes a failure of which libxslt has said nothing.
  private func checkState(of context: xsltTransformContextPtr, _ session: Session) {
    guard context.pointee.state != XSLT_STATE_OK, session.problems.isEmpty else { return }
    session.note(
      MarkupProblem(file: session.file, message: "libxslt stopped without saying why"))
  }

  /// Notes a result that is no document: XSLT allows fragments, XML does not.
  private func checkShape(of result: Document, _ session: Session) {
    let (rootCount, hasText) = result.withChildren {
      ($0.count(where: \.isElement), $0.contains(where: \.isText))
    }
    if isText {
      // Other processors would write the text in them and drop the elements.
      if rootCount > 0 {
        session.note(
          MarkupProblem(
            file: session.file, message: "the stylesheet writes text, and the result has elements"))
      }
      return
    }
    if rootCount != 1 {
      session.note(
        MarkupProblem(
          file: session.file, message: "the result has \(rootCount) root elements instead of one"))
    }
    if hasText {
      session.note(
        MarkupProblem(file: session.file, message: "the result has text outside the root element"))
    }
  }
}

/// Gives libxslt the stylesheets that others include, out of the files of the running session.
///
/// What a transform would load is refused: `document()` is forbidden at load time already, and
/// by the security preferences.
let loadStylesheet: xsltDocLoaderFunc = { url, dictionary, _, _, purpose in
  guard let url, let session = Session.current, purpose == XSLT_LOAD_STYLESHEET else { return nil }
  let name = FileName.name(ofURL: String(cString: url))
  guard let bytes = session.files[name] else { return nil }
  do throws(MarkupError) {
    return try Document(bytes, named: name, dictionary: dictionary).relinquish()
  } catch {
    session.note(error.problems)
    return nil
  }
}
