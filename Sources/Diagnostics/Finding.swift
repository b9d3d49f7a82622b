/// How much a finding matters.
package enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Something worth knowing; nothing is held up.
  case note
  /// Something that a person must look at and give a reason for.
  case warning
  /// Something wrong: no release is made of it.
  case error

  package static func < (a: Severity, b: Severity) -> Bool {
    allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
  }
}

/// Where a finding stands: a file of the workspace and a place inside it.
package struct Place: Sendable, Hashable {
  /// The file's path relative to the workspace, with `/` between its parts.
  package var file: String
  /// The line, counted from 1; nil where the finding concerns the whole file.
  package var line: Int?
  /// The column in characters, counted from 1.
  package var column: Int?
  /// The JSON path (`$.outcomes[0].treatment.people`) or the name of a CSV column.
  package var path: String?

  package init(_ file: String, line: Int? = nil, column: Int? = nil, path: String? = nil) {
    self.file = file
    self.line = line
    self.column = column
    self.path = path
  }
}

/// One thing that a check has to say about what people wrote.
///
/// A finding is output, not an error: every one of a run is collected and shown.
package struct Finding: Sendable, Hashable {
  /// The stable name of the check, in parts from the general to the special:
  /// `intake.json.unknown-field`.
  package var id: String
  package var severity: Severity
  package var place: Place
  /// What was found, with the value: a sentence without its full stop.
  package var found: String
  /// The rule that it breaks.
  package var rule: String
  /// Where the rule comes from, for example `SI 2008/2998 Sch. para 4`; nil for rules of our own.
  package var source: String?
  /// What to do about it.
  package var remedy: String
  /// Why a person let it pass; nil where nobody did.
  package var accepted: Acceptance?

  /// A person's reason for letting a warning pass.
  package struct Acceptance: Sendable, Hashable {
    package var reason: String
    /// Who gave it.
    package var person: String

    package init(reason: String, person: String) {
      self.reason = reason
      self.person = person
    }
  }

  package init(
    _ id: String, _ severity: Severity = .error, at place: Place, found: String, rule: String,
    source: String? = nil, remedy: String
  ) {
    assert(Check.named[id] != nil, "\(id) is not in the catalogue of checks")
    assert(Check.named[id].map { severity <= $0.severity } ?? true, "\(id) is graver than it says")
    self.id = id
    self.severity = severity
    self.place = place
    self.found = found
    self.rule = rule
    self.source = source
    self.remedy = remedy
  }
}

extension Finding: Comparable {
  /// Errors first, then by file, line, column, id and text: an order that does not depend on
  /// the order in which checks ran.
  package static func < (a: Finding, b: Finding) -> Bool {
    if a.severity != b.severity { return a.severity > b.severity }
    if a.place.file != b.place.file { return a.place.file < b.place.file }
    let aLine = (a.place.line ?? 0, a.place.column ?? 0)
    let bLine = (b.place.line ?? 0, b.place.column ?? 0)
    if aLine != bLine { return aLine < bLine }
    return (a.id, a.found, a.place.path ?? "") < (b.id, b.found, b.place.path ?? "")
  }
}

extension Sequence<Finding> {
  /// Whether anything among these findings stops a release.
  package var hasErrors: Bool { contains { $0.severity == .error } }

  /// How many findings have this severity.
  package func count(of severity: Severity) -> Int { count { $0.severity == severity } }
}
