/// Finds the name that somebody probably meant.
package enum NearestName {
  /// The known name nearest to the one written; nil where none is near.
  ///
  /// Capitals and the marks between words do not count: `startDate` is `start_date`.
  package static func of(_ name: String, among known: [String]) -> String? {
    // Long texts are no names, and the distance takes the product of the lengths.
    guard name.utf8.count <= 64 else { return nil }
    let written = letters(of: name)
    let distances = known.map { (name: $0, distance: distance(written, letters(of: $0))) }
    guard let nearest = distances.min(by: { $0.distance < $1.distance }),
      nearest.distance <= max(1, written.count / 3), nearest.distance < written.count
    else { return nil }
    return nearest.name
  }

  private static func letters(of name: String) -> [Unicode.Scalar] {
    name.lowercased().unicodeScalars.filter { !"_- ".unicodeScalars.contains($0) }
  }

  /// How many letters must be put in, left out, changed or swapped with the next (the optimal
  /// string alignment distance).
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
