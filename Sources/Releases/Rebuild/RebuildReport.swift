package import Notation
package import Schedule

/// What came of making an archived version again.
package struct RebuildReport: Sendable {
  /// How a file that was made again compares with the archived one.
  package enum Verdict: String, Sendable, Hashable {
    /// The same bytes.
    case identical
    /// Nobody can make it again here, such as what others published, or a PDF: it is kept as it came, and
    /// its digest is right.
    case kept
    /// Other bytes of the same document: the same Canonical XML 1.1.
    case equivalent
    /// Another document; the difference says how.
    case different
    /// The archive has lost it, or has other bytes, and what was made has the digest of its inventory.
    case remade
    /// It could not be made again; the reason says why.
    case failed
  }

  /// One file of the version.
  package struct FileVerdict: Sendable, Hashable {
    package let path: String
    package let verdict: Verdict
    /// In a sentence; nil for an identical file.
    package var reason: String?
    /// What is different, for people; empty where there is nothing to show.
    package var difference = FileDifference()
  }

  /// What the inputs of the version give.
  package enum FromInputs: Sendable {
    /// They were not tried, and why.
    case notTried(reason: String)
    case made([FileVerdict])
  }

  package let edition: Month
  /// Which version of it.
  package let version: Int
  /// The renditions, made from the archived source documents.
  package let files: [FileVerdict]
  /// Source documents and renditions, made from the archived inputs; nil where nobody asked.
  package var fromInputs: FromInputs?

  /// Whether it is a publication that ninethirty did not make, and whose bytes are as they came.
  package var isKept = false
  /// What the log says otherwise of the version, a sentence each: then what was made again is not what came
  /// out.
  package var disowned: [String] = []

  /// Whether the version is what the log says came out, and every file came out with the same bytes, or is
  /// kept with the bytes with which it came;
  /// inputs that were not tried say nothing.
  package var isIdentical: Bool {
    guard disowned.isEmpty, files.areIdentical else { return false }
    if case .made(let verdicts)? = fromInputs { return verdicts.areIdentical }
    return true
  }
}

extension [RebuildReport.FileVerdict] {
  /// Whether every file came out with the same bytes, or is kept with the bytes with which it came.
  package var areIdentical: Bool {
    allSatisfy { $0.verdict == .identical || $0.verdict == .kept }
  }
}

extension RebuildReport {
  static let format = "ninethirty-rebuild/1"

  /// The report for programs.
  package var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "edition": .string(edition.description), "files": .array(files.map(\.json)),
      "format": .string(Self.format), "identical": .bool(isIdentical),
      "version": .integer(version),
    ]
    if !disowned.isEmpty { members["disowned"] = .array(disowned.map { .string($0) }) }
    switch fromInputs {
    case nil: break
    case .notTried(let reason)?:
      members["fromInputs"] = .object(["notTried": .string(reason)])
    case .made(let verdicts)?:
      members["fromInputs"] = .object([
        "files": .array(verdicts.map(\.json)), "identical": .bool(verdicts.areIdentical),
      ])
    }
    return .object(members)
  }
}

extension RebuildReport.FileVerdict {
  fileprivate var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "path": .string(path), "verdict": .string(verdict.rawValue),
    ]
    members["reason"] = reason.map { .string($0) }
    if !difference.isEmpty { members["difference"] = difference.json }
    return .object(members)
  }
}
