internal import CLibXML

/// The names of files as the addresses that libxml2 works with.
///
/// A name such as `parts/table 1.xsl` stands as the relative reference `parts/table%201.xsl`, so
/// that the reference `figures.xsl` in it resolves to `parts/figures.xsl`. No scheme is added: an
/// absolute path or an address with a scheme can therefore never become the name of a file that
/// was given.
enum FileName {
  /// The address of the file with this name.
  static func url(of name: String) -> String {
    guard let escaped = xmlURIEscapeStr(name, "/") else { return name }
    defer { clibxml_free(escaped) }
    return String(cString: escaped)
  }

  /// The name of the file at this address.
  static func name(ofURL url: String) -> String {
    guard let unescaped = xmlURIUnescapeString(url, 0, nil) else { return url }
    defer { clibxml_free(unescaped) }
    return String(cString: unescaped)
  }
}
