package import Diagnostics

/// One thing that is wrong with an XML file, a schema or a stylesheet.
package struct MarkupProblem: Sendable, Hashable {
  /// The file's name as the caller gave it.
  package var file: String
  /// The line, counted from 1; nil where the problem concerns the whole file.
  package var line: Int?
  /// The column, counted from 1; nil where it is not known (libxml2 gives none for schemas, and
  /// libxslt none at all).
  package var column: Int?
  /// The place in the tree as an XPath, `/r/p[2]`; nil where the problem concerns no node.
  package var path: String?
  /// The number that libxml2 gives the problem; 0 for libxslt's problems, which have none, and
  /// for those found by our own rules.
  package var code: Int
  /// What is wrong, without a line feed at the end.
  package var message: String

  package init(
    file: String, line: Int? = nil, column: Int? = nil, path: String? = nil, code: Int = 0,
    message: String
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.path = path
    self.code = code
    self.message = message
  }

  /// Where the problem stands.
  package var place: Place { Place(file, line: line, column: column, path: path) }
}

extension MarkupProblem: CustomStringConvertible {
  /// `file:line:column: message`.
  package var description: String {
    var text = file
    if let line { text += ":\(line)" }
    if line != nil, let column { text += ":\(column)" }
    return "\(text): \(message)".escapedForTerminal
  }
}
