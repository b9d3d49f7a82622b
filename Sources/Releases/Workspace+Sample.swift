import Diagnostics
package import Samples
import Storage

extension Workspace {
  /// Makes a whole made-up workspace, in one step.
  ///
  /// Where faults are planted, a file `planted.json` says which.
  /// - Returns: how many files it has, and what was planted.
  /// - Throws: a ``ReleaseError`` with the code `exists` where the folder exists and is not empty.
  package static func makeSample(
    _ sample: Sample, at folder: String
  ) throws -> (fileCount: Int, planted: [PlantedFault]) {
    let path = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let isThere = try Files.exists(path)
    if isThere {
      guard try Files.kind(of: path) == .directory, try Files.list(path).isEmpty else {
        throw ReleaseError(
          .exists, "\(path.quoted) exists and is not empty; name a folder that does not exist")
      }
    }
    var count = 0
    var planted: [PlantedFault] = []
    try Directory.replace(at: path, replacing: isThere) { building in
      let writer = TreeWriter(building, fileMode: 0o644, folderMode: 0o755)
      planted = try sample.forEachFile { path, bytes in
        try writer.write(bytes, to: path)
        count += 1
      }
      if !planted.isEmpty {
        try writer.write(
          PlantedFault.document(planted, in: sample.recipe), to: PlantedFault.fileName)
      }
    }
    return (count, planted)
  }
}
