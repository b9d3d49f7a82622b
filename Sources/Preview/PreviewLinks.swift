import Diagnostics

/// The addresses of a preview: all lie below a folder whose name nobody can guess.
struct PreviewLinks: Sendable {
  let token: String

  /// The page that lists all pages and findings.
  var index: String { "/\(token)/" }
  var styleSheet: String { "/\(token)/preview.css" }
  var script: String { "/\(token)/preview.js" }
  /// Answers when there is news of a page.
  var news: String { "/\(token)/news" }

  /// The address of a page of the draft, by its address in the site.
  func page(_ address: String) -> String {
    let folder =
      address.hasSuffix("index.html")
      ? String(address.dropLast("index.html".utf8.count)) : address
    return "/\(token)/site/\(folder)"
  }

  /// The link to the preview's own style sheet.
  var styleElement: [UInt8] {
    Array("<link rel=\"stylesheet\" href=\"\(styleSheet)\"/>".utf8)
  }

  /// The script that loads the page again when there is news of it; `tag` tells which one is shown.
  func scriptElement(page: String, tag: String) -> [UInt8] {
    var fragment = Fragment()
    fragment.element(
      "script",
      [
        ("data-news", news), ("data-page", page), ("data-tag", tag), ("defer", "defer"),
        ("src", script),
      ], "")
    return fragment.finish()
  }
}
