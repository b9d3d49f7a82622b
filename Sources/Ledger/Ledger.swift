import Notation
package import Schedule
import Storage

/// A log of what was done: one file that only grows, each line bound to the line before it.
///
/// The chain shows every change of a line but the last and every line taken out or put in. It
/// does not show that lines at the end are missing: the beginning of a log is a log. Whoever
/// wants to know that keeps the number and the digest of the newest line elsewhere.
package struct Ledger: Sendable {
  /// Who may read the file.
  package enum Audience: Sendable {
    /// Everybody: mode 0644.
    case everybody
    /// The house: mode 0600.
    case house

    var mode: UInt32 { self == .everybody ? 0o644 : 0o600 }
  }

  /// The path of the file.
  package let path: String
  package let audience: Audience

  static let largestFile = 1 << 28

  /// The log at this path; nothing is read or made yet.
  package init(_ path: String, audience: Audience) {
    self.path = path
    self.audience = audience
  }

  /// Every entry, the chain verified; a log that is not there is empty.
  ///
  /// Nothing is changed: a torn last line is only counted. Throws a ``LedgerError`` that names
  /// the line, or a ``Storage/StorageError``.
  package func read() throws -> LedgerState {
    guard try Files.exists(path) else { return LedgerState(entries: [], tornBytes: 0) }
    return try verified(Files.read(path, limit: Self.largestFile)).state
  }

  /// Every entry of bytes that are to be this log, the chain verified.
  ///
  /// Throws a ``LedgerError`` that names the line.
  package func read(_ bytes: [UInt8]) throws -> LedgerState { try verified(bytes).state }

  /// Writes one line, under the file's lock, and brings it to disk.
  ///
  /// The whole chain is verified before. Throws a ``LedgerError`` where it is broken, where the
  /// last line is torn (``recover(at:)`` comes first) or the fact has no form; and a
  /// ``Storage/StorageError``, after which the last line may be torn.
  @discardableResult
  package func append(_ fact: LedgerFact, at instant: Instant) throws -> LedgerEntry {
    let file = try AppendOnlyFile(path, mode: audience.mode)
    let state = try verified(file.read(limit: Self.largestFile)).state
    guard state.tornBytes == 0 else {
      throw error(
        .torn, line: state.entries.count + 1,
        "the last line is torn: \(state.tornBytes) bytes without a line feed")
    }
    return try append(fact, at: instant, after: state, to: file)
  }

  /// Reads bytes of a log: whole lines as entries, and the bytes after the last line feed.
  func verified(_ bytes: [UInt8]) throws -> (state: LedgerState, torn: [UInt8]) {
    var entries: [LedgerEntry] = []
    var previous = LedgerEntry.noPrevious
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = Array(rest[..<end])
      let digest = SHA256Sum(of: line).hex
      entries.append(try entry(line, digest, number: entries.count + 1, previous: previous))
      previous = digest
      rest = rest[(end + 1)...]
    }
    return (LedgerState(entries: entries, tornBytes: rest.count), Array(rest))
  }

  private func entry(
    _ line: [UInt8], _ digest: String, number: Int, previous: String
  ) throws -> LedgerEntry {
    let entry: LedgerEntry
    do { entry = try LedgerEntryMemo.entry(line, digest) } catch let fault {
      throw error(fault.code, line: number, fault.reason)
    }
    guard entry.sequence == number else {
      throw error(
        .wrongSequence, line: number,
        "the line says that it is number \(entry.sequence); a line was taken out or put in")
    }
    guard entry.previous == previous else {
      throw error(
        .brokenChain, line: number,
        number == 1
          ? "the first line names a line before it"
          : "the line does not hold the digest of line \(number - 1); one of the two was changed"
            + " after it was written")
    }
    return entry
  }

  /// Writes one line after a state that was verified under the same lock.
  func append(
    _ fact: LedgerFact, at instant: Instant, after state: LedgerState, to file: AppendOnlyFile
  ) throws -> LedgerEntry {
    guard fact.event.isEventName, fact.edition != "", fact.actor != "",
      fact.fields.values.allSatisfy(\.fitsLedger),
      Instant(instant.description) == instant
    else {
      throw error(
        .badFact, line: nil,
        "the fact \u{201C}\(fact.event)\u{201D} has an event, an edition, an actor, a number or a"
          + " time that a log cannot hold")
    }
    let entry = LedgerEntry(
      sequence: state.entries.count + 1, instant: instant, event: fact.event,
      edition: fact.edition, actor: fact.actor, fields: fact.fields, previous: state.head)
    let line = entry.line
    guard line.count <= LedgerEntry.longestLine else {
      throw error(
        .tooLong, line: nil,
        "the line for \u{201C}\(fact.event)\u{201D} has \(line.count) bytes; at most 65535 are allowed"
      )
    }
    // What a log cannot read must never stand in it: every later command would stop there.
    do { _ = try LedgerEntry(line: line) } catch let fault {
      throw error(
        .badFact, line: nil,
        "the fact \u{201C}\(fact.event)\u{201D} cannot be kept: \(fault.reason); type its texts again"
      )
    }
    try file.append(line + [UInt8(ascii: "\n")])
    return entry
  }

  func error(_ code: LedgerError.Code, line: Int?, _ reason: String) -> LedgerError {
    LedgerError(code: code, file: path, line: line, reason: reason)
  }
}

extension CanonicalJSON {
  /// Whether every integer is one that ``Notation/CanonicalJSON`` can write, and the nesting one
  /// that ``Notation/JSONReader`` reads.
  fileprivate var fitsLedger: Bool { fits(depth: 3) }

  private func fits(depth: Int) -> Bool {
    guard depth < 64 else { return false }
    return switch self {
    case .null, .bool, .string: true
    case .integer(let value): value.magnitude < 1 << 53
    case .array(let values): values.allSatisfy { $0.fits(depth: depth + 1) }
    case .object(let members): members.values.allSatisfy { $0.fits(depth: depth + 1) }
    }
  }
}
