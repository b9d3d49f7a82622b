import Diagnostics
import Notation
import Schedule

/// Why a line is no entry of a ledger.
struct LineFault: Error {
  let code: LedgerError.Code
  let reason: String
}

extension LedgerEntry {
  /// Reads one line, without its line feed; it must be in the canonical form to the byte.
  init(line: [UInt8]) throws(LineFault) {
    guard line.count <= Self.longestLine else {
      throw LineFault(
        code: .tooLong, reason: "the line has \(line.count) bytes; at most 65535 are allowed")
    }
    let (json, findings) = JSONReader.read(line, file: "")
    if let finding = findings.first {
      throw LineFault(
        code: .notCanonical, reason: "the line is not sound JSON: \(finding.found)")
    }
    // Canonical bytes that are the same also prove that no key stands twice.
    guard let value = json.flatMap({ CanonicalJSON($0) }), value.bytes == line else {
      throw LineFault(
        code: .notCanonical,
        reason: "the line is JSON but not in its canonical form (order of keys, space, escapes"
          + " or numbers)")
    }
    guard case .object(let members) = value else {
      throw LineFault(code: .notAnEntry, reason: "the line is no JSON object")
    }
    try self.init(members)
  }

  private init(_ members: [String: CanonicalJSON]) throws(LineFault) {
    let known = [
      "actor", "edition", "event", "fields", "format", "instant", "previous", "sequence",
    ]
    if let unknown = members.keys.sorted().first(where: { !known.contains($0) }) {
      throw LineFault(
        code: .notAnEntry, reason: "the line has the unknown key \u{201C}\(unknown)\u{201D}")
    }
    guard case .string(Self.format) = members["format"] else {
      throw LineFault(
        code: .notAnEntry,
        reason: "the line's format is not \(Self.format); a newer ninethirty may have written it")
    }
    guard case .integer(let sequence) = members["sequence"],
      case .object(let fields) = members["fields"]
    else {
      throw LineFault(
        code: .notAnEntry, reason: "the line's sequence is no integer or its fields are no object")
    }
    self.sequence = sequence
    self.fields = fields
    event = try Self.text("event", in: members) { $0.isEventName }
    previous = try Self.text("previous", in: members) { $0.isDigestText }
    instant = Instant(
      try Self.text("instant", in: members) { Instant($0)?.description == $0 })!
    edition = try members["edition"].map { _ throws(LineFault) in
      try Self.text("edition", in: members) { !$0.isEmpty }
    }
    actor = try members["actor"].map { _ throws(LineFault) in
      try Self.text("actor", in: members) { !$0.isEmpty }
    }
  }

  private static func text(
    _ key: String, in members: [String: CanonicalJSON], where accepts: (String) -> Bool
  ) throws(LineFault) -> String {
    guard case .string(let text) = members[key], accepts(text) else {
      throw LineFault(
        code: .notAnEntry, reason: "the line's \(key) is missing or not in its form")
    }
    return text
  }
}

extension String {
  /// Lower-case letters and digits in parts with hyphens between, a letter first.
  var isEventName: Bool {
    guard let first = utf8.first, (97...122).contains(first), utf8.last != 45 else { return false }
    return utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }

  fileprivate var isDigestText: Bool {
    utf8.count == 64 && utf8.allSatisfy { (97...102).contains($0) || (48...57).contains($0) }
  }
}
