/// A version of the BagIt format: 0.93 to 0.97, and 1.0 of RFC 8493.
package struct BagVersion: Sendable, Hashable, CustomStringConvertible {
  package let text: String

  /// The version of RFC 8493, which is written.
  package static let one = BagVersion(text: "1.0")

  /// Every version that is read.
  static let known = ["0.93", "0.94", "0.95", "0.96", "0.97", "1.0"]

  /// Nil for a version that is not known.
  package init?(_ text: String) {
    guard Self.known.contains(text) else { return nil }
    self.init(text: text)
  }

  private init(text: String) { self.text = text }

  /// Whether the rules of RFC 8493 hold, which are stricter than those of the drafts before it.
  var isStrict: Bool { self == .one }

  /// The name of the file about the bag; it was another one until 0.95.
  var infoFile: String { text < "0.96" ? "package-info.txt" : "bag-info.txt" }

  package var description: String { text }
}
