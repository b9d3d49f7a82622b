import Storage
import Transparency

/// What readers have of another log than the workspace's.
extension Workspace {
  /// The checkpoints of the public tree that somebody signed for other lines than the log has, or
  /// with a key that it does not name, a sentence each.
  ///
  /// One that is missing or damaged says nothing against the log. Where the journal has vouched for
  /// every line, one by an unknown key, or by a key that other hands have, says nothing either.
  func checkpointsOfAnotherLog(_ history: History, isVouched: Bool) throws -> [String] {
    guard try Files.exists(log), let tree = try treeIfReadable() else { return [] }
    let content = LogContent(try Files.read(log, limit: Self.fileLimit))
    let keys: LogKeys
    do {
      keys = try LogKeys(history.log)
    } catch let error as ReleaseError {
      return ["\(shown(log)): \(error.reason)"]
    }
    let folder = "\(tree.path)/\(PublicLog.folder)/checkpoints"
    let earlier = try Files.kind(of: folder) == .directory ? Files.list(folder).sorted() : []
    let paths =
      ["\(tree.path)/\(PublicLog.checkpointFile)"] + earlier.map { "\(folder)/\($0)" }
    return try paths.compactMap { path in
      do {
        let bytes = try Files.read(path, limit: SignedNote.longest)
        if isVouched { _ = try SignedNote(bytes).verified(by: keys.uncompromised) }
        _ = try SignedCheckpoint(bytes, by: keys, of: content)
        return nil
      } catch let error as TransparencyError {
        let silent: [TransparencyError.Code] =
          isVouched
          ? [.malformed, .wrongSignature, .unknownKeys, .otherLog] : [.malformed, .wrongSignature]
        return silent.contains(error.code) ? nil : "\(shown(path)): \(error.reason)"
      } catch let error as StorageError where error.code != .io {
        return nil
      }
    }
  }

  /// The public tree; nil where its link leads nowhere, which a repair puts right.
  func treeIfReadable() throws -> PublicTrees.Tree? {
    do {
      return try treeToRead()
    } catch let error as StorageError where error.code != .io {
      return nil
    }
  }
}
