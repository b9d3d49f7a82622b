import Diagnostics
import Releases
import Storage

/// Texts that stand in a file, as in `--reason @FILE`.
///
/// Other users of a machine see the arguments of a program, and a reason can tell what is under embargo.
enum TextArguments {
  /// The options that take a text in people's words.
  static let options: Set<String> = [
    "--changed", "--effect", "--exempt-because", "--explain", "--journal-lost", "--late-because",
    "--outcome", "--override-four-eyes", "--reason", "--remark", "--short-notice-because",
    "--source", "--unannounced-because", "--what", "--wrong",
  ]
  /// The longest file of a text, in bytes: longer than any text that an option takes.
  private static let limit = 1 << 16

  /// The arguments with the texts of the files that they name; a text that begins with `@` itself is
  /// written with two.
  ///
  /// Throws a ``StorageError`` where a file cannot be read, and a ``ReleaseError`` where it is no text.
  static func expanded(_ arguments: [String]) throws -> [String] {
    var result: [String] = []
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if let option = result.last, options.contains(option) {
        result.append(try text(argument))
      } else if parts.count == 2, options.contains(String(parts[0])) {
        result.append("\(parts[0])=\(try text(String(parts[1])))")
      } else {
        result.append(argument)
      }
    }
    return result
  }

  private static func text(_ value: String) throws -> String {
    guard value.hasPrefix("@") else { return value }
    let file = String(value.dropFirst())
    guard !file.hasPrefix("@") else { return file }
    let bytes = try Files.readInput(file, limit: limit)
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw ReleaseError(.usage, "\(file.quoted) is no text in UTF-8; save it as such")
    }
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}
