import Foundation
import Ledger
import Notation
import Releases
import Schedule
import TestSupport
import Testing

/// The private journal is committed to in public, and nothing of it is told.
@Suite struct JournalCommitmentTests {
  private func journal(_ office: PublicLogWorkspace) throws -> [LedgerEntry] {
    try Ledger(office.workspace.path + "/publications/journal.jsonl", audience: .house).read()
      .entries
  }

  @Test func eachPublicLineCommitsToTheJournalAndTheJournalCanProveIt() throws {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    let workspace = try Workspace(office.workspace.path)
    let history = try History(workspace)
    #expect(history.commitments == (made: 2, proved: 2))
    let journal = try journal(office)
    // By hand, as docs/format.md says: SHA-256 of salt and head, in hexadecimal both.
    for line in history.log {
      guard case .string(let committed)? = line.fields["journal"] else {
        Issue.record("line \(line.sequence) commits to nothing")
        continue
      }
      let opened = try #require(
        journal.first {
          $0.event == "logged" && $0.fields["sequence"] == .integer(line.sequence)
        })
      guard case .string(let salt)? = opened.fields["salt"] else {
        Issue.record("line \(line.sequence) has no salt")
        continue
      }
      let sum = try Tool.run(
        "/bin/bash", ["-c", "printf %s '\(salt)\(opened.previous)' | sha256sum"])
      #expect(sum.output.hasPrefix(committed))
    }
  }

  @Test func noSaltAndNoDigestOfTheJournalIsPublic() throws {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    let published = office.tree().mapValues { String(decoding: $0, as: UTF8.self) }
    var secrets: Set<String> = []
    for entry in try journal(office) {
      secrets.insert(entry.digest)
      if case .string(let salt)? = entry.fields["salt"] { secrets.insert(salt) }
    }
    #expect(secrets.count > 5)
    for (file, text) in published {
      for secret in secrets where text.contains(secret) { Issue.record("\(file) has \(secret)") }
    }
    // The same journal gives another commitment each time.
    let commitments = try office.lines.compactMap {
      ($0["fields"] as? [String: Any])?["journal"] as? String
    }
    #expect(Set(commitments).count == commitments.count)
  }

  @Test func aJournalThatWasWrittenAnewIsFoundOut() throws {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    let entries = try journal(office)
    let path = office.workspace.path + "/publications/journal.jsonl"
    // Who sealed is somebody else now, and every line after it is bound to the line before.
    try FileManager.default.removeItem(atPath: path)
    let ledger = Ledger(path, audience: .house)
    for entry in entries {
      let isSeal = entry.event == "sealed"
      try ledger.append(
        LedgerFact(
          entry.event, edition: entry.edition, actor: isSeal ? "somebody else" : entry.actor,
          fields: entry.fields), at: entry.instant)
    }
    _ = try ledger.read()
    let result = try office.run(["status"])
    #expect(result.status == 76 && result.errors.contains("commits to"), "\(result.errors)")
  }

  @Test func linesOfEarlierVersionsCommitToNothingAndAreRead() throws {
    let office = try PublicLogWorkspace(withKey: false)
    try office.publish("2013-10")
    let workspace = try TestWorkspace()
    for name in ["log", "journal"] {
      let entries = try Ledger(
        office.workspace.path + "/publications/\(name).jsonl", audience: .house
      ).read().entries
      let ledger = Ledger(workspace.path + "/publications/\(name).jsonl", audience: .house)
      for entry in entries where entry.event == "released" {
        try ledger.append(
          LedgerFact(
            entry.event, edition: entry.edition, actor: entry.actor,
            fields: entry.fields.filter { $0.key != "journal" }), at: entry.instant)
      }
    }
    let history = try History(Workspace(workspace.path))
    #expect(history.commitments == (made: 0, proved: 0) && history.brokenCommitment == nil)
    #expect(history.released.count == 1)
  }
}
