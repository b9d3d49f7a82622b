/// The public tree: what a web server serves, and the trees that it was and will be.
///
/// In the folder of publications stand `.trees/0001`, `.trees/0002` and so on, and a symbolic
/// link `public -> .trees/NNNN`. A release lays the next tree beside the present one, closed to
/// others (mode 0700), and then lets the link point to it with one `rename(2)`: a reader gets the
/// old tree or the new one, never a mixture and never nothing.
///
/// Writers hold the ``WorkspaceLock``. Every function throws a ``StorageError``.
package struct PublicTrees: Sendable {
  /// One of the trees.
  package struct Tree: Sendable, Hashable {
    /// Counts up from 1.
    package let number: Int
    /// Where it stands.
    package let path: String
  }

  /// The folder of publications.
  package let folder: String
  /// Whether a link that leads to no tree counts as none: for a plan in which it is set aside first.
  package var leavesStrayOut = false

  /// The trees of this folder of publications; nothing is read or made yet.
  package init(in folder: String) { self.folder = folder }

  /// The link that a web server serves.
  package var link: String { folder + "/public" }

  var nextLink: String { folder + "/.public-next" }
  /// Stands for a moment while ``warm(_:)`` runs; a crash then leaves it until the next switch.
  var spareLink: String { folder + "/.public-spare" }
  /// Where the trees stand.
  package var treesFolder: String { folder + "/.trees" }
  var trees: String { treesFolder }

  /// The tree that is public; nil before the first release.
  ///
  /// Throws where `public` is no symbolic link, or points elsewhere than to `.trees/NNNN`.
  package func current() throws -> Tree? {
    if leavesStrayOut, try strayTarget() != nil { return nil }
    switch try Files.kind(of: link) {
    case nil: return nil
    case .link: break
    case .file, .directory, .other:
      throw StorageError(
        .exists, "use", link,
        "it is not the symbolic link that ninethirty makes; move it away, nothing in it is touched"
      )
    }
    let target = try Files.target(ofLink: link)
    guard let tree = tree(at: target) else {
      throw StorageError(
        .badPath, "use", link,
        "it points to \u{201C}\(target)\u{201D} and not to a tree of .trees; `ninethirty repair` lays"
          + " one anew and points it there")
    }
    guard try Files.kind(of: tree.path) == .directory else {
      throw StorageError(
        .notFound, "use", link,
        "the tree that it points to, \(target), is not there; bring it back, or let `ninethirty repair`"
          + " lay one anew")
    }
    return tree
  }

  /// The tree as a reader of a copy finds it: the public one, or the folder that stands in the place
  /// of the link where whoever copied it followed links.
  ///
  /// Nothing is ever laid over such a folder. Throws as ``current()`` does.
  package func readable() throws -> Tree? {
    try Files.kind(of: link) == .directory ? Tree(number: 0, path: link) : try current()
  }

  /// Where `public` points, if it is a link that leads to no tree of `.trees`; else nil.
  package func strayTarget() throws -> String? {
    guard try Files.kind(of: link) == .link else { return nil }
    let target = try Files.target(ofLink: link)
    guard let tree = tree(at: target), try Files.kind(of: tree.path) == .directory else {
      return target
    }
    return nil
  }

  /// What the link will say once a tree is laid anew where none is public: `.trees/0005`.
  package func targetIfLaidAnew() throws -> String {
    target(of: tree((try all().filter(isExposed).last?.number ?? 0) + 1))
  }

  private func tree(at target: String) -> Tree? {
    guard target.hasPrefix(".trees/") else { return nil }
    return Self.number(String(target.dropFirst(7))).map(tree)
  }

  /// Every tree on disk, by number.
  package func all() throws -> [Tree] {
    guard try Files.exists(trees) else { return [] }
    return try Files.list(trees).compactMap(Self.number).sorted().map(tree)
  }

  /// Trees above the present one that others may already enter: a release that stopped between
  /// ``expose(_:)`` and ``switch(to:)`` leaves one.
  package func exposedButNotPublic() throws -> [Tree] {
    let present = try current()?.number ?? 0
    return try all().filter { try $0.number > present && isExposed($0) }
  }

  /// Trees above the present one, open or closed: a release that stopped before its switch leaves
  /// one, with everything of its edition in the clear.
  package func notPublic() throws -> [Tree] {
    let present = try current()?.number ?? 0
    return try all().filter { $0.number > present }
  }

  /// Opens a laid tree to others: mode 0755 on its folder.
  ///
  /// It is not public by that, because nothing points to it.
  package func expose(_ tree: Tree) throws {
    try Files.chmod(tree.path, 0o755)
    try Files.syncFolder(trees)
  }

  /// Makes a tree the public one, in one step, and brings that to disk.
  ///
  /// An error from the last step, the sync, comes after the tree is public: read
  /// ``current()`` before deciding anything.
  package func `switch`(to tree: Tree) throws {
    _ = try current()  // Refuses a `public` that is not ours.
    guard try Files.kind(of: tree.path) == .directory, try isExposed(tree) else {
      throw StorageError(
        .permission, "make public", tree.path, "the tree is not there, or not yet exposed")
    }
    try Files.remove(tree: nextLink)
    try Files.remove(tree: spareLink)
    try Files.makeLink(nextLink, to: target(of: tree))
    do {
      try Files.rename(nextLink, to: link)
    } catch {
      try? Files.remove(tree: nextLink)  // The first failure says more; the next switch removes it.
      throw error
    }
    try Files.syncFolder(folder)
  }

  /// Removes old trees: those below the present one except the newest `keeping`.
  ///
  /// Those are kept so that a reader who has just found the way into one gets to the end. A release
  /// switches twice within some milliseconds, for the edition and for the log, and the calendar may
  /// follow at once: with a single one kept, the tree that was public before the release would go
  /// while it is read.
  /// - Returns: the trees that were removed.
  @discardableResult
  package func prune(keeping: Int = 3) throws -> [Tree] {
    guard let present = try current() else { return [] }
    let old = try all().filter { $0.number < present.number }.dropLast(keeping)
    for tree in old { try Files.remove(tree: tree.path) }
    if !old.isEmpty { try Files.syncFolder(trees) }
    return Array(old)
  }

  // MARK: - Inside the target

  func tree(_ number: Int) -> Tree { Tree(number: number, path: trees + "/" + Self.name(number)) }

  /// What the public link of a tree says.
  func target(of tree: Tree) -> String { ".trees/" + Self.name(tree.number) }

  /// Whether others may enter the tree: it is public, was, or comes at its instant.
  package func isExposed(_ tree: Tree) throws -> Bool {
    try Files.mode(of: tree.path) & 0o005 == 0o005
  }

  private static func name(_ number: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, 4 - text.count)) + text
  }

  private static func number(_ name: String) -> Int? {
    guard let number = Int(name), number > 0, self.name(number) == name else { return nil }
    return number
  }
}
