extension String {
  /// This text without white space at its ends.
  var trimmed: String {
    let isSpace: (Character) -> Bool = \.isWhitespace
    let start = drop(while: isSpace)
    guard let end = start.lastIndex(where: { !isSpace($0) }) else { return "" }
    return String(start[...end])
  }
}
