import Foundation
import TestSupport
import Testing

/// `verify` and `repair`: every kind of damage is found by name, and what can be put back is.
@Suite struct VerifyTests {
  /// A workspace with two editions out and a correction of the first, and copies of what was before.
  private static let published: (workspace: TestWorkspace, before: TestWorkspace)? = {
    do {
      let workspace = try TestWorkspace()
      for edition in ["2013-10", "2013-11"] { try workspace.publish(edition) }
      let before = try TestWorkspace(copyOf: workspace)
      try workspace.replace(
        CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
      let opened = try Tool.run(
        Binary.path,
        ["correct", "2013-10"] + CorrectionTests.note + ["--workspace", workspace.path])
      guard opened.status == 0 else { return nil }
      try workspace.publish("2013-10")
      return (workspace, before)
    } catch {
      return nil
    }
  }()

  /// Something that happens to a folder of publications, and what is said of it.
  struct Damage: Sendable, CustomTestStringConvertible {
    let name: String
    /// Run by bash in the folder of publications; `$BEFORE` is that of before the correction.
    let script: String
    /// The checks that must speak.
    let checks: [String]
    /// Whether archive and public tree mend each other without a copy.
    var isMended = true
    /// Whether another copy of the archive mends it.
    var isMendedByCopy = true
    var testDescription: String { name }

    /// Whether it is only something to know.
    var isWarning = false
  }

  private static let flip = "printf '\\001' | dd bs=1 seek=40 conv=notrunc status=none of="
  private static let rechain = """
    import hashlib, json, sys
    previous = "0" * 64
    lines = []
    for line in open(sys.argv[1]).read().splitlines():
        entry = json.loads(line)
        entry["previous"] = previous
        if entry["sequence"] == 1: entry["fields"]["delayMilliseconds"] = 0
        line = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        previous = hashlib.sha256(line.encode()).hexdigest()
        lines.append(line + "\\n")
    open(sys.argv[1], "w").write("".join(lines))
    """
  private static let forge = """
    import hashlib, sys
    for folder in ("", "v1/"):
        path = sys.argv[1] + "/" + folder + "inventory.json"
        data = open(path, "rb").read().replace(b'"name": "test"', b'"name": "else"')
        open(path, "wb").write(data)
        open(path + ".sha512", "w").write(hashlib.sha512(data).hexdigest() + "  inventory.json\\n")
    """

  static let damages: [Damage] = [
    Damage(
      name: "a flipped bit in an archived page",
      script: flip + "archive/2013-10/v1/content/renditions/bulletin.xml",
      checks: ["verify.archive.altered"]),
    Damage(
      name: "a flipped bit in an archived analysis",
      script: flip + "archive/2013-10/v2/content/inputs/analyses/2013-10/A-2013-0002.json",
      checks: ["verify.archive.altered"], isMended: false),
    Damage(
      name: "a file of the archive is missing",
      script: "rm archive/2013-11/v1/content/renditions/index.html",
      checks: ["verify.archive.missing"]),
    Damage(
      name: "an extra file in an object",
      script: "echo x > archive/2013-11/v1/content/renditions/extra.html",
      checks: ["verify.archive.extra"]),
    Damage(
      name: "an archived file replaced by a link",
      script: "cd archive/2013-11/v1/content/renditions && mv index.html i && ln -s i index.html",
      checks: ["verify.archive.link", "verify.archive.extra"]),
    Damage(
      name: "a swapped inventory", script: "cp archive/2013-11/inventory.json* archive/2013-10/",
      checks: ["verify.archive.inventory"]),
    Damage(
      name: "an edited inventory",
      script: "sed -i s/Published/Altered/ archive/2013-11/inventory.json",
      checks: ["verify.archive.inventory"]),
    Damage(
      name: "a forged inventory with right digests",
      script: "python3 -c '\(forge.replacing("'", with: "'\\''"))' archive/2013-11",
      checks: ["verify.archive.inventory"], isMended: false),
    Damage(
      name: "an object is lost", script: "rm -r archive/2013-10",
      checks: ["verify.archive.missing"], isMended: false),
    Damage(
      name: "the archive is lost", script: "rm -r archive", checks: ["verify.archive.missing"],
      isMended: false),
    Damage(
      name: "an archive of before the correction",
      script: "rm -r archive/2013-10 && cp -a \"$BEFORE\"/archive/2013-10 archive/",
      checks: ["verify.archive.missing"], isMended: false),
    Damage(
      name: "an archive and a public tree newer than log and journal",
      script: "cp \"$BEFORE\"/log.jsonl \"$BEFORE\"/journal.jsonl .",
      checks: ["verify.archive.unlogged", "verify.log.published"], isMended: false,
      isMendedByCopy: false),
    Damage(
      name: "a file beside the objects", script: "echo x > archive/notes.txt",
      checks: ["verify.archive.extra"]),
    Damage(
      name: "a folder beside the objects",
      script: "mkdir -p archive/notes/a; echo x > archive/notes/a/b",
      checks: ["verify.archive.extra"]),
    Damage(
      name: "an empty folder beside the objects", script: "mkdir archive/2014-01",
      checks: ["verify.archive.extra"], isMended: false, isMendedByCopy: false),
    Damage(
      name: "a file among the extensions",
      script: "mkdir archive/extensions; echo x > archive/extensions/x",
      checks: ["verify.archive.extra"]),
    Damage(
      name: "files where OCFL lets others put theirs",
      script: "umask 077; mkdir archive/2013-10/logs archive/2013-11/extensions; "
        + "mkdir -p archive/extensions/a archive/2013-11/v1/notes; "
        + "for i in 2013-10/logs 2013-11/extensions 2013-11/v1/notes extensions/a; do "
        + "echo x > archive/$i/names.csv; done",
      checks: ["verify.archive.extra"]),
    Damage(
      name: "a link beside the objects", script: "ln -s /etc archive/others",
      checks: ["verify.archive.link"]),
    Damage(
      name: "the archive does not say what it is",
      script: "rm archive/0=ocfl_1.1 archive/ocfl_layout.json", checks: ["verify.archive.form"]),
    Damage(
      name: "the archive says that it is laid out otherwise",
      script: "sed -i s/0002-flat-direct/0003-hash-and-id-n-tuple/ archive/ocfl_layout.json",
      checks: ["verify.archive.form"]),
    Damage(
      name: "an object does not say what it is", script: "rm archive/2013-11/0=ocfl_object_1.1",
      checks: ["verify.archive.form"]),
    Damage(
      name: "an edition's folder replaced by a link",
      script: "mv archive/2013-10 moved && ln -s ../moved archive/2013-10",
      checks: ["verify.archive.link", "verify.archive.missing"], isMended: false),
    Damage(
      name: "a declaration of another version", script: "mv archive/0=ocfl_1.1 archive/0=ocfl_1.0",
      checks: ["verify.archive.form"]),
    Damage(
      name: "names that do not tell case apart",
      script: "ln archive/0=ocfl_1.1 archive/0=OCFL_1.1", checks: ["verify.archive.case"]),
    Damage(
      name: "a log rewritten and chained anew",
      script: "python3 -c '\(rechain.replacing("'", with: "'\\''"))' log.jsonl",
      checks: ["verify.log.rewritten", "verify.log.published"]),
    Damage(
      name: "log and published log rewritten and chained anew",
      script:
        "python3 -c '\(rechain.replacing("'", with: "'\\''"))' log.jsonl && cp log.jsonl public/log/",
      checks: ["verify.log.rewritten"], isMended: false),
    Damage(
      name: "a log cut short", script: "sed -i '$d' log.jsonl", checks: ["verify.log.cut-short"]),
    Damage(name: "an empty log", script: ": > log.jsonl", checks: ["verify.log.cut-short"]),
    Damage(
      name: "a journal cut behind its newest line about the log",
      script:
        "sed -i \"$(grep -n '\"logged\"' journal.jsonl | tail -1 | cut -d: -f1)q\" journal.jsonl",
      checks: ["verify.journal.cut-short"], isMended: false, isMendedByCopy: false),
    Damage(
      name: "a changed line of the log", script: "sed -i 1s/2013-10/2013-09/ log.jsonl",
      checks: ["verify.log.chain"]),
    Damage(
      name: "a changed line of the journal",
      script: "sed -i 2s/root/toor/ journal.jsonl; "
        + "sed -i '2s/\"event\":\"/\"event\":\"x/' journal.jsonl",
      checks: ["verify.journal.chain"], isMended: false, isMendedByCopy: false),
    Damage(
      name: "a flipped bit in a public page", script: flip + "public/2013-10/index.html",
      checks: ["verify.public.altered", "verify.public.time"]),
    Damage(
      name: "a flipped bit in the feed", script: flip + "public/feed.atom",
      checks: ["verify.public.altered"]),
    Damage(
      name: "a public page is missing", script: "rm public/2013-11/index.html public/calendar.ics",
      checks: ["verify.public.missing"]),
    Damage(
      name: "a public page that nobody published", script: "echo x > public/2013-11/figures.html",
      checks: ["verify.public.extra"]),
    Damage(
      name: "an empty folder in the public tree", script: "mkdir -p public/2013-11/a/b",
      checks: ["verify.public.extra"]),
    Damage(
      name: "a public page replaced by a link",
      script: "ln -sf ../2013-11/index.html public/2013-10/index.html",
      checks: ["verify.public.link"]),
    Damage(
      name: "a public page that readers cannot read", script: "chmod 600 public/feed.atom",
      checks: ["verify.public.mode"]),
    Damage(
      name: "the link to the public tree is gone", script: "rm public",
      checks: ["verify.public.link"]),
    Damage(
      name: "a link to another folder in the place of the public one",
      script: "ln -sfn /etc public",
      checks: ["verify.public.link"]),
    Damage(
      name: "a link to a tree that is not there", script: "ln -sfn .trees/0099 public",
      checks: ["verify.public.link"]),
    Damage(
      name: "a public tree copied without its link",
      script: "cp -rL public p; rm public; mv p public",
      checks: ["verify.public.link"], isMended: false, isMendedByCopy: false),
    Damage(
      name: "no public tree at all", script: "rm -r public .trees", checks: ["verify.public.link"]),
    Damage(
      name: "a copy that lost times and modes",
      script: "chmod -R a+rX archive; find -L public -type f -exec touch {} +",
      checks: ["verify.archive.mode", "verify.public.time"], isWarning: true),
    Damage(
      name: "an unknown file among the sealed", script: "echo x > sealed/2014-01.age",
      checks: ["verify.sealed.unknown"], isWarning: true),
    Damage(
      name: "another file among the proofs of the log",
      script: "mkdir -p public/log/proofs; echo x > public/log/proofs/names.txt",
      checks: ["verify.public.extra"]),
    Damage(
      name: "a style sheet that was never laid",
      script: "echo x > s; mv s public/assets/style-$(sha256sum s | cut -c1-12).css",
      checks: ["verify.public.extra"]),
    Damage(
      name: "a file beside the inventory of a version",
      script: "echo x > archive/2013-10/v1/inventory.json.shadow", checks: ["verify.archive.extra"]),
    Damage(
      name: "a digest file with a line more",
      script: "echo >> archive/2013-10/v1/inventory.json.sha512",
      checks: ["verify.archive.inventory"]
    ),
    Damage(
      name: "the inventory of a version is missing", script: "rm archive/2013-10/v1/inventory.json",
      checks: ["verify.archive.inventory"]),
    Damage(
      name: "the archive describes itself in other words",
      script: "sed -i 's/Each object/Some object/' archive/ocfl_layout.json",
      checks: ["verify.archive.form"]),
    Damage(
      name: "an archived file with another name elsewhere",
      script: "ln archive/2013-10/v1/content/sources/bulletin.xml h",
      checks: ["verify.archive.link"]),
    Damage(
      name: "a page of the archive is one with the public one",
      script: "ln -f public/2013-11/v1/bulletin.xml archive/2013-11/v1/content/renditions/",
      checks: ["verify.archive.link"]),
    Damage(
      name: "a public page that runs as its owner", script: "chmod u+s public/feed.atom",
      checks: ["verify.public.mode"]),
    Damage(
      name: "records that others may change", script: "chmod 666 log.jsonl; chmod 777 .",
      checks: ["verify.mode"], isWarning: true),
    Damage(
      name: "no log at all", script: "rm log.jsonl public/log/log.jsonl",
      checks: ["verify.log.cut-short"], isMended: false),
    Damage(
      name: "a hidden object",
      script:
        "mkdir archive/.hid; cp archive/2013-10/0=* archive/.hid; echo x > archive/.hid/names",
      checks: ["verify.archive.extra"]),
    Damage(
      name: "a file of the archive that seems unfinished", script: "echo x > archive/.new-names",
      checks: ["verify.archive.extra"]),
    Damage(
      name: "no journal", script: "rm journal.jsonl", checks: ["verify.journal.missing"],
      isMended: false, isMendedByCopy: false),
  ]

  private func json(_ result: Binary.Result) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any],
      "\(result.output)\(result.errors)")
  }

  private func damaged(_ damage: Damage) throws -> TestWorkspace {
    let (published, before) = try #require(Self.published)
    let workspace = try TestWorkspace(copyOf: published)
    let result = try Tool.run(
      "/bin/bash", ["-e", "-c", damage.script],
      environment: ["BEFORE": "\(before.path)/publications"],
      in: "\(workspace.path)/publications")
    try #require(result.status == 0, "\(damage.name): \(result.errors)")
    return workspace
  }

  @Test(arguments: damages)
  func damageIsFoundByNameAndPutBackWhereSomethingHasTheBytes(_ damage: Damage) throws {
    let workspace = try damaged(damage)
    let found = try workspace.run("verify", "--json")
    #expect(found.status == (damage.isWarning ? 0 : 76), "\(found.output)\(found.errors)")
    let faults = try #require(try json(found)["faults"] as? [[String: Any]])
    let ids = Set(faults.compactMap { $0["id"] as? String })
    #expect(ids.isSuperset(of: damage.checks), "\(ids.sorted())")
    #expect(!found.errors.contains("ninethirty:"), "\(found.errors)")
    guard !damage.isWarning else { return }
    // A dry run writes nothing, and says whether all can be mended.
    let journal = workspace.bytes("publications/journal.jsonl")
    _ = try workspace.run("repair")
    #expect(workspace.bytes("publications/journal.jsonl") == journal)
    let (isMended, said) = try mend(workspace, [])
    #expect(isMended == damage.isMended, "\(said)")
    guard !damage.isMended else { return }
    let copy = try #require(Self.published).workspace.path + "/publications"
    let (isMendedByCopy, saidThen) = try mend(workspace, ["--from", copy])
    #expect(isMendedByCopy == damage.isMendedByCopy, "\(saidThen)")
  }

  /// Repairs once: whether nothing is left then is what it says itself.
  private func mend(_ workspace: TestWorkspace, _ arguments: [String]) throws -> (Bool, String) {
    let repaired = try Tool.run(
      Binary.path, ["repair", "--apply"] + arguments + ["--workspace", workspace.path])
    let verified = try workspace.run("verify")
    let said = repaired.output + repaired.errors + verified.output
    #expect(repaired.status == verified.status, "\(said)")
    #expect((repaired.status == 0) != repaired.output.contains("remains "), "\(said)")
    return (verified.status == 0, said)
  }

  /// A tree that was laid for a release to come has an edition under embargo.
  @Test func repairNeverPublishesATreeThatWasLaidForARelease() throws {
    let workspace = try TestWorkspace(copyOf: try #require(Self.published).workspace)
    let script = """
      cp -a "$(readlink -f public)" .trees/0099
      mkdir .trees/0099/2099-01 && echo secret > .trees/0099/2099-01/index.html
      chmod 0700 .trees/0099 && rm public
      """
    let laid = try Tool.run(
      "/bin/bash", ["-e", "-c", script], in: "\(workspace.path)/publications")
    try #require(laid.status == 0, "\(laid.errors)")
    _ = try mend(workspace, [])
    #expect(workspace.bytes("publications/public/2013-10/index.html") != nil)
    #expect(workspace.bytes("publications/public/2099-01/index.html") == nil)
    #expect(try workspace.run("verify").status == 0)
  }

  @Test func whatIsSoundIsSaidToBe() throws {
    let workspace = try #require(Self.published).workspace
    let before = workspace.files(in: workspace.path)
    let result = try workspace.run("verify")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.hasPrefix("sound: 2 editions, 3 versions, "), "\(result.output)")
    #expect(try workspace.run("repair").output == "nothing is damaged\n")
    #expect(workspace.files(in: workspace.path) == before)
    for arguments in [["2013-10"], ["--since", "2013-11"], ["--since", "2013-11-01"]] {
      let part = try Tool.run(
        Binary.path, ["verify"] + arguments + ["--workspace", workspace.path])
      #expect(part.status == 0, "\(part.output)")
      #expect(part.output.contains("1 edition, ") == (arguments != ["--since", "2013-11-01"]))
    }
  }

  /// File, version, since when, from what: the precise words of one fault.
  @Test func aFaultSaysWhichFileAndVersionSinceWhenAndTheWayBack() throws {
    let workspace = try damaged(Self.damages[0])
    let log = workspace.text("publications/log.jsonl").split(separator: "\n")
    let actual =
      try #require(
        try (JSONSerialization.jsonObject(with: Data(log[0].utf8)) as? [String: Any])?["fields"]
          as? [String: Any])["actual"] as? String
    let faults = try #require(
      try json(workspace.run("verify", "2013-10", "--json"))["faults"] as? [[String: Any]])
    let fault = try #require(faults.first)
    #expect(faults.count == 1)
    #expect(
      fault["file"] as? String
        == "publications/archive/2013-10/v1/content/renditions/bulletin.xml")
    #expect(fault["edition"] as? String == "2013-10")
    #expect(fault["version"] as? Int == 1)
    #expect(fault["soundUntil"] as? String == actual)
    #expect((fault["repairFrom"] as? String)?.contains("the public tree") == true)
  }

  /// A recorded verification is the last good evidence of whatever happens after it.
  @Test func aRecordedVerificationDatesALaterFault() throws {
    let workspace = try TestWorkspace(copyOf: #require(Self.published).workspace)
    #expect(try workspace.run("verify", "--record").status == 0)
    let line = try #require(
      workspace.text("publications/journal.jsonl").split(separator: "\n").last)
    let entry = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(entry["event"] as? String == "verified")
    try FileManager.default.removeItem(
      atPath: "\(workspace.path)/publications/public/2013-11/index.html")
    let result = try workspace.run("verify")
    #expect(result.output.contains("since: after \(entry["instant"]!), when it was verified"))
    #expect(try workspace.run("verify", "--record", "--sample", "5%").status == 64)
  }

  @Test func aSampleIsTheSameForTheSameSeed() throws {
    let workspace = try #require(Self.published).workspace
    let first = try workspace.run("verify", "--sample", "20", "--seed", "7")
    #expect(first.status == 0, "\(first.output)")
    #expect(first.output.contains("(sample 20, seed 7)"))
    #expect(try workspace.run("verify", "--sample", "20", "--seed", "7").output == first.output)
    #expect(try workspace.run("verify", "--sample", "10%").output.contains("seed "))
    for wrong in ["0", "101%", "-1", "x", "5%%"] {
      #expect(try workspace.run("verify", "--sample", wrong).status == 64, "\(wrong)")
    }
  }

  /// An inventory has no sizes: what is public and what is archived under one digest have the same.
  @Test(arguments: [
    "echo >> public/2013-10/bulletin.xml",
    ": > archive/2013-10/v2/content/renditions/bulletin.xml",
  ])
  func anotherSizeIsFoundInAnySample(_ script: String) throws {
    let workspace = try damaged(Damage(name: script, script: script, checks: []))
    for seed in ["1", "2", "3"] {
      let result = try workspace.run("verify", "--sample", "1", "--seed", seed)
      #expect(
        result.status == 76 && result.output.contains(" bytes, and the archive "), "\(result)")
    }
  }

  /// What is not of the sample is looked at and not read; the chains always are.
  @Test func aSampleReadsAsManyFilesAsItSaysAndFindsWhatItReads() throws {
    let workspace = try damaged(
      try #require(Self.damages.first { $0.name == "a flipped bit in an archived analysis" }))
    func report(_ arguments: String...) throws -> (read: Int, all: Int, faults: Int) {
      let result = try Tool.run(
        Binary.path, ["verify", "--json"] + arguments + ["--workspace", workspace.path])
      let report = try json(result)
      let faults = try #require(report["faults"] as? [[String: Any]])
      #expect(result.status == (faults.isEmpty ? 0 : 76))
      return (
        try #require(report["filesRead"] as? Int), try #require(report["files"] as? Int),
        faults.count
      )
    }
    let whole = try report()
    #expect(whole.faults == 1 && whole.read > 100)
    let every = try report("--sample", "100%")
    #expect(every.read == whole.read && every.faults == 1)
    // The same seed finds or misses it each time; some of twenty seeds do either.
    var found = 0
    for seed in 1...20 {
      let some = try report("--sample", "30%", "--seed", "\(seed)")
      #expect(some.read < whole.read * 2 / 3 && some.all == whole.all, "seed \(seed): \(some)")
      found += some.faults
    }
    #expect((1...19).contains(found), "\(found)")
    for count in [20, 50, 100] {
      #expect(try report("--sample", "\(count)", "--seed", "1").read == count)
    }
    // What needs no reading is found in any sample.
    try FileManager.default.removeItem(
      atPath: "\(workspace.path)/publications/archive/2013-11/v1/content/renditions/index.html")
    #expect(try report("--sample", "1", "--seed", "1").faults >= 1)
  }

  /// An edition before `--since` is left out, also of the archive; a correction counts for its day.
  @Test func sinceLooksAtTheEditionsFromThereOn() throws {
    let workspace = try damaged(Self.damages[0])
    let today =
      try #require(
        try JSONSerialization.jsonObject(
          with: Data(workspace.text("publications/log.jsonl").split(separator: "\n").last!.utf8))
          as? [String: Any])["instant"] as? String
    let day = String(try #require(today).prefix(10))
    for (since, status) in [
      ("2013-10", 76), ("2013-11", 0), ("2013-10-01", 76), (day, 76), ("2999-01-01", 0),
    ] {
      let result = try workspace.run("verify", "--since", since)
      #expect(result.status == Int32(status), "\(since): \(result.output)")
    }
    #expect(try workspace.run("verify", "--since", "soon").status == 64)
    let both = try workspace.run("verify", "--since", "2013-10", "2013-10")
    #expect(both.status == 64 && both.errors.contains("not both"), "\(both.errors)")
  }

  @Test func anArchiveWithAnotherHistoryIsSaidToHaveDiverged() throws {
    let workspace = try TestWorkspace(copyOf: #require(Self.published).before)
    let other = try TestWorkspace()
    try other.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try other.publish("2013-10")
    let archive = "publications/archive/2013-10"
    let swapped = try Tool.run(
      "/bin/bash",
      [
        "-ec",
        "rm -r '\(workspace.path)/\(archive)'; cp -a '\(other.path)/\(archive)' '\(workspace.path)/\(archive)'",
      ])
    #expect(swapped.status == 0)
    let found = try workspace.run("verify")
    #expect(found.status == 76)
    #expect(found.output.contains("[verify.archive.diverged]"), "\(found.output)")
    // It is what its templates make, and not what came out.
    let rebuilt = try workspace.run("rebuild", "2013-10")
    #expect(rebuilt.status == 76 && rebuilt.output.contains("NOT what came out"), "\(rebuilt)")
    let copy = try #require(Self.published).before.path + "/publications/archive"
    #expect(try workspace.run("repair", "--apply", "--from", copy).status == 0)
    #expect(try workspace.run("verify").status == 0)
  }

  /// `status` and `seal` look too, and `release` does not ask for a seal that is gone by right.
  @Test func aLostArchiveIsNoticedByStatusSealAndRelease() throws {
    let workspace = try TestWorkspace(copyOf: #require(Self.published).workspace)
    try FileManager.default.removeItem(atPath: "\(workspace.path)/publications/archive/2013-11")
    let status = try workspace.run("status")
    #expect(
      status.output.contains("URGENT  2013-11 is out, and the archive has lost it"),
      "\(status.output)")
    let sealed = try workspace.run("seal", "2013-11", "--by", "test")
    #expect(sealed.status == 76)
    #expect(sealed.errors.contains("edition 2013-11 is out, and the archive has lost it"))
    let released = try workspace.run("release", "2013-11")
    #expect(released.status == 76)
    #expect(released.errors.contains("has lost version 1"), "\(released.errors)")
    #expect(!released.errors.contains("not sealed"))
  }

  @Test func aSealedFileIsHeldAgainstTheJournal() throws {
    let workspace = try TestWorkspace()
    #expect(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    #expect(try workspace.run("verify").status == 0)
    let file = "publications/sealed/2013-10.age"
    let bytes = try #require(workspace.bytes(file))
    try (bytes + [0]).write(to: URL(filePath: "\(workspace.path)/\(file)"))
    #expect(try workspace.run("verify").output.contains("[verify.sealed.altered]"))
    try FileManager.default.removeItem(atPath: "\(workspace.path)/\(file)")
    let missing = try workspace.run("verify")
    #expect(missing.status == 76 && missing.output.contains("[verify.sealed.missing]"))
  }
}
