import Diagnostics
import Markup

/// What a finished page says, read back from its bytes: the HTML rendition.
struct PageReading {
  /// A row of a table with figures in it.
  struct Row {
    var table: Int
    /// The positions of its figures among all figures of the page.
    var figures: Range<Int>
    /// The texts of its cells, so that its label can be found among them.
    var texts: [UInt64] = []
    /// Whether it is the line of totals, which may stand last.
    var isTotal = false
  }

  /// A text outside of figures that has a digit or a shorthand.
  struct Text {
    var passage: Passage
    /// What a machine reads in place of the text, where this is a date or time.
    var instant: Passage?
    /// Whether it stands in a cell of a table, and in one for numbers.
    var isInCell = false
    var isInNumberCell = false
  }

  private(set) var figures: [PrintedFigure] = []
  private(set) var rows: [Row] = []
  private(set) var texts: [Text] = []
  private(set) var charts: [ChartReading] = []
  /// What a page must not have, and where.
  private(set) var intrusions: [(what: String, at: Int)] = []
  private(set) var fault: Int?

  /// What holds for an element and for everything in it.
  private struct Frame {
    var name: PackedName
    var hiddenBy: StaticString?
    var isInCell = false
    var isInNumberCell = false
    var isInRow = false
    var instant: Passage?
    var isChartText = false
  }

  private struct Names {
    let data = PackedName("data"), row = PackedName("tr"), table = PackedName("table")
    let svg = PackedName("svg"), time = PackedName("time"), meta = PackedName("meta")
    let link = PackedName("link"), cell = PackedName("td"), title = PackedName("title")
    let unseen: NameList = [
      PackedName("template"), PackedName("noscript"), PackedName("script"), PackedName("style"),
      PackedName("datalist"),
    ]
    let forbidden: NameList = [
      PackedName("script"), PackedName("iframe"), PackedName("object"), PackedName("embed"),
      PackedName("base"), PackedName("form"),
    ]
  }
  private static let names = Names()

