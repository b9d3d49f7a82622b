import Ledger
import Schedule
import Storage

/// Whether what is sealed is still what was sealed, as far as that can be told without a key.
extension Workspace {
  /// What is wrong with the sealed file of a version that waits for its release; nil where the file
  /// is the one that the journal names.
  ///
  /// It reads the whole file.
  func sealFault(of seal: StandingSeal, _ history: History) throws -> SealFault? {
    guard try compare(seal, history) != nil else { return nil }
    // Somebody may have sealed, unsealed or released it between the journal and the file: what they
    // did stands in the journal now.
    let newest = try History(self)
    return try newest.unreleasedSeal(of: seal.edition).flatMap { try compare($0, newest) }
  }

  private func compare(_ seal: StandingSeal, _ history: History) throws -> SealFault? {
    let month = seal.edition
    let path = sealedFile(month)
    do {
      // A seal whose process was stopped is put in its place by the next step that writes.
      if try isFile(unfinishedSealedFile(month), of: seal.digest) { return nil }
      guard try Files.exists(path) else {
        return SealFault(
          isMissing: true,
          text: "\(path) is missing, which was sealed on \(seal.sealedAt) and not unsealed")
      }
      let found = try SHA512Sum(ofFile: path)
      guard found != seal.digest else { return nil }
      return SealFault(
        isMissing: false, text: whatStands(at: path, of: month, found: found, history))
    } catch let error as StorageError {
      // A link, a folder, a disk that gives nothing back: the rest of what is asked is answered.
      return SealFault(isMissing: false, text: "\(error)")
    }
  }

  private func isFile(_ path: String, of digest: SHA512Sum) throws -> Bool {
    try Files.kind(of: path) == .file && SHA512Sum(ofFile: path) == digest
  }
}

/// What is wrong with a sealed file.
package struct SealFault: Sendable, Hashable {
  /// Whether there is none; else it has other bytes than were sealed.
  package let isMissing: Bool
  /// What is the matter, in lower case.
  package let text: String

  /// In a word or two, for a table.
  package var word: String { isMissing ? "seal missing" : "seal altered" }
}
