import Diagnostics
package import Samples
import Storage

extension Workspace {
  /// Makes a whole made-up workspace, in one step.
  ///
  /// - Returns: how many files it has.
  /// - Throws: a ``ReleaseError`` with the code `exists` where the folder exists and is not empty.
  package static func makeSample(_ sample: Sample, at folder: String) throws -> Int {
    let path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let isThere = try Files.exists(path)
    if isThere {
      guard try Files.kind(of: path) == .directory, try Files.list(path).isEmpty else {
        throw ReleaseError(
          .exists, "\(path.quoted) exists and is not empty; name a folder that does not exist")
      }
    }
    let unfinished = path.parentPath + "/" + Files.unfinishedPrefix + path.lastPathPart
    do {
      try Files.remove(tree: unfinished)
      let count = try write(sample, to: unfinished)
      // One sync for all files: thousands of them are cheaper so.
      try Files.syncFileSystem(of: unfinished)
      if isThere { try Files.remove(tree: path) }
      try Files.renameNew(unfinished, to: path)
      try Files.syncFolder(path.parentPath)
      return count
    } catch {
      try? Files.remove(tree: unfinished)  // The first failure says more than a second one.
      throw error
    }
  }

  private static func write(_ sample: Sample, to folder: String) throws -> Int {
    try Files.makeDirectory(folder)
    var folders: Set<String> = [folder]
    var count = 0
    try sample.forEachFile { path, bytes in
      let file = "\(folder)/\(path)"
      if folders.insert(file.parentPath).inserted { try Files.makeDirectory(file.parentPath) }
      try Files.writeUnsynced(bytes, to: file)
      count += 1
    }
    return count
  }
}
