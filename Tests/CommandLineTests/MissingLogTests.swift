import Foundation
import TestSupport
import Testing

/// An archive whose log is gone, cut or rewritten is never called sound, with the journal or without.
@Suite struct MissingLogTests {
  /// Two editions, a correction of the first and the withdrawal of the second: five lines of the log
  /// with that of its key.
  private static let published = Result {
    let office = try PublicLogWorkspace()
    for edition in ["2013-10", "2013-11"] { try office.publish(edition) }
    let workspace = office.workspace
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    let opened = try office.run(["correct", "2013-10"] + CorrectionTests.note)
    try #require(opened.status == 0, "\(opened.errors)")
    try office.publish("2013-10")
    try office.succeed(
      "withdraw", "2013-11", "--reason", "Wrong population.", "--by", "a.example")
    return workspace
  }

  private struct Copy {
    let workspace: TestWorkspace
    var publications: String { workspace.path + "/publications" }

    /// A copy of the workspace, or of archive and log alone, after a script that bash runs in its
    /// publications.
    init(alone: Bool, _ script: String) throws {
      workspace = try TestWorkspace(copyOf: published.get())
      let strip = """
        rm -rf journal.jsonl public .trees sealed
        find .. -mindepth 1 -maxdepth 1 ! -name publications -exec rm -r {} +
        """
      let done = try Tool.run(
        "/bin/bash", ["-ec", "\(alone ? strip : "true")\n\(script)"], in: publications)
      try #require(done.status == 0, "\(done.errors)")
    }

    func run(_ arguments: String...) throws -> Binary.Result {
      try Tool.run(Binary.path, arguments + ["--workspace", workspace.path])
    }

