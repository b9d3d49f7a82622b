package import Schedule
import Storage

/// Room on the disk, asked before anything is written.
extension Workspace {
  /// How many bytes a release of this edition needs beside its sealed file: the next public tree,
  /// the opened edition and its place in the archive.
  ///
  /// Of an edition that is not sealed yet, the sealed file as well. The padding of the sealed file
  /// makes it an upper bound.
  package func spaceNeeded(for month: Month) throws -> Int {
    if let size = try Files.size(ofFile: sealedFile(month)) { return 3 * size }
    return 4 * (try sealedSize(of: month))
  }

  /// How many bytes may still be written.
  package var freeSpace: Int {
    get throws {
      try Files.freeSpace(at: try Files.exists(publications) ? publications : folder)
    }
  }

  /// Refuses a seal for which there is no room.
  func requireRoom(toSeal month: Month) throws {
    try require(sealedSize(of: month), to: "seal", month)
  }

  /// Refuses a release for which there is no room.
  func requireRoom(toRelease month: Month) throws {
    try require(spaceNeeded(for: month), to: "release", month)
  }

  /// What the sealed file will have, at least: it holds the inputs, and of each report the source
  /// document and two renditions, of which the draft has two.
  private func sealedSize(of month: Month) throws -> Int {
    let draft = "\(drafts)/\(month)"
    let pages = try Files.exists(draft) ? try Files.walk(draft).reduce(0) { $0 + $1.size } : 0
    var size = SealedFile.smallest
    while size < 2 * pages { size *= 2 }
    return size
  }

  private func require(_ needed: Int, to verb: String, _ month: Month) throws {
    let free = try freeSpace
    guard free < needed else { return }
    throw StorageError(
      .noSpace, "\(verb) edition \(month) in", publications,
      "there is no room: \(free.megabytes) of \(needed.megabytes) MiB are free; free some space on"
        + " this file system and run the command again. Nothing was written")
  }
}

extension Int {
  fileprivate var megabytes: Int { self >> 20 }
}
