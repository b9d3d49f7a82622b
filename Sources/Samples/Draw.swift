/// Random numbers that are the same for the same seed on every machine.
///
/// The generator is SplitMix64 (Steele, Lea and Flood 2014). Every report has a stream of its own,
/// so that a larger sample begins with the same reports as a smaller one.
struct Draw {
  private var state: UInt64

  /// The stream of this name and number.
  init(seed: UInt64, _ name: String, _ number: Int = 0) {
    // FNV-1a of the name: Swift's own hashes differ from one process to the next.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    state = Self.mixed(seed) ^ Self.mixed(hash &+ Self.mixed(UInt64(bitPattern: Int64(number))))
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next() -> UInt64 {
    defer { state &+= 0x9E37_79B9_7F4A_7C15 }
    return Self.mixed(state)
  }

  /// A number from 0 up to, but not including, 1.
  mutating func fraction() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  mutating func between(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * fraction()
  }

  /// A whole number of a range, both ends included.
  mutating func whole(_ low: Int, _ high: Int) -> Int {
    low + Int(next().multipliedFullWidth(by: UInt64(high - low + 1)).high)
  }

  mutating func choice<Value>(_ values: [Value]) -> Value { values[whole(0, values.count - 1)] }

  mutating func happens(_ probability: Double) -> Bool { fraction() < probability }
}
