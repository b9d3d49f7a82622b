import Schedule

/// How the renditions of a page are made, by its kind.
extension PageMaker {
  /// The name of the PDF of a page; nil for pages that have none.
  private var printed: String? {
    switch kind {
    case .bulletin: "bulletin.pdf"
    case .report: "report.pdf"
    case .series, .withdrawn: nil
    }
  }

  var recipes: [Recipe] {
    func recipe(_ path: String, isHTML: Bool, root: String? = nil) -> Recipe {
      var parameters = isHTML ? ["style": styleName] : [:]
      if let root { parameters["root"] = root }
      if isHTML { parameters.merge(ways(from: path)) { $1 } }
      if isHTML, EditionFile.isPermanentCopy(path) { parameters["current"] = current(from: path) }
      if isHTML, isPrinted { parameters[Recipe.printedName] = printed }
      return Recipe(
        kind: kind, path: path, source: source,
        stylesheet: "\(kind.rawValue).\(isHTML ? "html" : "xml").xsl", parameters: parameters,
        isHTML: isHTML)
    }
    // The way up from the folder of the language to that of the edition.
    let out = language == .english ? "" : "../"
    switch kind {
    // Where its pages stand depends on what is withdrawn. The front page is sealed no more.
    case .series, .withdrawn: return []
    case .bulletin:
      // A further part stands in a folder of its own, one deeper: `part-2/`.
      let folder = source.split(separator: "/").dropLast().map { $0 + "/" }.joined()
      let up = out + (folder == language.folder ? "" : "../")
      return [
        recipe("\(folder)index.html", isHTML: true, root: "\(up)../"),
        recipe("v\(version)/\(folder)index.html", isHTML: true, root: "\(up)../../"),
        recipe("\(folder)bulletin.xml", isHTML: false),
      ]
    case .report:
      let base = String(source.dropLast(4))
      // Data stand beside the English page, once for all languages.
      let data =
        language == .english ? [dataRecipe("report.csv.xsl", as: "\(base)/report.csv")] : []
      guard version > 1 else {
        return [
          recipe("\(base)/index.html", isHTML: true), recipe("\(base)/report.xml", isHTML: false),
        ] + data
      }
      // It points to the versions before it, which lie elsewhere seen from its own address.
      return [
        recipe("\(base)/index.html", isHTML: true, root: "\(out)../../../"),
        recipe("v\(version)/\(base)/index.html", isHTML: true, root: "\(out)../../../../"),
        recipe("\(base)/report.xml", isHTML: false),
      ] + data
    }
  }

  /// The way from a page under the address of its version, which keeps its bytes for good, to the page
  /// that has the newest ones.
  private func current(from path: String) -> String {
    let folders = path.split(separator: "/").dropLast()
    return String(repeating: "../", count: folders.count)
      + folders.dropFirst().map { $0 + "/" }.joined()
  }
}
