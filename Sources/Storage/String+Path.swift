extension String {
  /// Whether this text comes before another by the bytes of its UTF-8, in any locale.
  package func precedesByBytes(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// The path before the last `/`; `.` where there is none.
  package var parentPath: String {
    let path = withoutTrailingSlashes
    guard let slash = path.utf8.lastIndex(of: Self.slash) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash]).withoutTrailingSlashes
  }

  /// The last part of a path.
  package var lastPathPart: String {
    let path = withoutTrailingSlashes
    guard let slash = path.utf8.lastIndex(of: Self.slash) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }

  /// Whether this is a path that stays inside the folder it is joined to.
  ///
  /// It has no leading or trailing `/`, no empty part, no `.` or `..`, and no NUL.
  package var isPathInside: Bool {
    // Every path of every inventory is asked: in one go, and nothing copied.
    var count = 0
    var dots = 0
    var isPart: Bool { count > 0 && (dots < count || count > 2) }
    for byte in utf8 {
      if byte == 0 { return false }
      guard byte == Self.slash else {
        count += 1
        if byte == UInt8(ascii: ".") { dots += 1 }
        continue
      }
      guard isPart else { return false }
      (count, dots) = (0, 0)
    }
    return isPart
  }

  /// Every folder on the way to a relative path, the outermost first: `a`, `a/b` for `a/b/c`.
  package var foldersOnTheWay: [String] {
    utf8.indices.filter { utf8[$0] == Self.slash }.map { String(self[..<$0]) }
  }

  private static let slash = UInt8(ascii: "/")

  private var withoutTrailingSlashes: String {
    var path = utf8[...]
    while path.count > 1, path.last == Self.slash { path.removeLast() }
    return String(Substring(path))
  }
}
