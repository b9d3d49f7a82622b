import Bags
import Foundation
import Storage
import Testing

/// A bag of ours, and what somebody did to it.
struct BadBag: Sendable, CustomTestStringConvertible {
  let name: String
  /// What must be said: `severity id place`.
  let said: Set<String>
  let change: @Sendable (Bag) throws -> Void

  init(_ name: String, _ said: Set<String>, _ change: @escaping @Sendable (Bag) throws -> Void) {
    (self.name, self.said, self.change) = (name, said, change)
  }

  var testDescription: String { name }
}

/// The folder of a bag in a test.
struct Bag: Sendable {
  let path: String

  func text(_ file: String) throws -> String {
    String(decoding: try Files.read("\(path)/\(file)", limit: 1 << 20), as: UTF8.self)
  }

  func write(_ text: String, _ file: String) throws { try write(Array(text.utf8), file) }
  func write(_ bytes: [UInt8], _ file: String) throws {
    try Files.makeDirectory("\(path)/\(file)".parentPath)
    try Files.write(bytes, to: "\(path)/\(file)")
  }

  func remove(_ file: String) throws { try Files.remove(tree: "\(path)/\(file)") }

  /// Writes a tag file again, or another one, and lets the tag manifests say so.
  func change(_ file: String, _ edit: (String) -> String) throws {
    try write(edit(try text(file)), file)
    try retag()
  }

  /// One manifest alone, so that a case says one thing.
  func dropSHA256() throws {
    try remove("manifest-sha256.txt")
    try remove("tagmanifest-sha256.txt")
    try retag()
  }

  func retag() throws {
    for algorithm in BagWriter.algorithms {
      let name = "tagmanifest-\(algorithm.rawValue).txt"
      guard try Files.exists("\(path)/\(name)") else { continue }
      let files = try Files.walk(path).filter {
        $0.kind == .file && !$0.path.hasPrefix("data/") && !$0.path.hasPrefix("tagmanifest")
      }
      let lines = try files.map { file in
        let sums = FileChecksums(
          of: try Files.read("\(path)/\(file.path)", limit: 1 << 20), [algorithm])
        return "\(sums.digests[algorithm]!)  \(file.path)\n"
      }
      try write(lines.joined(), name)
    }
  }

  static func sum(_ text: String) -> String { SHA512Sum(of: Array(text.utf8)).hex }
}
