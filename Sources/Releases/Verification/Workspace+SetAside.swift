import Diagnostics
import Notation
import Schedule
import Storage

/// What a repair has kept, and where.
struct SetAside {
  let folder: String
  var kept = 0
  /// What could not be read, or is neither file, link nor folder.
  var lost = 0
  /// Where the copy of each file is that was copied.
  var copies: [String: String] = [:]

  var what: String {
    "has what was taken away or overwritten (\(kept))"
      + (lost == 0 ? "" : ", without what could not be read (\(lost))")
  }
}

/// What a repair takes away is kept: a file that nobody knows, or one that was changed, is the evidence
/// of what happened.
extension Workspace {
  /// The folder of everything that was set aside, private.
  var setAside: String { "\(publications)/set-aside" }

  /// Copies what a repair will do away with, and moves what has no place in the archive.
  ///
  /// The journal names each file with its SHA-512 before it is touched. Returns what has them; nil
  /// where there is nothing. Throws a ``Storage/StorageError``.
  func setAside(
    copying kept: [String], moving moved: [String], at now: Instant
  ) throws -> SetAside? {
    let kept = try kept.filter { try Files.exists($0) }
    let moved = try moved.filter { try Files.exists($0) }
    guard !kept.isEmpty || !moved.isEmpty else { return nil }
    try Files.makeDirectory(setAside, mode: 0o700)
    let folder = "\(setAside)/\(try nextNumber())"
    try note(kept + moved, in: folder, at: now)
    try Files.makeDirectory(folder, mode: 0o700)
    var result = SetAside(folder: folder)
    for path in kept {
      if try keep(path, as: "\(folder)/\(inner(path))") {
        result.kept += 1
        result.copies[path] = "\(folder)/\(inner(path))"
      } else {
        result.lost += 1
      }
    }
    for path in moved {
      let target = "\(folder)/\(inner(path))"
      try Files.makeDirectory(target.parentPath, mode: 0o700)
      try Files.renameNew(path, to: target)
      try Files.syncFolder(path.parentPath)
      result.kept += 1
    }
    try Files.syncTree(folder)
    return result
  }

  /// Copies a file or a link, or makes an empty folder again; tells whether it could.
  private func keep(_ path: String, as target: String) throws -> Bool {
    try Files.makeDirectory(target.parentPath, mode: 0o700)
    switch try Files.kind(of: path) {
    case .file?:
      // What the disk does not give back cannot be kept; the journal says that it was there.
      do { try Files.copy(path, to: target, mode: 0o600) } catch let error as StorageError
        where error.code == .io
      { return false }
    case .link?: try Files.makeLink(target, to: Files.target(ofLink: path))
    case .directory?: try Files.makeDirectory(target, mode: 0o700)
    case .other?, nil: return false
    }
    return true
  }

  private func nextNumber() throws -> String {
    let last = try Files.list(setAside).compactMap { Int($0) }.max() ?? 0
    let number = String(last + 1)
    return String(repeating: "0", count: max(0, 4 - number.utf8.count)) + number
  }

  /// The path inside the folder of publications, with nothing hidden.
  private func inner(_ path: String) -> String {
    let prefix = publications + "/"
    guard path.hasPrefix(prefix) else { return path.lastPathPart }
    let inner = path.dropFirst(prefix.utf8.count)
    return inner.hasPrefix(".trees/") ? "trees/\(inner.dropFirst(7))" : String(inner)
  }

  private func note(_ paths: [String], in folder: String, at now: Instant) throws {
    let masked = maskedNames(in: Set(paths.map(inner)))
    var files: [(String, CanonicalJSON)] = []
    var names: [String: Int] = [:]
    for path in paths {
      let what: CanonicalJSON
      switch try Files.kind(of: path) {
      case .file?:
        // A file that the disk does not give back has no digest.
        what = (try? SHA512Sum(ofFile: path).hex).map { .string($0) } ?? .null
      case .link?: what = .string("link to \(try Files.target(ofLink: path))")
      case .directory?, .other?: what = .null
      case nil: continue
      }
      // The name of a file may be what is under embargo; two may look the same without it.
      let name = masked[inner(path)] ?? inner(path)
      names[name, default: 0] += 1
      files.append((names[name]! > 1 ? "\(name) (\(names[name]!))" : name, what))
    }
    let most = 200
    for start in stride(from: 0, to: files.count, by: most) {
      let part = files[start..<min(start + most, files.count)]
      try record(
        "repaired", of: nil,
        [
          "files": .object(Dictionary(part) { first, _ in first }), "what": .string("set-aside"),
          "to": .string("\(setAside.lastPathPart)/\(folder.lastPathPart)"),
        ], in: journalLedger, at: now)
    }
  }
}
