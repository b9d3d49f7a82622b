package import Diagnostics
import Notation

/// Why a warning was let pass, and by whom: an entry of an edition's `reasons.json`
/// (`docs/format.md` section 3).
package struct RecordedReason: Sendable, Hashable {
  /// What it is a reason for: the check, where it was found, and what.
  ///
  /// What was found is part of it: a changed value needs a new reason.
  package struct Subject: Sendable, Hashable {
    package var check: String
    package var file: String
    /// The JSON path or column; nil where the finding has none.
    package var path: String?
    package var found: String

    package init(check: String, file: String, path: String?, found: String) {
      self.check = check
      self.file = file
      self.path = path
      self.found = found
    }

    /// What a finding needs a reason for.
    package init(_ finding: Finding) {
      self.init(
        check: finding.id, file: finding.place.file, path: finding.place.path,
        found: finding.found)
    }
  }

  package var subject: Subject
  package var reason: String
  package var person: String

  package init(_ subject: Subject, reason: String, person: String) {
    self.subject = subject
    self.reason = reason
    self.person = person
  }
}

/// The reasons that were recorded for an edition's warnings.
package struct RecordedReasons: Sendable {
  /// The name of the file in an edition's folder of analyses.
  package static let fileName = "reasons.json"
  package static let format = "ninethirty-reasons/1"

  /// The file's path in the workspace.
  package let file: String
  /// In the order of the file.
  package private(set) var reasons: [RecordedReason]
  /// Where each of them begins; empty for reasons that were not read.
  private var places: [Place]

  /// No reasons yet.
  package init(file: String) {
    self.file = file
    reasons = []
    places = []
  }

  /// The reasons that could be read, and what is wrong with the file.
  package static func read(
    _ bytes: [UInt8], file: String
  ) -> (reasons: RecordedReasons, findings: [Finding]) {
    var result = RecordedReasons(file: file)
    let (value, findings) = JSONReader.read(bytes, file: file)
    let collector = FindingCollector(file: file, findings: findings)
    guard let value else { return (result, findings) }
    let walk = TextWalk(value, file: file) { ["reason", "by"].contains($0) ? .prose : nil }
    for finding in walk.findings { collector.report(finding) }
    let entries = FieldReader(value, path: "$", collector: collector).object { object in
      object.allow("$schema")
      Intake.format(format, object)
      return object.required("reasons")?.elements()
    }
    var first: [RecordedReason.Subject: Int] = [:]
    for entry in entries ?? [] {
      guard let reason = entry.object(Self.reason) else { continue }
      if let other = first[reason.subject] {
        collector.report(repeated(at: entry.place, line: other))
        continue
      }
      first[reason.subject] = entry.place.line
      result.reasons.append(reason)
      result.places.append(entry.place)
    }
    return (result, collector.findings)
  }

  private static func reason(_ object: ObjectReader) -> RecordedReason? {
    let check = object.string("check")
    let file = object.string("file")
    let path = object.optionalString("path")
    let found = object.string("found")
    let reason = object.string("reason")
    let person = object.string("by")
    guard let check, let file, let found, let reason, let person else { return nil }
    return RecordedReason(
      .init(check: check, file: file, path: path, found: found), reason: reason, person: person)
  }

  private static func repeated(at place: Place, line: Int) -> Finding {
    Finding(
      "reasons.twice", at: place,
      found: "the warning has a reason in line \(line) already",
      rule: "a warning has one reason", source: "docs/format.md section 3",
      remedy: "remove one of them")
  }
}

// MARK: Letting warnings pass

