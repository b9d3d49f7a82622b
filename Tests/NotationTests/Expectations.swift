import Diagnostics
import Notation

extension Finding {
  /// `2:5 intake.json.syntax`, short enough for a table of expectations.
  var brief: String { "\(place.line ?? 0):\(place.column ?? 0) \(id)" }
}

/// The brief findings of a JSON text.
func briefs(_ json: String) -> [String] {
  JSONReader.read(Array(json.utf8), file: "a.json").findings.map(\.brief)
}

/// The findings of a JSON text.
func findings(_ json: String) -> [Finding] {
  JSONReader.read(Array(json.utf8), file: "a.json").findings
}

/// A small generator with a seed (SplitMix64), so that a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
