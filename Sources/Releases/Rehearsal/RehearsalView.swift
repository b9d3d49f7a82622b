import Editions
import Notation
import Schedule
import Storage

/// What each kind of person could see of an edition at an instant, from the files as they are.
struct RehearsalView: Sendable {
  /// Pages and other files of the edition in the public tree.
  let publicFiles: Int
  /// Whether anything of the edition stands in the public tree before it is out.
  var leak: String
  /// Copies handed over to recipients of pre-release access, one a recipient.
  let handedOver: Int
  let hasDraft: Bool
  let hasAnalyses: Bool
  let isSealed: Bool
  let versions: Int
  /// Versions of the edition that have an address of their own in the public tree.
  let publicVersions: Int

  init(of month: Month, in copy: RehearsalCopy, leak: String) throws {
    self.leak = leak
    let made = "\(copy.folder)/\(Rehearsal.folder)"
    publicFiles = try Self.count("\(made)/public/\(month)")
    publicVersions = try Self.countVersions(in: "\(made)/public/\(month)")
    handedOver = try Self.count(copy.handedOver)
    hasDraft = try Files.exists("\(made)/drafts/\(month)")
    hasAnalyses = try Files.exists("\(copy.folder)/analyses/\(month)")
    isSealed = try Files.exists("\(made)/sealed/\(month).age")
    versions = try Self.countVersions(in: "\(made)/archive/\(month)")
  }

  /// Folders `v1`, `v2` and so on.
  private static func countVersions(in folder: String) throws -> Int {
    guard try Files.exists(folder) else { return 0 }
    return try Files.list(folder).count { $0.hasPrefix("v") && Int($0.dropFirst()) != nil }
  }

  private static func count(_ folder: String) throws -> Int {
    var count = 0
    guard try Files.exists(folder) else { return 0 }
    try Files.explore(folder) { found, _ in
      if case .file = found { count += 1 }
      return true
    }
    return count
  }

  /// A line for each kind of person.
  var lines: [String] {
    let version = publicVersions > 1 ? "version \(publicVersions) and those before" : "the edition"
    let seen = publicFiles == 0 ? "nothing of it" : "\(version), \(publicFiles) files"
    let drafts = hasDraft ? "analyses and the draft" : "analyses; no draft stands"
    return [
      "public                \(seen) (leak check: \(leak))",
      "pre-release recipient "
        + (publicFiles > 0
          ? "what the public sees"
          : handedOver == 0 ? "nothing" : "a marked copy each, \(handedOver) handed over"),
      "statistician          \(hasAnalyses ? drafts : "nothing")",
      "release manager       the same, the journal"
        + (isSealed ? ", and the sealed edition with the key" : ""),
      "archivist             "
        + (versions == 0 ? "nothing of it" : "\(versions) version\(versions == 1 ? "" : "s")"),
    ]
  }
}
