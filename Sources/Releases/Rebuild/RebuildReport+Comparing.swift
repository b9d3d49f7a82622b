import Diagnostics
import Markup

extension RebuildReport.FileVerdict {
  /// The verdict on a file that was made again.
  init(_ path: String, rebuilt: [UInt8], archived: [UInt8]) {
    self.path = path
    guard rebuilt != archived else {
      verdict = .identical
      return
    }
    let same = zip(rebuilt, archived).prefix { $0 == $1 }.count
    let line = archived.prefix(same).count { $0 == UInt8(ascii: "\n") } + 1
    let place = "parts at byte \(same), line \(line)"
    if let a = Self.canonical(rebuilt, path), a == Self.canonical(archived, path) {
      verdict = .equivalent
      reason = "the same document in other bytes; \(place)"
    } else {
      verdict = .different
      func around(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.dropFirst(max(0, same - 20)).prefix(60), as: UTF8.self).quoted
      }
      reason = "\(place): archived \(around(archived)), rebuilt \(around(rebuilt))"
      difference = FileDifference(path, archived: archived, rebuilt: rebuilt)
    }
  }

  /// The verdict on a file that is kept with the bytes that it had, once those were read.
  init(kept path: String) {
    self.init(
      path: path, verdict: .kept,
      reason: "kept as bytes: its digest is that of the archive")
  }

  /// The verdict on a file that the archive lacks for a reason, and that was made again.
  init(remade path: String, _ reason: String) {
    self.init(
      path: path, verdict: .remade,
      reason:
        "\(reason); made again it is identical to the digest of the inventory: `--output FOLDER` "
        + "keeps it, and `ninethirty repair --from FOLDER` puts it back")
  }

  init(failed path: String, _ reason: String) {
    self.init(path: path, verdict: .failed, reason: reason)
  }

  /// The document in Canonical XML; nil for what is none.
  private static func canonical(_ bytes: [UInt8], _ path: String) -> [UInt8]? {
    guard path.hasSuffix(".xml") || path.hasSuffix(".html") else { return nil }
    var document = bytes[...]
    // HTML that is XML too begins with a document type, which our reader of XML refuses.
    let type = Array("<!doctype html>".utf8)
    let start = bytes.prefix(type.count).map { $0 | ($0 >= 0x41 && $0 <= 0x5A ? 0x20 : 0) }
    if start == type { document = document.dropFirst(type.count) }
    // What is no document is compared by its bytes alone.
    return try? Markup.canonical(Array(document), named: path)
  }
}
