import Editions
import Intake
import Schedule

extension History {
  /// What pages say, or would say, of corrections and withdrawals: the texts as they were published or
  /// proposed.
  var printedTexts: Set<String> {
    let changes = releases.map(\.change)
    return Set(
      changes.compactMap(\.note).flatMap(\.texts) + changes.compactMap(\.withdrawalReason)
        + journal.compactMap { WithdrawalProposal($0)?.reason })
  }
}

extension InputFile {
  /// What pages say of the correction that this file opens; none where it cannot be read, which is a
  /// finding of its edition.
  func correctionTexts() throws -> [String] {
    Correction.read(try bytes(), file: path).correction?.note.texts ?? []
  }
}

extension CorrectionNote {
  fileprivate var texts: [String] { [wrong, changed, effect] }
}
