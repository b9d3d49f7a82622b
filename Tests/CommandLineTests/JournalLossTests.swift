import Foundation
import TestSupport
import Testing

/// Lines of the journal that are gone: what still shows it, and the written way out.
@Suite struct JournalLossTests {
  private static let published = PublicLogWorkspace.ofTwoEditions

  private static let reason = "The disk failed, and no copy was kept."

  private struct Office {
    let signed: PublicLogWorkspace
    var workspace: TestWorkspace { signed.workspace }
    var publications: String { signed.publications }

    init(_ script: String = "true") throws {
      signed = try PublicLogWorkspace(copyOf: #require(published))
      try shell(script)
    }

    func shell(_ script: String) throws { try signed.shell(script) }
    func run(_ arguments: String...) throws -> Binary.Result { try signed.run(arguments) }

    func state(apply: Bool = true) throws -> Binary.Result {
      let arguments = ["repair", "--journal-lost", reason, "--by", "a.example"]
      return try Tool.run(
        Binary.path, arguments + (apply ? ["--apply"] : []) + ["--workspace", workspace.path])
    }

    func verify() throws -> (status: Int32, errors: [String], warnings: [String], output: String) {
      let result = try run("verify", "--json")
      let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      let faults = (report as? [String: Any])?["faults"] as? [[String: Any]] ?? []
      func ids(_ severity: String) -> [String] {
        faults.filter { $0["severity"] as? String == severity }.compactMap { $0["id"] as? String }
      }
      return (result.status, ids("error"), ids("warning"), result.output + result.errors)
    }
  }

  /// Everything behind the newest line that the log commits to.
  private static let cutTail =
    "sed -i \"$(grep -n '\"logged\"' journal.jsonl | tail -1 | cut -d: -f1)q\" journal.jsonl"

  @Test(arguments: ["rm journal.jsonl", ": > journal.jsonl", "sed -i 4q journal.jsonl", cutTail])
  func aLossIsStatedAndNeverSilentlySound(_ script: String) throws {
    let office = try Office(script)
    let found = try office.verify()
    #expect(found.status == 76 && found.errors.count == 1, "\(found.output)")
    let before = office.workspace.contents(of: office.publications)
    let dry = try office.state(apply: false)
    #expect(dry.status == 0 && dry.output.contains("would  publications/journal.jsonl: state that"))
    #expect(dry.output.contains("nothing was written"), "\(dry.output)")
    #expect(office.workspace.contents(of: office.publications) == before)
    let done = try office.state()
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    let after = try office.verify()
    #expect(after.status == 0 && after.errors.isEmpty, "\(after.output)")
    #expect(after.warnings == ["verify.journal.lost"], "\(after.output)")
    #expect(after.output.contains(Self.reason) && after.output.contains("a.example stated on"))
    // A second time there is nothing to state.
    let again = try office.state()
    #expect(again.status == 64, "\(again.status)")
    #expect(again.errors.contains("there is nothing to state"), "\(again.errors)")
    // Work goes on, and what comes after is bound to the journal again.
    let log = office.workspace.text("publications/log.jsonl").split(separator: "\n").count
    let withdrawn = try office.run(
      "withdraw", "2013-11", "--reason", "Wrong population.", "--by", "a.example")
    #expect(withdrawn.status == 0, "\(withdrawn.output)\(withdrawn.errors)")
    #expect(
      office.workspace.text("publications/log.jsonl").split(separator: "\n").count == log + 1)
    let later = try office.verify()
    #expect(later.status == 0 && later.warnings == ["verify.journal.lost"], "\(later.output)")
  }

  /// What it lacks may have been that a seal was taken back: nothing is written as if it had never been.
  @Test(arguments: ["rm journal.jsonl", ": > journal.jsonl", "sed -i 4q journal.jsonl", cutTail])
  func noVerbWritesBesideAJournalWithAGap(cut: String) throws {
    let office = try Office(cut)
    let log = office.workspace.bytes("publications/log.jsonl")
    let journal = office.workspace.bytes("publications/journal.jsonl")
    for verb in [
      ["announce", "--next-year", "--by", "a.example"], ["seal", "2013-12", "--by", "test"],
    ] {
      let refused = try office.signed.run(verb)
      #expect(refused.status == 76, "\(verb) \(refused)")
      #expect(refused.errors.contains("lines of it are gone"), "\(refused.errors)")
      #expect(refused.errors.contains("--journal-lost"), "\(refused.errors)")
    }
    #expect(office.workspace.bytes("publications/log.jsonl") == log)
    #expect(office.workspace.bytes("publications/journal.jsonl") == journal)
    let status = try office.signed.run(["status", "--json"])
    #expect(status.status == 0 && status.output.contains("journal-cut-short"), "\(status)")
    #expect(!status.output.contains("log-older-than-public"), "\(status.output)")
  }

