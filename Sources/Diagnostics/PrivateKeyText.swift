/// Private keys of the age tool where a public one belongs: whoever pasted one must not find it in a
/// message, a report or a terminal's memory as well.
package enum PrivateKeyText {
  /// What every private key of age begins with, in either case.
  private static let mark = Array("age-secret-key".utf8)

  /// Whether a private key stands anywhere in a text.
  package static func isIn(_ text: String) -> Bool {
    let bytes = text.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    return bytes.count >= mark.count && bytes.contains(mark)
  }

  /// What it is, in the place of its bytes.
  package static let found =
    "a private key of age stands where a public one belongs (it is not shown)"
  /// What is to be done, in lower case.
  package static let remedy =
    "it is no secret any more: take it out, make a new key, and give the line that begins with age1"
  /// What to say where one stands among the arguments of a program, which other users see.
  package static let amongArguments =
    "a private key of age stands among the arguments (it is not shown): other users see those, so it is no"
    + " secret any more; make a new key, and name the file that it stands in"
}
