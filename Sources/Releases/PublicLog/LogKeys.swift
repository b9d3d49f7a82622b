package import Ledger
import Notation
package import Transparency

/// The keys that sign a public log, as its own lines `key` say.
package struct LogKeys: Sendable {
  /// Why a key began to sign.
  package enum Cause: String, Sendable, Hashable, CaseIterable {
    /// It was the first.
    case first
    /// The key before it was in order, and has signed the change.
    case rotated
    /// The key before it was lost.
    case lost
    /// The key before it may be in other hands: what it signs from then on proves nothing.
    case compromised
  }

  /// A key and when it began to sign.
  package struct Change: Sendable, Hashable {
    /// The number of its line in the log.
    package let line: Int
    package let key: VerifierKey
    package let cause: Cause
    /// What the public was told of the change.
    package let reason: String?
  }

  /// Every key in the order of the log.
  package private(set) var changes: [Change] = []

  /// The event of the lines.
  static let event = "key"

  /// Reads the lines `key` of a log.
  ///
  /// Throws a ``ReleaseError`` with the code `altered` for a line that names no key, or one that
  /// does not follow from the line before.
  package init(_ log: [LedgerEntry]) throws {
    for entry in log where entry.event == Self.event {
      guard let change = Change(entry), (change.cause == .first) == changes.isEmpty,
        changes.allSatisfy({ $0.key.name == change.key.name && $0.key != change.key }),
        entry.fields["replaces"] == current.map({ .string($0.description) })
      else {
        throw ReleaseError(
          .altered,
          "line \(entry.sequence) of the log is to name the key that signs the log from then on, and "
            + "does not, or not the one that it replaces")
      }
      changes.append(change)
    }
  }

  /// The key that signs now; nil where the log was never signed.
  package var current: VerifierKey? { changes.last?.key }

  /// The keys that no line says other hands may have.
  var uncompromised: [VerifierKey] {
    changes.indices.filter { index in
      !changes.indices.contains(index + 1) || changes[index + 1].cause != .compromised
    }.map { changes[$0].key }
  }

  /// The name of the log, the same since its first key; nil where the log was never signed.
  package var origin: String? { changes.first?.key.name }

  /// Whether a checkpoint at hand covers a change and has the signatures of both keys.
  func isVouched(
    _ change: Change, by before: VerifierKey, in notes: [SignedNote], of content: LogContent
  ) -> Bool {
    notes.contains { note in
      guard let checkpoint = try? Checkpoint(text: note.text), checkpoint.size >= change.line,
        (try? content.verify(extends: checkpoint)) != nil,
        let signers = try? note.verified(by: [before, change.key])
      else { return false }  // A checkpoint that proves nothing is none.
      return signers.count == 2
    }
  }

  /// The changes of a key that was in order for which no checkpoint at hand has both signatures.
  ///
  /// What comes before a key that was lost, or is in other hands, is left out: there readers ask the producer.
  func unvouched(by notes: [SignedNote], of content: LogContent) -> [Change] {
    let broken = changes.lastIndex { $0.cause != .rotated } ?? 0
    let unbroken = changes.dropFirst(broken)
    return zip(unbroken, unbroken.dropFirst()).filter { before, change in
      change.cause == .rotated && !isVouched(change, by: before.key, in: notes, of: content)
    }.map(\.1)
  }

  /// The public file `/log/key`.
  ///
  /// A line for each key, newest first: the key, the first line of the log that its checkpoints are
  /// made for, the last before its successor or `-`, and `current` or how it ended.
  package var file: [UInt8] {
    var lines = [
      "# The keys that sign the checkpoints of this log, newest first: key, first line, last line,",
      "# what became of it. How to verify: docs/archivist.md of ninethirty, and C2SP signed-note.",
    ]
    for (index, change) in changes.enumerated().reversed() {
      let next = changes.indices.contains(index + 1) ? changes[index + 1] : nil
      lines.append(
        "\(change.key) \(index == 0 ? 1 : change.line) \(next.map { String($0.line - 1) } ?? "-") "
          + (next?.cause.rawValue ?? "current"))
    }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  /// The keys of a file that a reader keeps: a copy of `/log/key`, or one key a line.
  ///
  /// Those that the file itself says were compromised are left out. Throws a ``Transparency/TransparencyError`` where a line holds no key.
  package static func keys(inFile bytes: [UInt8]) throws -> [VerifierKey] {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: " ") }
      .filter { !($0.first ?? "#").hasPrefix("#") && $0.last != Cause.compromised.rawValue[...] }
    return try lines.map { try VerifierKey($0[0]) }
  }
}

extension LogKeys.Change {
  /// Reads a line; nil for one of another form.
  fileprivate init?(_ entry: LedgerEntry) {
    guard case .string(let key)? = entry.fields["key"],
      case .string(let cause)? = entry.fields["cause"],
      let cause = LogKeys.Cause(rawValue: cause),
      let key = try? VerifierKey(key)  // The caller says that the line names none.
    else { return nil }
    var reason: String?
    if case .string(let text)? = entry.fields["reason"] { reason = text }
    self.init(line: entry.sequence, key: key, cause: cause, reason: reason)
  }

  /// The fields of the line that says it, after this key.
  func fields(replacing old: VerifierKey?) -> [String: CanonicalJSON] {
    var fields: [String: CanonicalJSON] = [
      "cause": .string(cause.rawValue), "key": .string(key.description),
    ]
    fields["reason"] = reason.map { .string($0) }
    fields["replaces"] = old.map { .string($0.description) }
    return fields
  }
}