  /// The statement counts: it covers no further loss.
  @Test func aStatementCoversNothingThatIsLostLater() throws {
    let office = try Office("rm journal.jsonl")
    try #require(try office.state().status == 0)
    let withdrawn = try office.run(
      "withdraw", "2013-11", "--reason", "Wrong population.", "--by", "a.example")
    try #require(withdrawn.status == 0, "\(withdrawn.errors)")
    try office.shell(
      "sed -i \"$(grep -n '\"journal-lost\"' journal.jsonl | cut -d: -f1)q\" journal.jsonl")
    let cut = try office.verify()
    #expect(cut.errors.contains("verify.journal.cut-short"), "\(cut.output)")
    // Nor one that covers less than is missing.
    let other = try Office("cp journal.jsonl ../kept; sed -i 4q journal.jsonl")
    try #require(try other.state().status == 0)
    #expect(try other.verify().status == 0)
    try other.shell(
      """
      python3 - <<'END'
      import hashlib, json
      lines = [json.loads(line) for line in open("journal.jsonl")]
      previous, out = "0" * 64, []
      for entry in [line for line in lines if line["event"] != "logged"]:
          entry["previous"], entry["sequence"] = previous, len(out) + 1
          if entry["event"] == "journal-lost": entry["fields"]["commitments"] = 1
          line = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
          previous = hashlib.sha256(line.encode()).hexdigest()
          out.append(line + "\\n")
      open("journal.jsonl", "w").write("".join(out))
      END
      """)
    let less = try other.verify()
    #expect(less.errors.contains("verify.journal.cut-short"), "\(less.output)")
  }

  /// From the statement on the journal vouches for the log as it stood then.
  @Test func theLogIsHeldAgainstTheStatement() throws {
    let office = try Office("rm journal.jsonl")
    try #require(try office.state().status == 0)
    try office.shell(
      "sed -i '$d' log.jsonl; chmod u+w public/log/log.jsonl; cp log.jsonl public/log/")
    let found = try office.verify()
    #expect(found.errors.contains("verify.log.cut-short"), "\(found.output)")
    #expect(try office.run("seal", "2013-11", "--by", "test").status == 76)
  }

  @Test func nothingIsStatedWhereNothingIsLostOrTheLogIsInDoubt() throws {
    let whole = try Office()
    let none = try whole.state()
    #expect(none.status != 0 && none.errors.contains("there is nothing to state"), "\(none.errors)")
    let doubtful = try Office("rm journal.jsonl; sed -i 's/released/withdrawn/' log.jsonl")
    let before = doubtful.workspace.contents(of: doubtful.publications)
    let refused = try doubtful.state()
    #expect(refused.status == 76 && refused.errors.contains("have to be right first"), "\(refused)")
    let after = doubtful.workspace.contents(of: doubtful.publications)
    #expect(after.filter { $0.key != ".lock" } == before.filter { $0.key != ".lock" })
    for arguments in [["--journal-lost", "Gone."], ["--by", "a.example"]] {
      let wrong = try Tool.run(
        Binary.path, ["repair"] + arguments + ["--workspace", whole.workspace.path])
      #expect(wrong.status == 64, "\(wrong)")
    }
  }

