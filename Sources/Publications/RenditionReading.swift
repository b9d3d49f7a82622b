import Markup

/// A figure as a finished rendition has it.
struct PrintedFigure {
  var id: Passage
  var unit: Passage?
  var value: Passage?
  var published: Passage?
  /// `x`, `c` or `z`; nil for a number.
  var shorthand: UInt8?
  /// Whether it differs from the version before.
  var isRevised = false
  var text: Passage
  /// The row of the XML rendition that it stands in; nil outside of all rows.
  var row: Int?
  /// Why a reader does not see it; nil where he does.
  var hiddenBy: StaticString?
}

/// The name of an element, packed into a number where it has at most eight letters.
struct PackedName: Hashable {
  let code: UInt64

  init(_ passage: Passage) {
    guard passage.range.count <= 8 else {
      code = passage.fingerprint | 1 << 63
      return
    }
    var code: UInt64 = 0
    for byte in passage.raw { code = code << 8 | UInt64(byte) }
    self.code = code
  }

  init(_ name: StaticString) {
    self = name.withUTF8Buffer { PackedName(Passage($0, 0..<$0.count)) }
  }
}

/// A few names, looked through one by one: quicker than a set of so few.
struct NameList: ExpressibleByArrayLiteral {
  private let codes: [UInt64]

  init(arrayLiteral names: PackedName...) { codes = names.map(\.code) }

  func contains(_ name: PackedName) -> Bool {
    for code in codes where code == name.code { return true }
    return false
  }
}

/// What a finished XML rendition says, read back from its bytes.
struct XMLReading {
  private(set) var figures: [PrintedFigure] = []
  /// The label of each row (a step, an entry, a characteristic …); nil where it has none.
  private(set) var rowLabels: [UInt64?] = []
  /// The same labels as they stand.
  private(set) var rowNames: [Passage?] = []
  /// Texts with a digit or a bracket outside of figures, and the reasons for shorthand.
  private(set) var texts: [Passage] = []
  /// Shorthand that stands as a text of its own, the list that explains it left out.
  private(set) var shorthand: Set<UInt64> = []
  /// The days and instants that the rendition names.
  private(set) var days: Set<UInt64> = []
  /// The conclusion of each row, where it has one.
  private(set) var conclusions: [Passage?] = []
  /// How many matches are green, amber, red and unknown.
  private(set) var qualities = [0, 0, 0, 0]
  /// Intervals whose text is not that of their bounds: the text, and where it stands.
  private(set) var wrongIntervals: [Passage] = []
  /// Where the reading ended before the end; nil where it did not.
  private(set) var fault: Int?

  private struct Names {
    let figure = PackedName("figure")
    let rows: NameList = [
      PackedName("step"), PackedName("entry"), PackedName("characteristic"), PackedName("state"),
      PackedName("reason"), PackedName("total"), PackedName("month"),
    ]
    let outcome = PackedName("outcome")
    /// Rows inside an outcome; elsewhere their names mean other things.
    let outcomeRows: NameList = [
      PackedName("treatment"), PackedName("control"), PackedName("difference"),
    ]
    let labels: NameList = [
      PackedName("label"), PackedName("organisation"), PackedName("name"),
    ]
    let printed = PackedName("printed")
    let term = PackedName("term")
    let issued = PackedName("dcterms:issued")
    let conclusion = PackedName("conclusion")
  }
  private static let names = Names()

