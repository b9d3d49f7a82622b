package import Notation
package import Schedule
import Storage

/// One thing that was done: one line of a log.
package struct LedgerEntry: Sendable, Hashable {
  /// What every line says about its own form.
  package static let format = "ninethirty-ledger-1"
  /// The most bytes that a line may have, its line feed not counted.
  package static let longestLine = 65_535
  /// What the first line names as the digest of the line before it.
  package static let noPrevious = String(repeating: "0", count: 64)

  /// The line's number, from 1, without gaps.
  package let sequence: Int
  /// When it was written down, by the clock of the machine.
  ///
  /// Not always later than the line before: clocks are set back.
  package let instant: Instant
  /// What was done, in lower-case words with hyphens: `released`.
  package let event: String
  /// The edition that it concerns: `2013-11`.
  package let edition: String?
  /// Who did it.
  package let actor: String?
  /// Further facts: digests, times, reasons.
  package let fields: [String: CanonicalJSON]
  /// The SHA-256 of the whole line before, its line feed not counted, in lower-case
  /// hexadecimal.
  package let previous: String

  /// The line without its line feed.
  package var line: [UInt8] {
    var members: [String: CanonicalJSON] = [
      "event": .string(event), "fields": .object(fields), "format": .string(Self.format),
      "instant": .string(instant.description), "previous": .string(previous),
      "sequence": .integer(sequence),
    ]
    members["edition"] = edition.map { .string($0) }
    members["actor"] = actor.map { .string($0) }
    return CanonicalJSON.object(members).bytes
  }

  /// The SHA-256 of the line, for the line that follows.
  package var digest: String { SHA256Sum(of: line).hex }
}

/// What a log holds.
package struct LedgerState: Sendable, Hashable {
  /// Every whole line, in order; their chain is verified.
  package let entries: [LedgerEntry]
  /// The bytes after the last line feed, 0 in a sound log: what a crash left of a line.
  package let tornBytes: Int
  /// What the next line will name as the digest of the line before it.
  package var head: String { entries.last?.digest ?? LedgerEntry.noPrevious }
}

/// What a caller wants to have written down; the ledger adds number, time and digest.
package struct LedgerFact: Sendable, Hashable {
  package let event: String
  package let edition: String?
  package let actor: String?
  package let fields: [String: CanonicalJSON]

  /// A fact with its event in lower-case words with hyphens.
  package init(
    _ event: String, edition: String? = nil, actor: String? = nil,
    fields: [String: CanonicalJSON] = [:]
  ) {
    self.event = event
    self.edition = edition
    self.actor = actor
    self.fields = fields
  }
}
