import Diagnostics
import Editions
import Intake
import Notation
import Publications
import Schedule
import Storage
import Synchronization

extension EditionMaker {
  /// The bulletin, what stands beside them, and how all pages are made.
  func makeOtherPages(
    _ edition: Edition, _ pages: EditionPages, isReportChanged: Bool
  ) throws -> (findings: [Finding], count: Int) {
    let bulletins = ([pages] + translations).map { (pages: $0, bulletin: $0.bulletin(edition)) }
    let parts = bulletins.flatMap { made in (0..<made.bulletin.count).map { (made, $0) } }
    let found = Mutex<[Finding]>([])
    let figures = Mutex<[PublishedFigures]>([])
    let isChanged = Mutex(isReportChanged)
    let recipes = Mutex([[Recipe]](repeating: [], count: parts.count))
    let done = Atomic<Int>(0)
    try inParallel(parts.count) { index in
      let (part, number) = parts[index]
      let page = part.bulletin.make(number)
      found.withLock { $0 += page.findings }
      // Every language has the same figures.
      if plan.previous != nil, part.pages.language == .english,
        let read = page.source.flatMap({ PublishedFigures($0.bytes) })
      {
        figures.withLock { $0.append(read) }
      }
      if plan.isCorrection, try !part.pages.saysTheSame(page) {
        isChanged.withLock { $0 = true }
      }
      recipes.withLock { $0[index] = page.recipes }
      try put(page)
      progress.advance(
        "rendering the bulletin", done: done.add(1, ordering: .relaxed).newValue, of: parts.count)
    }
    var made = recipes.withLock { $0.flatMap(\.self) }
    var assets = pages.assets
    let slugs = edition.analyses.map(\.slug).sorted()
    var further = try repeatedFigures(in: figures.withLock { $0 })
    let all = [pages] + translations
    let kept = Set(
      (made + slugs.flatMap { slug in all.flatMap { $0.recipes(ofReport: slug) } }).map(\.path))
    further += lostPrints(kept: kept) + lostLanguages(all) + newLanguages(all)
    let removed = try removedPages(all, kept: kept)
    if !isChanged.withLock({ $0 }), removed.allSatisfy(isRemovedBefore), hasPreviousTemplates {
      further += nothingChanged()
    }
    for page in removed {
      further += page.findings
      made += page.recipes
      try put(page)
    }
    if made.contains(where: { $0.kind == .withdrawn }) {
      assets += pages.withdrawnAssets.filter { !assets.contains($0) }
    }
    for file in assets { try sink.put("renditions/\(file.path)", file.bytes) }
    try sink.put("recipes.json", Recipes.document(made, reports: slugs, of: all))
    return (found.withLock { $0 } + further, made.count + assets.count)
  }

  /// Puts a page's source document and renditions.
  func put(_ page: MadePage) throws {
    if let source = page.source { try sink.put("sources/\(source.path)", source.bytes) }
    for file in page.renditions { try sink.put("renditions/\(file.path)", file.bytes) }
  }

  /// Puts what frames the edition as it was read, and what the checks said.
  func putRecords() throws {
    for file in files.others {
      try sink.put("inputs/\(file.path)", try file.bytes())
    }
    for path in templateFiles.keys.sorted() {
      try sink.put("templates/\(path)", templateFiles[path]!)
    }
    let said = CanonicalJSON.array(findings.map(\.json))
    try sink.put("findings.json", CanonicalDocument.bytes(said))
    try sink.put("build.json", CanonicalDocument.bytes(Build.description))
  }
}
