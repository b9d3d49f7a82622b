import Foundation
import TestSupport
import Testing

/// What stands in `seal.json` beside the list of files: who sealed a version, when, for when and with what.
@Suite struct SealFactsTests {
  private static let published: TestWorkspace? = {
    do {
      let workspace = try TestWorkspace()
      for edition in ["2013-10", "2013-11"] { try workspace.publish(edition) }
      return workspace
    } catch {
      return nil
    }
  }()

  /// Changes an archived seal by a regular expression, and gives all inventories the right digests.
  private static let forge = """
    import hashlib, pathlib, re, sys
    folder, old, new = pathlib.Path(sys.argv[1]), sys.argv[2].encode(), sys.argv[3].encode()
    seal = folder / "v1/content/seal.json"
    before = seal.read_bytes()
    after = re.sub(old, new, before, count=1)
    assert after != before
    seal.write_bytes(after)
    sums = [hashlib.sha512(x).hexdigest().encode() for x in (before, after)]
    for path in sorted(folder.glob("**/inventory.json")):
        data = path.read_bytes().replace(*sums)
        if b"sealedBy" in old: data = data.replace(b'"name": "test"', b'"name": "else"')
        path.write_bytes(data)
        pathlib.Path(f"{path}.sha512").write_text(hashlib.sha512(data).hexdigest() + "  inventory.json\\n")
    """

