import Diagnostics
import Schedule

extension EditionPages {
  /// What stands at the addresses of withdrawn pages.
  ///
  /// `pages` are the paths of pages and data inside the edition's folder; each gets a file
  /// of its own, made from one source document, because a page links its style sheet by a way that
  /// depends on where it stands. `source` is the path of the source document. Of the pages in another
  /// language, `others`, a page leads to its own where that is among them.
  package func withdrawn(
    _ withdrawal: Withdrawal, pages: [String], source: String, others: Set<String> = []
  ) -> MadePage {
    let recipes = pages.sorted().map { path in
      let form = path.split(separator: ".").last.map(String.init) ?? ""
      let maker = maker(.withdrawn, source)
      switch form {
      case "xml" where EditionFile.isSDMX(path):
        return maker.dataRecipe("withdrawn.sdmx.xsl", as: path)
      case "html", "xml": break
      case "ods": return maker.dataRecipe("withdrawn.ods.xsl", as: path)
      case "pdf":
        return maker.dataRecipe(
          "withdrawn.text.xsl", as: path,
          ["form": form, "language": texts.language, "title": frame.withdrawnTitle])
      default: return maker.dataRecipe("withdrawn.text.xsl", as: path, ["form": form])
      }
      let isHTML = path.hasSuffix(".html")
      // One step up for each folder on the way, and one out of the folder of the edition.
      let depth = path.split(separator: "/").count
      let root = String(repeating: "../", count: depth)
      let ways = others.contains(maker.counterpart(of: path)) ? maker.ways(from: path) : [:]
      return Recipe(
        kind: .withdrawn, path: path, source: source,
        stylesheet: isHTML ? "withdrawn.html.xsl" : "withdrawn.xml.xsl",
        parameters: isHTML ? ["root": root, "style": styleName].merging(ways) { $1 } : [:],
        isHTML: isHTML)
    }
    var page = maker(.withdrawn, source).make(recipes) { try frame.withdrawn(withdrawal) }
    page.reviewFirst()
    return page
  }

  /// What stands beside withdrawn pages: the style sheet, and the schema of their XML.
  package var withdrawnAssets: [EditionFile] {
    assets.filter { $0.path.hasSuffix(".css") }
      + ["withdrawn.xsd"].compactMap { name in
        templates.files["schemas/\(name)"].map { EditionFile(path: "assets/\(name)", bytes: $0) }
      }
  }
}
