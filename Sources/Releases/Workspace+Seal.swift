import Editions
import Ledger
import Notation
package import Schedule
import Storage

extension Workspace {
  /// Checks an edition, renders it without the draft mark and fixes every byte.
  ///
  /// An edition that was sealed before is sealed anew; one that is out is not.
  /// Throws a ``ReleaseError`` where the input has errors; then nothing is written.
  package func seal(_ month: Month, by person: String, clock: any Clock) throws -> EditionSeal {
    let lock = try lock("seal \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    let history = try History(self)
    guard !history.released.contains(month) else {
      throw ReleaseError(
        .wrongState, "edition \(month) is out; what is published is not sealed again")
    }
    let preparation = try Preparation(
      month, in: self, isDraft: false, released: history.released)
    let (edition, rendered) = try preparation.ready(to: "seal")
    let content = EditionContent(preparation, rendered)
    let digests = content.digests
    let seal = EditionSeal(
      edition: month, instant: edition.scheduled.instant,
      zone: edition.programme.schedule.rule.zone, sealedAt: now, sealedBy: person,
      follows: history.released, files: digests, digest: EditionContent.digest(of: digests))
    try Files.makeDirectory(sealed, mode: 0o700)
    try Directory.replace(at: "\(sealed)/\(month)", mode: 0o700, replacing: true) { building in
      for (path, bytes) in content.files {
        try Files.makeDirectory("\(building)/\(path)".parentPath, mode: 0o700)
        try Files.writeNew(bytes, to: "\(building)/\(path)", mode: 0o600)
      }
      try Files.writeNew(
        EditionContent.document(seal.json), to: "\(building)/\(EditionSeal.file)", mode: 0o600)
    }
    try record(
      "sealed", of: month, by: person,
      [
        "digest": .string(seal.digest), "files": .integer(digests.count),
        "instant": .string(seal.instant.description),
      ], in: journalLedger, at: now)
    return seal
  }
}
