import Ledger
import Diagnostics
import Notation
package import Schedule
import Storage

/// Sealed editions: one encrypted file each.
extension Workspace {
  /// Where the sealed edition stands.
  package func sealedFile(_ month: Month) -> String { "\(sealed)/\(month).age" }

  /// Where it is made.
  func unfinishedSealedFile(_ month: Month) -> String {
    "\(sealed)/\(Files.unfinishedPrefix)\(month).age"
  }

  /// Where it is opened for the archive, after its release.
  func openedFolder(_ month: Month) -> String {
    "\(sealed)/\(Files.unfinishedPrefix)\(month).open"
  }

  /// Where pages lie in clear while PDFs are printed of them.
  var printFolder: String { "\(sealed)/\(Files.unfinishedPrefix)print" }

  /// Hands over every file of a sealed edition, decrypted in memory: `inputs/…`, `sources/…`,
  /// `templates/…`, `renditions/…`, `recipes.json`, `findings.json`, `build.json` and at last
  /// `seal.json`.
  ///
  /// The sealed file is held against the journal before anything is decrypted, and the files
  /// against the seal at the end: what `body` got is worth something only when this returns.
  /// - Returns: the seal.
  /// - Throws: a ``ReleaseError``: `wrongState` where the edition is not sealed, `altered` where
  ///   the file is not the one that was sealed, `noKey` where no key opens it; or what `body`
  ///   throws.
  @discardableResult
  package func forEachSealedFile(
    of month: Month, _ body: (_ path: String, _ bytes: [UInt8]) throws -> Void
  ) throws -> EditionSeal {
    let history = try History(self)
    return try openSealed(try standingSeal(of: month, history), history, body).seal
  }

  /// The seal that stands by the journal, and its file is there.
  func standingSeal(of month: Month, _ history: History) throws -> StandingSeal {
    guard try Files.exists(sealedFile(month)) else {
      if let seal = history.unreleasedSeal(of: month) { throw missing(seal, history) }
      throw ReleaseError(
        .wrongState,
        "edition \(month) is not sealed; check it, look at its draft, then "
          + "`ninethirty seal \(month) --by NAME`")
    }
    guard let seal = history.standingSeal(of: month) else {
      let found = try SHA512Sum(ofFile: sealedFile(month))
      throw refusal(of: month, found: found, history)
    }
    return seal
  }

  /// Opens what this seal is of; `file` is where it lies, for nil in its place.
  func openSealed(
    _ standing: StandingSeal, at file: String? = nil, _ history: History,
    _ body: (_ path: String, _ bytes: [UInt8]) throws -> Void
  ) throws -> OpenSeal {
    let path = file ?? sealedFile(standing.edition)
    let key = try key()
    var found: [String: SHA512Sum] = [:]
    var seal: [UInt8]?
    do {
      try SealedFile.forEachFile(of: path, key: key, expecting: standing.digest) { name, bytes in
        if name == EditionSeal.file {
          seal = bytes
        } else if found.updateValue(SHA512Sum(of: bytes), forKey: name) != nil || seal != nil {
          throw ReleaseError(
            .altered, "\(path) holds a file twice, or more behind its seal; seal it again",
            refusal: "altered")
        }
        try body(name, bytes)
      }
    } catch let error as StorageError where error.code == .digestMismatch && error.path == path {
      throw refusal(of: standing.edition, found: try SHA512Sum(ofFile: path), history)
    } catch let error as StorageError where error.code == .wrongKey {
      throw ReleaseError(
        .noKey,
        "the key \(key) does not open \(path): it is none of those that the edition was "
          + "sealed for. Name the right one with \(keyNaming); if it is lost, draft the edition and seal "
          + "it again")
    }
    let open = try OpenSeal(seal ?? [])
    try open.verify(found)
    guard open.seal.edition == standing.edition, open.seal.version == standing.version,
      open.seal.instant == standing.instant,
      open.seal.follows == standing.follows
    else {
      throw ReleaseError(
        .altered, "the seal in \(path) says something else than the journal; seal it again",
        refusal: "altered")
    }
    return open
  }

