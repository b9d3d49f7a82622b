import Foundation
import Ledger
import Notation
import Schedule
import TestSupport
import Testing

/// The public log commits to the private journal: what of it must be there, and what may be missing.
@Suite struct JournalWitnessTests {
  private static let published = PublicLogWorkspace.ofTwoEditions

  private struct Office {
    let signed: PublicLogWorkspace
    var workspace: TestWorkspace { signed.workspace }
    var journal: String { workspace.path + "/publications/journal.jsonl" }
    var log: String { workspace.path + "/publications/log.jsonl" }

    init(_ script: String = "true") throws {
      signed = try PublicLogWorkspace(copyOf: #require(published))
      try signed.shell(script)
    }

    func entries() throws -> [LedgerEntry] { try Ledger(journal, audience: .house).read().entries }

    /// The journal written anew, each line bound to the line before.
    func rewrite(
      _ entries: [LedgerEntry], actor: (LedgerEntry) -> String? = { $0.actor },
      fields: (LedgerEntry) -> [String: CanonicalJSON] = { $0.fields }
    ) throws {
      try FileManager.default.removeItem(atPath: journal)
      let ledger = Ledger(journal, audience: .house)
      for entry in entries {
        try ledger.append(
          LedgerFact(
            entry.event, edition: entry.edition, actor: actor(entry), fields: fields(entry)),
          at: entry.instant)
      }
    }

    /// The journal without its newest lines.
    func cut(to count: Int) throws {
      let lines = workspace.text("publications/journal.jsonl").split(separator: "\n")
      try workspace.write(
        lines.prefix(count).joined(separator: "\n") + "\n", to: "publications/journal.jsonl")
    }

    /// A line of the log of which the journal knows nothing: a crash came between the two.
    func logAlone() throws {
      try Ledger(log, audience: .everybody).append(
        LedgerFact(
          "noted", edition: "2013-11", actor: "test",
          fields: ["journal": .string(String(repeating: "a", count: 64))]),
        at: Instant("2099-01-01T00:00:00.000Z")!)
    }

    /// What is left is a copy of the publications alone.
    func leavePublicationsAlone() throws {
      for name in try FileManager.default.contentsOfDirectory(atPath: workspace.path)
      where name != "publications" {
        try FileManager.default.removeItem(atPath: "\(workspace.path)/\(name)")
      }
    }

    func verify() throws -> (status: Int32, ids: Set<String>, output: String) {
      let result = try workspace.run("verify", "--json")
      let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      let faults = (report as? [String: Any])?["faults"] as? [[String: Any]] ?? []
      let errors = faults.filter { $0["severity"] as? String == "error" }
      return (
        result.status, Set(errors.compactMap { $0["id"] as? String }), result.output + result.errors
      )
    }
  }

  @Test func aMissingJournalIsAFaultOfAWorkspace() throws {
    let office = try Office()
    try FileManager.default.removeItem(atPath: office.journal)
    let found = try office.verify()
    #expect(found.status == 76 && found.ids == ["verify.journal.missing"], "\(found.output)")
    // An empty one is none either.
    try office.workspace.write("", to: "publications/journal.jsonl")
    #expect(try office.verify().ids == ["verify.journal.missing"])
  }

  @Test func inACopyAloneItIsNotHereAndNotChecked() throws {
    let office = try Office()
    try office.leavePublicationsAlone()
    try FileManager.default.removeItem(atPath: office.journal)
    let result = try office.workspace.run("verify")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(
      result.output.contains("not checked  the log against the journal"), "\(result.output)")
    #expect(!result.output.contains("verify.journal"))
  }

  /// But a journal that is there is held against the log, in a copy too.
  @Test(arguments: [true, false])
  func aJournalThatWasCutIsAFault(isCopy: Bool) throws {
    let office = try Office()
    let entries = try office.entries()
    // Before the second edition: as a backup of last month has it.
    let count = try #require(entries.firstIndex { $0.edition == "2013-11" })
    try office.cut(to: count)
    if isCopy { try office.leavePublicationsAlone() }
    let found = try office.verify()
    #expect(found.status == 76, "\(found.output)")
    #expect(found.ids.contains("verify.journal.cut-short"), "\(found.output)")
  }

  /// Only its line about the last line of the log, and what came after, is gone.
  @Test func aJournalThatEndsBeforeThePublishedLogIsAFault() throws {
    let office = try Office()
    let entries = try office.entries()
    let last = try #require(entries.lastIndex { $0.event == "logged" })
    try office.cut(to: last)
    let found = try office.verify()
    #expect(found.ids.contains("verify.journal.cut-short"), "\(found.output)")
  }

  /// The line of the newest switch is gone; readers have the checkpoint that it brought.
  @Test func noCheckpointIsTakenBackByAJournalThatLostItsSwitch() throws {
    let office = try Office()
    let last = try #require(try office.entries().lastIndex { $0.event == "switching" })
    try office.cut(to: last)
    let found = try office.verify()
    #expect(found.status == 76 && found.ids == ["verify.journal.cut-short"], "\(found.output)")
    let tree = office.workspace.path + "/publications/public/"
    let before = office.workspace.contents(of: tree)
    let result = try office.workspace.run("repair", "--apply")
    #expect(result.status == 76, "\(result.output)")
    #expect(office.workspace.contents(of: tree) == before)
  }

