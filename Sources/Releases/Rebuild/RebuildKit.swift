import CStandardTemplates
import Diagnostics
import Markup
import Publications
import Storage
import Synchronization

/// What lies in every version so that its pages can be made again without this program:
/// `REBUILD.txt`, `rebuild.sh`, `rebuild.tsv` and `rebuild.sha512` (`docs/format.md`, section 10).
///
/// It hears of every file of the version while it is sealed, and is made when all pages are there.
final class RebuildKit: Sendable {
  private struct Heard {
    var recipes: [UInt8] = []
    /// SHA-512 of every file under `renditions/` by its path, that of a page in Canonical XML.
    var pages = FileDigests()
  }
  private let heard = Mutex(Heard())

  /// Hears of a file; `digest` is that of its bytes.
  func note(_ path: String, _ bytes: [UInt8], _ digest: SHA512Sum) {
    if path == Recipes.file {
      heard.withLock { $0.recipes = bytes }
    } else if path.hasPrefix("renditions/"), path.hasSuffix(".html") {
      let sum = SHA512Sum(of: HTML.canonical(ofSerialised: bytes) ?? bytes)
      heard.withLock { $0.pages.add(path, sum) }
    } else if path.hasPrefix("renditions/"), let parts = OpenDocument.parts(of: bytes) {
      // A spreadsheet is as its parts are.
      for part in parts {
        let sum = SHA512Sum(of: part.bytes)
        heard.withLock { $0.pages.add("\(path)/\(part.name)", sum) }
      }
    } else if path.hasPrefix("renditions/") {
      heard.withLock { $0.pages.add(path, digest) }
    }
  }

  /// The files of the kit by their paths in the version.
  ///
  /// Throws a ``ReleaseError`` where a name or parameter cannot stand in a line of its lists.
  func files() throws -> [(String, [UInt8])] {
    let heard = heard.withLock { $0 }
    let recipes = try Recipes(heard.recipes, file: Recipes.file).recipes.flatMap(\.transforms)
    var list = ""
    for recipe in recipes.sorted(by: { $0.path < $1.path }) { list += try Self.line(of: recipe) }
    let made = Set(recipes.map { "renditions/\($0.path)" })
    var sums: [String] = []
    // Style sheet and schemas are copies of templates.
    heard.pages.forEach { path, digest in
      if made.contains(path) { sums.append("\(digest.hex)  \(path)\n") }
    }
    // By path, which stands behind a digest of one length and two spaces.
    sums.sort { $0.utf8.dropFirst(130).lexicographicallyPrecedes($1.utf8.dropFirst(130)) }
    return [
      ("REBUILD.txt", Self.bytes(rebuild_kit_text())),
      ("rebuild.sh", Self.bytes(rebuild_kit_script())), ("rebuild.tsv", Array(list.utf8)),
      ("rebuild.sha512", Array(sums.joined().utf8)),
    ]
  }

  private static func line(of recipe: Recipe) throws -> String {
    let parameters = recipe.parameters.keys.sorted().map { "\($0)=\(recipe.parameters[$0]!)" }
    let cells = [recipe.path, recipe.source, recipe.stylesheet] + parameters
    for cell in cells where cell.unicodeScalars.contains(where: { $0.value < 0x20 }) {
      throw ReleaseError(
        .findings,
        "\(cell.quoted) has a control character, so the page cannot be listed in "
          + "rebuild.tsv; rename the template")
    }
    return cells.joined(separator: "\t") + "\n"
  }

  private static func bytes(_ file: rebuild_kit_file) -> [UInt8] {
    Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
  }
}
