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

  /// Decrypts the edition once, for what a copy has to say of it.
  ///
  /// Throws a ``ReleaseError`` where the sealed file is not the one that was sealed.
  init(_ month: Month, in workspace: Workspace) throws {
    self.month = month
    self.workspace = workspace
    var schedule: [UInt8] = []
    var unmarked: [String] = []
    try workspace.forEachSealedFile(of: month) { path, bytes in
      if path == "inputs/\(Workspace.scheduleFile)" { schedule = bytes }
      if let name = Self.name(path, in: month), !PreReleaseMark.marks(name) {
        unmarked.append(name)
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
  }

  /// The path in a copy of a file of the sealed edition; nil for what is not handed over.
  ///
  /// A recipient gets the pages of the edition as it will stand under its month: neither inputs nor
  /// sources, nor the same pages once more for other addresses.
  static func name(_ path: String, in month: Month) -> String? {
    let prefix = "renditions/"
    guard path.hasPrefix(prefix) else { return nil }
    let page = path.dropFirst(prefix.count)
    guard !page.hasPrefix("site/"), !page.hasPrefix("v1/") else { return nil }
    return "\(month)/\(page)"
  }

  /// Every page of the copy, in the order of the seal.
  func forEach(_ body: (_ name: String, _ bytes: [UInt8]) throws -> Void) throws {
    try workspace.forEachSealedFile(of: month) { path, bytes in
      if let name = Self.name(path, in: month) { try body(name, bytes) }
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
      front: "\(window.edition)/index.html", unmarked: edition.unmarked)
    try put("index.html", mark.marked("index.html", cover.bytes))
    try edition.forEach { name, bytes in try put(name, mark.marked(name, bytes)) }
  }
}