  private var open: [PackedName] = []
  private var hasRoot = false
  private var row: (index: Int, depth: Int)?

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var scanner = MarkupScanner(bytes)
    let names = Self.names
    while var token = scanner.next() {
      switch token.kind {
      case .start:
        let name = PackedName(Passage(bytes, token.content))
        open.append(name)
        hasRoot = true
        if name == names.figure {
          figure(&token, &scanner)
        } else {
          start(name, &token, scanner)
        }
      case .end:
        guard let name = open.popLast(), name == PackedName(Passage(bytes, token.content)) else {
          fault = token.whole.lowerBound
          return
        }
        if row?.depth == open.count { row = nil }
      case .text: text(Passage(bytes, token.content), names)
      case .empty, .comment, .declaration: break
      }
    }
    fault = fault ?? scanner.fault ?? (open.isEmpty && hasRoot ? nil : bytes.count)
  }

  private mutating func start(
    _ name: PackedName, _ token: inout MarkupScanner.Token, _ scanner: MarkupScanner
  ) {
    let isInOutcome = open.count > 1 && open[open.count - 2] == Self.names.outcome
    if row == nil,
      Self.names.rows.contains(name) || isInOutcome && Self.names.outcomeRows.contains(name)
    {
      row = (rowLabels.count, open.count - 1)
      rowLabels.append(nil)
      rowNames.append(nil)
      conclusions.append(nil)
    }
    while let attribute = scanner.nextAttribute(of: &token) {
      let key = Passage(scanner.bytes, attribute.name)
      let value = Passage(scanner.bytes, attribute.value)
      if key.isSame(as: "quality") { count(quality: value) }
      if key.isSame(as: "day") { days.insert(value.fingerprint) }
      if key.isSame(as: "code"), name == Self.names.conclusion, let row {
        conclusions[row.index] = value
      }
    }
  }

  private mutating func count(quality: Passage) {
    let names: [StaticString] = ["green", "amber", "red", "unknown"]
    if let index = names.firstIndex(where: { quality.isSame(as: $0) }) { qualities[index] += 1 }
  }

  /// Reads a figure from its start tag to its end tag.
  private mutating func figure(
    _ token: inout MarkupScanner.Token, _ scanner: inout MarkupScanner
  ) {
    let bytes = scanner.bytes
    let nothing = Passage(bytes, token.whole.upperBound..<token.whole.upperBound)
    var figure = PrintedFigure(id: nothing, text: nothing, row: row?.index)
    while let attribute = scanner.nextAttribute(of: &token) {
      let key = Passage(bytes, attribute.name)
      let value = Passage(bytes, attribute.value)
      if key.isSame(as: "id") {
        figure.id = value
      } else if key.isSame(as: "unit") {
        figure.unit = value
      } else if key.isSame(as: "value") {
        figure.value = value
      } else if key.isSame(as: "published") {
        figure.published = value
      } else if key.isSame(as: "shorthand") {
        figure.shorthand = value.raw.first
      } else if key.isSame(as: "revised") {
        figure.isRevised = value.isSame(as: "yes")
      } else if key.isSame(as: "note"), value.isTelling {
        texts.append(value)
      }
    }
    let start = token.whole.upperBound
    // A figure holds nothing but text.
    guard let text = scanner.next() else { return }
    var end = text
    if text.kind == .text {
      guard let next = scanner.next() else { return }
      end = next
    }
    figure.text = Passage(bytes, start..<end.whole.lowerBound)
    if end.kind == .end { open.removeLast() } else { fault = end.whole.lowerBound }
    figures.append(figure)
  }

  private mutating func text(_ text: Passage, _ names: Names) {
    guard let name = open.last else { return }
    if let row, open.count == row.depth + 2, names.labels.contains(name),
      rowLabels[row.index] == nil
    {
      rowLabels[row.index] = text.fingerprint
      rowNames[row.index] = text
    }
    if name == names.printed { checkInterval(text) }
    if name == names.issued { days.insert(text.fingerprint) }
    guard text.isTelling else { return }
    texts.append(text)
    if text.range.count == 3, open.count > 1, open[open.count - 2] != names.term {
      shorthand.insert(text.fingerprint)
    }
  }

  /// Holds the text of an interval against its bounds, which stand just before it.
  private mutating func checkInterval(_ text: Passage) {
    guard figures.count >= 2 else { return }
    let (low, high) = (figures[figures.count - 2].text, figures[figures.count - 1].text)
    let isBare = low.isSame(as: text) && high.isSame(as: text)
    let isWhole =
      text.range.count > low.range.count + high.range.count
      && text.raw.starts(with: low.raw) && text.raw.suffix(high.range.count).elementsEqual(high.raw)
    if !isBare, !isWhole { wrongIntervals.append(text) }
  }
}

extension Passage {
  /// Whether the text has a digit or a shorthand such as `[x]`.
  var isTelling: Bool {
    raw.contains { ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: "[") }
  }
}
