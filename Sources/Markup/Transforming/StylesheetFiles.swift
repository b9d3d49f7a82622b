internal import CLibXML
internal import Diagnostics

/// The stylesheets that a main one is made of, each read once.
struct StylesheetFiles {
  /// The documents in the order in which they are reached.
  private(set) var documents: [Document] = []
  /// Files that cannot be read and references that lead nowhere.
  private(set) var problems: [MarkupProblem] = []

  private let files: [String: [UInt8]]
  private var seen: Set<String> = []
  private var known: [String: Document]

  init(_ main: String, files: [String: [UInt8]]) {
    var read: [String: Document] = [:]
    self.init(main, files: files, read: &read)
  }

  /// Takes the documents that were read before from `read`, and adds those that were not.
  init(_ main: String, files: [String: [UInt8]], read: inout [String: Document]) {
    self.files = files
    known = read
    self.read(
      main, problem: MarkupProblem(file: main, message: "the file is not among those given"))
    read = known
  }

  /// Reads a file and those that it includes; notes `problem` if there is no such file.
  private mutating func read(_ name: String, problem: MarkupProblem) {
    guard seen.insert(name).inserted else { return }
    guard let bytes = files[name] else {
      seen.remove(name)
      problems.append(problem)
      return
    }
    do throws(MarkupError) {
      let document: Document
      if let read = known[name] {
        document = read
      } else {
        document = try Document(bytes, named: name)
      }
      known[name] = document
      documents.append(document)
      for (name, problem) in document.withRoot(Self.references) {
        read(name, problem: problem)
      }
    } catch {
      problems += error.problems
    }
  }

  /// The files that a stylesheet includes or imports, each with what to say if it is missing.
  private static func references(in root: Node) -> [(name: String, problem: MarkupProblem)] {
    root.elements.compactMap { element in
      guard element.namespace == XSLTElement.namespace,
        ["include", "import"].contains(element.name),
        let reference = element.attribute("href")
      else { return nil }
      let missing = "\(reference.quoted) is not among the stylesheets given"
      return (element.resolve(reference), element.problem(missing))
    }
  }
}

extension Node {
  /// The name of the file that a relative reference means here.
  fileprivate func resolve(_ reference: String) -> String {
    let base = xmlNodeGetBase(pointer.pointee.doc, pointer)
    defer { if let base { clibxml_free(base) } }
    guard let url = xmlBuildURI(reference, base) else { return reference }
    defer { clibxml_free(url) }
    return FileName.name(ofURL: String(cString: url))
  }

  /// A problem that stands at this node.
  func problem(_ message: String) -> MarkupProblem {
    MarkupProblem(file: file ?? "", line: line, path: path, message: message)
  }

  /// A name with its prefix resolved here, as `{namespace}name`; nil if there is no such prefix.
  ///
  /// A name without a prefix is in no namespace, whatever the default is (XSLT 1.0, 2.4).
  func expanded(_ name: String) -> String? {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return name }
    return namespace(ofPrefix: String(parts[0])).map { "{\($0)}\(parts[1])" }
  }

  /// Whether this is the XSLT element with this name.
  func isXSLT(_ name: String) -> Bool {
    self.name == name && namespace == XSLTElement.namespace
  }
}