extension RecordedReasons {
  /// The findings with the warnings that have a reason let pass, and what is wrong with reasons.
  ///
  /// A warning that was let pass is a note with its reason. A reason for an error is an error. A
  /// reason that fits nothing is one too, unless errors stand in the way: behind them checks may not
  /// have run.
  package func applied(to findings: [Finding]) -> [Finding] {
    guard !reasons.isEmpty else { return findings }
    var indices: [RecordedReason.Subject: Int] = [:]
    for (index, reason) in reasons.enumerated() { indices[reason.subject] = index }
    var used = Set<Int>()
    var result: [Finding] = []
    for finding in findings {
      var finding = finding
      if finding.place.file != file, let index = indices[.init(finding)] {
        used.insert(index)
        if finding.severity == .error {
          result.append(forError(finding, at: places[index]))
        } else {
          finding.severity = .note
          finding.accepted = .init(
            reason: reasons[index].reason, person: reasons[index].person)
        }
      }
      result.append(finding)
    }
    guard !findings.hasErrors else { return result }
    for index in reasons.indices where !used.contains(index) {
      result.append(stale(reasons[index], at: places[index]))
    }
    return result
  }

  private func forError(_ finding: Finding, at place: Place) -> Finding {
    Finding(
      "reasons.for-an-error", at: place,
      found: "the reason is for \(finding.id), which is an error here",
      rule: "a reason lets a warning pass, never an error", source: "docs/format.md section 3",
      remedy: "correct what the error names, and remove the reason")
  }

  private func stale(_ reason: RecordedReason, at place: Place) -> Finding {
    let subject = reason.subject
    let isKnown = Check.named[subject.check] != nil
    return Finding(
      "reasons.stale", at: place,
      found: isKnown
        ? "nothing that \(subject.check) says of \(subject.file) fits the reason any more"
        : "there is no check \(subject.check.quoted)",
      rule: "a reason holds for what was found when it was given; a changed value needs a new one",
      source: "docs/format.md section 3",
      remedy: isKnown
        ? "remove it, or give a new one with `ninethirty accept`" : "write the id of the check")
  }
}

// MARK: Recording

extension RecordedReasons {
  /// Records a reason for each of these findings, in place of older ones for the same check at the
  /// same place that fit nothing any more.
  ///
  /// `standing` are all findings of now: several of one check may stand at one place, such as the
  /// rows of a column.
  package mutating func record(
    _ findings: [Finding], standing: [Finding], reason: String, person: String
  ) {
    let standing = Set(standing.map { RecordedReason.Subject($0) })
    for subject in Set(findings.map { RecordedReason.Subject($0) }) {
      reasons.removeAll {
        $0.subject.check == subject.check && $0.subject.file == subject.file
          && $0.subject.path == subject.path
          && ($0.subject == subject || !standing.contains($0.subject))
      }
      reasons.append(RecordedReason(subject, reason: reason, person: person))
    }
    reasons.sort { a, b in
      let (a, b) = (a.subject, b.subject)
      if a.file != b.file { return a.file < b.file }
      return (a.path ?? "", a.check, a.found) < (b.path ?? "", b.check, b.found)
    }
    places = []
  }

  /// Takes out the reasons that these findings are about, as far as their subject is meant.
  package mutating func remove(
    _ findings: [Finding], where isMeant: (RecordedReason.Subject) -> Bool
  ) {
    let meant = Set(findings.map(\.place))
    let kept = places.indices.filter {
      !meant.contains(places[$0]) || !isMeant(reasons[$0].subject)
    }
    (reasons, places) = (kept.map { reasons[$0] }, kept.map { places[$0] })
  }

  /// The file: members in the order of `docs/format.md`, one a line, entries by file, path, check.
  package var bytes: [UInt8] {
    func text(_ string: String) -> String { CanonicalJSON.string(string).text }
    let entries = reasons.map { reason in
      let subject = reason.subject
      let members = [
        ("check", subject.check), ("file", subject.file), ("path", subject.path),
        ("found", subject.found), ("reason", reason.reason), ("by", reason.person),
      ]
      let lines = members.compactMap { name, value in
        value.map { "      \(text(name)): \(text($0))" }
      }
      return "    {\n\(lines.joined(separator: ",\n"))\n    }"
    }
    let list = entries.isEmpty ? "[]" : "[\n\(entries.joined(separator: ",\n"))\n  ]"
    return Array("{\n  \"format\": \(text(Self.format)),\n  \"reasons\": \(list)\n}\n".utf8)
  }
}