  /// What only the journal knew of an import is in the statement as it stood.
  @Test func whatWasImportedIsHeldAgainstTheStatement() throws {
    let office = try Office("mkdir ../../old && echo '%PDF-1.4' > ../../old/bulletin.pdf")
    let imported = try office.run(
      "import", office.workspace.folder.path + "/old", "--edition", "2012-04", "--by", "a.example",
      "--source", "test", "--reason", "From before ninethirty.")
    try #require(imported.status == 0, "\(imported.errors)")
    try office.shell("rm journal.jsonl")
    try #require(try office.state().status == 0)
    #expect(try office.verify().status == 0)
    // That it is there is stated too: it cannot go without a word.
    try office.shell("mv archive/kept-2012-04 ../kept")
    let gone = try office.verify()
    #expect(gone.status == 76 && gone.errors == ["verify.archive.missing"], "\(gone.output)")
    let listed = try office.run("history")
    #expect(listed.errors.contains("the archive has lost it"), "\(listed)")
    let bags = office.workspace.folder.path + "/bags"
    let exported = try office.run("export", "--all", "--to", bags)
    #expect(
      exported.status != 0 && exported.errors.contains("kept-2012-04 left out"), "\(exported)")
    let back = try office.run("repair", "--apply", "--from", office.workspace.path + "/kept")
    #expect(back.status == 0, "\(back.output)\(back.errors)")
    try office.shell(
      """
      cd archive/kept-2012-04 && sed -i 's/"message": "/"message": "Not /' inventory.json v1/inventory.json
      for folder in . v1; do (cd $folder && sha512sum inventory.json > inventory.json.sha512); done
      """)
    #expect(try office.verify().errors.contains("verify.archive.inventory"))
  }

  /// What was set aside stays, and its line came before it.
  @Test func aFolderOfWhatWasSetAsideIsAWitness() throws {
    let office = try Office("echo x > archive/notes.txt")
    let mended = try office.run("repair", "--apply")
    try #require(mended.status == 0, "\(mended.output)\(mended.errors)")
    #expect(try office.verify().status == 0)
    let aside = #""what":"set-aside""#
    try office.shell(
      "sed -i \"$(($(grep -n '\(aside)' journal.jsonl | cut -d: -f1) - 1))q\" journal.jsonl")
    let found = try office.verify()
    #expect(found.errors == ["verify.journal.cut-short"], "\(found.output)")
    #expect(found.output.contains("set-aside/0001, which a repair made"), "\(found.output)")
    try #require(try office.state().status == 0)
    #expect(try office.verify().errors.isEmpty)
  }

  /// What else is damaged is repaired in the same run: nobody has to know that a second one would.
  @Test(arguments: ["", "rm archive/2013-11/v1/content/renditions/index.html; "])
  func whatElseIsDamagedIsRepairedWithTheStatement(_ damage: String) throws {
    let office = try Office("\(damage)rm -r journal.jsonl public .trees")
    if !damage.isEmpty {
      // Nothing has the bytes: the rest is said, and no tree comes without its editions.
      let half = try office.state()
      #expect(half.status == 76 && half.output.contains("cannot "), "\(half.output)\(half.errors)")
      #expect(office.workspace.bytes("publications/public/calendar/index.html") == nil)
      return
    }
    let dry = try office.state(apply: false)
    #expect(dry.output.contains("repair what else is at fault"), "\(dry.output)")
    // A lost checkpoint is signed again, so this one needs the key.
    let done = try office.run(
      "repair", "--journal-lost", Self.reason, "--by", "a.example", "--apply")
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    #expect(done.output.contains("the newest one alone was made again"), "\(done.output)")
    let after = try office.verify()
    #expect(after.status == 0 && after.warnings == ["verify.journal.lost"], "\(after.output)")
    #expect(office.workspace.bytes("publications/public/2013-10/index.html") != nil)
  }

  /// What stands beside the log follows from it: no reason to refuse, and repaired in the same run.
  @Test(arguments: [
    "rm public/log/proofs/2013-11-v1.tlog-proof", "echo x >> public/log/key",
    "rm public/log/checkpoint", "echo x >> public/log/checkpoint",
  ])
  func damageBesideTheLogIsRepairedWithTheStatement(_ damage: String) throws {
    let office = try Office("\(damage); rm journal.jsonl")
    let done = try office.run(
      "repair", "--journal-lost", Self.reason, "--by", "a.example", "--apply")
    #expect(done.status == 0, "\(done.output)\(done.errors)")
    let after = try office.verify()
    #expect(after.status == 0 && after.warnings == ["verify.journal.lost"], "\(after.output)")
  }

  /// A signed checkpoint of other lines is the one thing left that tells of a log that was rewritten.
  @Test func aCheckpointOfAnotherLogIsInTheWay() throws {
    let office = try Office(
      """
      python3 - <<'END'
      import hashlib, json
      previous, out = "0" * 64, []
      for line in open("log.jsonl"):
          entry = json.loads(line)
          entry["previous"] = previous
          entry["actor"] = "b.example"
          line = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
          previous = hashlib.sha256(line.encode()).hexdigest()
          out.append(line + "\\n")
      open("log.jsonl", "w").write("".join(out))
      END
      cp log.jsonl public/log/log.jsonl; rm journal.jsonl
      """)
    let before = office.workspace.contents(of: office.publications)
    let stated = try office.state()
    #expect(stated.status == 76, "\(stated.output)\(stated.errors)")
    #expect(stated.errors.contains("are not those that the checkpoint covers"), "\(stated.errors)")
    #expect(office.workspace.contents(of: office.publications) == before)
  }

  /// Each command that comes to nothing names the next one.
  @Test func theWayOutIsNamedWhereverTheJournalIsGone() throws {
    let office = try Office("rm journal.jsonl")
    #expect(try office.verify().output.contains("repair --journal-lost"))
    let repair = try office.run("repair")
    #expect(repair.output.contains("`ninethirty repair --journal-lost`"), "\(repair.output)")
    try office.shell("sed -i '$d' log.jsonl")
    for said in [try office.state(), try office.run("repair", "--apply")] {
      let text = said.output + said.errors
      #expect(said.status == 76 && text.contains("`ninethirty log verify`"), "\(text)")
    }
    // What they name is a way out.
    try office.shell("cp public/log/log.jsonl log.jsonl")
    #expect(try office.state().status == 0)
    #expect(try office.verify().status == 0)
  }
}
