package import Diagnostics
package import Editions

/// Reads the statisticians' commentary: CommonMark without raw HTML.
package enum CommentaryReader {
  /// The blocks of the commentary and all findings.
  package static func read(
    _ bytes: [UInt8], file: String
  ) -> (blocks: [Block], findings: [Finding]) {
    var conversion = CommonMarkConversion(.commentary, file: file)
    let blocks = conversion.read(bytes) { conversion, document in conversion.blocks(of: document) }
    return (blocks ?? [], conversion.findings)
  }
}
