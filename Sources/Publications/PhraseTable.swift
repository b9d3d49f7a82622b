/// Phrases by their words, for finding every one of very many in a text in one pass.
///
/// It is an open-addressed table of all beginnings of all phrases: the hash of the first word, of the
/// first two, and so on. At a place that begins no phrase one look at a small map of bits is enough.
struct PhraseTable: Sendable {
  private var keys: [UInt64] = []
  private var values: [Int32] = []
  private var count = 0
  /// A bit for the hash of every first word.
  private var firstWords = [UInt64](repeating: 0, count: 1024)

  init(expecting phrases: Int) {
    var size = 64
    while size < phrases * 2 { size *= 2 }
    keys = [UInt64](repeating: 0, count: size)
    values = [Int32](repeating: -1, count: size)
  }

  /// The hash of a beginning and one word more.
  static func extend(_ hash: UInt64, by word: UInt64) -> UInt64 {
    var mixed = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
    mixed ^= mixed >> 29
    // Zero marks a free place.
    return mixed | 1
  }

  /// Puts a phrase, not empty, under a number; gives the number of the phrase that is there already.
  mutating func insert(_ words: [UInt64], as number: Int32) -> Int32? {
    var hash: UInt64 = 0
    for (index, word) in words.enumerated() {
      hash = Self.extend(hash, by: word)
      if index == 0 { firstWords[Int(hash >> 48 & 1023)] |= 1 << (hash >> 58) }
      if (count + 1) * 3 > keys.count * 2 { grow() }
      var place = Int(truncatingIfNeeded: hash >> 8) & (keys.count - 1)
      while keys[place] != 0, keys[place] != hash { place = (place + 1) & (keys.count - 1) }
      if keys[place] == 0 {
        keys[place] = hash
        count += 1
      }
      guard index == words.count - 1 else { continue }
      if values[place] >= 0 { return values[place] }
      values[place] = number
    }
    return nil
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = [UInt64](repeating: 0, count: oldKeys.count * 2)
    values = [Int32](repeating: -1, count: oldKeys.count * 2)
    for (hash, value) in zip(oldKeys, oldValues) where hash != 0 {
      var place = Int(truncatingIfNeeded: hash >> 8) & (keys.count - 1)
      while keys[place] != 0 { place = (place + 1) & (keys.count - 1) }
      keys[place] = hash
      values[place] = value
    }
  }

  /// Whether a phrase may begin with this word; false for nearly all words that begin none.
  func mayBegin(with word: PageWord) -> Bool {
    let hash = Self.extend(0, by: word.folded)
    return firstWords[Int(hash >> 48 & 1023)] & 1 << (hash >> 58) != 0
  }

  /// Calls `found` with the number and the length of every phrase that begins at this word.
  func phrases(
    at start: Int, of words: [PageWord], _ found: (_ phrase: Int32, _ length: Int) -> Void
  ) {
    var hash: UInt64 = 0
    var position = start
    while position < words.count {
      hash = Self.extend(hash, by: words[position].folded)
      var place = Int(truncatingIfNeeded: hash >> 8) & (keys.count - 1)
      while keys[place] != 0, keys[place] != hash { place = (place + 1) & (keys.count - 1) }
      guard keys[place] != 0 else { return }
      position += 1
      if values[place] >= 0 { found(values[place], position - start) }
    }
  }
}
