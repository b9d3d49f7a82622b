import Schedule

/// The ways between the pages that say the same in two languages.
extension PageMaker {
  /// What the stylesheet of a page is told of the same page in another language; nothing where it
  /// stands there in one alone.
  ///
  /// `translation` is the way to the other page, `translationLanguage` and `translationName` say in
  /// which language it is; `english` is the way from a page in another language to the English one,
  /// beside which data and style sheet are.
  func ways(from path: String) -> [String: String] {
    guard let other = languages.first(where: { $0 != language }) else { return [:] }
    let way = way(from: path, to: other)
    var ways = [
      "translation": way, "translationLanguage": other.rawValue, "translationName": other.name,
    ]
    if language != .english { ways["english"] = way }
    return ways
  }

  /// The way from a page to the same in another language: both stand in folders of the same names below
  /// those of their languages.
  private func way(from path: String, to other: Language) -> String {
    var folders = path.split(separator: "/").dropLast().map { $0 + "/" }
    if EditionFile.isPermanentCopy(path) { folders.removeFirst() }
    let up = String(repeating: "../", count: folders.count)
    if language != .english { folders.removeFirst() }
    return up + other.folder + folders.joined()
  }

  /// The path of the same page in the other language; its own where it stands there in one alone.
  func counterpart(of path: String) -> String {
    guard let other = languages.first(where: { $0 != language }) else { return path }
    let version = EditionFile.isPermanentCopy(path) ? "\(path.prefix { $0 != "/" })/" : ""
    let page = String(path.dropFirst(version.count + language.folder.count))
    return version + other.folder + page
  }
}
