internal import CLibXML
internal import Diagnostics
internal import Glibc

/// One synchronous use of the libraries by one thread: what they may read and what they say.
///
/// The libraries report through callbacks, some of which (libxslt's messages, the loaders) are
/// given no context of ours. The running session is therefore found through a thread-specific
/// value. It is set for the length of one synchronous call and put back after it, so that no
/// suspension of a task can carry it to another thread; sessions nest.
final class Session {
  /// The file that a problem concerns if the library names none.
  let file: String
  /// The files that a schema or a stylesheet may read, by name.
  let files: [String: [UInt8]]
  /// What was found so far, in order.
  private(set) var problems: [MarkupProblem] = []
  /// The running transform, whose current instruction is the place of a message without one.
  var transform: xsltTransformContextPtr?
  /// Whether a document type declaration was met.
  var metDocumentType = false

  /// The place that libxslt has named in a message of its own before the one that says what is
  /// wrong there.
  private var place: (file: String, line: Int?)?
  /// What the XPath compiler said without a place, until libxslt says where.
  private var detail: MarkupProblem?

  private init(file: String, files: [String: [UInt8]]) {
    self.file = file
    self.files = files
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    precondition(pthread_key_create(&key, nil) == 0, "no thread-specific value is left")
    return key
  }()

  /// The innermost session of this thread; nil outside all.
  static var current: Session? {
    pthread_getspecific(key).map { Unmanaged<Session>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Runs `body` with a new session that hears everything the libraries say on this thread.
  static func run<Result>(
    file: String, files: [String: [UInt8]] = [:], _ body: (Session) throws -> Result
  ) rethrows -> Result {
    Library.prepare()
    let session = Session(file: file, files: files)
    return try withExtendedLifetime(session) {
      let outer = pthread_getspecific(key)
      pthread_setspecific(key, session.pointer)
      let handlers = clibxml_install_handlers(noteError, session.pointer, noteText)
      defer {
        clibxml_restore_handlers(handlers)
        pthread_setspecific(key, outer)
      }
      return try body(session)
    }
  }

  /// This session as the context of a C callback; borrowed.
  var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// Adds a problem.
  func note(_ problem: MarkupProblem) { problems.append(problem) }

  /// Adds problems.
  func note(_ more: [MarkupProblem]) { problems += more }

  /// Puts one message in the place of the first problem and of all that followed from it.
  func replaceMessage(with message: String) {
    var problem = problems.first ?? MarkupProblem(file: file, message: message)
    (problem.message, problem.path) = (message, nil)
    problems = [problem]
  }

  /// All problems, with what the libraries left half-said.
  func finish() -> [MarkupProblem] {
    if let detail { note(detail) }
    detail = nil
    return problems
  }
}

// MARK: What the libraries say

extension Session {
  /// Takes up a record of libxml2.
  func note(_ error: xmlError) {
    var message = error.message.map { String(cString: $0) } ?? "libxml2 gave no message"
    message = message.trimmed
    let isXPath = error.domain == Int32(XML_FROM_XPATH.rawValue)
    if isXPath, let expression = error.str1 {
      message += " in \(String(cString: expression).quoted)"
    }
    let isParser = error.domain == Int32(XML_FROM_PARSER.rawValue) || error.domain == nsDomain
    var problem = MarkupProblem(file: file, code: Int(error.code), message: message)
    if let url = error.file { problem.file = FileName.name(ofURL: String(cString: url)) }
    if error.line > 0 { problem.line = Int(error.line) }
    if isParser, error.int2 > 0 { problem.column = Int(error.int2) }
    if !isParser, let node = error.node { problem.path = Node(node).path }
    if isXPath, problem.line == nil, let place = currentPlace {
      (problem.file, problem.line) = place
    }
    // While a stylesheet is compiled, libxslt says afterwards where the expression stands.
    if isXPath, problem.line == nil { detail = problem } else { note(problem) }
  }

  /// Takes up a message of libxslt, or one of libxml2 that has no record.
  ///
  /// libxslt says where in one message and what in the next.
  func note(text: String) {
    let message = text.trimmed
    guard !message.isEmpty else { return }
    if let place = Self.place(in: message) {
      self.place = place
      return
    }
    let (file, line) = place ?? currentPlace ?? (self.file, nil)
    place = nil
    // The XPath evaluator has said what is wrong; libxslt adds that there was no result.
    if let last = problems.last, last.code != 0, last.line != nil,
      last.file == file, last.line == line
    {
      return
    }
    note(MarkupProblem(file: file, line: line, message: withDetail(message)))
  }

  private func withDetail(_ message: String) -> String {
    defer { detail = nil }
    return detail.map { "\(message): \($0.message)" } ?? message
  }

  /// The instruction that is being carried out.
  private var currentPlace: (file: String, line: Int?)? {
    guard let instruction = transform?.pointee.inst else { return nil }
    let node = Node(instruction)
    return (node.file ?? file, node.line)
  }

  /// The place in a message such as `runtime error: file a.xsl line 3 element value-of`.
  private static func place(in message: String) -> (file: String, line: Int?)? {
    let kinds = ["runtime error", "compilation error", "compilation warning", "error"]
    guard let kind = kinds.first(where: { message == $0 || message.hasPrefix("\($0): ") }) else {
      return nil
    }
    var words = message.dropFirst(kind.count + 2).split(separator: " ")
    if words.count >= 2, words[words.count - 2] == "element" { words.removeLast(2) }
    var line: Int?
    if words.count >= 2, words[words.count - 2] == "line" {
      line = Int(words[words.count - 1])
      words.removeLast(2)
    }
    guard words.count == 2, words[0] == "file" else { return nil }
    return (FileName.name(ofURL: String(words[1])), line)
  }
}

private let nsDomain = Int32(XML_FROM_NAMESPACE.rawValue)

/// Hands a record of libxml2 to the session in `context`.
let noteError: clibxml_error_fn = { context, error in
  guard let context, let error else { return }
  Unmanaged<Session>.fromOpaque(context).takeUnretainedValue().note(error.pointee)
}

/// Hands a message to the session of this thread.
let noteText: clibxml_text_fn = { text in
  guard let text else { return }
  Session.current?.note(text: String(cString: text))
}
