import Intake
import Schedule
import Storage

/// Whether what people wrote for an edition is as it was when it was sealed.
enum SealedInputs {
  /// Nothing was written or changed since.
  case untouched
  /// Nothing was written since by the times of the files, but those are younger than the seal, as they
  /// are in a copy of the workspace, and where somebody set them back.
  case copied
  /// Something was written since.
  case written
  /// The folder is gone.
  case gone
}

extension Workspace {
  /// How the inputs of a sealed edition stand by their times; no file is read.
  func inputs(of seal: StandingSeal) throws -> SealedInputs {
    let folder = path("analyses/\(seal.edition)")
    guard try Files.exists(folder) else { return .gone }
    let newest = try Files.newestChange(in: folder)
    if newest.changed <= seal.sealedAt { return .untouched }
    return newest.written <= seal.sealedAt ? .copied : .written
  }

  /// Whether the inputs of a sealed edition are, file by file, the sealed ones.
  ///
  /// It opens the sealed file, and throws what that throws, such as `noKey`.
  func areInputsThoseSealed(_ seal: StandingSeal) throws -> Bool {
    let prefix = "inputs/analyses/\(seal.edition)/"
    var sealed: [String: SHA512Sum] = [:]
    try forEachSealedFile(of: seal.edition) { path, bytes in
      guard path.hasPrefix(prefix) else { return }
      sealed[String(path.dropFirst(prefix.utf8.count))] = SHA512Sum(of: bytes)
    }
    let folder = path("analyses/\(seal.edition)")
    // What nobody reads is not sealed, and changes nothing.
    for name in try Files.list(folder) where sealed[name] != nil || Self.isInput(name) {
      let file = "\(folder)/\(name)"
      guard try Files.kind(of: file) == .file,
        sealed.removeValue(forKey: name) == (try SHA512Sum(ofFile: file))
      else { return false }
    }
    return sealed.isEmpty
  }

  private static func isInput(_ name: String) -> Bool {
    !name.hasPrefix(".")
      && (name.hasSuffix(".json") || CommentaryReader.fileNames.contains(name)
        || EditionIntake.isTable(name))
  }
}
