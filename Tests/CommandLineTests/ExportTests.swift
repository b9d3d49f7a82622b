import Foundation
import TestSupport
import Testing

/// `export`: what leaves the house, and what never does.
@Suite struct ExportTests {
  @Test func aBagHasTheWholeObjectTheLogAndPremisAndIsTheSameEveryTime() throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    try workspace.publishCorrection()
    let result = try workspace.export("2013-10")
    try #require(result.status == 0, "\(result.output)\(result.errors)")
    let bag = workspace.bag("2013-10")
    let contents = workspace.contents(of: bag)
    let object = workspace.contents(of: "\(workspace.path)/publications/archive/2013-10")
    #expect(object.keys.contains { $0.hasPrefix("v2/content/") })
    for (file, bytes) in object {
      #expect(contents["data/archive/2013-10/\(file)"] == bytes, "\(file)")
    }
    #expect(
      contents["data/log/log.jsonl"] == workspace.bytes("publications/public/log/log.jsonl"))
    let info = String(decoding: contents["bag-info.txt"]!, as: UTF8.self)
    for line in [
      "Source-Organization: ", "External-Identifier: illustrative-data-lab/2013-10",
      "Contact-Email: ", "Bag-Software-Agent: ninethirty ", "Payload-Oxum: ",
    ] {
      #expect(info.contains(line), "\(info)")
    }
    #expect(!info.contains(workspace.folder.path))
    // The day of the newest line of the log, and not of the clock.
    let lines = workspace.text("publications/log.jsonl").split(separator: "\n")
    let newest = try #require(
      lines.last?.firstMatch(of: /"instant":"(\d{4}-\d\d-\d\d)/)?.output.1)
    #expect(info.contains("Bagging-Date: \(newest)\n"))
    let again = try Tool.run(
      Binary.path,
      ["export", "--all", "--to", "\(workspace.folder.path)/again", "--workspace", workspace.path])
    #expect(again.status == 0, "\(again.errors)")
    let second = bag.replacing("/bags/", with: "/again/")
    #expect(workspace.contents(of: second) == contents)
    // Beside its place nothing is left of its making.
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(bag)/..").count == 1)
  }

  static let damagesOfTheLog = [
    "sed -i '2s/.*/1/' public/log/checkpoint", "rm public/log/checkpoint",
    "rm public/log/proofs/2013-10-v1.tlog-proof", "rm -r public/log",
    "cp public/log/proofs/2013-11-v1.tlog-proof public/log/proofs/2013-10-v1.tlog-proof",
    "sed -i 's/^[^#].*/other+00000000+AAAA/' public/log/key",
    "for f in public/log/tile/0/000.p/*; do printf X | dd of=$f bs=1 conv=notrunc; done",
  ]

  /// Whoever gets the bag is to prove the log with what is in it.
  @Test(arguments: damagesOfTheLog)
  func whatProvesTheLogIsHeldAgainstItBeforeItIsHandedOver(_ damage: String) throws {
    let office = try PublicLogWorkspace(copyOf: try #require(PublicLogWorkspace.ofTwoEditions))
    let bags = office.workspace.folder.path + "/bags"
    let sound = try office.run(["export", "2013-10", "--to", bags])
    try #require(sound.status == 0, "\(sound.errors)")
    try office.shell(damage)
    let result = try office.run(["export", "2013-10", "--to", bags + "2"])
    #expect([64, 76].contains(result.status), "\(result.output)")
    #expect(result.errors.contains("public/log/"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: bags + "2"))
  }

  private static let reference = Tool.find("bagit.py")
  private static let ocfl = Tool.find("ocfl-validate.py")

  @Test(.enabled(if: reference != nil && ocfl != nil, "bagit.py or ocfl-py is not installed"))
  func otherProgramsFindTheBagAndTheStorageRootInItValid() throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    try #require(try workspace.export("2013-10").status == 0)
    let bag = workspace.bag("2013-10")
    let bagIt = try Tool.run(Self.reference!, ["--validate", bag])
    #expect(bagIt.status == 0, "\(bagIt.errors)")
    for place in ["data/archive", "data/archive/2013-10"] {
      let result = try Tool.run(Self.ocfl!, ["\(bag)/\(place)"])
      #expect(result.status == 0, "\(result.output)\(result.errors)")
    }
    // As README.txt in the bag says.
    let sums = try Tool.run(
      "/usr/bin/sha512sum",
      ["--check", "--quiet", "tagmanifest-sha512.txt", "manifest-sha512.txt"], in: bag)
    #expect(sums.status == 0, "\(sums.errors)")
  }

  private static let xmllint = Tool.find("xmllint")

  @Test(.enabled(if: xmllint != nil, "xmllint is not installed"))
  func thePremisRecordIsOfTheFormOfPremisAndTellsWhatTheLogTells() throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    try workspace.publishCorrection()
    let withdrawn = try workspace.run(
      "withdraw", "2013-10", "--reason", "The figures <are> of others & wrong.", "--by",
      "a.example")
    try #require(withdrawn.status == 0, "\(withdrawn.errors)")
    try #require(try workspace.export("2013-10").status == 0)
    let record = "\(workspace.bag("2013-10"))/metadata/premis.xml"
    let schema = "\(TestWorkspace.repository)/Tests/Fixtures/premis-subset.xsd"
    let valid = try Tool.run(Self.xmllint!, ["--noout", "--schema", schema, record])
    #expect(valid.status == 0, "\(valid.errors.prefix(2000))")
    func values(_ path: String) throws -> [String] {
      let plain = path.replacing(/\/([A-Za-z]+)/) { "/*[local-name()='\($0.output.1)']" }
      let found = try Tool.run(Self.xmllint!, ["--xpath", "\(plain)/text()", record])
      return found.output.split(separator: "\n").map(String.init)
    }
    let making = ["creation", "sealing"]
    let types = try values("/premis/event/eventType")
    #expect(types == making + making + making + ["publication", "correction", "withdrawal"])
    let details = try values("/premis/event/eventDetailInformation/eventDetail")
    #expect(details.count == types.count)
    #expect(details.last == "Withdrawn: The figures &lt;are&gt; of others &amp; wrong.")
    #expect(
      details[7].contains("The effective number of people was that of another group."), "\(details)"
    )
    // Every file of the payload, with the digest of its manifest.
    let manifest = try String(
      contentsOfFile: "\(workspace.bag("2013-10"))/manifest-sha512.txt", encoding: .utf8)
    let digests = try values("/premis/object/objectCharacteristics/fixity/messageDigest")
      .filter { $0.count == 128 }
    #expect(digests == manifest.split(separator: "\n").map { String($0.prefix(128)) })
    // Who acted is an agent of the record, and every version an object.
    let agents = Set(try values("/premis/agent/agentIdentifier/agentIdentifierValue"))
    let linked = try values(
      "/premis/event/linkingAgentIdentifier/linkingAgentIdentifierValue")
    #expect(!linked.isEmpty && agents == Set(linked))
    let objects = Set(try values("/premis/object/objectIdentifier/objectIdentifierValue"))
    for target in try values(
      "/premis/event/linkingObjectIdentifier/linkingObjectIdentifierValue")
      + values("/premis/object/relationship/relatedObjectIdentifier/relatedObjectIdentifierValue")
    {
      #expect(objects.contains(target), "\(target)")
    }
  }

  /// The embargo: an edition or a correction in preparation, sealed or not, is in no bag.
  @Test func nothingUnderEmbargoIsHandedOver() throws {
    let workspace = try TestWorkspace()
    let none = try workspace.export("--all")
    #expect(none.status == 66 && none.errors.contains("no edition is out"), "\(none.errors)")
    try workspace.publish("2013-10")
    try #require(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    let opened = try Tool.run(
      Binary.path, ["correct", "2013-10", "--workspace", workspace.path] + CorrectionTests.note)
    try #require(opened.status == 0, "\(opened.errors)")
    try #require(try workspace.run("draft", "2013-10").status == 0)
    let refused = try workspace.export("2013-11")
    #expect(refused.status == 75, "\(refused.output)\(refused.errors)")
    #expect(refused.errors.contains("2013-11 is not out"))
    #expect(refused.errors.contains("under embargo until its release, due "), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(workspace.folder.path)/bags"))
    // The register that was archived with 2013-10 names whose reports come in 2013-11.
    for arguments in [["2013-10"], ["--all"]] {
      let telling = try Tool.run(
        Binary.path,
        ["export", "--to", "\(workspace.folder.path)/bags", "--workspace", workspace.path]
          + arguments)
      #expect(telling.status == 75, "\(telling.output)\(telling.errors)")
      #expect(
        telling.errors.contains(
          "tells of an edition under embargo, not out yet: 2013-11, due "), "\(telling.errors)")
      #expect(telling.errors.contains("inputs/requests.csv ("), "\(telling.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: "\(workspace.folder.path)/bags"))
    try #require(try workspace.run("release", "2013-11").status == 0)
    let all = try workspace.export("--all")
    try #require(all.status == 0, "\(all.errors)")
    for (file, bytes) in workspace.contents(of: "\(workspace.folder.path)/bags") {
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!text.contains("7612.5"), "\(file) has the corrected figure")
      #expect(!text.contains("another group"), "\(file) tells of the correction")
      #expect(!text.contains("AGE-SECRET-KEY"), "\(file) has a key")
      #expect(!file.hasSuffix("prerelease.json") && !file.contains("journal"), "\(file)")
    }
  }

  /// An archive that holds more than came out is not handed over, whoever put it there.
  @Test func anArchiveThatTheLogDoesNotVouchForIsNotHandedOver() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.publish("2013-11")
    let archive = "\(workspace.path)/publications/archive"
    let manager = FileManager.default
    // Version 1 of another edition in the place of this one.
    try manager.removeItem(atPath: "\(archive)/2013-11")
    let missing = try workspace.export("2013-11")
    #expect(missing.status == 64 && missing.errors.contains("not archived"), "\(missing.errors)")
    let file = "\(archive)/2013-10/v1/content/renditions/bulletin.xml"
    try Data("tampered".utf8).write(to: URL(filePath: file))
    let altered = try workspace.export("2013-10")
    #expect(altered.status == 76 && altered.errors.contains("bulletin.xml"), "\(altered.errors)")
    #expect(!manager.fileExists(atPath: workspace.bag("2013-10")))
  }

  @Test func refusalsNameWhatIsInTheWay() throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    try #require(try workspace.export("2013-10").status == 0)
    let before = workspace.contents(of: workspace.bag("2013-10"))
    let existing = try workspace.export("2013-10")
    #expect(existing.status == 73 && existing.errors.contains("stands there already"))
    #expect(workspace.contents(of: workspace.bag("2013-10")) == before)
    for place in ["publications", "publications/public/bags", "publications/new/deep"] {
      let result = try Tool.run(
        Binary.path,
        [
          "export", "--all", "--to", "\(workspace.path)/\(place)", "--workspace", workspace.path,
        ])
      #expect(result.status == 64 && result.errors.contains("a bag is private"), "\(place)")
    }
    for (arguments, said) in [
      (["2013-10", "--all"], "one of the two"), ([], "one of the two"), (["2013"], "is no edition"),
    ] {
      let result = try Tool.run(
        Binary.path, ["export"] + arguments + ["--to", "x", "--workspace", workspace.path])
      #expect(result.status == 64 && result.errors.contains(said), "\(result.errors)")
    }
    let unknown = try workspace.export("1999-01")
    #expect(unknown.status == 66 && unknown.errors.contains("1999-01 is not out"))
  }

  /// What the journal says was done to the archive since: checked, mended, brought back.
  @Test(.enabled(if: xmllint != nil, "xmllint is not installed"))
  func thePremisRecordTellsHowTheObjectWasCaredFor() throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    try #require(try workspace.export("2013-10").status == 0)
    let object = "\(workspace.path)/publications/archive/2013-10"
    try Data().write(to: URL(filePath: "\(object)/v1/content/renditions/bulletin.xml"))
    try #require(try workspace.run("repair", "--apply").status == 0)
    try FileManager.default.removeItem(atPath: object)
    try #require(try workspace.importing(workspace.bag("2013-10"), "2013-10").status == 0)
    let verified = try workspace.run("verify", "--record")
    try #require(verified.status == 0, "\(verified.output)")
    try FileManager.default.removeItem(atPath: workspace.bag("2013-10"))
    try #require(try workspace.export("2013-10").status == 0)
    let bag = workspace.bag("2013-10")
    let record = String(
      decoding: workspace.contents(of: bag)["metadata/premis.xml"]!, as: UTF8.self)
    let types = record.matches(of: /<eventType>([^<]+)</).map { String($0.output.1) }
    #expect(
      types == ["creation", "sealing", "publication", "recovery", "ingestion", "fixity check"])
    #expect(record.contains("<eventOutcome>sound</eventOutcome>"))
    #expect(record.contains("<agentName>a.example</agentName><agentType>person</agentType>"))
    let valid = try Tool.run(
      Self.xmllint!,
      [
        "--noout", "--schema", "\(TestWorkspace.repository)/Tests/Fixtures/premis-subset.xsd",
        "\(bag)/metadata/premis.xml",
      ])
    #expect(valid.status == 0, "\(valid.errors.prefix(2000))")
    // And its day is that of the newest of it.
    let info = String(decoding: workspace.contents(of: bag)["bag-info.txt"]!, as: UTF8.self)
    let newest = try #require(
      workspace.text("publications/journal.jsonl").split(separator: "\n")
        .last { $0.contains("\"event\":\"verified\"") }?
        .firstMatch(of: /"instant":"(\d{4}-\d\d-\d\d)/)?.output.1)
    #expect(info.contains("Bagging-Date: \(newest)\n"))
  }

  /// RFC 8493 section 5.2 warns of such names and allows them: an archivist wants the bag.
  @Test func namesThatDifferInCapitalsOnlyAreHandedOverWithAWarning() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let old = "\(workspace.folder.path)/old"
    try FileManager.default.createDirectory(atPath: old, withIntermediateDirectories: true)
    for name in ["README.txt", "readme.txt"] {
      try Data(name.utf8).write(to: URL(filePath: "\(old)/\(name)"))
    }
    try #require(
      try workspace.importing(old, "2012-04", ["--source", "test", "--reason", "test"]).status == 0)
    let result = try workspace.export("2012-04")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(
      result.errors.contains("readme.txt: it differs from \u{201C}data/archive/kept-2012-04/v1")
        && result.errors.contains("only in capitals; do not unpack the bag on such a file system"),
      "\(result.errors)")
    let bag = workspace.bag("kept-2012-04")
    let contents = workspace.contents(of: bag)
    let readMe = String(decoding: contents["README.txt"] ?? Data(), as: UTF8.self)
    #expect(
      readMe.contains("\n    data/archive/kept-2012-04/v1/content/kept/readme.txt\n"), "\(readMe)")
    for name in ["README.txt", "readme.txt"] {
      #expect(
        contents["data/archive/kept-2012-04/v1/content/kept/\(name)"] == Data(name.utf8), "\(name)")
    }
    // The way back.
    let archived = "\(workspace.path)/publications/archive/kept-2012-04"
    let before = workspace.contents(of: archived)
    try FileManager.default.removeItem(atPath: archived)
    let back = try workspace.importing(bag, "2012-04")
    #expect(back.status == 0 && back.errors.contains("[bag.case]"), "\(back.errors)")
    #expect(workspace.contents(of: archived) == before)
    if let reference = Self.reference {
      let valid = try Tool.run(reference, ["--validate", bag])
      #expect(valid.status == 0, "\(valid.errors)")
    }
  }

  /// What stands in the way of one edition is no reason to keep the others back.
  @Test func allGoesOnWithTheOthersAndSaysWhatWasLeftOut() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let old = "\(workspace.folder.path)/old"
    try FileManager.default.createDirectory(atPath: old, withIntermediateDirectories: true)
    try Data("x".utf8).write(to: URL(filePath: "\(old)/x.pdf"))
    try #require(
      try workspace.importing(old, "2012-04", ["--source", "test", "--reason", "test"]).status == 0)
    // The register of 2013-10 names whose reports come next: that waits, and nothing else.
    let waiting = try workspace.export("--all")
    #expect(waiting.status == 75, "\(waiting.output)\(waiting.errors)")
    #expect(waiting.output.contains("bags/illustrative-data-lab-kept-2012-04: "))
    #expect(waiting.errors.contains("ninethirty: 2013-10 left out: what is archived tells of"))
    #expect(waiting.errors.contains("1 bag written, 1 edition left out"), "\(waiting.errors)")
    let manager = FileManager.default
    #expect(!manager.fileExists(atPath: workspace.bag("2013-10")))
    try workspace.publish("2013-11")
    // Now one is there already, and one damaged.
    let file = "\(workspace.path)/publications/archive/2013-10/v1/content/renditions/bulletin.xml"
    let sound = try Data(contentsOf: URL(filePath: file))
    try Data("tampered".utf8).write(to: URL(filePath: file))
    let mixed = try workspace.export("--all", "--json")
    #expect(mixed.status == 76, "\(mixed.output)\(mixed.errors)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(mixed.output.utf8)) as? [String: Any])
    #expect(json["format"] as? String == "ninethirty-export/1")
    let bags = try #require(json["bags"] as? [[String: Any]])
    #expect(bags.map { $0["object"] as? String } == ["2013-11"])
    let left = try #require(json["leftOut"] as? [[String: Any]])
    #expect(left.map { $0["object"] as? String } == ["2013-10", "kept-2012-04"])
    #expect((left[0]["reason"] as? String)?.contains("bulletin.xml") == true, "\(left)")
    #expect((left[1]["reason"] as? String)?.contains("stands there already") == true, "\(left)")
    #expect(manager.fileExists(atPath: workspace.bag("2013-11")))
    try sound.write(to: URL(filePath: file))
    let rest = try workspace.export("--all")
    #expect(rest.status == 73, "what was there already is left out: \(rest.errors)")
    #expect(manager.fileExists(atPath: workspace.bag("2013-10")))
  }

  /// Whoever has a copy that can only be read can hand it over.
  @Test func nothingInTheWorkspaceIsChanged() throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    let before = workspace.contents(of: workspace.path)
    try #require(try workspace.export("--all").status == 0)
    #expect(workspace.contents(of: workspace.path) == before)
  }

  /// OCFL lets others put files there; no digest vouches for them, so they leave no house.
  @Test(arguments: ["logs", "extensions/a", "v1/notes"])
  func whatNoInventoryNamesIsNotHandedOverAndIsSetAside(_ folder: String) throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    let place = "\(workspace.path)/publications/archive/2013-10/\(folder)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Data("Mary".utf8).write(to: URL(filePath: "\(place)/names.csv"))
    let refused = try workspace.export("2013-10")
    #expect(refused.status == 76 && refused.errors.contains("sets that aside"), "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: workspace.bag("2013-10")))
    let repaired = try workspace.run("repair", "--apply")
    #expect(repaired.status == 0, "\(repaired.output)\(repaired.errors)")
    #expect(
      workspace.text("publications/set-aside/0001/archive/2013-10/\(folder)/names.csv") == "Mary")
    #expect(try workspace.export("2013-10").status == 0)
  }
}
