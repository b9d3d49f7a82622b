import Diagnostics
import Transparency

/// A checkpoint that a key of the log has signed and that covers the beginning of the log.
///
/// What stands in a public tree may be anything: nothing is made from a checkpoint that was not
/// verified so.
struct SignedCheckpoint {
  let note: SignedNote
  let checkpoint: Checkpoint

  /// Reads a checkpoint and holds it against the log.
  ///
  /// Throws a ``Transparency/TransparencyError``: `malformed` where it is none, `otherLog`,
  /// `unknownKeys` or `wrongSignature` where it was not signed for this log, `shortened` or `wrongRoot`
  /// where it covers other lines.
  init(_ bytes: [UInt8], by keys: LogKeys, of content: LogContent) throws(TransparencyError) {
    note = try SignedNote(bytes)
    checkpoint = try Checkpoint(text: note.text)
    guard checkpoint.origin == keys.origin else {
      throw TransparencyError(.otherLog, "it is of the log \(checkpoint.origin.quoted)")
    }
    try note.verified(by: keys.changes.map(\.key))
    try content.verify(extends: checkpoint)
  }
}
