import Archive
import Diagnostics
import Storage

/// Objects of which nothing at hand has every file: the rest is put back all the same.
extension Repairer {
  /// The faults that are put right though some files are lost; none where the object had better stay as
  /// it is.
  ///
  /// Only what stands as a folder is mended in part: half an object is never put where there is none.
  /// What is lost stays as it stands, so that nothing may stand there but a file.
  func faultsBeside(
    _ lost: [String], _ faults: [VerificationFault], in folder: String,
    _ sources: [String: String]
  ) throws -> [VerificationFault] {
    guard try Files.kind(of: folder) == .directory else { return [] }
    for path in lost {
      let file = "\(folder)/\(path)"
      let kind = try isBehindAnother(file, in: folder) ? .other : Files.kind(of: file)
      guard kind == nil || kind == .file else { return [] }
      // What the disk does not give back cannot be taken over: then the object stays, and the rest goes on.
      if kind == .file, (try? SHA512Sum(ofFile: file)) == nil { return [] }
    }
    return try faults.filter { try isMended($0, lost, in: folder, sources) }
  }

  /// Whether a fault is of something else than what is lost.
  private func isMended(
    _ fault: VerificationFault, _ lost: [String], in folder: String, _ sources: [String: String]
  ) throws -> Bool {
    let prefix = workspace.shown(folder) + "/"
    let file = fault.finding.place.file
    // What is said of the object as a whole may follow from the loss.
    guard file.hasPrefix(prefix) else { return false }
    let path = String(file.dropFirst(prefix.utf8.count))
    guard !lost.contains(path) else { return false }
    guard lost.contains(where: { $0.hasPrefix(path + "/") }) else { return true }
    // A folder that is not there for what is lost in it, or for more than that.
    return try sources.keys.contains { source in
      try source.hasPrefix(path + "/") && !Files.exists("\(folder)/\(source)")
    }
  }
}
