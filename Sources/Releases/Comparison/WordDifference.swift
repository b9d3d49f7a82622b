/// What became of a text, word by word.
package struct WordDifference: Sendable, Hashable {
  /// Words one after the other that had the same fate.
  package struct Run: Sendable, Hashable {
    package enum Fate: String, Sendable, Hashable { case same, removed, inserted }

    package let fate: Fate
    package let words: [String]
    package var text: String { words.joined(separator: " ") }
  }

  package let runs: [Run]

  /// The shortest way from one text to the other in whole words (Myers' algorithm, which the
  /// standard library has); white space is no word.
  package init(from old: String, to new: String) {
    let (old, new) = (Self.words(old), Self.words(new))
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var runs: [Run] = []
    func add(_ fate: Run.Fate, _ word: String) {
      if let last = runs.last, last.fate == fate {
        runs[runs.count - 1] = Run(fate: fate, words: last.words + [word])
      } else {
        runs.append(Run(fate: fate, words: [word]))
      }
    }
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if i < old.count, removed.contains(i) {
        add(.removed, old[i])
        i += 1
      } else if j < new.count, inserted.contains(j) {
        add(.inserted, new[j])
        j += 1
      } else {
        add(.same, new[j])
        i += 1
        j += 1
      }
    }
    self.runs = runs
  }

  /// The share of the longer text's words that stayed; 1 for two empty ones.
  var likeness: Double {
    func count(_ fates: Run.Fate...) -> Int {
      runs.filter { fates.contains($0.fate) }.reduce(0) { $0 + $1.words.count }
    }
    let longer = max(count(.same, .removed), count(.same, .inserted))
    return longer == 0 ? 1 : Double(count(.same)) / Double(longer)
  }

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
