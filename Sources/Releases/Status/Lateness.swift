package import Editions
package import Schedule

extension History.Release {
  /// `on time` or how late, in words; what is not official is never late.
  package func lateness(_ status: Programme.Status?) -> String {
    switch status {
    case .reconstruction: return "a reconstruction is never late"
    case .illustrative: return "an illustration is never late"
    case .official, nil: break
    }
    if change.kind.goesOutAtOnce { return "\(delayMilliseconds) ms after it was signed off" }
    return delayMilliseconds < 1000
      ? "on time, \(delayMilliseconds) ms after its instant"
      : "late by \(durationText(from: scheduled, to: actual))"
  }

  /// What this version is, for the list of `status`: `version 2`, `withdrawn`.
  package var summary: String {
    change.withdrawalReason == nil ? "version \(version)" : "withdrawn"
  }
}

/// How long from one instant to a later one, in the two largest units: `3 days 4 hours`.
package func durationText(from start: Instant, to end: Instant) -> String {
  let seconds = max(0, (end.milliseconds - start.milliseconds + 999) / 1000)
  let units: [(Int64, String)] = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")]
  var rest = seconds
  var parts: [String] = []
  for (size, name) in units {
    let count = rest / size
    rest %= size
    if count > 0, parts.count < 2 { parts.append("\(count) \(name)\(count == 1 ? "" : "s")") }
  }
  return parts.isEmpty ? "0 seconds" : parts.joined(separator: " ")
}
