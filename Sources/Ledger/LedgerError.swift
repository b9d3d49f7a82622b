/// A log that must not be written to, or a fact that cannot be written.
///
/// Two errors are equal when their ``code`` is equal.
package struct LedgerError: Error, CustomStringConvertible {
  /// What is wrong; more may be added.
  package struct Code: Sendable, Hashable {
    private let name: String

    private init(_ name: String) { self.name = name }

    /// A line does not hold the digest of the line before it.
    package static let brokenChain = Code("brokenChain")
    /// A line's number is not the next one.
    package static let wrongSequence = Code("wrongSequence")
    /// A line is not canonical JSON.
    package static let notCanonical = Code("notCanonical")
    /// A line is JSON but no entry.
    package static let notAnEntry = Code("notAnEntry")
    /// A line is longer than allowed.
    package static let tooLong = Code("tooLong")
    /// The last line was cut short by a crash.
    package static let torn = Code("torn")
    /// A fact whose event or fields have no form that a log can hold.
    package static let badFact = Code("badFact")
  }

  package let code: Code
  /// The path of the log.
  package let file: String
  /// The line, counted from 1; nil where it concerns a fact that was not written.
  package let line: Int?
  /// What is wrong, in lower case.
  package let reason: String

  /// In lower case: the place, what is wrong, what to do.
  package var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(reason); \(remedy)"
  }

  private var remedy: String {
    switch code {
    case .torn: "recover the log before writing to it: the part is set aside and the cut recorded"
    case .badFact: "nothing was written"
    case .tooLong where line == nil: "nothing was written; name a file and its digest instead"
    default:
      "nothing is written while the log is broken: compare it with the archive's or the published"
        + " copy and put the right one back; never edit a line"
    }
  }
}

extension LedgerError: Hashable {
  package static func == (a: LedgerError, b: LedgerError) -> Bool { a.code == b.code }
  package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
