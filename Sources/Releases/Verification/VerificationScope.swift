package import Schedule

/// What `verify` looks at.
package struct VerificationScope: Sendable, Hashable {
  /// How many of the files are read; what they are called, how large they are and all else is looked
  /// at in any case.
  package enum Sample: Sendable, Hashable, CustomStringConvertible {
    /// So many of a hundred.
    case percent(Int)
    case count(Int)

    /// Reads `5%` or `200`; nil for anything else, and for 0.
    package init?(_ text: String) {
      let digits = text.hasSuffix("%") ? text.dropLast() : Substring(text)
      guard let number = Int(digits), number > 0, digits.allSatisfy(\.isASCII) else { return nil }
      if text.hasSuffix("%") {
        guard number <= 100 else { return nil }
        self = .percent(number)
      } else {
        self = .count(number)
      }
    }

    package var description: String {
      switch self {
      case .percent(let share): "\(share)%"
      case .count(let count): "\(count)"
      }
    }
  }

  /// Where the editions that are looked at begin.
  package enum Since: Sendable, Hashable {
    case edition(Month)
    /// Editions of which anything came out on this day or after it.
    case day(Day)

    /// Reads `2014-02` or `2014-02-13`; nil for anything else.
    package init?(_ text: String) {
      if let month = Month(text) {
        self = .edition(month)
      } else if let day = Day(text) {
        self = .day(day)
      } else {
        return nil
      }
    }
  }

  package var edition: Month?
  package var since: Since?
  package var sample: Sample?
  /// What chooses the files of a sample: the same seed chooses the same files.
  package var seed: UInt64

  package init(
    edition: Month? = nil, since: Since? = nil, sample: Sample? = nil, seed: UInt64 = 0
  ) {
    self.edition = edition
    self.since = since
    self.sample = sample
    self.seed = seed
  }

  /// Whether it is every edition.
  package var isWhole: Bool { edition == nil && since == nil }
}

/// Chooses files by their names: those whose number is at most the bound.
///
/// The number is SplitMix64 (Steele, Lea and Flood 2014) of the seed and of the FNV-1a of the path:
/// the same on every machine and in every order.
struct FileSample: Sendable {
  let seed: UInt64
  /// Everything is chosen at the largest bound.
  var bound = UInt64.max

  init(seed: UInt64) { self.seed = seed }

  mutating func choose(percent: Int) {
    bound = percent >= 100 ? .max : UInt64.max / 100 * UInt64(percent)
  }

  /// Chooses so many of these files.
  mutating func choose(count: Int, of files: [String]) {
    guard count < files.count else { return }
    bound = files.map(number).sorted()[count - 1]
  }

  func contains(_ file: String) -> Bool { bound == .max || number(of: file) <= bound }

  private func number(of file: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in file.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    var z = hash &+ seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
