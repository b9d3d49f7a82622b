import Archive
import Diagnostics
import Ledger
import Notation
import Publications
import Schedule
import Storage

/// An edition as it was: the side of a comparison that is not made anew.
struct EarlierEdition: Sendable {
  /// What it is, in words.
  let description: String
  /// The files of the edition's folder, by their path in it.
  let publicFiles: Set<String>
  /// SHA-512 of every input and template by its path in the edition.
  let inputs: [String: String]
  /// The bytes of a file of the edition's folder; nil where there is none.
  let page: @Sendable (String) throws -> [UInt8]?

  /// A page's path in the edition's folder; nil for what is no part of it, or a copy, or a PDF, which
  /// says what its page says.
  static func page(ofContent path: String) -> String? {
    guard path.hasPrefix("renditions/") else { return nil }
    let page = String(path.dropFirst("renditions/".utf8.count))
    let isOther =
      EditionFile.isPermanentCopy(page) || EditionFile.isOfSeries(page) || page.hasSuffix(".pdf")
    return isOther ? nil : page
  }
}

extension EarlierEdition {
  /// The last draft; nil where there is none.
  init?(draftOf month: Month, in workspace: Workspace, _ history: History) throws {
    let folder = "\(workspace.drafts)/\(month)"
    guard try Files.exists(folder), let record = try DraftRecord(of: month, in: workspace) else {
      return nil
    }
    let instant = history.latest("drafted", of: month)?.instant
    description = "the draft" + (instant.map { " of \($0)" } ?? "")
    publicFiles = Set(try Files.walk(folder).filter { $0.kind == .file }.map(\.path))
      .filter { !$0.hasSuffix(".pdf") }
    inputs = record.files
    page = { [publicFiles] path in
      guard publicFiles.contains(path) else { return nil }
      return try Files.read("\(folder)/\(path)", limit: Workspace.fileLimit)
    }
  }

  /// The sealed edition; nil where there is none.
  init?(sealOf month: Month, in workspace: Workspace, _ history: History) throws {
    guard try Files.exists(workspace.sealedFile(month)) else { return nil }
    var pages: [String: [UInt8]] = [:]
    var names: Set<String> = []
    var inputs = FileDigests()
    var earlier: [String: String] = [:]
    // A sealed edition is read as a stream: what the comparison wants of it is kept.
    try workspace.forEachSealedFile(of: month) { path, bytes in
      if let page = Self.page(ofContent: path) {
        names.insert(page)
        if EditionFile.isDocument(page) { pages[page] = bytes }
      } else if Submission.covers(path) {
        inputs.add(path, SHA512Sum(of: bytes))
      } else if path == EarlierInputs.file {
        earlier = try EarlierInputs(bytes, file: path).digests
      }
    }
    let instant = history.latest("sealed", of: month)?.instant
    description = "the edition sealed" + (instant.map { " at \($0)" } ?? "")
    publicFiles = names
    self.inputs = inputs.byPath.merging(earlier) { own, _ in own }
    page = { [pages] in pages[$0] }
  }

  /// The newest version in the archive; nil where the edition is not out.
  init?(publishedOf month: Month, in workspace: Workspace, _ history: History) throws {
    let store = OCFLStore(workspace.archive)
    guard try store.contains(month.description) else { return nil }
    let inventory = try store.inventory(of: month.description)
    let reader = try OCFLVersionReader(month.description, in: store)
    let released = history.releases.last { $0.edition == month }
    description =
      "\(inventory.head) in the archive" + (released.map { ", released at \($0.actual)" } ?? "")
    publicFiles = Set(reader.state.keys.compactMap(Self.page))
    inputs = try reader.allInputs()
    page = { [publicFiles] path in
      guard publicFiles.contains(path) else { return nil }
      return try reader.read("renditions/\(path)")
    }
  }
}