  private let bytes: UnsafeBufferPointer<UInt8>
  private var open: [Frame] = []
  private var tableCount = 0
  private var hasRoot = false

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    var scanner = MarkupScanner(bytes)
    while var token = scanner.next() {
      switch token.kind {
      case .start, .empty:
        hasRoot = true
        start(&token, &scanner)
      case .end:
        guard let frame = open.popLast(), frame.name == PackedName(Passage(bytes, token.content))
        else {
          fault = token.whole.lowerBound
          return
        }
        if frame.name == Self.names.svg { charts[charts.count - 1].isOpen = false }
      case .text: text(Passage(bytes, token.content))
      case .comment:
        intrusions.append(("a comment stands on the page", token.whole.lowerBound))
      case .declaration: break
      }
    }
    fault = fault ?? scanner.fault ?? (open.isEmpty && hasRoot ? nil : bytes.count)
  }

  // MARK: Elements

  private mutating func start(
    _ token: inout MarkupScanner.Token, _ scanner: inout MarkupScanner
  ) {
    let names = Self.names
    let name = PackedName(Passage(bytes, token.content))
    var frame = open.last ?? Frame(name: name)
    frame.name = name
    if names.forbidden.contains(name) { intrude("stands on the page", token) }
    if names.unseen.contains(name) { frame.hiddenBy = "an element that browsers do not show" }
    if name == names.table { tableCount += 1 }
    if name == names.row {
      frame.isInRow = true
      rows.append(Row(table: tableCount, figures: figures.count..<figures.count))
    }
    if name == names.cell { frame.isInCell = true }
    if name == names.svg { charts.append(ChartReading()) }
    if charts.last?.isOpen == true {
      charts[charts.count - 1].read(name, &token, scanner)
    } else {
      let figure = attributes(&token, scanner, &frame)
      if let figure, token.kind == .start {
        self.figure(figure, frame, token, &scanner)
        return
      }
    }
    if token.kind == .start { open.append(frame) }
  }

  /// Reads the attributes of an element; gives a figure where it is one.
  private mutating func attributes(
    _ token: inout MarkupScanner.Token, _ scanner: MarkupScanner, _ frame: inout Frame
  ) -> PrintedFigure? {
    let nothing = Passage(bytes, token.content.upperBound..<token.content.upperBound)
    var figure = PrintedFigure(id: nothing, text: nothing)
    var isFigure = frame.name == Self.names.data
    while let attribute = scanner.nextAttribute(of: &token) {
      let key = Passage(bytes, attribute.name)
      let value = Passage(bytes, attribute.value)
      switch key.range.count {
      case 2 where key.isSame(as: "id"): figure.id = value
      case 5 where key.isSame(as: "class"): isFigure = classes(value, &frame, &figure) || isFigure
      case 5 where key.isSame(as: "value"): figure.value = value
      case 5 where key.isSame(as: "style"): style(value, &frame)
      case 5 where key.isSame(as: "title"): note(value, frame)
      case 3 where key.isSame(as: "alt"): note(value, frame)
      case 6 where key.isSame(as: "hidden"): frame.hiddenBy = "hidden"
      case 7 where key.isSame(as: "content"):
        // The size of a phone's window is no figure.
        if !value.raw.starts(with: "width=".utf8) { note(value, frame) }
      case 8 where key.isSame(as: "datetime"): frame.instant = value
      case 10 where key.isSame(as: "aria-label"), 10 where key.isSame(as: "data-label"):
        note(value, frame)
      case 11 where key.isSame(as: "data-figure"):
        figure.unit = value
        isFigure = true
      case 11 where key.isSame(as: "aria-hidden"):
        if value.isSame(as: "true") { frame.hiddenBy = "aria-hidden" }
      case 14 where key.isSame(as: "data-published"): figure.published = value
      default: fetches(key, value, frame.name, token)
      }
    }
    return isFigure ? figure : nil
  }

  /// Takes up the classes of an element; true for that of figures.
  private mutating func classes(
    _ value: Passage, _ frame: inout Frame, _ figure: inout PrintedFigure
  ) -> Bool {
    var isFigure = false
    var start = value.range.lowerBound
    while start < value.range.upperBound {
      var end = start
      while end < value.range.upperBound, bytes[end] != UInt8(ascii: " ") { end += 1 }
      let word = Passage(bytes, start..<end)
      switch word.range.count {
      case 5 where word.isSame(as: "total") && frame.name == Self.names.row:
        rows[rows.count - 1].isTotal = true
      case 6 where word.isSame(as: "figure"): isFigure = frame.name != Self.names.svg
      case 6 where word.isSame(as: "number"): frame.isInNumberCell = frame.name == Self.names.cell
      case 7 where word.isSame(as: "revised"): figure.isRevised = true
      case 10 where word.isSame(as: "chart-text"): frame.isChartText = true
      case 11 where word.raw.starts(with: "shorthand-".utf8): figure.shorthand = word.raw.last
      case 15 where word.isSame(as: "visually-hidden"):
        if frame.hiddenBy == nil { frame.hiddenBy = "visually-hidden" }
      default: break
      }
      start = end + 1
    }
    return isFigure
  }

  private mutating func style(_ value: Passage, _ frame: inout Frame) {
    let text = value.string.lowercased().filter { $0 != " " }
    if text.contains("display:none") || text.contains("visibility:hidden") {
      frame.hiddenBy = "its style"
    }
  }

  private mutating func note(_ value: Passage, _ frame: Frame) {
    if value.isTelling { texts.append(Text(passage: value)) }
  }

  // MARK: Figures and texts

  private mutating func figure(
    _ figure: PrintedFigure, _ frame: Frame, _ token: MarkupScanner.Token,
    _ scanner: inout MarkupScanner
  ) {
    var figure = figure
    figure.hiddenBy = frame.hiddenBy
    let start = token.whole.upperBound
    guard let text = scanner.next() else { return }
    var end = text
    if text.kind == .text {
      guard let next = scanner.next() else { return }
      end = next
    }
    figure.text = Passage(bytes, start..<end.whole.lowerBound)
    if end.kind != .end || PackedName(Passage(bytes, end.content)) != frame.name {
      fault = fault ?? end.whole.lowerBound
    }
    figures.append(figure)
    if frame.isInRow, !rows.isEmpty {
      let row = rows[rows.count - 1].figures
      rows[rows.count - 1].figures = row.lowerBound..<figures.count
    }
  }

  private mutating func text(_ passage: Passage) {
    guard let frame = open.last else { return }
    if charts.last?.isOpen == true {
      if charts[charts.count - 1].take(passage) { return }
    }
    if frame.isInRow, !rows.isEmpty { rows[rows.count - 1].texts.append(passage.fingerprint) }
    guard passage.isTelling else { return }
    if frame.isChartText, !charts.isEmpty {
      charts[charts.count - 1].words.append(passage)
      return
    }
    texts.append(
      Text(
        passage: passage, instant: frame.instant, isInCell: frame.isInCell,
        isInNumberCell: frame.isInNumberCell))
  }

  // MARK: Intrusions

  private mutating func intrude(_ what: String, _ token: MarkupScanner.Token) {
    let name = Passage(bytes, token.content).string
    intrusions.append(("<\(name)> \(what)", token.whole.lowerBound))
  }

  /// A page needs no script and nothing from elsewhere but its style sheet.
  private mutating func fetches(
    _ key: Passage, _ value: Passage, _ name: PackedName, _ token: MarkupScanner.Token
  ) {
    let isFetched =
      key.isSame(as: "src") || key.isSame(as: "srcset")
      || key.isSame(as: "href") && name == Self.names.link
    if isFetched, value.raw.contains(UInt8(ascii: ":")) || value.raw.starts(with: "//".utf8) {
      intrude("fetches \(value.string.quoted)", token)
    } else if key.range.count > 2, key.raw.starts(with: "on".utf8) {
      intrude("has a script in \(key.string)", token)
    }
  }
}
