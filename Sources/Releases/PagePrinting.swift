import Editions
import Publications
import Schedule
import Storage
import Synchronization

/// The pages that PDFs are printed of, kept while an edition is made: they are printed when no finding
/// stands in the way any more.
final class PrintablePages: Sendable {
  private struct State {
    /// Each page by its path in the edition's folder, and the style sheets.
    var files: [String: [UInt8]] = [:]
    var recipes: [UInt8] = []
    /// The PDFs that are there already.
    var present: Set<String> = []
  }
  private let state = Mutex(State())

  /// Hears of a file of the edition by its path in the content.
  func note(_ path: String, _ bytes: [UInt8]) { note(path) { bytes } }

  /// Hears of a file of the edition whose bytes have to be fetched.
  func note(_ path: String, _ bytes: () throws -> [UInt8]) rethrows {
    if path == Recipes.file {
      let bytes = try bytes()
      state.withLock { $0.recipes = bytes }
    } else if path.hasPrefix("renditions/") {
      let page = String(path.dropFirst("renditions/".utf8.count))
      guard page.hasSuffix(".css") || page.hasSuffix("index.html"),
        !EditionFile.isPermanentCopy(page)
      else { return }
      let bytes = try bytes()
      state.withLock { $0.files[page] = bytes }
    }
  }

  /// Hears of a PDF that needs not be printed.
  func isThere(_ path: String) { state.withLock { _ = $0.present.insert(path) } }

  fileprivate func bytes(of path: String) -> [UInt8]? { state.withLock { $0.files[path] } }

  /// The recipes of the pages that a PDF is to be printed of, the bulletin's first.
  fileprivate var recipes: [Recipe] {
    get throws {
      let (bytes, present) = state.withLock { ($0.recipes, $0.present) }
      return try Recipes(bytes, file: Recipes.file).recipes.filter { recipe in
        recipe.printed.map { !present.contains($0) } ?? false
      }
    }
  }
}

/// Prints the pages of an edition as PDF, several at once (docs/decisions/0031-pdf.md).
///
/// They are under embargo: what Chromium is given and leaves lies in one private folder, which is
/// removed whatever happens; what a crash leaves of it the next command removes (``Workspace/tidySealed()``).
struct PagePrinting {
  private let printer: PagePrinter
  /// Its path names neither edition nor page: it stands in the list of processes.
  private let folder: String
  private let workspace: Workspace
  private let progress: any ProgressObserver

  /// Throws a ``StorageError`` where no Chromium is installed.
  init(in workspace: Workspace, progress: any ProgressObserver) throws {
    printer = try PagePrinter()
    folder = workspace.printFolder
    self.workspace = workspace
    self.progress = progress
  }

  /// How many programs print at once: each takes a core, and some hundred megabytes of memory.
  private static let lanes = 4

  /// Puts the PDF of each page, dated with the instant of the version.
  ///
  /// Throws a ``StorageError`` that names the page of which there is none, and why.
  func print(
    _ pages: PrintablePages, of edition: Edition, at instant: Instant, into sink: any EditionSink
  ) throws {
    let recipes = try pages.recipes
    guard !recipes.isEmpty else { return }
    defer { progress.finish() }
    let next = Atomic<Int>(0)
    let done = Atomic<Int>(0)
    let isStopped = Atomic<Bool>(false)
    let printing = Result {
      try PagePrinter.clear(folder)
      try Files.makeDirectory(workspace.sealed, mode: 0o700)
      try Files.makeDirectory(folder, mode: 0o700)
      try inParallel(min(Self.lanes, recipes.count)) { lane in
        while !isStopped.load(ordering: .relaxed) {
          let index = next.add(1, ordering: .relaxed).oldValue
          guard index < recipes.count else { return }
          do {
            try print(recipes[index], pages, edition, instant, lane: lane, into: sink)
          } catch {
            isStopped.store(true, ordering: .relaxed)
            throw error
          }
          progress.advance(
            "printing PDFs", done: done.add(1, ordering: .relaxed).newValue, of: recipes.count)
        }
      }
    }
    let clearing = Result { try PagePrinter.clear(folder) }
    // Why there is no PDF says more than what is left of it.
    try printing.get()
    try clearing.get()
  }

  /// `2013-10-10T08:30:00.000Z` as a date of PDF (ISO 32000-1, 7.9.4).
  private static func date(_ instant: Instant) -> String {
    "D:\(instant.description.prefix(19).filter(\.isNumber))+00'00'"
  }

  private func print(
    _ recipe: Recipe, _ pages: PrintablePages, _ edition: Edition, _ instant: Instant, lane: Int,
    into sink: any EditionSink
  ) throws {
    let style = recipe.parameters["style"] ?? ""
    guard let path = recipe.printed, let page = pages.bytes(of: recipe.path),
      let rules = pages.bytes(of: "assets/\(style)")
    else { preconditionFailure("a recipe without its page or style sheet") }
    let site = edition.programme.series.address?.description
    let place = recipe.path.dropLast("index.html".utf8.count)
    let prepared = PrintedPage.prepare(
      page, style: style, at: site.map { "\($0)\(edition.month)/\(place)" })
    let bytes: [UInt8]
    do {
      bytes = try printer.print(prepared, style: rules, in: "\(folder)/\(lane)")
    } catch let error as StorageError {
      throw error.told(of: path, "print")
    }
    if let fault = PDFShape.fault(of: bytes) {
      throw StorageError(
        .toolFailed, "print", path,
        "\(fault), as Chromium wrote it; name another one with \(PagePrinter.variable), or set "
          + "\"pdf\" to false in \(Workspace.scheduleFile)")
    }
    try sink.put("renditions/\(path)", PDFShape.dated(bytes, Self.date(instant)))
  }
}
