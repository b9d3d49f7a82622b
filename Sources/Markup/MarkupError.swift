/// Why a file, a schema or a stylesheet cannot be used.
///
/// It carries all the problems that were found, never only the first. Two errors are equal if
/// their codes are.
package struct MarkupError: Error, Hashable, CustomStringConvertible {
  /// The kind of a ``MarkupError``.
  package struct Code: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    private init(_ description: String) { self.description = description }

    /// The bytes are not well-formed XML 1.0 with namespaces.
    package static let notWellFormed = Self("not well-formed XML")
    /// The file has a document type declaration, which we refuse.
    package static let documentType = Self("document type declaration")
    /// The file has more than ``Markup/byteLimit`` bytes.
    package static let tooLarge = Self("file too large")
    /// The file is not in UTF-8, or says that it is not.
    package static let encoding = Self("not in UTF-8")
    /// There is no canonical form, for example because a namespace name is relative.
    package static let notCanonical = Self("no canonical form")
    /// The schema cannot be used.
    package static let invalidSchema = Self("invalid schema")
    /// The stylesheet cannot be used.
    package static let invalidStylesheet = Self("invalid stylesheet")
    /// The stylesheet could not transform this source.
    package static let transformFailed = Self("transform failed")
  }

  /// What kind of failure this is.
  package let code: Code
  /// What is wrong, in the order in which it was found; never empty.
  package let problems: [MarkupProblem]

  init(_ code: Code, _ problems: [MarkupProblem]) {
    precondition(!problems.isEmpty, "an error that says nothing")
    self.code = code
    self.problems = problems
  }

  /// The code and one line for each problem.
  package var description: String {
    code.description + problems.map { "\n  \($0)" }.joined()
  }

  package static func == (a: Self, b: Self) -> Bool { a.code == b.code }

  package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
