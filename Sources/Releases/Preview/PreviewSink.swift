import Diagnostics
import Publications
import Schedule
import Storage
import Synchronization

/// Keeps the pages of a draft in memory, and takes over from the last time what has not changed.
final class PreviewSink: EditionSink {
  /// What is kept from one time to the next.
  struct Memory: Sendable {
    /// The digest of everything that every report depends on.
    var context: String?
    var files: [String: KeptFile] = [:]
    var reports: [String: KeptReport] = [:]
    /// The bytes of each page and what stands beside it, by its address in the site.
    var pages: [String: [UInt8]] = [:]
    /// The digest of each input and template by its path in the workspace.
    var inputs: [String: SHA512Sum] = [:]
    /// The templates, and the files that they were loaded from.
    var templates: (files: [String: [UInt8]], loaded: LoadedTemplates)?
    /// Whether the templates and the schedule could be used, so that pages could be made.
    var canRender = false
  }

  /// A file of analyses: its digest, and what it gave.
  struct KeptFile: Sendable {
    let digest: SHA512Sum
    let result: EditionMaker.FileResult
  }

  /// A report: where it comes from, the digest of its input, and what was found in its pages.
  struct KeptReport: Sendable {
    let report: DraftedReport
    var input: SHA512Sum?
    var findings: [Finding] = []
  }

  private let month: Month
  private let last: Memory
  private let state: Mutex<Memory>
  private let reportFiles = Mutex<@Sendable (String) -> [String]>({ _ in [] })
  private let follows: String
  private let first: String?
  private let isStopped: @Sendable () -> Bool
  private let early: @Sendable (_ address: String, _ bytes: [UInt8]) -> Void
  private let isLarge = Atomic<Bool>(false)

  /// A sink for an edition that follows these, over what is known from the last time.
  ///
  /// The file `first` is made before the others; in a large edition `early` gets its pages as soon as
  /// they are there. It throws a ``PreviewStopped`` from then on that the process is asked to end.
  init(
    _ month: Month, released: [Month], over last: Memory, first: String?,
    isStopped: @escaping @Sendable () -> Bool,
    early: @escaping @Sendable (_ address: String, _ bytes: [UInt8]) -> Void
  ) {
    self.month = month
    self.last = last
    self.first = first
    self.isStopped = isStopped
    self.early = early
    follows = released.map(\.description).joined(separator: ",")
    state = Mutex(Memory())
  }

  /// What the next one may take over.
  var memory: Memory { state.withLock { $0 } }

  func templates(of files: [String: [UInt8]], _ load: () -> LoadedTemplates) -> LoadedTemplates {
    // Reviewing them takes longer than everything else together.
    let known = last.templates.flatMap { $0.files == files ? $0.loaded : nil }
    let loaded = known ?? load()
    state.withLock { $0.templates = (files, loaded) }
    return loaded
  }

  func begin(_ outset: EditionOutset) {
    reportFiles.withLock { $0 = outset.reportFiles }
    isLarge.store(outset.fileCount > 200, ordering: .relaxed)
    state.withLock { state in
      state.context = "\(outset.context) \(follows)"
      state.inputs = outset.inputs
      state.canRender = outset.assets != nil
      for file in outset.assets ?? [] { state.pages["\(month)/\(file.path)"] = file.bytes }
    }
  }

  func wantsFirst(_ file: String) -> Bool { file == first }

  func put(_ path: String, _ bytes: [UInt8]) throws {
    if isStopped() { throw PreviewStopped() }
    if path.hasPrefix("inputs/") {
      let digest = SHA512Sum(of: bytes)
      state.withLock { $0.inputs[String(path.dropFirst("inputs/".utf8.count))] = digest }
    }
    guard let address = address(of: path) else { return }
    let isWanted = state.withLock { state in
      state.pages[address] = bytes
      let slug = address.reportSlug(in: month)
      return slug.flatMap { state.reports[$0] }.map { wantsFirst($0.report.file) } ?? false
    }
    if isWanted, isLarge.load(ordering: .relaxed) { early(address, bytes) }
  }

  /// Where a file of the edition stands in the site; nil where a draft has it not.
  private func address(of path: String) -> String? {
    guard path.hasPrefix("renditions/") else { return nil }
    let page = String(path.dropFirst("renditions/".utf8.count))
    // The permanent copies are for the release only.
    if EditionFile.isPermanentCopy(page) { return nil }
    return "\(month)/\(page)"
  }

  // MARK: Taking over

  func recall(_ file: String, _ bytes: [UInt8]) -> EditionMaker.FileResult? {
    guard let kept = last.files[file], kept.digest == SHA512Sum(of: bytes) else { return nil }
    return state.withLock { state in
      guard state.context == last.context else { return nil }
      let pages = kept.result.slugs.flatMap { pageAddresses(of: $0) }
      for address in pages { state.pages[address] = last.pages[address] }
      for slug in kept.result.slugs { state.reports[slug] = last.reports[slug] }
      state.files[file] = kept
      return kept.result
    }
  }

  func remember(_ file: String, _ bytes: [UInt8], _ result: EditionMaker.FileResult) {
    let kept = KeptFile(digest: SHA512Sum(of: bytes), result: result)
    state.withLock { state in
      // A page that could not be made is tried again.
      let failed = result.slugs.filter { slug in
        !pageAddresses(of: slug).allSatisfy { state.pages[$0] != nil }
      }
      for slug in failed { state.reports[slug]?.input = nil }
      if failed.isEmpty { state.files[file] = kept }
    }
  }

  func begin(_ report: DraftedReport) {
    state.withLock { $0.reports[report.slug] = KeptReport(report: report) }
  }

  func reuse(_ slug: String, _ input: [UInt8]) throws -> [Finding]? {
    if isStopped() { throw PreviewStopped() }
    let digest = SHA512Sum(of: input)
    return state.withLock { state in
      state.reports[slug]?.input = digest
      let pages = pageAddresses(of: slug)
      guard state.context == last.context, let kept = last.reports[slug], kept.input == digest,
        pages.allSatisfy({ last.pages[$0] != nil })
      else { return nil }
      for address in pages { state.pages[address] = last.pages[address] }
      state.reports[slug]?.findings = kept.findings
      return kept.findings
    }
  }

  func found(_ findings: [Finding], in slug: String) {
    state.withLock { $0.reports[slug]?.findings = findings }
  }

  private func pageAddresses(of slug: String) -> [String] {
    reportFiles.withLock { $0(slug) }.map { "\(month)/\($0)" }
  }
}

/// The process was asked to end while a draft was made.
package struct PreviewStopped: Error {
  init() {}
}

extension String {
  /// The slug of the report whose page or rendition has this address in the site; nil for any other.
  func reportSlug(in month: Month) -> String? {
    let prefix = "\(month)/reports/"
    guard hasPrefix(prefix) else { return nil }
    return String(dropFirst(prefix.utf8.count).prefix { $0 != "/" })
  }
}
