import Diagnostics

/// Lets so many findings of one kind in one column through and counts the others.
struct FindingQuota: Sendable {
  /// How many of one kind are reported one by one.
  static let limit = 20

  private struct Kind: Hashable {
    var id: String
    var path: String?
  }

  private var counts: [Kind: Int] = [:]
  /// The first finding of each kind that was not let through, in their order.
  private var cut: [(finding: Finding, kind: Kind, lastLine: Int)] = []

  mutating func admits(_ finding: Finding) -> Bool {
    let kind = Kind(id: finding.id, path: finding.place.path)
    let count = counts[kind, default: 0] + 1
    counts[kind] = count
    guard count > Self.limit else { return true }
    let line = finding.place.line ?? 0
    if count == Self.limit + 1 {
      cut.append((finding, kind, line))
    } else if let index = cut.firstIndex(where: { $0.kind == kind }) {
      cut[index].lastLine = line
    }
    return false
  }

  /// One finding for all of each kind that were not let through.
  var rest: [Finding] {
    cut.map { finding, kind, lastLine in
      var finding = finding
      let count = counts[kind]! - Self.limit
      if count > 1 {
        finding.found += " (and \(count - 1) more like it in this column, down to line \(lastLine))"
      }
      return finding
    }
  }
}
