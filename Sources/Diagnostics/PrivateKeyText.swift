/// Private keys of the age tool where a public one belongs: whoever pasted one must not find it in a
/// message, a report or a terminal's memory as well.
package enum PrivateKeyText {
  /// What every private key of age begins with, in either case.
  private static let mark = Array("age-secret-key-1".utf8)
  /// What is left of that where markup stands in it.
  private static let end = Array("secret-key-1".utf8)

  /// Whether a private key stands anywhere in a text.
  package static func isIn(_ text: String) -> Bool { isIn(Array(text.utf8)) }

  /// Whether a private key stands anywhere in these bytes: what begins like one, or the end of such a
  /// beginning with what can only be the key behind it.
  package static func isIn(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var place = 0
      // Nothing is copied: every page is searched.
      while place + end.count <= bytes.count {
        if bytes[place] | 0x20 == end[0], isHere(end, bytes, place) {
          let before = place - (mark.count - end.count)
          if before >= 0, isHere(mark, bytes, before) { return true }
          let rest = bytes[(place + end.count)...].prefix(Self.shortest)
          if rest.count == shortest, rest.allSatisfy(isOfKey) { return true }
        }
        place += 1
      }
      return false
    }
  }

  /// A text with `(a private key, not shown)` in the place of each.
  package static func withoutKeys(_ text: String) -> String {
    guard isIn(text) else { return text }
    return text.replacing(/(?i)(age-)?secret-key-1[a-z0-9]*/) { _ in "(a private key, not shown)" }
  }

  /// How many characters of a key say that it is one.
  private static let shortest = 20

  private static func isOfKey(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(byte | 0x20)
  }

  private static func isHere(
    _ mark: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int
  ) -> Bool {
    for (index, byte) in mark.enumerated() {
      let found = bytes[place + index]
      guard ((65...90).contains(found) ? found | 0x20 : found) == byte else { return false }
    }
    return true
  }

  /// What it is, in the place of its bytes.
  package static let found =
    "a private key of age stands where none belongs (it is not shown)"
  /// What is to be done, in lower case.
  package static let remedy =
    "it is no secret any more: take it out, make a new key, and give the line that begins with age1"
  /// What to say where one stands among the arguments of a program, which other users see.
  package static let amongArguments =
    "a private key of age stands among the arguments (it is not shown): other users see those, so it is no"
    + " secret any more; make a new key, and name the file that it stands in"

  /// The finding that a text has one.
  package static func finding(at place: Place) -> Finding {
    Finding(
      "intake.text.private-key", .error, at: place,
      found: "a private key of age stands in a text (it is not shown)",
      rule: "whoever has the key opens what is sealed", remedy: remedy)
  }
}
