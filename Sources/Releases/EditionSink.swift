import Archive
import Diagnostics
import Publications
import Storage
import Synchronization

/// Takes the files of an edition as they are made, from many threads at once.
///
/// Paths are those inside the edition's content: `inputs/…`, `sources/…`, `renditions/…`.
protocol EditionSink: Sendable {
  /// Takes a file.
  func put(_ path: String, _ bytes: [UInt8]) throws
  /// The templates in these files, and what was found in them: loaded, or known from before.
  func templates(of files: [String: [UInt8]], _ load: () -> LoadedTemplates) -> LoadedTemplates
  /// Hears, before any file comes, what the edition is made from.
  func begin(_ outset: EditionOutset)
  /// Whether a file of analyses is read, and its reports made, before the others.
  func wantsFirst(_ file: String) -> Bool
  /// What a file of analyses gave before, if it would give the same now; its pages are there then.
  func recall(_ file: String, _ bytes: [UInt8]) -> EditionMaker.FileResult?
  /// Hears what a file of analyses gave.
  func remember(_ file: String, _ bytes: [UInt8], _ result: EditionMaker.FileResult)
  /// What was found in the report of this input, if it is there already as it would be made.
  func reuse(_ slug: String, _ input: [UInt8]) throws -> [Finding]?
  /// Hears of a report whose pages come from now on, or are there already.
  func begin(_ report: DraftedReport)
  /// Hears what was found in a report that was made anew.
  func found(_ findings: [Finding], in slug: String)
}

extension EditionSink {
  func templates(of files: [String: [UInt8]], _ load: () -> LoadedTemplates) -> LoadedTemplates {
    load()
  }
  func begin(_ outset: EditionOutset) {}
  func wantsFirst(_ file: String) -> Bool { false }
  func recall(_ file: String, _ bytes: [UInt8]) -> EditionMaker.FileResult? { nil }
  func remember(_ file: String, _ bytes: [UInt8], _ result: EditionMaker.FileResult) {}
  func reuse(_ slug: String, _ input: [UInt8]) throws -> [Finding]? { nil }
  func begin(_ report: DraftedReport) {}
  func found(_ findings: [Finding], in slug: String) {}
}

/// Templates ready for use, nil where they are not fit for it, and what was found in them.
typealias LoadedTemplates = (templates: Templates?, findings: [Finding])

/// What an edition is made from, as far as it is known before the analyses are read.
struct EditionOutset: Sendable {
  /// The digest of everything that every report depends on beside its analysis.
  let context: String
  /// The digest of each input that is no analysis and of each template, by its path in the
  /// workspace.
  let inputs: [String: SHA512Sum]
  /// How many files of analyses there are.
  let fileCount: Int
  /// The style sheet and what stands beside it; nil where no page can be made.
  let assets: [EditionFile]?
  /// The paths of the files that each report has, by its slug.
  let reportFiles: @Sendable (String) -> [String]
}

/// A report of a draft: where it comes from, and what tells its places apart.
package struct DraftedReport: Sendable, Hashable {
  package let slug: String
  /// The file of its analysis in the workspace.
  package let file: String
  /// The line on which it begins there; nil where it is not known.
  package let line: Int?
  /// The name of the organisation.
  package let organisation: String
  /// The measure of each outcome, as the ids of its figures begin.
  package let measures: [String]
}

/// Takes nothing: for a check.
struct NoSink: EditionSink {
  func put(_ path: String, _ bytes: [UInt8]) {}
}

/// Puts everything into the sealed file that is being made, and keeps the digests.
final class SealSink: EditionSink {
  private let writer: SealedFile.Writer
  private let digests = Mutex(FileDigests())
  private let kit = RebuildKit()
  private let printable: PrintablePages?
  /// What the archive has of earlier editions, and its digests by path.
  private let archived: [ArchivedAnalyses]
  private let known: [String: String]
  private let named = SharedDigests()

  /// `printable` hears of the pages that PDFs are printed of; what is `archived` of earlier editions is
  /// named and not kept again.
  init(
    _ writer: SealedFile.Writer, printable: PrintablePages? = nil,
    archived: [ArchivedAnalyses] = []
  ) {
    self.writer = writer
    self.printable = printable
    self.archived = archived
    known = archived.reduce(into: [:]) { $0.merge($1.digests) { first, _ in first } }
  }

  func put(_ path: String, _ bytes: [UInt8]) throws {
    let digest = SHA512Sum(of: bytes)
    guard known[path] != digest.hex else { return named.add(path, digest) }
    try put(path, bytes, digest)
  }

  private func put(_ path: String, _ bytes: [UInt8], _ digest: SHA512Sum) throws {
    try writer.put(path, bytes)
    digests.withLock { $0.add(path, digest) }
    kit.note(path, bytes, digest)
    printable?.note(path, bytes)
  }

  /// Puts what makes the pages again without this program; called once, when all pages are there.
  func putRebuildKit() throws {
    for (path, bytes) in try kit.files() { try put(path, bytes) }
  }

  /// Names the analyses of earlier editions that were read as they are archived; called once, when all
  /// inputs are there.
  func putEarlierInputs() throws {
    let read = named.files.byPath
    var parts: [EarlierInputs.Part] = []
    for edition in archived {
      if edition.digests.allSatisfy({ read[$0.key] != nil }) {
        parts.append(edition.part)
        continue
      }
      // An edition of which not all is read cannot be named as a whole.
      for path in edition.digests.keys.sorted() where read[path] != nil {
        let bytes = try edition.reader.read(path) ?? []
        try put(path, bytes, SHA512Sum(of: bytes))
      }
    }
    guard !parts.isEmpty else { return }
    try put(EarlierInputs.file, EarlierInputs(parts: parts).bytes)
  }

  /// What was put so far.
  var files: FileDigests { digests.withLock { $0 } }

  /// Every input and template that came, those too that are named and not kept.
  var inputs: FileDigests {
    var inputs = files.filter(Submission.covers)
    named.files.forEach { path, digest in inputs.add(path, digest) }
    return inputs
  }
}
