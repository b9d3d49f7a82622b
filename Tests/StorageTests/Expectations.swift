import Storage
import TestSupport

/// Text as bytes.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The text of a file.
func text(_ path: String) throws -> String {
  String(decoding: try Files.read(path, limit: 1 << 20), as: UTF8.self)
}

extension TemporaryFolder {
  /// The path of something inside the folder.
  func at(_ name: String) -> String { path + "/" + name }

  /// Everything inside, by path.
  var paths: [String] { get throws { try Files.walk(path).map(\.path) } }
}
