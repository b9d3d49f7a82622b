import Diagnostics
import Editions
import Intake
import Storage

/// What the log tells readers of a correction or a withdrawal, held against what was archived with it.
extension Verifier {
  /// The chain of a log can be made anew over other words, and no digest in it is of them.
  mutating func checkAccount(
    _ release: History.Release, _ version: ArchivedEdition.Version, line: Int?
  ) {
    // Another edition's seal, or another history's, is said to be that.
    guard let seal = version.open?.seal, seal.digest == release.digest else { return }
    let told = release.change
    var others: [(file: String, words: String)] = []
    if seal.change != told { others.append((EditionSeal.file, seal.change.account)) }
    if let note = version.words.note, told.note != note {
      others.append((Correction.fileName, EditionChange.correction(note).account))
    }
    if let reason = version.words.reason, told.withdrawalReason != reason {
      others.append((WithdrawalProposal.reasonFile, reason))
    }
    guard let first = others.first else { return }
    note(
      "verify.log.facts", workspace.log, line: line,
      "the log tells of version \(release.version) of \(release.edition) \(told.account.quoted), and "
        + others.map(\.file).joined(separator: " and ") + " in the archive \(first.words.quoted)",
      rule: "log and archive give one account of a correction or a withdrawal",
      source: Self.archiveRules, remedy: "find out which of the two was changed",
      edition: release.edition, version: release.version)
  }
}

extension EditionChange {
  /// Everything that it says of itself, in one sentence.
  fileprivate var account: String {
    switch self {
    case .first: "that it is the first"
    case .correction(let note): "\(note.kind.rawValue): \(note.sentences)"
    case .withdrawal(let reason): reason
    }
  }
}

/// What the files of a version say of why there is one, beside its seal.
struct ArchivedWords: Sendable {
  /// What the archived `correction.json` of this version says; nil where there is none.
  private(set) var note: CorrectionNote?
  /// The reason that two people signed; nil where there was no sign-off.
  private(set) var reason: String?

  static let none = ArchivedWords()
  private init() {}

  /// Reads them with `read`, which has nil for what is missing or damaged: that is said elsewhere.
  init(of seal: EditionSeal, read: (String) -> [UInt8]?) {
    switch seal.change {
    case .first: return
    case .correction:
      let file = "inputs/analyses/\(seal.edition)/\(Correction.fileName)"
      // A correction stays where it is when its version is out; the next one has its own.
      guard let bytes = read(file),
        let correction = Correction.read(bytes, file: file).correction,
        correction.edition == seal.edition, correction.version == seal.version
      else { return }
      note = correction.note
    case .withdrawal:
      reason = read(WithdrawalProposal.reasonFile).flatMap { String(validating: $0, as: UTF8.self) }
    }
  }
}