  /// But a checkpoint of a size that the journal knows is held against the journal's digest.
  @Test func aCheckpointWithALineOfSomebodyIsAltered() throws {
    let office = try Office(withALineOfSomebody)
    let found = try office.verify()
    #expect(found.ids.contains("verify.public.altered"), "\(found.output)")
    #expect(!found.ids.contains("verify.journal.cut-short"), "\(found.output)")
    let result = try office.signed.run(["repair", "--apply"])
    #expect(result.status == 0, "\(result.output)")
    #expect(!office.workspace.text("publications/public/log/checkpoint").contains("other.example"))
  }

  /// The same checkpoint stands under its size, so that no key is needed.
  @Test func aCheckpointWithALineOfSomebodyIsPutBackFromTheOneUnderItsSize() throws {
    let office = try Office(withALineOfSomebody)
    let result = try office.workspace.run("repair", "--apply")
    #expect(result.status == 0, "\(result.output)")
    #expect(!office.workspace.text("publications/public/log/checkpoint").contains("other.example"))
  }

  /// Without the key nobody signs it again, and it does not become the right one by being laid again.
  @Test func aCheckpointWithALineOfSomebodyStaysAlteredWithoutTheKey() throws {
    let office = try Office(
      withALineOfSomebody + "; for f in log/checkpoints/*; do cat log/checkpoint > $f; done")
    let result = try office.workspace.run("repair", "--apply")
    #expect(result.status == 76, "\(result.output)")
    let found = try office.verify()
    #expect(found.ids.contains("verify.public.altered"), "\(found.output)")
  }

  private let withALineOfSomebody = """
    cd public; chmod u+w log log/checkpoint log/checkpoints/*
    echo '\u{2014} other.example AAAAAAAAAAAAAAAA' >> log/checkpoint
    """

  @Test func aJournalThatWasBegunAnewIsAFault() throws {
    let office = try Office()
    try office.rewrite(Array(try office.entries().suffix(1)))
    #expect(try office.verify().ids.contains("verify.journal.cut-short"))
  }

  @Test func aJournalThatWasWrittenAnewIsAFault() throws {
    let office = try Office()
    try office.rewrite(
      office.entries(), actor: { $0.event == "sealed" ? "somebody else" : $0.actor })
    let found = try office.verify()
    #expect(found.status == 76 && found.ids.contains("verify.journal.rewritten"), "\(found.output)")
  }

  @Test func aJournalWithoutItsSaltsIsAFault() throws {
    let office = try Office()
    try office.rewrite(
      office.entries(), fields: { entry in entry.fields.filter { $0.key != "salt" } })
    #expect(try office.verify().ids.contains("verify.journal.rewritten"))
  }

  /// Two writes, and a crash between them: no fault, until it happens twice in a row.
  @Test func oneLineThatACrashKeptFromTheJournalIsNone() throws {
    let office = try Office()
    try office.logAlone()
    let once = try office.verify()
    #expect(once.status == 0 && once.ids.isEmpty, "\(once.output)")
    #expect(once.output.contains("verify.log.unwitnessed"), "\(once.output)")
    try office.logAlone()
    let twice = try office.verify()
    #expect(twice.status == 76 && twice.ids == ["verify.journal.cut-short"], "\(twice.output)")
  }

  /// Whatever is missing, `repair` goes by no journal that is in doubt.
  @Test func nothingIsRepairedByAJournalThatIsInDoubt() throws {
    let office = try Office()
    try office.cut(to: try #require(try office.entries().firstIndex { $0.edition == "2013-11" }))
    let before = office.workspace.contents(of: office.workspace.path + "/publications")
    let result = try office.workspace.run("repair", "--apply")
    #expect(result.status == 76, "\(result.output)")
    let after = office.workspace.contents(of: office.workspace.path + "/publications")
    #expect(after.filter { $0.key != ".lock" } == before.filter { $0.key != ".lock" })
  }

  /// A torn line was never whole: one that the journal knows was cut by somebody.
  @Test func aLineThatTheJournalKnowsIsNotCutAway() throws {
    let office = try Office("truncate -s -50 log.jsonl")
    let before = office.workspace.bytes("publications/log.jsonl")
    let announced = try office.signed.run(["seal", "2013-11", "--by", "test"])
    #expect(announced.status == 76, "\(announced)")
    #expect(announced.errors.contains("was cut inside line"), "\(announced.errors)")
    #expect(office.workspace.bytes("publications/log.jsonl") == before)
    #expect(!office.workspace.files(in: "publications").contains { $0.contains("torn") })
    let repaired = try office.signed.run(["repair", "--apply"])
    #expect(repaired.status == 0, "\(repaired.output)\(repaired.errors)")
  }

  @Test func theCutOfATornLineIsKnownToTheJournal() throws {
    let office = try Office("printf '{\"actor\"' >> log.jsonl")
    try office.signed.succeed("repair", "--apply")
    let (status, _, output) = try office.verify()
    #expect(status == 0 && !output.contains("unwitnessed"), "\(output)")
  }
}
