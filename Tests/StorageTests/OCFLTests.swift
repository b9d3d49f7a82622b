import Archive
import Foundation
import Glibc
import Schedule
import Storage
import TestSupport
import Testing

@Suite struct OCFLTests {
  let folder = TemporaryFolder()
  let instant = Instant("2013-10-10T08:30:00Z")!
  var store: OCFLStore { OCFLStore(folder.at("archive")) }
  var object: String { folder.at("archive/2013-11") }

  @discardableResult
  private func add(_ content: [String: String], to id: String = "2013-11") throws -> OCFLInventory {
    try store.add(
      OCFLNewVersion(
        content: content.mapValues { .bytes(bytes($0)) }, created: instant,
        message: "Published", user: OCFLUser(name: "A", address: "mailto:a@example.org")),
      to: id)
  }

  private var files: [String] {
    get throws { try Files.walk(object).filter { $0.kind == .file }.map(\.path) }
  }

  private func codes() throws -> [String] {
    try store.validate("2013-11").filter(\.isError).map(\.code)
  }

  @Test func `The first version has its files once, however often they are named`() throws {
    try add(["bulletin/index.html": "page", "copy.html": "page", "data.csv": "1,2"])
    #expect(
      try files == [
        "0=ocfl_object_1.1", "inventory.json", "inventory.json.sha512",
        "v1/content/bulletin/index.html", "v1/content/data.csv", "v1/inventory.json",
        "v1/inventory.json.sha512",
      ])
    #expect(try store.read("copy.html", of: "2013-11") == bytes("page"))
    #expect(try codes() == [])
    #expect(try store.objects() == ["2013-11"])
    #expect(try Files.list(folder.path) == ["archive"])
    #expect(
      try Files.list(folder.at("archive"))
        == ["0=ocfl_1.1", "2013-11", "ocfl_layout.json"])
  }

  @Test func `Nobody else may read the archive`() throws {
    try add(["a/b": "x"])
    for entry in try Files.walk(folder.at("archive")) {
      #expect(
        try Files.mode(of: folder.at("archive/" + entry.path))
          == (entry.kind == .file ? 0o600 : 0o700))
    }
  }

  @Test func `A second version stores only what is new and keeps the first`() throws {
    try add(["a": "one", "b": "two"])
    let inventory = try add(["a": "changed", "c": "two", "d/e": "new"])
    #expect(inventory.head == "v2")
    #expect(try files.filter { $0.hasPrefix("v2/content") } == ["v2/content/a", "v2/content/d/e"])
    #expect(try store.read("2013-11", version: "v1") == ["a": bytes("one"), "b": bytes("two")])
    #expect(
      try store.read("2013-11")
        == ["a": bytes("changed"), "c": bytes("two"), "d/e": bytes("new")])
    #expect(try codes() == [])
    #expect(try Files.list(folder.path) == ["archive"])
    for version in 3...5 { try add(["a": "version \(version)"]) }
    let names = try store.inventory(of: "2013-11").versions.map(\.name)
    #expect(names == ["v1", "v2", "v3", "v4", "v5"])
    #expect(try codes() == [])
  }

  @Test func `A version without new bytes has no content folder`() throws {
    try add(["a": "one"])
    try add(["b": "one"])
    #expect(try !Files.exists(object + "/v2/content"))
    #expect(try store.validate("2013-11").map(\.code) == ["W005", "W005"])
  }

  @Test func `Files are real copies`() throws {
    try Files.write(bytes("x"), to: folder.at("source"))
    try store.create(
      "2013-11", content: ["a": .file(folder.at("source"))], created: instant, message: "m",
      user: "A")
    try add(["a": "y"])
    for entry in try Files.walk(folder.path) where entry.kind == .file {
      var status = stat()
      #expect(lstat(folder.at(entry.path), &status) == 0)
      #expect(status.st_nlink == 1)
    }
  }

  @Test func `The same content gives the same bytes`() throws {
    let content = Dictionary(uniqueKeysWithValues: (0..<50).map { ("f\($0)", "t\($0 % 7)") })
    try add(content)
    let other = TemporaryFolder()
    try OCFLStore(other.at("archive")).add(
      OCFLNewVersion(
        content: content.mapValues { .bytes(bytes($0)) }, created: instant, message: "Published",
        user: OCFLUser(name: "A", address: "mailto:a@example.org")), to: "2013-11")
    #expect(
      try text(object + "/inventory.json") == text(other.at("archive/2013-11/inventory.json")))
  }

  @Test func `A flipped byte is found on reading and by validation`() throws {
    try add(["a": "one", "b": "two"])
    try Files.write(bytes("onf"), to: object + "/v1/content/a")
    let error = #expect(throws: ArchiveError.self) { try store.read("a", of: "2013-11") }
    #expect(error?.code == .digestMismatch)
    #expect(error?.path == object + "/v1/content/a")
    #expect(try store.read("b", of: "2013-11") == bytes("two"))
    #expect(throws: ArchiveError.self) { try store.read("2013-11") }
    let faults = try store.validate("2013-11").filter(\.isError)
    #expect(faults.map(\.code) == ["E092"])
    #expect(faults.map(\.path) == ["v1/content/a"])
  }

  @Test func `Nothing is added to an object that is not valid`() throws {
    try add(["a": "one"])
    try Files.write(bytes("onf"), to: object + "/v1/content/a")
    let error = #expect(throws: ArchiveError.self) { try add(["a": "two"]) }
    #expect(error?.code == .invalid)
    #expect(error?.faults.map(\.code) == ["E092"])
    #expect(try !Files.exists(object + "/v2"))
  }

  @Test func `An edited inventory is found`() throws {
    try add(["a": "one"])
    let path = object + "/inventory.json"
    try Files.write(bytes(text(path).replacing("Published", with: "Altered")), to: path)
    #expect(throws: ArchiveError.self) { try store.read("a", of: "2013-11") }
    #expect(Set(try codes()) == ["E060", "E064"])
  }

  @Test func `Missing and extra files are found`() throws {
    try add(["a": "one", "b": "two"])
    try Files.remove(tree: object + "/v1/content/b")
    try Files.write([], to: object + "/v1/content/c")
    try Files.write([], to: object + "/extra")
    try Files.write([], to: object + "/v1/extra")
    symlink("a", object + "/v1/content/link")
    try Files.makeDirectory(object + "/v1/content/empty")
    #expect(Set(try codes()) == ["E001", "E015", "E023", "E024", "E090", "E092"])
  }

  @Test func `An error on the way leaves the archive as it was`() throws {
    try add(["a": "one"])
    let before = try Files.walk(folder.path)
    #expect(throws: StorageError(.notFound, "", "", "")) {
      try store.add(
        OCFLNewVersion(
          content: ["b": .file(folder.at("missing"))], created: instant, message: "m",
          user: OCFLUser(name: "A")), to: "2013-11")
    }
    #expect(try Files.walk(folder.path) == before)
    #expect(throws: StorageError(.exists, "", "", "")) {
      try store.create("2013-11", content: [:], created: instant, message: "m", user: "A")
    }
  }

  @Test func `What a crash left beside the archive is cleared by the next version`() throws {
    try add(["a": "one"])
    try Files.makeDirectory(folder.at(".new-archive/.new-2013-10/v1"))
    try add(["a": "two"])
    #expect(try Files.list(folder.path) == ["archive"])
  }

  @Test(arguments: ["", ".", "..", "a/b", "extensions", "ocfl_layout.json", "0=ocfl_1.1", ".new-a"])
  func `A name that no object can have is refused`(_ id: String) throws {
    let error = #expect(throws: ArchiveError.self) { try add(["a": "one"], to: id) }
    #expect(error?.code == .badName)
    #expect(try !store.contains(id))
  }

  @Test(arguments: [["a": "1", "a/b": "2"], ["../a": "1"], ["/a": "1"], ["a//b": "1"]])
  func `A logical path that leaves the object is refused`(_ content: [String: String]) throws {
    let error = #expect(throws: ArchiveError.self) { try add(content) }
    #expect(error?.code == .badName)
  }

  @Test func `A folder that is no storage root is left alone`() throws {
    try Files.makeDirectory(folder.at("archive"))
    try Files.write(bytes("mine"), to: folder.at("archive/file"))
    let error = #expect(throws: ArchiveError.self) { try add(["a": "one"]) }
    #expect(error?.code == .notAnArchive)
    #expect(try Files.list(folder.at("archive")) == ["file"])
  }

  @Test func `What is not there is said to be not there`() throws {
    try add(["a": "one"])
    for wrong in [("b", "2013-11", nil), ("a", "2013-10", nil), ("a", "2013-11", "v2")] {
      let error = #expect(throws: ArchiveError.self) {
        try store.read(wrong.0, of: wrong.1, version: wrong.2)
      }
      #expect(error?.code == .notFound)
    }
  }
}
