import Markup

/// Finds places on a finished page: where elements end, and where something may stand beside them.
struct PageScan {
  /// Where an element is.
  struct Spot {
    /// Behind the element; nil where nothing may stand there but text.
    var inline: Int?
    /// Behind the block that the element is in.
    var block: Int
  }

  /// The spot of each id that was looked for and is there.
  private(set) var spots: [String: Spot] = [:]
  /// The spot of each byte that was looked for.
  private(set) var byteSpots: [Int: Spot] = [:]
  /// Behind the start tag of the body; before the end tag of the head.
  private(set) var bodyStart: Int?
  private(set) var headEnd: Int?

  private enum Wanted: Hashable {
    case id(String)
    case byte(Int)
  }

  private struct Frame {
    let name: String
    /// Whether blocks of any kind may stand in it.
    let isPlace: Bool
    /// Whether links and the like must not be put in it.
    let isClosed: Bool
    var endsInline: [Wanted] = []
    var endsBlock: [Wanted] = []
  }

  private var open: [Frame] = []
  private var ids: Set<String>
  private var offsets: [Int]
  private var inline: [Wanted: Int] = [:]

  /// Looks for these ids and bytes on a page.
  init(_ page: [UInt8], ids: Set<String>, offsets: [Int]) {
    self.ids = ids
    self.offsets = offsets.sorted()
    page.withUnsafeBufferPointer { bytes in
      var scanner = MarkupScanner(bytes)
      while var token = scanner.next() { read(&token, &scanner) }
    }
  }

  private static let places: Set = [
    "body", "main", "section", "article", "aside", "header", "footer",
  ]
  private static let closed: Set = ["a", "svg", "title", "head", "button"]
  private static let phrasing: Set = ["data", "span", "time", "em", "strong", "code"]

  private mutating func read(
    _ token: inout MarkupScanner.Token, _ scanner: inout MarkupScanner
  ) {
    let end = token.whole.upperBound
    switch token.kind {
    case .start, .empty:
      let name = text(token.content, scanner)
      var wanted: [Wanted] = []
      var isOutcome = false
      while let (attribute, value) = scanner.nextAttribute(of: &token) {
        switch text(attribute, scanner) {
        case "id":
          let id = text(value, scanner)
          if ids.remove(id) != nil { wanted.append(.id(id)) }
        case "class": isOutcome = name == "div" && text(value, scanner) == "outcome"
        default: break
        }
      }
      let isClosed = open.last?.isClosed == true || Self.closed.contains(name)
      open.append(
        Frame(name: name, isPlace: Self.places.contains(name) || isOutcome, isClosed: isClosed))
      if name == "body" { bodyStart = end }
      wanted += offsetsReached(end)
      for one in wanted { wait(for: one) }
      if token.kind == .empty { close(at: end) }
    case .end:
      if open.last?.name == "head" { headEnd = token.whole.lowerBound }
      for one in offsetsReached(token.whole.lowerBound) { wait(for: one) }
      close(at: end)
    case .text:
      for one in offsetsReached(end) { wait(for: one) }
    case .comment, .declaration: break
    }
  }

  private func text(_ range: Range<Int>, _ scanner: MarkupScanner) -> String {
    String(decoding: scanner.bytes[range], as: UTF8.self)
  }

  private mutating func offsetsReached(_ end: Int) -> [Wanted] {
    let count = offsets.prefix { $0 < end }.count
    defer { offsets.removeFirst(count) }
    return offsets.prefix(count).map { .byte($0) }
  }

  /// Notes that the innermost open element is wanted.
  private mutating func wait(for wanted: Wanted) {
    guard let last = open.indices.last, last > 0 else { return }
    if Self.phrasing.contains(open[last].name), !open[last].isClosed {
      open[last].endsInline.append(wanted)
    }
    // The deepest element that stands directly where blocks may stand.
    if let block = open.indices.last(where: { $0 > 0 && open[$0 - 1].isPlace }) {
      open[block].endsBlock.append(wanted)
    }
  }

  private mutating func close(at end: Int) {
    guard let frame = open.popLast() else { return }
    for one in frame.endsInline { inline[one] = end }
    for one in frame.endsBlock {
      let spot = Spot(inline: inline[one], block: end)
      switch one {
      case .id(let id): spots[id] = spot
      case .byte(let offset): byteSpots[offset] = spot
      }
    }
  }
}
