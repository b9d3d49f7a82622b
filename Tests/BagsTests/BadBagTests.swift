import Bags
import Diagnostics
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct BadBagTests {
  static let cases: [BadBag] = [
    BadBag("as it was written", []) { _ in },
    BadBag("no declaration", ["error bag.declaration bagit.txt"]) { try $0.remove("bagit.txt") },
    BadBag("a third line in the declaration", ["error bag.declaration bagit.txt"]) { bag in
      try bag.change("bagit.txt") { $0 + "Colour: blue\n" }
    },
    BadBag("a byte-order mark", ["error bag.declaration bagit.txt"]) { bag in
      try bag.change("bagit.txt") { "\u{FEFF}" + $0 }
    },
    BadBag(
      "a version to come", ["error bag.version bagit.txt:1"]
    ) { bag in
      try bag.change("bagit.txt") { $0.replacing("1.0", with: "2.0") }
    },
    BadBag(
      "an encoding that nobody knows", ["error bag.encoding bagit.txt:2"]
    ) { bag in
      try bag.change("bagit.txt") { $0.replacing("UTF-8", with: "EBCDIC") }
    },
    BadBag(
      "bytes that are not UTF-8",
      ["error bag.encoding bag-info.txt"]
    ) { bag in
      try bag.write([0x41, 0x3A, 0x20, 0xFF, 0x0A], "bag-info.txt")
      try bag.retag()
    },
    BadBag(
      "a changed byte",
      [
        "error bag.checksum manifest-sha256.txt:1", "error bag.checksum manifest-sha512.txt:1",
      ]
    ) { try $0.write("ONE", "data/a.txt") },
    BadBag(
      "a tag file changed",
      [
        "error bag.checksum tagmanifest-sha256.txt:1",
        "error bag.checksum tagmanifest-sha512.txt:1",
      ]
    ) { bag in
      try bag.write(bag.text("bag-info.txt").replacing("Example", with: "Other"), "bag-info.txt")
    },
    BadBag(
      "a missing file",
      [
        "error bag.missing-file manifest-sha256.txt:2",
        "error bag.missing-file manifest-sha512.txt:2", "error bag.oxum bag-info.txt:3",
      ]
    ) { try $0.remove("data/sub/b 100%.txt") },
    BadBag(
      "a file too many",
      ["error bag.extra-file data/new.txt", "error bag.oxum bag-info.txt:3"]
    ) { try $0.write("new", "data/new.txt") },
    BadBag(
      "no payload at all",
      [
        "error bag.payload data", "error bag.oxum bag-info.txt:3",
        "error bag.missing-file manifest-sha256.txt:1",
        "error bag.missing-file manifest-sha256.txt:2",
        "error bag.missing-file manifest-sha512.txt:1",
        "error bag.missing-file manifest-sha512.txt:2",
      ]
    ) { try $0.remove("data") },
    BadBag(
      "no manifest",
      [
        "error bag.manifest-missing manifest-sha512.txt", "error bag.extra-file data/a.txt",
        "error bag.extra-file data/sub/b 100%.txt",
      ]
    ) { bag in
      for algorithm in ["sha256", "sha512"] { try bag.remove("manifest-\(algorithm).txt") }
      try bag.retag()
    },
    BadBag(
      "manifests that differ", ["error bag.manifests-differ manifest-sha256.txt"]
    ) { bag in
      try bag.change("manifest-sha256.txt") { text in
        String(text[...text.firstIndex(of: "\n")!])
      }
    },
    BadBag(
      "a checksum of one's own", ["error bag.algorithm manifest-crc32.txt"]
    ) { bag in
      try bag.write("00000000  data/a.txt\n", "manifest-crc32.txt")
      try bag.retag()
    },
    BadBag(
      "a path that leaves the bag", ["error bag.path manifest-sha512.txt:3"]
    ) { bag in
      try bag.dropSHA256()
      try bag.change("manifest-sha512.txt") { $0 + "\(Bag.sum(""))  data/../../etc/passwd\n" }
    },
    BadBag(
      "an absolute path", ["error bag.path manifest-sha512.txt:3"]
    ) { bag in
      try bag.dropSHA256()
      try bag.change("manifest-sha512.txt") { $0 + "\(Bag.sum(""))  /etc/passwd\n" }
    },
    BadBag(
      "a path from home", ["error bag.path tagmanifest-sha512.txt:4"]
    ) { bag in
      try bag.dropSHA256()
      try bag.write(
        bag.text("tagmanifest-sha512.txt") + "\(Bag.sum(""))  ~/.ssh/id\n",
        "tagmanifest-sha512.txt")
    },
    BadBag(
      "a tag manifest with the payload", ["error bag.path tagmanifest-sha512.txt:4"]
    ) { bag in
      try bag.dropSHA256()
      try bag.write(
        bag.text("tagmanifest-sha512.txt") + "\(Bag.sum("one"))  data/a.txt\n",
        "tagmanifest-sha512.txt")
    },
    BadBag(
      "a tag manifest without the manifest", ["error bag.tag-manifest tagmanifest-sha512.txt"]
    ) { bag in
      try bag.dropSHA256()
      let lines = try bag.text("tagmanifest-sha512.txt").split(separator: "\n")
      try bag.write(
        lines.filter { !$0.contains("manifest-sha512") }.joined(separator: "\n"),
        "tagmanifest-sha512.txt")
    },
    BadBag(
      "a line that is none", ["error bag.manifest-line manifest-sha512.txt:3"]
    ) { bag in
      try bag.dropSHA256()
      try bag.change("manifest-sha512.txt") { $0 + "deadbeef  data/a.txt\n" }
    },
    BadBag(
      "listed twice with one sum", ["error bag.listed-twice manifest-sha512.txt:3"]
    ) { bag in
      try bag.dropSHA256()
      try bag.change("manifest-sha512.txt") { $0 + "\(Bag.sum("one"))  data/a.txt\n" }
    },
    BadBag(
      "listed twice with one sum, before 1.0",
      ["warning bag.listed-twice manifest-sha512.txt:3"]
    ) { bag in
      try bag.dropSHA256()
      try bag.change("manifest-sha512.txt") {
        $0.replacing("%25", with: "%") + "\(Bag.sum("one"))  data/a.txt\n"
      }
      try bag.change("bagit.txt") { $0.replacing("1.0", with: "0.97") }
    },
    BadBag(
      "a star and a dot", ["warning bag.path-form manifest-sha512.txt:1"]
    ) { bag in
      try bag.dropSHA256()
      try bag.change("manifest-sha512.txt") { $0.replacing("data/a.txt", with: "*./data//a.txt") }
    },
    BadBag(
      "a percent sign that is not encoded", ["warning bag.path-form manifest-sha512.txt:2"]
    ) { bag in
      try bag.dropSHA256()
      try bag.change("manifest-sha512.txt") { $0.replacing("%25", with: "%") }
    },
    BadBag(
      "a name in the other form of Unicode", ["warning bag.unicode manifest-sha512.txt:3"]
    ) { bag in
      try bag.dropSHA256()
      try bag.write("", "data/e\u{301}.txt")
      try bag.change("manifest-sha512.txt") { $0 + "\(Bag.sum(""))  data/\u{E9}.txt\n" }
      try bag.change("bag-info.txt") { $0.replacing(".2\n", with: ".3\n") }
    },
    BadBag(
      "two forms of Unicode", ["warning bag.unicode data/\u{E9}.txt"]
    ) { bag in
      try bag.dropSHA256()
      try bag.write("", "data/e\u{301}.txt")
      try bag.write("", "data/\u{E9}.txt")
      try bag.change("manifest-sha512.txt") {
        $0 + "\(Bag.sum(""))  data/\u{E9}.txt\n\(Bag.sum(""))  data/e\u{301}.txt\n"
      }
      try bag.change("bag-info.txt") { $0.replacing(".2\n", with: ".4\n") }
    },
    BadBag("capitals only", ["warning bag.case data/a.txt"]) { bag in
      try bag.dropSHA256()
      try bag.write("", "data/A.txt")
      try bag.change("manifest-sha512.txt") { $0 + "\(Bag.sum(""))  data/A.txt\n" }
      try bag.change("bag-info.txt") { $0.replacing(".2\n", with: ".3\n") }
    },
    BadBag(
      "a link in the place of a file",
      [
        "error bag.not-a-file data/a.txt", "error bag.missing-file manifest-sha256.txt:1",
        "error bag.missing-file manifest-sha512.txt:1", "error bag.oxum bag-info.txt:3",
      ]
    ) { bag in
      try bag.remove("data/a.txt")
      try FileManager.default.createSymbolicLink(
        atPath: "\(bag.path)/data/a.txt", withDestinationPath: "/etc/hostname")
    },
    BadBag(
      "a pipe", ["error bag.not-a-file pipe"]
    ) { bag in
      #expect(mkfifo("\(bag.path)/pipe", 0o600) == 0)
    },
    BadBag(
      "a name that is not UTF-8",
      [
        "error bag.file-name data/\u{FFFD}.txt", "error bag.extra-file data/\u{FFFD}.txt",
        "error bag.oxum bag-info.txt:3",
      ]
    ) { bag in
      let name = Array("\(bag.path)/data/".utf8) + [0xFF] + Array(".txt".utf8) + [0]
      let file = name.withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { open($0.baseAddress!, O_CREAT | O_WRONLY, 0o600) }
      }
      #expect(file >= 0)
      close(file)
    },
    BadBag("a size that is wrong", ["error bag.oxum bag-info.txt:3"]) { bag in
      try bag.change("bag-info.txt") {
        $0.replacing("Payload-Oxum: 6.2", with: "Payload-Oxum: 7.2")
      }
    },
    BadBag("a size in words", ["error bag.oxum bag-info.txt:3"]) { bag in
      try bag.change("bag-info.txt") { $0.replacing("6.2", with: "six") }
    },
    BadBag("two sizes", ["error bag.oxum bag-info.txt:4"]) { bag in
      try bag.change("bag-info.txt") { $0 + "payload-oxum: 6.2\n" }
    },
    BadBag(
      "lines without a label",
      ["error bag.info-line bag-info.txt:4", "error bag.info-line bag-info.txt:5"]
    ) { bag in
      try bag.change("bag-info.txt") { $0 + "nothing\nA:b\n" }
    },
    BadBag(
      "a file to fetch", ["error bag.fetch fetch.txt:1", "error bag.fetch fetch.txt:2"]
    ) { bag in
      try bag.write("https://example.org/x - data/x\nnonsense\n", "fetch.txt")
      try bag.change("manifest-sha512.txt") { $0 + "\(Bag.sum(""))  data/x\n" }
      try bag.change("manifest-sha256.txt") { $0 + "\(SHA256Sum(of: []).hex)  data/x\n" }
    },
  ]

  @Test(arguments: cases)
  func `Each fault is named, and nothing else`(_ bad: BadBag) throws {
    let folder = TemporaryFolder()
    let bag = Bag(path: folder.path + "/bag")
    var content = BagContent()
    content.payload = ["a.txt": .bytes(Array("one".utf8)), "sub/b 100%.txt": .bytes([1, 2, 3])]
    content.info = BagInfo([.init("Source-Organization", "Example\noffice")])
    try BagWriter.write(content, to: bag.path)
    #expect(try bag.text("manifest-sha512.txt").contains("data/sub/b 100%25.txt\n"))
    try bad.change(bag)
    let findings = try BagReader.read(bag.path).findings
    var said = Set(findings.map { "\($0.severity) \($0.id) \($0.place.text)" })
    if bad.name == "a file to fetch" {
      // The file is missing by the manifests too.
      said = said.filter { !$0.contains("bag.missing-file") }
    }
    // Texts are equal by canonical equivalence; these must be equal by their bytes.
    #expect(
      Set(said.map { Array($0.utf8) }) == Set(bad.said.map { Array($0.utf8) }), "\(said.sorted())")
    for finding in findings {
      #expect(!finding.rule.isEmpty && !finding.remedy.isEmpty && finding.source != nil)
    }
  }
}
