package import Diagnostics
package import Notation
package import Schedule

/// Something that is not as it was: what `verify` says of it beside the finding.
package struct VerificationFault: Sendable, Hashable {
  package internal(set) var finding: Finding
  /// The edition that it concerns; nil where it concerns all.
  package let edition: Month?
  /// The number of its version, where it is one version's.
  package let version: Int?
  /// The last instant at which it was known to be sound; nil where nothing says so.
  package let sound: Evidence?
  /// What it can be repaired from, in words; nil where nothing at hand has the bytes.
  package internal(set) var repair: String?

  /// What shows that something was sound at an instant.
  package struct Evidence: Sendable, Hashable {
    package let instant: Instant
    /// What was done then: `version 1 was archived`.
    package let what: String
  }

  /// The fault for a terminal: the finding, since when it can have happened, the way back.
  package var text: String {
    var text = finding.text
    if let sound {
      text += "    since: after \(sound.instant), when \(sound.what)\n"
    }
    if let repair { text += "    from:  \(repair)\n" }
    return text.escapedForTerminal
  }

  package var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "file": .string(finding.place.file), "found": .string(finding.found),
      "id": .string(finding.id), "remedy": .string(finding.remedy), "rule": .string(finding.rule),
      "severity": .string(finding.severity.rawValue),
    ]
    members["edition"] = edition.map { .string($0.description) }
    members["line"] = finding.place.line.map { .integer($0) }
    members["repairFrom"] = repair.map { .string($0) }
    members["soundUntil"] = sound.map { .string($0.instant.description) }
    members["source"] = finding.source.map { .string($0) }
    members["version"] = version.map { .integer($0) }
    return .object(members)
  }
}

/// What `verify` found.
package struct VerificationReport: Sendable {
  package let scope: VerificationScope
  /// Errors first, then by file.
  package internal(set) var faults: [VerificationFault]
  /// The archived editions that were looked at.
  let editionNames: [String]
  package var editions: Int { editionNames.count }
  /// How many archived versions and files were looked at, and how many of the files were read.
  package let versions: Int
  package let files: Int
  package let filesRead: Int
  /// How many lines the log has.
  package let logLines: Int
  /// What could not be checked because it is not here, a sentence each: of a copy of the publications
  /// alone.
  package let unchecked: [String]

  /// This report with those faults alone that another one has too.
  func found(in other: VerificationReport) -> VerificationReport {
    let known = Set(other.faults.map { "\($0.finding.id) \($0.finding.place.text)" })
    var report = self
    report.faults = faults.filter {
      known.contains("\($0.finding.id) \($0.finding.place.text)")
    }
    return report
  }

  /// Whether `--since` left no edition to look at: then log and journal alone were.
  package var isOfNoEdition: Bool { scope.since != nil && editionNames.isEmpty }

  /// Whether nothing is wrong; warnings and notes leave it so.
  package var isSound: Bool { !faults.contains { $0.finding.severity == .error } }

  /// One sentence that counts what was looked at.
  package var summary: String {
    func count(_ number: Int, _ what: String) -> String {
      "\(number) \(what)\(number == 1 ? "" : "s")"
    }
    var text =
      "\(count(editions, "edition")), \(count(versions, "version")), \(count(files, "file")), "
      + "\(count(logLines, "line")) of the log"
    if let sample = scope.sample {
      text +=
        "; of the files \(filesRead) were read (sample \(sample.description), seed \(scope.seed))"
    }
    return text
  }

  package var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "editions": .integer(editions), "faults": .array(faults.map(\.json)),
      "files": .integer(files), "filesRead": .integer(filesRead), "logLines": .integer(logLines),
      "sound": .bool(isSound),
      "unchecked": .array(unchecked.map { .string($0) }), "versions": .integer(versions),
    ]
    if let sample = scope.sample {
      members["sample"] = .string(sample.description)
      members["seed"] = .string(String(scope.seed))
    }
    return .object(members)
  }
}
