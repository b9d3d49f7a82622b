import Markup
import Schedule

/// Finds the numbers of a page that are neither figures nor in a text that the XML rendition has.
struct BareNumbers {
  private let page: PageReading
  private let document: XMLReading
  private let standing: StandingText
  private var known: Set<UInt64>
  /// The known texts, for a page that prints one inside another; made when first needed.
  private lazy var candidates: [[UInt8]] = {
    var seen: Set<UInt64> = []
    let own = document.texts.filter { seen.insert($0.fingerprint).inserted }
    return own.map(\.decoded) + standing.texts
  }()

  init(page: PageReading, document: XMLReading, standing: StandingText) {
    self.page = page
    self.document = document
    self.standing = standing
    known = standing.fingerprints
    for text in document.texts { known.insert(text.fingerprint) }
  }

  /// The texts that have such a number.
  mutating func uncovered() -> [Passage] {
    page.texts.compactMap { isCovered($0) ? nil : $0.passage }
  }

  private mutating func isCovered(_ text: PageReading.Text) -> Bool {
    if let instant = text.instant { return isDate(text.passage, instant) }
    // Shorthand in a cell is a figure, but for a cell of words to which nothing applies or whose
    // words the XML hides too.
    if text.isInCell, text.passage.range.count == 3, text.passage.raw.first == UInt8(ascii: "[") {
      // The mark of a revised figure: that it stands at the right ones is compared with them.
      if text.passage.isSame(as: "[r]") { return document.figures.contains { $0.isRevised } }
      return !text.isInNumberCell
        && (text.passage.isSame(as: "[z]") || document.shorthand.contains(text.passage.fingerprint))
    }
    let fingerprint = text.passage.fingerprint
    if known.contains(fingerprint) { return true }
    let bytes = text.passage.decoded
    guard isLabelled(bytes) || isMadeOfKnown(bytes) || isPartOfKnown(bytes) else { return false }
    known.insert(fingerprint)
    return true
  }

  /// Whether this is `not available: ` or another label without a number, and a known text.
  private func isLabelled(_ bytes: [UInt8]) -> Bool {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon + 2 < bytes.count,
      !bytes[..<colon].contains(where: Self.isTelling)
    else { return false }
    var hash = FNV1a()
    for byte in bytes[(colon + 2)...] { hash.add(byte) }
    return known.contains(hash.value)
  }

  /// Whether this is a part of a known text, of three words or more: a page in another language marks, in
  /// the middle of a sentence, a name that is not translated, and so parts what the XML has in one.
  private mutating func isPartOfKnown(_ bytes: [UInt8]) -> Bool {
    guard standing.language != .english, bytes.split(separator: UInt8(ascii: " ")).count >= 3 else {
      return false
    }
    return candidates.contains { candidate in
      candidate.count > bytes.count
        && candidate.firstRange(of: bytes).map { range in
          (range.lowerBound == 0 || !Self.isWord(candidate[range.lowerBound - 1])
            || !Self.isWord(bytes[0]))
            && (range.upperBound == candidate.count || !Self.isWord(candidate[range.upperBound])
              || !Self.isWord(bytes[bytes.count - 1]))
        } == true
    }
  }

  /// Whether every number stands inside a known text, which is whole words of this one.
  private mutating func isMadeOfKnown(_ bytes: [UInt8]) -> Bool {
    var isOpen = bytes.map(Self.isTelling)
    for candidate in candidates where candidate.count < bytes.count {
      var start = 0
      while start + candidate.count <= bytes.count {
        let end = start + candidate.count
        if bytes[start] == candidate[0], bytes[start..<end].elementsEqual(candidate),
          start == 0 || !Self.isWord(bytes[start - 1]) || !Self.isWord(candidate[0]),
          end == bytes.count || !Self.isWord(bytes[end]) || !Self.isWord(candidate.last!)
        {
          for index in start..<end { isOpen[index] = false }
        }
        start += 1
      }
    }
    return !isOpen.contains(true)
  }

  /// Whether a date is one that the XML names, and its text that day's.
  private func isDate(_ text: Passage, _ instant: Passage) -> Bool {
    guard document.days.contains(instant.fingerprint),
      let day = Day(String(decoding: instant.raw.prefix(10), as: UTF8.self))
    else { return false }
    // An instant is in UTC, its text in the zone of the series: late in the evening a day ahead.
    let printed = text.string
    return [day, day.adding(days: 1)].contains {
      printed.hasPrefix($0.longText(in: standing.language))
    }
  }

  private static func isTelling(_ byte: UInt8) -> Bool {
    (byte >= 48 && byte <= 57) || byte == UInt8(ascii: "[")
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (byte >= 48 && byte <= 57) || (65...90).contains(byte & 0xDF) || byte >= 0x80
  }
}