  private func forge(_ object: String, _ old: String, _ new: String) throws {
    let made = try Tool.run(
      try #require(Tool.find("python3")), ["-c", Self.forge, object, old, new])
    try #require(made.status == 0, "\(made.errors)")
  }

  private func workspace() throws -> TestWorkspace {
    try TestWorkspace(copyOf: #require(Self.published))
  }

  static let facts: [(old: String, new: String)] = [
    (#""executable":"....""#.replacing("....\"", with: "...."), #""executable":"0000"#),
    (#""sealedAt":"[^"]*""#, #""sealedAt":"2012-11-24T02:33:12.475Z""#),
    (#""sealedBy":"test""#, #""sealedBy":"else""#),
    (#""zone":"Europe/London""#, #""zone":"Asia/Tokyo""#),
    (#""follows":\[\]"#, #""follows":["2013-09"]"#),
    (#""withdrawn":\[\]"#, #""withdrawn":["2013-09"]"#),
    (#""instant":"2013-10-10"#, #""instant":"2013-10-11"#),
  ]

  /// An archive in which everything fits everything but the log: a newcomer is told of the seal that somebody
  /// else is in it.
  @Test(arguments: facts)
  func whoSealedWhenAndWithWhatIsHeldAgainstTheLog(_ fact: (old: String, new: String)) throws {
    let workspace = try workspace()
    try forge("\(workspace.path)/publications/archive/2013-10", fact.old, fact.new)
    let verified = try workspace.run("verify", "2013-10")
    #expect(verified.status == 76, "\(verified.output)")
    #expect(verified.output.contains("[verify.archive.seal]"), "\(verified.output)")
    // Nothing follows the forgery: neither a repair, nor a bag, nor what a rebuild says.
    let repaired = try workspace.run("repair", "--apply")
    #expect(repaired.status == 76, "\(repaired.output)")
    let exported = try Tool.run(
      Binary.path,
      ["export", "2013-10", "--to", workspace.folder.path + "/bags", "--workspace", workspace.path])
    #expect(exported.status == 76 && exported.errors.contains("seal.json"), "\(exported.errors)")
    let rebuilt = try workspace.run("rebuild", "2013-10")
    #expect(rebuilt.status == 76, "\(rebuilt.output)")
    #expect(rebuilt.output.contains("NOT what came out: version 1"), "\(rebuilt.output)")
    // A good copy brings it back.
    let good = try #require(Self.published).path + "/publications"
    let mended = try workspace.run("repair", "--apply", "--from", good)
    #expect(mended.status == 0, "\(mended.output)\(mended.errors)")
  }

  /// Our own inventories say which bytes are lost; a copy with others does not decide.
  @Test(arguments: ["rm", "printf X | dd bs=1 seek=9 conv=notrunc status=none of="])
  func aForgedCopyNeverTakesThePlaceOfWhatOurOwnInventoriesName(_ damage: String) throws {
    let workspace = try workspace()
    let archive = "\(workspace.path)/publications/archive/2013-10"
    let copy = workspace.folder.path + "/copy"
    let made = try Tool.run(
      "/bin/bash",
      [
        "-ec",
        "mkdir '\(copy)'; cp -a '\(archive)' '\(copy)/2013-10'; \(damage == "rm" ? "rm " : damage)'\(archive)/v1/content/seal.json'",
      ])
    try #require(made.status == 0, "\(made.errors)")
    try forge("\(copy)/2013-10", Self.facts[0].old, Self.facts[0].new)
    let before = workspace.files(in: archive)
    let repaired = try workspace.run("repair", "--apply", "--from", copy)
    #expect(repaired.status == 76, "\(repaired.output)")
    #expect(
      repaired.output.contains("v1/content/seal.json: nothing at hand has its bytes"),
      "\(repaired.output)")
    #expect(workspace.files(in: archive) == before)
    // The right bytes are taken from wherever they are, and the journal says from where.
    let good = try #require(Self.published).path + "/publications/archive"
    let mended = try workspace.run("repair", "--apply", "--from", copy, "--from", good)
    #expect(mended.status == 0, "\(mended.output)\(mended.errors)")
    let line = try #require(
      workspace.text("publications/journal.jsonl").split(separator: "\n")
        .last { $0.contains(#""what":"archive""#) })
    #expect(line.contains(good) && !line.contains(copy), "\(line)")
    #expect(line.contains(#""mended":["v1/content/seal.json"]"#), "\(line)")
  }

  /// Lines of before the field `seal`: made as an earlier version would have written them.
  private static let older = """
    import hashlib, json, pathlib, sys
    folder = pathlib.Path(sys.argv[1])
    def line(entry): return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    def digest(text): return hashlib.sha256(text.encode()).hexdigest()
    log = [json.loads(x) for x in (folder / "log.jsonl").read_text().splitlines()]
    journal = [json.loads(x) for x in (folder / "journal.jsonl").read_text().splitlines()]
    head, previous, lines, entries = "0" * 64, "0" * 64, [], []
    for entry in journal:
        fields = entry["fields"]
        if entry["event"] == "logged":
            old = log[fields["sequence"] - 1]
            old["fields"].pop("seal", None)
            old["fields"]["journal"] = digest(fields["salt"] + head)
            old["previous"] = previous
            lines.append(line(old))
            previous = fields["line"] = digest(lines[-1])
        entry["previous"] = head
        entries.append(line(entry))
        head = digest(entries[-1])
    (folder / "log.jsonl").write_text("".join(x + "\\n" for x in lines))
    (folder / "public/log/log.jsonl").write_text("".join(x + "\\n" for x in lines))
    (folder / "journal.jsonl").write_text("".join(x + "\\n" for x in entries))
    """

  private func olderWorkspace() throws -> TestWorkspace {
    let workspace = try workspace()
    let made = try Tool.run(
      try #require(Tool.find("python3")), ["-c", Self.older, "\(workspace.path)/publications"])
    try #require(made.status == 0, "\(made.errors)")
    try #require(!workspace.text("publications/log.jsonl").contains(#""seal""#))
    return workspace
  }

  /// What the journal knows of a seal speaks where the line of the log is of an earlier version.
  @Test(arguments: Array(facts.dropFirst()).filter { !$0.old.contains("zone") })
  func whereAnOlderLineSaysNothingTheJournalDoes(_ fact: (old: String, new: String)) throws {
    let workspace = try olderWorkspace()
    let archive = "\(workspace.path)/publications/archive/2013-10"
    #expect(try !workspace.run("verify").output.contains("[verify.archive.seal]"))
    // An earlier time cannot be told from the journal, which is written after the seal.
    let new = fact.old.contains("sealedAt") ? fact.new.replacing("2012", with: "2112") : fact.new
    try forge(archive, fact.old, new)
    let verified = try workspace.run("verify", "2013-10")
    #expect(verified.output.contains("[verify.archive.seal]"), "\(verified.output)")
    #expect(verified.output.contains("the journal has no such seal"), "\(verified.output)")
  }

  /// There a copy with another seal would bring inventories that fit it.
  @Test func whereAnOlderLineSaysNothingNoCopyBringsAnotherSeal() throws {
    let workspace = try olderWorkspace()
    let archive = "\(workspace.path)/publications/archive/2013-10"
    let copy = workspace.folder.path + "/copy"
    let made = try Tool.run(
      "/bin/bash",
      [
        "-ec",
        "mkdir '\(copy)'; cp -a '\(archive)' '\(copy)/2013-10'; rm '\(archive)/v1/content/seal.json'",
      ]
    )
    try #require(made.status == 0, "\(made.errors)")
    try forge("\(copy)/2013-10", Self.facts[0].old, Self.facts[0].new)
    let inventory = workspace.bytes("publications/archive/2013-10/inventory.json")
    let repaired = try workspace.run("repair", "2013-10", "--apply", "--from", copy)
    #expect(
      repaired.output.contains("v1/content/seal.json: nothing at hand has its bytes"),
      "\(repaired.output)\(repaired.errors)")
    #expect(workspace.bytes("publications/archive/2013-10/inventory.json") == inventory)
    #expect(!FileManager.default.fileExists(atPath: "\(archive)/v1/content/seal.json"))
  }

  /// The address for questions is the archived schedule's.
  @Test func theAddressInAnInventoryIsThatOfTheArchivedSchedule() throws {
    let workspace = try workspace()
    let archive = "\(workspace.path)/publications/archive/2013-10"
    let script = """
      import hashlib, pathlib, re, sys
      for path in sorted(pathlib.Path(sys.argv[1]).glob("**/inventory.json")):
          data = re.sub(rb'"address": "[^"]*"', b'"address": "mailto:else@example.org"', path.read_bytes())
          path.write_bytes(data)
          pathlib.Path(f"{path}.sha512").write_text(hashlib.sha512(data).hexdigest() + "  inventory.json\\n")
      """
    let made = try Tool.run(try #require(Tool.find("python3")), ["-c", script, archive])
    try #require(made.status == 0, "\(made.errors)")
    let verified = try workspace.run("verify")
    #expect(verified.status == 76 && verified.output.contains("mailto:else@example.org"))
    let good = try #require(Self.published).path + "/publications/archive"
    #expect(try workspace.run("repair", "--apply", "--from", good).status == 0)
  }
}
