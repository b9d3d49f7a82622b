import Foundation
import TestSupport
import Testing

/// `import`: what comes back, what is kept as it is, and what is refused.
@Suite struct ImportTests {
  private static let provenance = [
    "--source", "Web archive, crawl of May 2012", "--reason", "From before ninethirty.",
    "--published", "2012-04-12",
  ]

  private func archive(_ workspace: TestWorkspace) -> String {
    "\(workspace.path)/publications/archive"
  }

  private func pack(_ bag: String, _ form: String) throws -> String {
    let name = URL(filePath: bag).lastPathComponent
    let parent = URL(filePath: bag).deletingLastPathComponent().path
    let packed = "\(bag).\(form)"
    let result =
      switch form {
      case "zip":
        try Tool.run(
          Tool.find("python3") ?? "python3", ["-m", "zipfile", "-c", packed, name], in: parent)
      case "tar.gz": try Tool.run("/bin/tar", ["-C", parent, "-czf", packed, name])
      default: try Tool.run("/bin/tar", ["-C", parent, "-cf", packed, name])
      }
    try #require(result.status == 0, "\(result.errors)")
    return packed
  }

  /// It would be copied into its own copy until the disk is full.
  @Test func aFolderThatHasTheWorkspaceInItIsNotImported() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    for place in [workspace.folder.path, workspace.path, "\(workspace.path)/publications/archive"] {
      let result = try workspace.run(
        "import", place, "--edition", "2000-05", "--by", "a.example", "--source", "test",
        "--reason", "test")
      #expect(result.status == 64 && result.errors.contains("elsewhere"), "\(place): \(result)")
    }
    #expect(workspace.files(in: "publications/archive").allSatisfy { !$0.hasPrefix("kept-") })
  }

  @Test(arguments: ["", "tar", "tar.gz", "zip"])
  func aLostEditionComesBackByteForByte(_ form: String) throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    try workspace.publishCorrection()
    try #require(try workspace.export("2013-10").status == 0)
    let place = try form.isEmpty ? workspace.bag("2013-10") : pack(workspace.bag("2013-10"), form)
    let object = "\(archive(workspace))/2013-10"
    let before = workspace.contents(of: object)
    let there = try workspace.importing(place, "2013-10")
    #expect(there.status == 0 && there.output.contains("exactly this already"), "\(there.errors)")
    try FileManager.default.removeItem(atPath: object)
    let result = try workspace.importing(place, "2013-10")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("restored 2013-10: 2 versions"), "\(result.output)")
    #expect(workspace.contents(of: object) == before)
    #expect(try workspace.run("rebuild", "2013-10").status == 0)
    #expect(try workspace.run("rebuild", "2013-10", "--version", "1").status == 0)
    #expect(workspace.text("publications/journal.jsonl").contains("\"event\":\"imported\""))
    #expect(!workspace.text("publications/log.jsonl").contains("imported"))
    let left = try FileManager.default.contentsOfDirectory(
      atPath: "\(workspace.path)/publications")
    #expect(!left.contains { $0.hasPrefix(".new-") }, "\(left)")
  }

  private func oldPublications(_ workspace: TestWorkspace) throws -> String {
    let old = "\(workspace.folder.path)/old"
    try FileManager.default.createDirectory(
      atPath: "\(old)/tables", withIntermediateDirectories: true)
    for (name, text) in [
      ("bulletin.pdf", "%PDF-1.4"), ("tables/1.xls", "x"), ("tables/é 100%.html", "<p>"),
      ("empty", ""),
    ] {
      try Data(text.utf8).write(to: URL(filePath: "\(old)/\(name)"))
    }
    return old
  }

  private static let ocfl = Tool.find("ocfl-validate.py")

  @Test func oldPublicationsAreKeptAsTheyAre() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let old = try oldPublications(workspace)
    let result = try workspace.importing(old, "2012-04", Self.provenance)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output == "kept kept-2012-04: 4 files, as they are\n")
    let kept = "\(archive(workspace))/kept-2012-04/v1/content"
    #expect(workspace.contents(of: "\(kept)/kept") == workspace.contents(of: old))
    let file = FileManager.default.contents(atPath: "\(kept)/provenance.json") ?? Data()
    let provenance = try #require(
      try JSONSerialization.jsonObject(with: file) as? [String: Any])
    #expect(provenance["published"] as? String == "2012-04-12")
    #expect(provenance["source"] as? String == "Web archive, crawl of May 2012")
    #expect(provenance["importedBy"] as? String == "a.example")
    if let ocfl = Self.ocfl {
      for place in ["", "/kept-2012-04", "/2013-10"] {
        let valid = try Tool.run(ocfl, [archive(workspace) + place])
        #expect(valid.status == 0, "\(valid.output)\(valid.errors)")
      }
    }
    let rebuilt = try workspace.run("rebuild", "2012-04")
    #expect(rebuilt.status == 0)
    #expect(
      rebuilt.output
        == "2012-04: kept as it is, so there is nothing to rebuild; 5 files checked by digest\n")
    #expect(try workspace.run("rebuild", "2013-10").status == 0)
    let status = try workspace.run("status").output
    #expect(
      status.contains(
        "2012-04    kept as it is 4 files, published 2012-04-12, from Web archive"), "\(status)")
    // A second time it is there already; changed files are refused, and the kept ones stay.
    let again = try workspace.importing(old, "2012-04", Self.provenance)
    #expect(again.status == 0 && again.output.contains("exactly this already"))
    try Data("other".utf8).write(to: URL(filePath: "\(old)/bulletin.pdf"))
    let other = try workspace.importing(old, "2012-04", Self.provenance)
    #expect(other.status == 76 && other.errors.contains("kept/bulletin.pdf"), "\(other.errors)")
    // What is next in the series goes its way.
    try workspace.publish("2013-11")
    try Data("damaged".utf8).write(to: URL(filePath: "\(kept)/kept/empty"))
    let damaged = try workspace.run("rebuild", "2012-04")
    #expect(damaged.status == 76 && damaged.output.contains("kept/empty"), "\(damaged.output)")
  }

  @Test func whatIsKeptIsHandedOverAndTakenLikeAnEdition() throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    let old = try oldPublications(workspace)
    try #require(try workspace.importing(old, "2012-04", Self.provenance).status == 0)
    let exported = try workspace.export("2012-04")
    #expect(exported.status == 0, "\(exported.errors)")
    let bag = workspace.bag("kept-2012-04")
    let premis = try String(contentsOfFile: "\(bag)/metadata/premis.xml", encoding: .utf8)
    #expect(premis.contains("<eventType>ingestion</eventType>"))
    #expect(premis.contains("published 2012-04-12, as was stated"))
    let other = try TestWorkspace()
    let taken = try other.importing(bag, "2012-04")
    #expect(taken.status == 0 && taken.output.contains("restored kept-2012-04"), "\(taken.errors)")
    #expect(
      other.contents(of: "\(archive(other))/kept-2012-04")
        == workspace.contents(of: "\(archive(workspace))/kept-2012-04"))
  }

  // MARK: - What is refused

  @Test func theLogOfTheWorkspaceDecidesWhatMayComeIntoItsArchive() throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    try #require(try workspace.export("2013-10").status == 0)
    let bag = workspace.bag("2013-10")
    let other = try TestWorkspace()
    let unknown = try other.importing(bag, "2013-10")
    #expect(unknown.status == 64 && unknown.errors.contains("is not out"), "\(unknown.errors)")
    #expect(!FileManager.default.fileExists(atPath: archive(other)))
    // The same edition, published by others: another seal.
    try other.publish("2013-10")
    let diverged = try other.importing(bag, "2013-10")
    #expect(diverged.status == 76, "\(diverged.output)")
    #expect(diverged.errors.contains("do not agree on 2013-10"), "\(diverged.errors)")
    // A bag from before the correction.
    try workspace.publishCorrection()
    let older = try workspace.importing(bag, "2013-10")
    #expect(older.status == 76 && older.errors.contains("1 version"), "\(older.errors)")
    let wrong = try workspace.importing(bag, "2013-11")
    #expect(wrong.status == 64 && wrong.errors.contains("bag of 2013-10"), "\(wrong.errors)")
    let twice = try workspace.importing(bag, "2013-10", Self.provenance)
    #expect(twice.status == 64 && twice.errors.contains("leave out --source"))
  }

  /// A bag whose sums are right, but whose object is not what the log has.
  @Test func aBagThatWasMadeAnewAroundOtherBytesIsRefused() throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    try #require(try workspace.export("2013-10").status == 0)
    let script = """
      import hashlib, json, pathlib, sys
      bag = pathlib.Path(sys.argv[1]); obj = bag / "data/archive/2013-10"
      inv = json.loads((obj / "inventory.json").read_text())
      page = obj / "v1/content/renditions/bulletin.xml"
      old = hashlib.sha512(page.read_bytes()).hexdigest()
      page.write_bytes(page.read_bytes().replace(b"2013", b"2031"))
      new = hashlib.sha512(page.read_bytes()).hexdigest()
      inv["manifest"][new] = inv["manifest"].pop(old)
      inv["versions"]["v1"]["state"][new] = inv["versions"]["v1"]["state"].pop(old)
      text = json.dumps(inv)
      for place in [obj, obj / "v1"]:
          (place / "inventory.json").write_text(text)
          (place / "inventory.json.sha512").write_text(hashlib.sha512(text.encode()).hexdigest() + "  inventory.json\\n")
      payload = [f for f in (bag / "data").rglob("*") if f.is_file()]
      info = bag / "bag-info.txt"
      lines = [l for l in info.read_text().splitlines() if not l.startswith("Payload-Oxum")]
      lines.append(f"Payload-Oxum: {sum(f.stat().st_size for f in payload)}.{len(payload)}")
      info.write_text("".join(l + "\\n" for l in lines))
      def manifest(name, alg, files):
          (bag / f"{name}-{alg}.txt").write_text("".join(f"{hashlib.new(alg, f.read_bytes()).hexdigest()}  {f.relative_to(bag)}\\n" for f in sorted(files)))
      for alg in ["sha256", "sha512"]: manifest("manifest", alg, payload)
      tags = [f for f in bag.rglob("*") if f.is_file() and f not in payload and not f.name.startswith("tagmanifest")]
      for alg in ["sha256", "sha512"]: manifest("tagmanifest", alg, tags)
      """
    let made = try Tool.run(
      try #require(Tool.find("python3")), ["-c", script, workspace.bag("2013-10")])
    try #require(made.status == 0, "\(made.errors)")
    try FileManager.default.removeItem(atPath: "\(archive(workspace))/2013-10")
    let result = try workspace.importing(workspace.bag("2013-10"), "2013-10")
    #expect(result.status == 76, "\(result.output)\(result.errors)")
    #expect(
      result.errors.contains("does not have the files that its seal lists"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(archive(workspace))/2013-10"))
  }

  /// The object is what the log of the workspace has; that the bag's log is another is said.
  @Test func aBagWhoseOwnLogPartsFromOursIsNamed() throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    try #require(try workspace.export("2013-10").status == 0)
    let script = """
      import hashlib, json, pathlib, sys
      bag = pathlib.Path(sys.argv[1]); log = bag / "data/log/log.jsonl"
      previous, out = "0" * 64, ""
      for line in log.read_text().splitlines():
          entry = json.loads(line); entry["previous"] = previous
          if "delayMilliseconds" in entry["fields"]: entry["fields"]["delayMilliseconds"] = 0
          line = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
          previous = hashlib.sha256(line.encode()).hexdigest(); out += line + "\\n"
      log.write_text(out)
      payload = [f for f in (bag / "data").rglob("*") if f.is_file()]
      info = bag / "bag-info.txt"
      lines = [l for l in info.read_text().splitlines() if not l.startswith("Payload-Oxum")]
      lines.append(f"Payload-Oxum: {sum(f.stat().st_size for f in payload)}.{len(payload)}")
      info.write_text("".join(l + "\\n" for l in lines))
      def manifest(name, alg, files):
          (bag / f"{name}-{alg}.txt").write_text("".join(f"{hashlib.new(alg, f.read_bytes()).hexdigest()}  {f.relative_to(bag)}\\n" for f in sorted(files)))
      for alg in ["sha256", "sha512"]: manifest("manifest", alg, payload)
      tags = [f for f in bag.rglob("*") if f.is_file() and f not in payload and not f.name.startswith("tagmanifest")]
      for alg in ["sha256", "sha512"]: manifest("tagmanifest", alg, tags)
      """
    try FileManager.default.removeItem(atPath: "\(archive(workspace))/2013-10")
    let made = try Tool.run(
      try #require(Tool.find("python3")), ["-c", script, workspace.bag("2013-10")])
    try #require(made.status == 0, "\(made.errors)")
    let result = try workspace.importing(workspace.bag("2013-10"), "2013-10")
    #expect(result.status == 0 && result.output.contains("restored 2013-10"), "\(result)")
    #expect(result.errors.contains("[bag.log]"), "\(result.errors)")
    #expect(result.errors.contains("parts from that of this workspace at line"), "\(result.errors)")
    // The bag of this workspace itself has nothing to say.
    try FileManager.default.removeItem(atPath: workspace.bag("2013-10"))
    try #require(try workspace.export("2013-10").status == 0)
    let own = try workspace.importing(workspace.bag("2013-10"), "2013-10")
    #expect(own.status == 0 && own.errors.isEmpty, "\(own.errors)")
  }

  /// Everything that an inventory says of a version beside the digests, forged with right sums.
  static let forgeries: [(name: String, code: String, said: String)] = [
    ("the time", "v['created'] = '2013-10-11T08:30:00.000Z'", "and came out on"),
    (
      "the sentence", "v['message'] = 'Withdrew 2013-10.'",
      "and it was \u{201C}Published 2013-10.\u{201D}"
    ),
    ("the name", "v['user']['name'] = 'else'", "and was sealed by \u{201C}test\u{201D}"),
    ("nobody's name", "del v['user']", "it is by \u{201C}\u{201D}"),
  ]

  @Test(arguments: forgeries)
  func anObjectWhoseInventorySaysOtherThingsThanTheLogIsNeitherTakenNorHandedOver(
    _ name: String, _ code: String, _ said: String
  ) throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    let script = """
      import hashlib, json, pathlib, sys
      obj = pathlib.Path(sys.argv[1])
      inv = json.loads((obj / "inventory.json").read_text())
      v = inv["versions"]["v1"]
      \(code)
      text = json.dumps(inv)
      for place in [obj, obj / "v1"]:
          (place / "inventory.json").write_text(text)
          (place / "inventory.json.sha512").write_text(hashlib.sha512(text.encode()).hexdigest() + "  inventory.json\\n")
      """
    let object = "\(archive(workspace))/2013-10"
    let good = "\(workspace.folder.path)/good"
    try FileManager.default.copyItem(atPath: object, toPath: good)
    let made = try Tool.run(try #require(Tool.find("python3")), ["-c", script, object])
    try #require(made.status == 0, "\(made.errors)")
    let exported = try workspace.export("2013-10")
    #expect(exported.status == 76 && exported.errors.contains(said), "\(exported.errors)")
    #expect(!FileManager.default.fileExists(atPath: workspace.bag("2013-10")))
    #expect(try workspace.run("verify").status == 76)
    // A bag of it, made by others, is refused by the log of the workspace.
    let bag = "\(workspace.folder.path)/bag"
    try FileManager.default.createDirectory(atPath: bag, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: archive(workspace), toPath: "\(bag)/archive")
    let bagged = try Tool.run(
      Self.bagit ?? "bagit.py", ["--sha256", "--sha512", "--quiet", bag])
    try #require(Self.bagit == nil || bagged.status == 0, "\(bagged.errors)")
    try FileManager.default.removeItem(atPath: object)
    if Self.bagit != nil {
      let taken = try workspace.importing(bag, "2013-10")
      #expect(taken.status == 76 && taken.errors.contains(said), "\(taken.errors)")
      #expect(!FileManager.default.fileExists(atPath: object))
    }
  }

  private static let bagit = Tool.find("bagit.py")

  @Test func aBadBagIsNamedWithEverythingAndNothingIsTaken() throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    try #require(try workspace.export("2013-10").status == 0)
    let bag = workspace.bag("2013-10")
    try Data("other".utf8).write(to: URL(filePath: "\(bag)/data/log/log.jsonl"))
    try Data().write(to: URL(filePath: "\(bag)/data/new"))
    try FileManager.default.removeItem(atPath: "\(bag)/data/archive/0=ocfl_1.1")
    try FileManager.default.removeItem(atPath: "\(archive(workspace))/2013-10")
    let result = try workspace.importing(bag, "2013-10")
    #expect(result.status == 65, "\(result.output)\(result.errors)")
    for id in ["bag.checksum", "bag.extra-file", "bag.missing-file", "bag.oxum"] {
      #expect(result.output.contains("[\(id)]"), "\(id): \(result.output)")
    }
    #expect(result.errors.contains("nothing of it was taken"))
    #expect(!FileManager.default.fileExists(atPath: "\(archive(workspace))/2013-10"))
  }

  /// What a packed bag may hold; each case is made by Python, which lets anything be written.
  @Test(arguments: [
    ("an entry that leaves", "t.addfile(info('../out', 1), io.BytesIO(b'x'))", "leaves the folder"),
    ("an absolute entry", "t.addfile(info('/tmp/out', 1), io.BytesIO(b'x'))", "leaves the folder"),
    (
      "a link", "i = info('bag/l', 0); i.type = tarfile.SYMTYPE; i.linkname = '/etc'; t.addfile(i)",
      "is a link or a device"
    ),
    (
      "a hard link",
      "i = info('bag/l', 0); i.type = tarfile.LNKTYPE; i.linkname = 'bag/a'; t.addfile(i)",
      "is a link or a device"
    ),
    (
      "a device", "i = info('bag/l', 0); i.type = tarfile.CHRTYPE; t.addfile(i)",
      "is a link or a device"
    ),
    (
      "an entry twice", "[t.addfile(info('bag/a', 1), io.BytesIO(b'x')) for _ in (1, 2)]",
      "is in it twice"
    ),
    (
      "two folders", "[t.addfile(info(n, 1), io.BytesIO(b'x')) for n in ('a/x', 'b/x')]",
      "one folder there and nothing else"
    ),
    (
      "a file at the top", "t.addfile(info('x', 1), io.BytesIO(b'x'))",
      "one folder there and nothing else"
    ),
    ("a bomb", "t.addfile(info('bag/z', 1 << 26), Zeros())", "times its size (--limit-ratio)"),
    ("a large file", "t.addfile(info('bag/z', 1 << 20), Zeros())", "(--limit-file)"),
    (
      "a large sum", "[t.addfile(info(f'bag/{n}', 60000), Zeros()) for n in range(9)]",
      "(--limit-total)"
    ),
    ("many entries", "[t.addfile(info(f'bag/{n}', 0)) for n in range(101)]", "(--limit-entries)"),
  ])
  func aPackedBagCannotHarm(_ name: String, _ code: String, _ said: String) throws {
    let workspace = try TestWorkspace()
    let packed = "\(workspace.folder.path)/bad.tar.gz"
    let script = """
      import io, sys, tarfile
      class Zeros:
          def read(self, n): return bytes(n)
      def info(name, size):
          i = tarfile.TarInfo(name); i.size = size; return i
      with tarfile.open(sys.argv[1], 'w:gz') as t:
          \(code)
      """
    let made = try Tool.run(try #require(Tool.find("python3")), ["-c", script, packed])
    try #require(made.status == 0, "\(made.errors)")
    var limits: [String] = []
    if said.contains("--limit-file") { limits = ["--limit-file", "100000"] }
    if said.contains("--limit-total") { limits = ["--limit-total", "500000"] }
    if said.contains("--limit-entries") { limits = ["--limit-entries", "100"] }
    let result = try workspace.importing(packed, "2012-04", Self.provenance + limits)
    // It is bad input, as a bag is whose sums are wrong.
    #expect([64, 65].contains(result.status) && result.errors.contains(said), "\(result)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    let outside = workspace.contents(of: workspace.folder.path).keys.filter {
      !$0.hasPrefix("workspace/") && $0 != "bad.tar.gz"
    }
    #expect(outside.isEmpty, "\(outside)")
    #expect(!FileManager.default.fileExists(atPath: archive(workspace)))
    let left = workspace.files(in: "publications").filter { $0.contains(".new-") }
    #expect(left.isEmpty, "\(left)")
  }

  @Test func filesThatAreNoArchiveAndFoldersThatCannotBeKeptAreRefused() throws {
    let workspace = try TestWorkspace()
    let file = "\(workspace.folder.path)/page.html"
    try Data("<p>hello</p>".utf8).write(to: URL(filePath: file))
    let noArchive = try workspace.importing(file, "2012-04", Self.provenance)
    #expect(noArchive.status == 76, "\(noArchive.errors)")
    #expect(noArchive.errors.contains("no sound tar, tar.gz or zip"), "\(noArchive.errors)")
    let old = try oldPublications(workspace)
    try FileManager.default.createSymbolicLink(
      atPath: "\(old)/link", withDestinationPath: "/etc/passwd")
    for name in ["\u{E9}", "e\u{301}"] {
      try Data().write(to: URL(filePath: "\(old)/\(name)"))
    }
    let links = try workspace.importing(old, "2012-04", Self.provenance)
    #expect(links.status == 64, "\(links.errors)")
    #expect(links.errors.contains("is a link to \u{201C}/etc/passwd\u{201D}"), "\(links.errors)")
    #expect(links.errors.contains("with other code points"), "\(links.errors)")
    let empty = "\(workspace.folder.path)/empty"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    for (place, edition, arguments, said) in [
      (empty, "2012-04", Self.provenance, "has no file"),
      (empty, "2012-04", [], "--source"),
      (empty, "2013-11", Self.provenance, "is an edition of this workspace"),
      ("/nonexistent", "2012-04", Self.provenance, "there is nothing at"),
      (empty, "2912-04", Self.provenance, "has not come"),
      (
        empty, "2012-04", Self.provenance + ["--published", "2912"], "--published 2912 has not come"
      ),
      (empty, "2012-04", ["--source", " ", "--published", "soon"], "--published needs a day"),
      (empty, "2012-04", ["--limit-file", "0"], "needs a number from 1 on"),
    ] {
      let result = try workspace.importing(place, edition, arguments)
      #expect(result.status != 0 && result.errors.contains(said), "\(said): \(result.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: archive(workspace)))
  }
}
