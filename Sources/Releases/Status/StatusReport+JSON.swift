import Diagnostics
import Editions
package import Notation
import Schedule

extension StatusReport {
  /// The report as JSON for programs.
  package var json: CanonicalJSON {
    .object([
      "blocking": .array(blocking.map(\.json)),
      "editions": .array(editions.map(\.json)),
      "kept": .array(kept.map(\.json)),
      "leakCheck": leakCheck.map {
        .object([
          "clean": .bool($0.isClean), "instant": .string($0.instant.description),
          "result": .string($0.result),
        ])
      } ?? .null,
      "next": next.map { .string($0.edition.description) } ?? .null,
      "notHeld": .array(
        notHeld.map {
          .object(["edition": .string($0.edition.description), "reason": .string($0.reason)])
        }),
      "now": .string(now.description), "series": .string(title), "signOff": signOff.json,
      "status": .string(status.rawValue),
      "upcoming": upcoming.map {
        .object([
          "edition": .string($0.edition.description), "instant": .string($0.instant.description),
        ])
      } ?? .null,
      "warnings": .array(warnings.map(\.json)),
    ])
  }
}

extension StatusReport.EditionStatus {
  fileprivate var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "cancelled": .bool(scheduled.isCancelled), "due": .bool(isDue),
      "edition": .string(edition.description),
      "instant": .string(scheduled.instant.description),
      "preReleaseOpen": .bool(isPreReleaseOpen), "state": .string(state.rawValue),
    ]
    members["sealFault"] = sealFault.map { .string($0.text) }
    members["preReleaseOpens"] = preReleaseOpens.map { .string($0.description) }
    if let release = newest {
      members["actual"] = .string(release.actual.description)
      members["delayMilliseconds"] = .integer(release.delayMilliseconds)
      members["digest"] = .string(release.digest)
      members["version"] = .integer(release.version)
    }
    return .object(members)
  }
}
