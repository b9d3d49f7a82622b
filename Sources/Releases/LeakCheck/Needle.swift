import Schedule

/// Something that stands in no published edition and is searched for.
struct Needle: Sendable {
  let kind: LeakKind
  let edition: Month
  /// As people write it; never printed in full unless it is asked for.
  let text: String
  /// What is compared: see ``SearchedText``.
  let letters: [UInt8]
  /// Whether the word must end where the needle does.
  let wantsEnd: Bool
  /// Whether it counts only with a capital at its beginning: a name that is an ordinary word.
  let wantsCapital: Bool
  /// How many letters without anything between must follow: a key stands there, and not a word on keys.
  let behind: Int

  /// The shortest needle that says anything where it stands alone.
  static let shortest = 5

  init(
    _ kind: LeakKind, _ edition: Month, _ text: String, letters: [UInt8], wantsEnd: Bool = true,
    wantsCapital: Bool = false, behind: Int = 0
  ) {
    self.kind = kind
    self.edition = edition
    self.text = text
    self.letters = letters
    self.wantsEnd = wantsEnd
    self.wantsCapital = wantsCapital
    self.behind = behind
  }
}

/// What kind of embargoed thing it is.
package enum LeakKind: String, Sendable, Hashable, CaseIterable {
  case organisation
  case title
  /// The identifier of an analysis, a request, or the address of a report.
  case identifier
  case sentence
  /// An unrounded figure, which nothing else has by chance.
  case figure
  /// A printed figure near the name of its organisation.
  case figureBesideOrganisation = "figure-beside-organisation"
  /// The digest of an embargoed file.
  case digest
  /// An embargoed file itself, byte for byte.
  case file
  /// A private key: one of age opens what is sealed, another may sign the public log.
  case privateKey = "private-key"
  /// The name of somebody with pre-release access, or who supports them.
  case preReleaseName = "pre-release-name"

  /// Whether it stays secret when its edition is out.
  var isSecretAfterRelease: Bool { self == .privateKey || self == .preReleaseName }
}

/// An organisation whose name makes the figures near it tell something.
struct FigureAnchor: Sendable {
  let edition: Month
  let organisation: String
  /// How the organisation is written: its name and its identifier.
  let names: [[UInt8]]
  /// The printed figures, as text and as what is compared.
  let figures: [(text: String, letters: [UInt8])]
}

/// Where needles begin, for one pass over a text however many there are.
///
/// A needle is found by the hash of its first letters; only the beginnings of words are looked
/// at, so that the cost of a text does not grow with the number of needles.
struct NeedleIndex: Sendable {
  /// How many letters are hashed: long needles share their first words too often for few.
  private static let lengths = [12, Needle.shortest]
  /// For each length: buckets of needles.
  private var buckets: [[UInt64: [Int32]]] = [[:], [:]]
  private(set) var needles: [[UInt8]] = []

  /// Adds a needle of at least ``Needle/shortest`` letters; its number counts up from 0.
  mutating func add(_ letters: [UInt8]) {
    let table = Self.lengths.firstIndex { letters.count >= $0 }!
    let key = letters.withUnsafeBufferPointer { Self.hash($0, 0, Self.lengths[table]) }
    buckets[table][key, default: []].append(Int32(needles.count))
    needles.append(letters)
  }

  /// Hands over each needle that begins at a word of the text, and where.
  func forEachMatch(in text: SearchedText, _ body: (_ needle: Int, _ place: Int) -> Void) {
    text.letters.withUnsafeBufferPointer { letters in
      text.marks.withUnsafeBufferPointer { marks in
        for place in 0..<letters.count where marks[place].contains(.start) {
          for (table, length) in Self.lengths.enumerated() where place + length <= letters.count {
            guard let found = buckets[table][Self.hash(letters, place, length)] else { continue }
            for number in found where matches(needles[Int(number)], letters, place) {
              body(Int(number), place)
            }
          }
        }
      }
    }
  }

  private func matches(
    _ needle: [UInt8], _ letters: UnsafeBufferPointer<UInt8>, _ place: Int
  ) -> Bool {
    guard place + needle.count <= letters.count else { return false }
    for index in 0..<needle.count where letters[place + index] != needle[index] { return false }
    return true
  }

  /// FNV-1a over some letters.
  private static func hash(
    _ letters: UnsafeBufferPointer<UInt8>, _ place: Int, _ count: Int
  ) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in place..<place + count { hash = (hash ^ UInt64(letters[index])) &* 0x100_0000_01b3 }
    return hash
  }
}
