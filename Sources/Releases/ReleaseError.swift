import Archive
package import Diagnostics

/// Why a step of a release cannot be taken.
///
/// Two errors are equal when their code is.
package struct ReleaseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of refusal it is; more may be added.
  package struct Code: Sendable, Hashable {
    private let name: String
    private init(_ name: String) { self.name = name }

    /// The inputs have errors; the findings name them.
    package static let findings = Code("findings")
    /// There is no such workspace or edition.
    package static let notFound = Code("notFound")
    /// The edition's instant has not come.
    package static let embargoed = Code("embargoed")
    /// The clock says that it is not synchronised.
    package static let clock = Code("clock")
    /// The instant was missed, and the schedule holds what was missed.
    package static let held = Code("held")
    /// The edition is not sealed, or not in the state that the step needs.
    package static let wrongState = Code("wrongState")
    /// Sealed or archived bytes are not what was recorded.
    package static let altered = Code("altered")
    /// The disk does not give back what has to be looked at, or does not take what is out.
    package static let unreadable = Code("unreadable")
    /// Something stands where the program would write.
    package static let exists = Code("exists")
    /// The key of a sealed edition is missing, not safe to use, or not the right one.
    package static let noKey = Code("noKey")
    /// Another process is at work there, and does not come to its end.
    package static let busy = Code("busy")
    /// A setting or a name is not usable.
    package static let usage = Code("usage")

    /// What is the matter where these were found: they prove an alteration only where the disk gave
    /// everything back.
    static func altered(by faults: [OCFLFault]) -> Code {
      faults.contains(where: \.isOfDisk) ? .unreadable : .altered
    }
  }

  package let code: Code
  /// What is the matter and what to do, in lower case without a full stop.
  package let reason: String
  /// What stands in the way, with the code ``Code/findings``.
  package let findings: [Finding]
  /// What the journal's entry `refused` says of it, in a word; nil where none is written.
  package let refusal: String?

  package init(
    _ code: Code, _ reason: String, findings: [Finding] = [], refusal: String? = nil
  ) {
    self.code = code
    self.reason = reason
    self.findings = findings
    self.refusal = refusal
  }

  package var description: String { reason }
  package static func == (a: ReleaseError, b: ReleaseError) -> Bool { a.code == b.code }
  package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
