import Diagnostics
import Markup

/// The comparison of one page with its XML rendition.
struct RenditionComparison {
  let page: PageReading
  let document: XMLReading
  let standing: StandingText
  let files: (html: EditionFile, xml: EditionFile)
  private var found: [Finding] = []
  /// The position in the XML of each figure of the page; nil for one that is not there.
  private var positions: [Int?] = []

  init(
    page: PageReading, document: XMLReading, standing: StandingText,
    files: (EditionFile, EditionFile)
  ) {
    self.page = page
    self.document = document
    self.standing = standing
    self.files = files
  }

  /// Everything in which they do not agree.
  mutating func findings() -> [Finding] {
    if let fault = document.fault {
      return [RenditionAgreement.unreadable(files.xml, at: fault)]
    }
    match()
    for figure in document.figures { checkForm(figure) }
    for text in document.wrongIntervals {
      disagree(
        text, in: files.xml, "the interval is printed as \(text.string.quoted), unlike its bounds")
    }
    checkRows()
    var check = BareNumbers(page: page, document: document, standing: standing)
    for text in check.uncovered() { bareNumber(text) }
    for (fault, passage) in ChartComparison(page: page, document: document).faults() {
      chart(fault, at: passage)
    }
    return found
  }

  // MARK: Figures

  /// Finds each figure of the page in the XML and the reverse.
  private mutating func match() {
    var byID: [UInt64: Int] = [:]
    byID.reserveCapacity(document.figures.count)
    for (index, figure) in document.figures.enumerated() {
      if byID.updateValue(index, forKey: figure.id.fingerprint) != nil {
        disagree(
          figure.id, in: files.xml, "the figure \(figure.id.string.quoted) stands twice")
      }
    }
    var isShown = [Bool](repeating: false, count: document.figures.count)
    for figure in page.figures {
      let position = byID[figure.id.fingerprint]
      positions.append(position)
      guard let position else {
        disagree(figure, nil)
        continue
      }
      if isShown[position] {
        disagree(
          figure.id, in: files.html, "the figure \(figure.id.string.quoted) stands twice")
      }
      isShown[position] = true
      compare(figure, document.figures[position])
    }
    for (figure, isShown) in zip(document.figures, isShown) where !isShown {
      disagree(nil, figure)
    }
  }

  private mutating func compare(_ shown: PrintedFigure, _ kept: PrintedFigure) {
    let isSame =
      shown.text.isSame(as: kept.text) && isSame(shown.value, kept.value)
      && isSame(shown.unit, kept.unit) && isSame(shown.published, kept.published)
      && shown.shorthand == kept.shorthand && shown.isRevised == kept.isRevised
    if !isSame { disagree(shown, kept) }
    // One shorthand for both bounds of an interval: the second is there for machines.
    if let hiddenBy = shown.hiddenBy, shown.shorthand == nil || "\(hiddenBy)" != "visually-hidden" {
      found.append(
        Finding(
          "rendition.hidden-figure", at: place(shown.id, files.html),
          found:
            "the figure \(shown.id.string.quoted), \(shown.text.string.quoted), is hidden from "
            + "readers by \(hiddenBy)",
          rule: "what the XML tells a machine the page tells a reader", source: "design section 1",
          remedy: "show the figure in the stylesheet of the page"))
    }
  }

  private func isSame(_ a: Passage?, _ b: Passage?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return a.isSame(as: b)
  }

  // MARK: What is printed

