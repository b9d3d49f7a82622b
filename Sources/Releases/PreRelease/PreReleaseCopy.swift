import Editions
import Intake
import Notation
import Publications
import Schedule
import Storage

/// The pages of a sealed edition, as far as a recipient sees them.
struct SealedPages {
  let month: Month
  let workspace: Workspace
  /// What the sealed bulletin publishes of pre-release access.
  let policy: PreReleasePolicy
  let title: String
  /// Files of the copy that no mark can be put on.
  let unmarked: [String]
  /// Files of the edition that are in no copy.
  let leftOut: [String]

  /// Decrypts the edition once, for what a copy has to say of it.
  ///
  /// Throws a ``ReleaseError`` where the sealed file is not the one that was sealed.
  init(_ month: Month, in workspace: Workspace) throws {
    self.month = month
    self.workspace = workspace
    var schedule: [UInt8] = []
    var unmarked: [String] = []
    var leftOut: [String] = []
    try workspace.forEachSealedFile(of: month) { path, bytes in
      if path == "inputs/\(Workspace.scheduleFile)" { schedule = bytes }
      if let name = Self.name(path, in: month) {
        if !PreReleaseMark.marks(name) { unmarked.append(name) }
      } else if Self.isPDF(path) {
        leftOut.append("\(month)/\(path.dropFirst("renditions/".utf8.count))")
      }
    }
    let (programme, _) = Workspace.readProgramme(schedule)
    guard let programme else {
      throw ReleaseError(
        .altered, "the sealed edition \(month) holds no schedule that can be read; seal it again")
    }
    policy = programme.schedule.preRelease
    title = "\(programme.series.title): \(month.longText)"
    self.unmarked = unmarked.sorted()
    self.leftOut = leftOut.sorted()
  }

  /// The path in a copy of a file of the sealed edition; nil for what is not handed over.
  ///
  /// A recipient gets the pages of the edition as it will stand under its month: neither inputs nor
  /// sources, nor the same pages once more for other addresses; and no PDF, which passes from hand to hand
  /// more easily than a page and would not say whose it is.
  static func name(_ path: String, in month: Month) -> String? {
    let prefix = "renditions/"
    guard path.hasPrefix(prefix) else { return nil }
    let page = path.dropFirst(prefix.count)
    guard !EditionFile.isOfSeries(page), !page.hasPrefix("v1/"), !isPDF(path) else { return nil }
    return "\(month)/\(page)"
  }

  private static func isPDF(_ path: String) -> Bool {
    path.hasPrefix("renditions/") && path.hasSuffix(".pdf")
  }

  /// A page of the copy without its link to a PDF that is left out.
  private func unlinked(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    guard name.hasSuffix(".html") else { return bytes }
    return leftOut.filter { $0.parentPath == name.parentPath }.reduce(bytes) { page, file in
      page.replacing(Array(" href=\"\(file.lastPathPart)\"".utf8), with: [])
    }
  }

  /// Every page of the copy, in the order of the seal.
  func forEach(_ body: (_ name: String, _ bytes: [UInt8]) throws -> Void) throws {
    try workspace.forEachSealedFile(of: month) { path, bytes in
      if let name = Self.name(path, in: month) { try body(name, unlinked(name, bytes)) }
    }
  }
}

/// One recipient's copy of an edition.
struct PreReleaseCopy {
  let grant: PreReleaseGrant
  let window: PreReleaseWindow
  let edition: SealedPages
  /// The post of the person responsible.
  let grantedBy: String

  /// Hands over every file of the copy: the cover, then the pages with their marks.
  func write(_ put: (_ name: String, _ bytes: [UInt8]) throws -> Void) throws {
    let release = window.zone.text(of: window.release)
    let mark = PreReleaseMark(
      "Pre-release copy of \(grant.name), \(grant.post.role), \(grant.post.organisation). "
        + "Under embargo until \(release). Do not share.")
    let cover = PreReleaseCover(
      title: edition.title, grant: grant, grantedBy: grantedBy,
      opens: window.zone.text(of: grant.opens(before: window.release)), release: release,
      front: "\(window.edition)/index.html", unmarked: edition.unmarked,
      leftOut: edition.leftOut.count)
    try put("index.html", mark.marked("index.html", cover.bytes))
    try edition.forEach { name, bytes in try put(name, mark.marked(name, bytes)) }
  }
}
