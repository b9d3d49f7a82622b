package import Ledger
import Notation
import Storage

/// What a public line says of the private journal without telling anything of it: a digest of the
/// journal's newest line with a salt.
///
/// The salt stands in the journal alone, in the line that follows the one committed to. Whoever has
/// the journal can prove later that it was so at that time; whoever has not cannot even try a guess,
/// because the salt has 256 random bits.
enum JournalCommitment {
  /// The field of a public line.
  static let field = "journal"
  /// The field of the journal's entry `logged`.
  static let saltField = "salt"

  /// A new salt, from the system's random numbers, in hexadecimal.
  static func newSalt() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<32).map { _ in
      let digits = String(UInt8.random(in: 0...255, using: &generator), radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// SHA-256 over the 64 digits of the salt and the 64 of the head.
  static func digest(salt: String, head: String) -> String {
    SHA256Sum(of: Array((salt + head).utf8)).hex
  }
}

extension History {
  /// The first public line whose commitment the journal does not bear out; nil where none is wrong.
  ///
  /// Lines of earlier versions commit to nothing, and a crash can have kept the salt from being
  /// written: those are not wrong.
  package var brokenCommitment: LedgerEntry? {
    for entry in journal {
      guard let sequence = entry.loggedLine,
        log.indices.contains(sequence - 1), let committed = log[sequence - 1].commitment,
        case .string(let salt)? = entry.fields[JournalCommitment.saltField]
      else { continue }
      if JournalCommitment.digest(salt: salt, head: entry.previous) != committed {
        return log[sequence - 1]
      }
    }
    return nil
  }

  /// The first public line that the journal knows letter by letter and whose commitment it does not
  /// bear out, or cannot open any more; nil where there is none.
  ///
  /// Line and salt are one line of the journal, so that no crash parts them.
  var unborneCommitment: LedgerEntry? {
    journal.lazy.compactMap { entry -> LedgerEntry? in
      guard let sequence = entry.loggedLine, log.indices.contains(sequence - 1),
        entry.fields["line"] == .string(log[sequence - 1].digest),
        let committed = log[sequence - 1].commitment
      else { return nil }
      guard case .string(let salt)? = entry.fields[JournalCommitment.saltField],
        JournalCommitment.digest(salt: salt, head: entry.previous) == committed
      else { return log[sequence - 1] }
      return nil
    }.first
  }

  /// How many public lines commit to the journal, and how many of them it can prove.
  package var commitments: (made: Int, proved: Int) {
    let made = log.filter { $0.commitment != nil }
    let salted = Set(
      journal.compactMap { entry in
        entry.fields[JournalCommitment.saltField] == nil ? nil : entry.loggedLine
      })
    return (made.count, made.count { salted.contains($0.sequence) })
  }
}

extension LedgerEntry {
  /// What a public line says of the journal; nil for one that says nothing.
  var commitment: String? {
    if case .string(let digest)? = fields[JournalCommitment.field] { digest } else { nil }
  }

  /// The number of the public line that a line of the journal is about; nil for any other line.
  var loggedLine: Int? {
    guard event == "logged", case .integer(let sequence)? = fields["sequence"] else { return nil }
    return sequence
  }
}