  /// Holds the text of a figure against the value behind it.
  private mutating func checkForm(_ figure: PrintedFigure) {
    if let code = figure.shorthand {
      let text = "[\(Character(Unicode.Scalar(code)))]"
      if figure.text.string != text || figure.value != nil || figure.published != nil {
        disagree(
          figure.id, in: files.xml,
          "the figure \(figure.id.string.quoted) is shorthand and yet carries "
            + describe(figure))
      }
      return
    }
    guard let name = figure.unit?.string, let unit = Figure.Unit(rawValue: name) else {
      disagree(figure.id, in: files.xml, "the figure \(figure.id.string.quoted) has no unit")
      return
    }
    let form = PrintedForm(
      unit: FigureUnitName(unit: unit, language: standing.language), text: figure.text)
    let expected: String?
    if let value = figure.value {
      expected = form.fault(ofMachineValue: value)
    } else if let published = figure.published {
      expected = form.fault(ofPublished: published)
    } else {
      expected = "a figure with a value"
    }
    guard let expected else { return }
    found.append(
      Finding(
        "rendition.rounding", at: place(figure.id, files.xml),
        found: "the figure \(figure.id.string.quoted) is printed as \(describe(figure)), "
          + "not as \(expected.quoted)",
        rule: "what is printed is the value, rounded by the rules of its unit",
        source: "domain notes 3c", remedy: "print figures of the source document as they arrive"))
  }

  // MARK: Rows

  /// Rows of the page are the rows of the XML: in the same order, none mixed, each with its label.
  private mutating func checkRows() {
    var last: (table: Int, position: Int)?
    for row in page.rows {
      let known = row.figures.compactMap { positions[$0] }
      guard let first = known.min(), let end = known.max() else { continue }
      let index = document.figures[first].row
      if known.contains(where: { document.figures[$0].row != index }) {
        disagreeRow(row, "has figures of more than one row of the XML")
      } else if let index, let label = document.rowLabels[index], !row.texts.contains(label) {
        disagreeRow(row, "does not have the label that these figures have in the XML")
      }
      if let last, last.table == row.table, last.position > first, !row.isTotal {
        disagreeRow(row, "stands in another place than in the XML")
      }
      last = (row.table, end)
    }
  }

  private mutating func disagreeRow(_ row: PageReading.Row, _ fault: String) {
    let figure = page.figures[row.figures.lowerBound]
    found.append(
      Finding(
        "rendition.row", at: place(figure.id, files.html),
        found: "the row of the figure \(figure.id.string.quoted) \(fault)",
        rule: "tables of the page and of the XML have the same rows in the same order",
        source: "design section 1", remedy: "print each row of the source document as one row"))
  }

  // MARK: Findings

  private func place(_ passage: Passage, _ file: EditionFile) -> Place {
    file.place(ofByte: passage.range.lowerBound)
  }

  private func describe(_ figure: PrintedFigure?) -> String {
    guard let figure else { return "not there" }
    let number = (figure.value ?? figure.published)?.string ?? "no value"
    return "\(figure.text.string.quoted) (\(number), \(figure.unit?.string ?? "no unit")"
      + (figure.isRevised ? ", revised)" : ")")
  }

  private mutating func disagree(_ shown: PrintedFigure?, _ kept: PrintedFigure?) {
    let id = (shown ?? kept)!.id
    disagree(
      id, in: shown == nil ? files.xml : files.html,
      "the figure \(id.string.quoted) is \(describe(shown)) on the page and \(describe(kept)) in "
        + files.xml.path)
  }

  private mutating func disagree(_ passage: Passage, in file: EditionFile, _ text: String) {
    found.append(
      Finding(
        "rendition.disagree", at: place(passage, file), found: text,
        rule: "HTML and XML carry the same figures, each once", source: "design section 1",
        remedy: "make both stylesheets print every figure of the source document"))
  }

  private mutating func bareNumber(_ text: Passage) {
    found.append(
      Finding(
        "rendition.bare-number", at: place(text, files.html),
        found: "the page says \(text.string.quoted), and \(files.xml.path) does not",
        rule: "a number of a page is a figure, or stands in a text that the XML has too",
        source: "design section 1",
        remedy:
          "print the figure or the text of the source document, or put standing text into the "
          + "string table"))
  }

  private mutating func chart(_ fault: String, at passage: Passage?) {
    found.append(
      Finding(
        "rendition.chart",
        at: passage.map { place($0, files.html) } ?? Place(files.html.path), found: fault,
        rule: "a chart draws the figures of its table and names them as the table does",
        source: "design section 7",
        remedy: "place the shapes of the source document as they arrive"))
  }
}
