internal import Diagnostics
internal import Synchronization

/// A compiled stylesheet (XSLT 1.0).
///
/// It is made only of the files that are given, and a transform reads and writes nothing but
/// what it is handed. Many threads may use it at once.
///
/// Stylesheets place text and do not compute, so that every processor gives the same bytes for
/// decades. What processors differ in is therefore refused when the stylesheet is loaded:
/// `document()`, `generate-id()`, `format-number()` and other functions that ask the processor
/// about itself, `xsl:number`, `xsl:sort`, extension functions and elements, output escaping
/// turned off, and output methods other than XML and text. Mistakes that XSLT lets pass or finds late are
/// refused then too: unknown functions, variables, templates, modes and parameters.
package final class Stylesheet: Sendable {
  /// The name of the file it starts with.
  package let main: String
  /// The names of its global parameters.
  package let parameters: Set<String>

  /// How many steps a transform may take however small its source is: about a third of a second.
  static let freeSteps: UInt = 10_000_000
  /// How many it may take more for each byte of its source; the standard stylesheets take about one.
  static let stepsPerByte: UInt = 100

  private let files: [String: [UInt8]]
  /// The compiled copies that no transform is using.
  ///
  /// libxslt documents no sharing of a compiled stylesheet between threads, and libxml2 writes
  /// into compiled XPath expressions as it evaluates them (it caches the functions that it has
  /// looked up). So each thread that transforms takes a copy out, and compiles one if there is
  /// none; there are never more copies than there were transforms at one time.
  private let idle: Mutex<[CompiledStylesheet]>

  /// Compiles a stylesheet.
  ///
  /// - Parameters:
  ///   - main: the name of the stylesheet to start with.
  ///   - files: all stylesheets by name. `xsl:include` and `xsl:import` are resolved against the
  ///     name of the file they stand in (`parts/figures.xsl`) and find nothing else.
  ///   - isReviewed: whether our own rules are held against it, beyond what libxslt asks for. Only
  ///     a stylesheet that is known to keep them goes without: the program's own, which a test reviews.
  /// - Throws: a ``MarkupError`` with the code `invalidStylesheet` and all problems, by file and
  ///   line.
  package init(_ main: String, files: [String: [UInt8]], isReviewed: Bool = true) throws {
    let review = StylesheetReview(main, files: files, isWhole: isReviewed)
    var problems = review.problems
    var compiled: [CompiledStylesheet] = []
    do throws(MarkupError) {
      compiled.append(try CompiledStylesheet(main, files: files))
    } catch {
      // Where our own rules have found something, libxslt's words for it add nothing.
      problems += error.problems.filter { late in
        !problems.contains { $0.file == late.file && $0.line == late.line }
      }
    }
    guard problems.isEmpty else {
      problems.sort { ($0.file, $0.line ?? 0, $0.message) < ($1.file, $1.line ?? 0, $1.message) }
      throw MarkupError(.invalidStylesheet, problems)
    }
    self.main = main
    self.files = files
    parameters = review.parameters
    idle = Mutex(compiled)
  }

  /// Transforms a source document.
  ///
  /// - Parameters:
  ///   - source: the source document in UTF-8.
  ///   - file: its name for messages.
  ///   - parameters: the values of global parameters, as strings; any text that XML can carry.
  /// - Returns: the result in Canonical XML 1.1 without comments; where the output method is text,
  ///   the text in UTF-8.
  /// - Throws: a ``MarkupError`` with the code `transformFailed` if anything goes wrong, also
  ///   where libxslt would go on; or one for a source that cannot be read.
  package func apply(
    to source: [UInt8], named file: String, parameters: [String: String] = [:]
  ) throws -> [UInt8] {
    try apply(to: try ParsedDocument(source, named: file), parameters: parameters)
  }

  /// Transforms a source document that was read.
  ///
  /// As ``apply(to:named:parameters:)``; the document can be used again.
  package func apply(
    to source: ParsedDocument, parameters: [String: String] = [:]
  ) throws -> [UInt8] {
    try check(parameters)
    let compiled = try idle.withLock({ $0.popLast() }) ?? CompiledStylesheet(main, files: files)
    defer { idle.withLock { $0.append(compiled) } }
    return try compiled.apply(
      to: source.document, main: main, parameters: parameters,
      stepLimit: Self.freeSteps + Self.stepsPerByte * UInt(source.byteCount))
  }

  /// Refuses parameters that the stylesheet would ignore or that XML cannot carry.
  private func check(_ values: [String: String]) throws(MarkupError) {
    let problems = values.keys.sorted().compactMap { name -> MarkupProblem? in
      if !parameters.contains(name) {
        return MarkupProblem(
          file: main, message: "the stylesheet has no global parameter \(name.quoted)")
      }
      guard values[name]!.isXMLText else {
        return MarkupProblem(
          file: main, message: "the parameter \(name.quoted) has a character outside XML")
      }
      return nil
    }
    guard problems.isEmpty else { throw MarkupError(.transformFailed, problems) }
  }
}