    /// What `verify` says, and which checks spoke of an error.
    func verify() throws -> (status: Int32, ids: [String], unchecked: [String], said: String) {
      let result = try run("verify", "--json")
      let report = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any],
        "\(result.output)\(result.errors)")
      let faults = try #require(report["faults"] as? [[String: Any]])
      return (
        result.status,
        faults.filter { $0["severity"] as? String == "error" }.compactMap { $0["id"] as? String },
        try #require(report["unchecked"] as? [String]), result.output
      )
    }
  }

  @Test func aWorkspaceThatLostLogAndJournalIsNotSound() throws {
    let copy = try Copy(alone: false, "rm -r log.jsonl journal.jsonl public .trees")
    let found = try copy.verify()
    #expect(found.status == 76 && found.ids == ["verify.log.cut-short"], "\(found.said)")
    #expect(found.said.contains("there is no log, and the archive has 2 editions"))
    #expect(try copy.run("repair").status == 76)
  }

  @Test func aCopyWithoutTheLogSaysThatItIsNotCheckedAndAnEmptyLogIsAFault() throws {
    let copy = try Copy(alone: true, "rm log.jsonl")
    let found = try copy.verify()
    #expect(found.status == 0 && found.ids.isEmpty, "\(found.said)")
    #expect(found.unchecked.contains { $0.contains("log.jsonl is not here") }, "\(found.said)")
    let out = copy.workspace.folder.path + "/out"
    let verbs = [
      ["history"], ["as-of", "2999-01-01T00:00Z", out], ["export", "--all", "--to", out],
      ["rebuild", "2013-10", "--as", "corrected"],
    ]
    for arguments in verbs {
      let said = try Tool.run(Binary.path, arguments + ["--workspace", copy.workspace.path])
      #expect(said.status == 66 && said.errors.contains("log.jsonl is not here"), "\(said)")
    }
    #expect(try copy.run("rebuild", "2013-10").status == 0, "the archive is enough for that")
    try copy.workspace.write("", to: "publications/log.jsonl")
    let empty = try copy.verify()
    #expect(empty.status == 76 && empty.ids == ["verify.log.cut-short"], "\(empty.said)")
    for arguments in verbs {
      let said = try Tool.run(Binary.path, arguments + ["--workspace", copy.workspace.path])
      #expect(said.status == 76 && said.errors.contains("log.jsonl has no line"), "\(said)")
    }
  }

  /// The log alone decides of an edition: a cut log, a forged object and a copied one are found
  /// without a journal.
  @Test func whatTheLogDoesNotKnowIsFoundInACopy() throws {
    let cut = try Copy(alone: true, "sed -i '3,$d' log.jsonl; ! grep 2013-11 log.jsonl")
    let found = try cut.verify()
    #expect(found.status == 76 && found.ids.contains("verify.archive.unlogged"), "\(found.said)")
    let forge = """
      import hashlib, sys
      for folder in ("", "v1/", "v2/"):
          path = "archive/2014-03/" + folder + "inventory.json"
          data = open(path, "rb").read().replace(b'"id": "2013-11"', b'"id": "2014-03"')
          open(path, "wb").write(data)
          open(path + ".sha512", "w").write(hashlib.sha512(data).hexdigest() + "  inventory.json\\n")
      """
    let forged = try Copy(
      alone: true,
      "cp -a archive/2013-11 archive/2014-03; python3 -c '\(forge.replacing("'", with: "'\\''"))'")
    let said = try forged.verify()
    #expect(said.status == 76 && said.ids == ["verify.archive.unlogged"], "\(said.said)")
    let rebuilt = try forged.run("rebuild", "2014-03")
    #expect(rebuilt.status == 76, "\(rebuilt.output)")
    #expect(
      rebuilt.errors.contains("version 2 of 2013-11 in the place of version 2 of 2014-03"),
      "\(rebuilt.errors)")
  }

  /// What readers have is no stray file because the log is gone.
  @Test(arguments: ["rm log.jsonl journal.jsonl", "rm journal.jsonl; : > log.jsonl"])
  func truePublicationsAreNotCalledStrayWhereTheLogIsGone(_ script: String) throws {
    let copy = try Copy(alone: false, script)
    let found = try copy.verify()
    #expect(found.status == 76, "\(found.said)")
    #expect(
      Set(found.ids).isSuperset(of: ["verify.log.cut-short", "verify.journal.missing"]),
      "\(found.said)")
    #expect(found.ids.allSatisfy { !$0.hasPrefix("verify.public.") }, "\(found.said)")
  }

  /// A log that was written anew over other words, chain and all.
  @Test(arguments: ["note", "reason"])
  func theWordsOfTheLogAreHeldAgainstTheArchive(_ member: String) throws {
    let rewrite = """
      import hashlib, json
      previous = "0" * 64
      lines = []
      for line in open("log.jsonl"):
          entry = json.loads(line)
          entry["previous"] = previous
          fields = entry["fields"]
          if "\(member)" in fields:
              if "\(member)" == "note": fields["note"]["wrong"] = "Nothing much."
              else: fields["reason"] = "Nothing much."
          line = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
          previous = hashlib.sha256(line.encode()).hexdigest()
          lines.append(line + "\\n")
      open("log.jsonl", "w").write("".join(lines))
      """
    let copy = try Copy(alone: true, "python3 -c '\(rewrite.replacing("'", with: "'\\''"))'")
    #expect(copy.workspace.text("publications/log.jsonl").contains("Nothing much."))
    let found = try copy.verify()
    #expect(found.status == 76 && found.ids == ["verify.log.facts"], "\(found.said)")
    #expect(found.said.contains("Nothing much."), "\(found.said)")
    let exported = try copy.run("export", "--all", "--to", copy.workspace.folder.path + "/bags")
    #expect(
      exported.status != 0 && exported.errors.contains("do not say the same"), "\(exported)")
  }

  @Test func anEditionThatIsNowhereIsNotSound() throws {
    let copy = try Copy(alone: false, "true")
    let journal = copy.workspace.bytes("publications/journal.jsonl")
    for arguments in [
      ["verify", "2014-09"], ["verify", "2014-09", "--record"], ["repair", "2019-01"],
    ] {
      let said = try Tool.run(Binary.path, arguments + ["--workspace", copy.workspace.path])
      #expect(
        said.status == 66 && said.errors.contains("neither in the log nor in the archive"),
        "\(said)")
    }
    let later = try copy.run("verify", "--since", "2030-01")
    #expect(later.status == 0 && later.output.contains("no edition is from then on"), "\(later)")
    let recorded = try copy.run("verify", "--since", "2030-01", "--record")
    #expect(recorded.status == 66, "\(recorded)")
    #expect(copy.workspace.bytes("publications/journal.jsonl") == journal)
    #expect(try copy.run("verify").status == 0)
  }

  /// The digest of what was imported is in the journal alone.
  @Test func importsWithoutTheJournalAreNotChecked() throws {
    let workspace = try TestWorkspace()
    let old = workspace.folder.path + "/old"
    try FileManager.default.createDirectory(atPath: old, withIntermediateDirectories: true)
    try Data("<p>".utf8).write(to: URL(filePath: "\(old)/page.html"))
    let imported = try workspace.importing(
      old, "2001-01", ["--source", "A library.", "--reason", "It is all that is left."])
    try #require(imported.status == 0, "\(imported.errors)")
    try #require(try workspace.run("verify").status == 0)
    try FileManager.default.removeItem(atPath: workspace.path + "/publications/journal.jsonl")
    let found = try workspace.run("verify")
    #expect(found.status == 76, "\(found.output)")
    #expect(found.output.contains("[verify.journal.missing]"), "\(found.output)")
    for name in try FileManager.default.contentsOfDirectory(atPath: workspace.path)
    where name != "publications" {
      try FileManager.default.removeItem(atPath: "\(workspace.path)/\(name)")
    }
    let copy = try workspace.run("verify")
    #expect(copy.status == 0, "\(copy.output)\(copy.errors)")
    #expect(copy.output.contains("not checked  kept-2001-01 against the journal"), "\(copy.output)")
  }
}
