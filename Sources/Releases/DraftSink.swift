import Diagnostics
import Notation
import Publications
import Schedule
import Storage
import Synchronization

/// What the last draft of an edition was made from, so that the next one makes only what changed.
///
/// It stands beside the draft, as private as the draft itself.
struct DraftRecord: Sendable {
  /// The digest of everything that every report depends on: schedule, register, templates, the
  /// program.
  var context: String
  /// The digest of the input of each report, by the report's slug.
  var reports: [String: String] = [:]
  /// SHA-512 of every input and template by its path in the edition, for `submit` and `diff`.
  var files: [String: String] = [:]

  static let format = "ninethirty-draft/2"

  init(context: String) { self.context = context }

  /// The record of the last draft; nil where there is none that can be used.
  init?(of month: Month, in workspace: Workspace) throws {
    let path = Self.path(of: month, in: workspace)
    guard try Files.exists(path) else { return nil }
    let bytes = try Files.read(path, limit: Workspace.fileLimit)
    let (record, findings) = JSONReader.readObject(bytes, file: path) { object -> DraftRecord? in
      _ = object.choice("format", of: [Self.format])
      guard let context = object.string("context") else { return nil }
      var record = DraftRecord(context: context)
      let reports = object.object("reports") { members -> [String: String]? in
        var reports: [String: String] = [:]
        for member in members.object.members { reports[member.key] = members.string(member.key) }
        return reports
      }
      record.reports = reports ?? [:]
      let files = object.object("files") { members -> [String: String]? in
        var files: [String: String] = [:]
        for member in members.object.members { files[member.key] = members.string(member.key) }
        return files
      }
      record.files = files ?? [:]
      return record
    }
    // It only saves work: one that cannot be read saves none.
    guard let record, !findings.hasErrors else { return nil }
    self = record
  }

  func write(of month: Month, in workspace: Workspace) throws {
    let json = CanonicalJSON.object([
      "context": .string(context), "files": .object(files.mapValues { .string($0) }),
      "format": .string(Self.format),
      "reports": .object(reports.mapValues { .string($0) }),
    ])
    try Files.write(
      CanonicalDocument.bytes(json), to: Self.path(of: month, in: workspace), mode: 0o600)
  }

  private static func path(of month: Month, in workspace: Workspace) -> String {
    "\(workspace.drafts)/\(month).json"
  }
}

/// Writes the pages of a draft, and takes over from the last draft what has not changed.
final class DraftSink: EditionSink {
  private let writer: TreeWriter
  /// The folder of the last draft.
  private let last: String
  private let previous: DraftRecord?
  private let state = Mutex(State())
  private let inputs = InputSink()
  private let printable: PrintablePages?

  private struct State {
    var context: String?
    var reportFiles: @Sendable (String) -> [String] = { _ in [] }
    var reports: [String: String] = [:]
    var fileCount = 0
  }

  /// `printable` hears of the pages that PDFs are printed of.
  init(
    _ folder: String, over last: String, _ previous: DraftRecord?, printable: PrintablePages? = nil
  ) {
    self.printable = printable
    writer = TreeWriter(folder, fileMode: 0o644, folderMode: 0o755)
    self.last = last
    self.previous = previous
  }

  func put(_ path: String, _ bytes: [UInt8]) throws {
    printable?.note(path, bytes)
    guard path.hasPrefix("renditions/") else { return inputs.put(path, bytes) }
    let page = String(path.dropFirst("renditions/".utf8.count))
    // The permanent copy of the bulletin is for the release only.
    if EditionFile.isPermanentCopy(page) { return }
    try writer.write(bytes, to: page)
    state.withLock { $0.fileCount += 1 }
  }

  func begin(_ outset: EditionOutset) {
    state.withLock { state in
      state.context = outset.context
      state.reportFiles = outset.reportFiles
    }
  }

  func reuse(_ slug: String, _ input: [UInt8]) throws -> [Finding]? {
    let digest = SHA256Sum(of: input).hex
    let (context, pages) = state.withLock { state in
      state.reports[slug] = digest
      return (state.context, state.reportFiles(slug))
    }
    guard let context, let previous, previous.context == context, previous.reports[slug] == digest
    else { return nil }
    do {
      for page in pages { try writer.link("\(last)/\(page)", as: page) }
    } catch let error as StorageError where error.code == .notFound {
      // Somebody removed the page from the draft: it is made anew.
      for page in pages { try Files.remove(tree: "\(writer.folder)/\(page)") }
      return nil
    }
    state.withLock { $0.fileCount += pages.count }
    guard let printable else { return [] }
    // A page in each language, each with a PDF of its own.
    for page in pages where page.hasSuffix("index.html") {
      try printable.note("renditions/\(page)") {
        try Files.read("\(writer.folder)/\(page)", limit: Workspace.fileLimit)
      }
      try reusePrint("\(page.parentPath)/report.pdf", of: printable)
    }
    return []
  }

  /// Takes the PDF of a page that has not changed over too; it is printed where the last draft has none.
  private func reusePrint(_ path: String, of printable: PrintablePages) throws {
    do {
      try writer.link("\(last)/\(path)", as: path)
    } catch let error as StorageError where error.code == .notFound {
      return
    }
    printable.isThere(path)
    state.withLock { $0.fileCount += 1 }
  }

  /// What was found in a page is said at every draft: it is made anew as long as there is something.
  func found(_ findings: [Finding], in slug: String) {
    if !findings.isEmpty { state.withLock { $0.reports[slug] = nil } }
  }

  var fileCount: Int { state.withLock { $0.fileCount } }

  /// What the next draft may take over.
  var record: DraftRecord {
    state.withLock { state in
      var record = DraftRecord(context: state.context ?? "")
      record.reports = state.reports
      record.files = inputs.files.byPath
      return record
    }
  }
}
