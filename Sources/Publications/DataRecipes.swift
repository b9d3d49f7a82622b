/// How data and digest beside the pages are made: what a stylesheet takes out of the source document
/// of the page (docs/format.md section 7a).
extension PageMaker {
  /// A recipe of a file that is no page.
  func dataRecipe(
    _ stylesheet: String, as path: String, _ parameters: [String: String] = [:]
  ) -> Recipe {
    Recipe(
      kind: kind, path: path, source: source, stylesheet: stylesheet, parameters: parameters,
      isHTML: false)
  }

  /// The recipes of the data of one page of the bulletin: its tables, and what describes them; with
  /// the opening also the digest, whose links begin with the address of the site, and the posts with pre-release
  /// access where it lists them.
  func data(of part: BulletinPart, site: String, listsPosts: Bool) -> [Recipe] {
    let folder = "\(part.folder)data/"
    // The folder of the edition is one above that of the data, or two in a further part.
    let root = part.number == 1 ? "../" : "../../"
    var recipes: [Recipe] = []
    if part.month != nil {
      recipes.append(
        dataRecipe("results.csv.xsl", as: "\(folder)results.csv", ["scope": "month"]))
    }
    if part.toDate != nil {
      recipes.append(
        dataRecipe("results.csv.xsl", as: "\(folder)results-to-date.csv", ["scope": "to-date"]))
      recipes += [
        dataRecipe("results.sdmx.xsl", as: "\(folder)results-to-date.sdmx.xml"),
        dataRecipe("structure.sdmx.xsl", as: "\(folder)structure.sdmx.xml"),
      ]
    }
    if part.number == 1 {
      recipes.append(dataRecipe("requests.csv.xsl", as: "\(folder)requests.csv"))
      if listsPosts, templates.has(Templates.preReleaseData) {
        recipes.append(dataRecipe(Templates.preReleaseData, as: "\(folder)pre-release.csv"))
      }
      recipes.append(dataRecipe("digest.txt.xsl", as: "digest.txt", ["site": site]))
    }
    recipes.append(
      dataRecipe("csv-metadata.json.xsl", as: "\(folder)csv-metadata.json", ["root": root]))
    recipes.append(dataRecipe("spreadsheet.xsl", as: "\(folder)bulletin.ods"))
    return recipes
  }
}
