import Markup

/// A comparison as one page for a browser: complete in itself, without script, and with words
/// beside its colours.
struct DifferencePage {
  private var writer = XMLWriter()

  init(_ difference: EditionDifference) {
    let title = Self.titleBeginning + "\(difference.edition)"
    writer.open("html", [("lang", "en"), ("xmlns", "http://www.w3.org/1999/xhtml")])
    writer.open("head")
    writer.element("meta", [("charset", "utf-8")])
    writer.element(
      "meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
    writer.element("meta", [("name", "robots"), ("content", "noindex")])
    writer.element("title", text: title)
    writer.element("style", text: Self.style)
    writer.close()
    writer.open("body")
    writer.open("main")
    writer.element("h1", text: title)
    writer.element(
      "p",
      text: difference.versions == nil
        ? "The edition \(difference.later), compared with \(difference.earlier). This page says what is "
          + "under embargo: pass it to nobody, and remove it after use."
        : "Its \(difference.later), compared with \(difference.earlier). Both are in the archive, and "
          + "were published.")
    if difference.isEmpty { writer.element("p", text: "Nothing changed.") }
    figures(difference)
    texts(difference)
    files("Inputs and templates", difference.inputs)
    files("Public files", difference.publicFiles)
    writer.close()
    writer.close()
    writer.close()
  }

  private static let titleBeginning = "What changed in "

  /// The bytes of the page.
  var bytes: [UInt8] {
    var writer = writer
    return HTML.serialise(canonical: writer.finish())
  }

  private static let style =
    "body{font:100%/1.5 sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem;color:#111;"
    + "background:#fff}table{border-collapse:collapse;width:100%}caption{text-align:left;"
    + "font-weight:bold;padding:.5rem 0}th,td{border:1px solid #555;padding:.25rem .5rem;"
    + "text-align:left;vertical-align:top}ins{background:#dff0d8;text-decoration:underline}"
    + "del{background:#f8d7da;text-decoration:line-through}"
    // Paths and places are long words: on a telephone they break instead of widening the page.
    + "caption,code,h3,h4,li,p,td,th{overflow-wrap:anywhere}.v{position:absolute;width:1px;"
    + "height:1px;overflow:hidden;clip-path:inset(50%)}"

  private mutating func figures(_ difference: EditionDifference) {
    guard difference.figureCount > 0 else { return }
    writer.element("h2", text: "Figures")
    for page in difference.pages where !page.figures.isEmpty {
      writer.open("table")
      writer.element("caption", text: "\(page.title) (\(page.path))")
      writer.open("thead")
      writer.open("tr")
      for name in ["Where", "Was", "Is", "By how much"] {
        writer.element("th", [("scope", "col")], text: name)
      }
      writer.close()
      writer.close()
      writer.open("tbody")
      for figure in page.figures {
        writer.open("tr")
        writer.element("th", [("scope", "row")], text: figure.place)
        writer.element("td", text: figure.was?.printed ?? "not there")
        writer.element("td", text: figure.now?.printed ?? "not there")
        writer.element("td", text: figure.by ?? "cannot be said")
        writer.close()
      }
      writer.close()
      writer.close()
    }
  }

  private mutating func texts(_ difference: EditionDifference) {
    guard difference.textCount > 0 else { return }
    writer.element("h2", text: "Text")
    for page in difference.pages where !page.texts.isEmpty {
      writer.element("h3", text: "\(page.title) (\(page.path))")
      for text in page.texts {
        writer.element("h4", text: text.place)
        writer.open("p")
        for (index, run) in text.words.runs.enumerated() {
          if index > 0 { writer.text(" ") }
          switch run.fate {
          case .same: writer.text(run.text)
          case .removed: marked("del", "removed: ", run.text, " end of removed")
          case .inserted: marked("ins", "new: ", run.text, " end of new")
          }
        }
        writer.close()
      }
    }
  }

  /// Words with their mark, which whoever does not see it hears.
  private mutating func marked(_ name: String, _ before: String, _ text: String, _ after: String) {
    writer.open(name)
    writer.element("span", [("class", "v")], text: before)
    writer.text(text)
    writer.element("span", [("class", "v")], text: after)
    writer.close()
  }

  private mutating func files(_ title: String, _ changes: [EditionDifference.FileChange]) {
    guard !changes.isEmpty else { return }
    writer.element("h2", text: title)
    writer.open("ul")
    for change in changes {
      writer.open("li")
      writer.text("\(change.fate.rawValue): ")
      writer.element("code", text: change.path)
      writer.close()
    }
    writer.close()
  }
}
