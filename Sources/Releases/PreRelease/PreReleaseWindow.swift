import Editions
import Schedule

/// When the copies of an edition may be made.
struct PreReleaseWindow {
  let edition: Month
  /// The instant of the release: the later of the scheduled and the sealed one.
  let release: Instant
  let zone: Zone

  /// Those whose copy may be made at this instant, and the others with their reasons.
  func sorted(
    _ grants: [PreReleaseGrant], withdrawn: Set<String>, now: Instant
  ) -> (due: [PreReleaseGrant], others: [(recipient: String, reason: String)]) {
    var due: [PreReleaseGrant] = []
    var others: [(recipient: String, reason: String)] = []
    for grant in grants {
      if let reason = reason(against: grant, withdrawn: withdrawn, now: now) {
        others.append((grant.id, reason))
      } else {
        due.append(grant)
      }
    }
    return (due, others)
  }

  private func reason(
    against grant: PreReleaseGrant, withdrawn: Set<String>, now: Instant
  ) -> String? {
    if withdrawn.contains(grant.id) { return "withdrawn for this edition" }
    if grant.ageKey == nil {
      return "no key: reads where the conditions say"
    }
    if now >= release { return "the instant of the release has come" }
    guard !grant.isOpen(at: now, release: release) else { return nil }
    return "opens \(opening(of: grant))"
  }

  private func opening(of grant: PreReleaseGrant) -> String {
    let opens = grant.opens(before: release)
    return "\(zone.text(of: opens)), \(opens) in UTC"
  }

  /// Why nobody's copy is made.
  func refusal(
    _ others: [(recipient: String, reason: String)], grants: [PreReleaseGrant], now: Instant
  ) -> ReleaseError {
    guard now < release else {
      return ReleaseError(
        .wrongState,
        "the instant of edition \(edition) has come, \(zone.text(of: release)): pre-release access "
          + "is over; release it", refusal: "over")
    }
    let waiting = grants.filter { now < $0.opens(before: release) && $0.ageKey != nil }
    let reasons = others.map { "\($0.recipient): \($0.reason)" }.joined(separator: "; ")
    guard let first = waiting.min(by: { $0.opens(before: release) < $1.opens(before: release) })
    else {
      return ReleaseError(
        .wrongState, "no copy of edition \(edition) is made: \(reasons)", refusal: "nobody")
    }
    let left = durationText(from: now, to: first.opens(before: release))
    return ReleaseError(
      .embargoed,
      "nobody has access to edition \(edition) for \(left) more: the first, \(first.id), from "
        + "\(opening(of: first)); nothing was made", refusal: "embargoed")
  }
}