  /// That a sealed file is gone which nobody took away by `unseal`.
  private func missing(_ seal: StandingSeal, _ history: History) -> ReleaseError {
    ReleaseError(
      .altered,
      "\(sealedFile(seal.edition)) is missing, which was sealed on \(seal.sealedAt) and not unsealed; "
        + "nothing is released. Find out who took it and put it back, or "
        + wayToSealAgain(seal, history), refusal: "missing")
  }

  /// What stands in the place of a sealed edition instead of it, by name.
  private func refusal(of month: Month, found: SHA512Sum, _ history: History) -> ReleaseError {
    let what = whatStands(at: sealedFile(month), of: month, found: found, history)
    let known = history.seals.last { $0.digest == found }
    return ReleaseError(
      .altered,
      "\(what); nothing is released. Find out who changed it, then seal \(month) again",
      refusal: known.map { $0.edition == month ? "older-seal" : "other-edition" } ?? "altered")
  }

  /// Which bytes stand where others were sealed, by what the journal knows of their digest.
  func whatStands(
    at path: String, of month: Month, found: SHA512Sum, _ history: History
  ) -> String {
    guard let known = history.seals.last(where: { $0.digest == found }) else {
      return "\(path) is not what was sealed: the journal knows no seal of these bytes"
    }
    guard known.edition == month else {
      return "\(path) is the sealed edition \(known.edition), not \(month)"
    }
    return "\(path) is an older seal of \(month), of \(known.sealedAt), which stands no more"
  }

  /// Finishes or takes back what a crash left of sealing, unsealing and archiving.
  ///
  /// Under the lock. The journal decides: a finished file whose digest it holds is put in its
  /// place, any other is removed, and so is everything in clear.
  func tidySealed() throws {
    guard try Files.exists(sealed) else { return }
    let history = try History(self)
    var isChanged = false
    for name in try Files.list(sealed) {
      let path = "\(sealed)/\(name)"
      if path == printFolder {
        try PagePrinter.clear(path)
        isChanged = true
      } else if name.hasPrefix(Files.unfinishedPrefix) {
        let rest = name.dropFirst(Files.unfinishedPrefix.utf8.count)
        if rest.hasSuffix(".age"), let month = Month(String(rest.dropLast(4))),
          let seal = history.standingSeal(of: month),
          history.latestRelease(of: month)?.version ?? 0 < seal.version,
          try SHA512Sum(ofFile: path) == seal.digest
        {
          try Files.rename(path, to: sealedFile(month))
        } else {
          try Files.remove(tree: path)
        }
        isChanged = true
      } else if name.hasSuffix(".age"), let month = Month(String(name.dropLast(4))),
        history.isUnsealed(month), try SHA512Sum(ofFile: path).hex == history.unsealedDigest(month)
      {
        try Files.remove(tree: path)
        isChanged = true
      }
    }
    if isChanged { try Files.syncFolder(sealed) }
    try removeDraftsOfSealed(history)
  }

  private func removeDraftsOfSealed(_ history: History) throws {
    guard try Files.exists(drafts) else { return }
    for month in try Files.list(drafts).compactMap({ Month(String($0.prefix(7))) }) {
      guard history.standingSeal(of: month) != nil,
        let sealed = history.latest("sealed", of: month),
        history.latest("drafted", of: month)?.sequence ?? 0 < sealed.sequence
      else { continue }
      try removeDraft(of: month)
    }
  }
}

extension History {
  /// Whether the newest word on an edition's seal is that it was taken away.
  fileprivate func isUnsealed(_ month: Month) -> Bool {
    latest("unsealed", of: month) != nil && standingSeal(of: month) == nil
  }

  fileprivate func unsealedDigest(_ month: Month) -> String? {
    guard case .string(let digest)? = latest("unsealed", of: month)?.fields["digest"] else {
      return nil
    }
    return digest
  }
}
