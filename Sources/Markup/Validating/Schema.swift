internal import CLibXML
internal import Diagnostics

/// A compiled XML Schema (XSD 1.0).
///
/// It is made only of the files that are given, never of the file system or the network.
package final class Schema: Sendable {
  private let compiled: CompiledSchema

  /// Compiles a schema.
  ///
  /// - Parameters:
  ///   - main: the name of the schema document to start with.
  ///   - files: all schema documents by name. `xs:include` and `xs:import` are resolved against
  ///     the name of the file they stand in and find nothing else.
  /// - Throws: a ``MarkupError`` with the code `invalidSchema` and everything that libxml2 says,
  ///   warnings too: an import that could not be found is only a warning to it.
  package init(_ main: String, files: [String: [UInt8]]) throws {
    compiled = try CompiledSchema(main, files: files)
  }

  /// What is wrong with this document; empty if it is valid.
  ///
  /// A document that cannot be read is not valid either. `xsi:schemaLocation` in it is ignored.
  package func validate(_ bytes: [UInt8], named file: String) -> [MarkupProblem] {
    do {
      return validate(try Document(bytes, named: file), named: file)
    } catch {
      return error.problems
    }
  }

  /// What is wrong with this document; empty if it is valid.
  package func validate(_ document: ParsedDocument) -> [MarkupProblem] {
    validate(document.document, named: document.file)
  }

  private func validate(_ document: Document, named file: String) -> [MarkupProblem] {
    Session.run(file: file) { session in
      guard let context = xmlSchemaNewValidCtxt(compiled.pointer) else {
        fatalError("out of memory")
      }
      defer { xmlSchemaFreeValidCtxt(context) }
      clibxml_schema_errors(context, noteError, session.pointer)
      let code = document.withPointer { xmlSchemaValidateDoc(context, $0) }
      let problems = session.finish()
      guard code != 0, problems.isEmpty else { return problems }
      return [MarkupProblem(file: file, code: Int(code), message: "libxml2 could not validate it")]
    }
  }
}

/// A schema of libxml2, owned.
///
/// Unchecked, because the compiler cannot know it: libxml2 does not change an `xmlSchema` once it
/// is parsed. What changes during a validation hangs on the `xmlSchemaValidCtxt` and the
/// document, of which every call has its own; and a context that is given a schema assembles no
/// further one from the document (`xsiAssemble` stays off). 160,000 validations with one shared
/// schema on eight threads were right, and without a finding of helgrind.
private final class CompiledSchema: @unchecked Sendable {
  let pointer: xmlSchemaPtr

  init(_ main: String, files: [String: [UInt8]]) throws {
    guard files[main] != nil else {
      throw MarkupError(
        .invalidSchema, [MarkupProblem(file: main, message: "the file is not among those given")])
    }
    pointer = try Session.run(file: main, files: files) { session in
      guard let context = xmlSchemaNewParserCtxt(FileName.url(of: main)) else {
        fatalError("out of memory")
      }
      defer { xmlSchemaFreeParserCtxt(context) }
      clibxml_schema_parser_errors(context, noteError, session.pointer)
      let schema = xmlSchemaParse(context)
      if schema == nil, session.problems.isEmpty {
        session.note(MarkupProblem(file: main, message: "libxml2 made no schema of it"))
      }
      let problems = session.finish()
      guard let schema, problems.isEmpty else {
        if let schema { xmlSchemaFree(schema) }
        throw MarkupError(.invalidSchema, problems)
      }
      return schema
    }
  }

  deinit { xmlSchemaFree(pointer) }
}

/// Serves libxml2 the files of the running session, each after it was read safely; else nothing.
///
/// Only the schema parser comes here: documents and stylesheets are read from memory.
let loadEntity: xmlExternalEntityLoader = { url, _, context in
  guard let url, let context, let session = Session.current else { return nil }
  let name = FileName.name(ofURL: String(cString: url))
  guard let bytes = session.files[name] else {
    // libxml2 adds where it is wanted, and calls it a resource that could not be parsed.
    session.note(
      MarkupProblem(file: session.file, message: "\(name.quoted) is not among the files given"))
    return nil
  }
  do throws(MarkupError) {
    _ = try Document(bytes, named: name)
  } catch {
    session.note(error.problems)
    return nil
  }
  return bytes.withUnsafeBytes { buffer in
    clibxml_input(
      context, url, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
  }
}
