import Storage
import TestSupport
import Testing

@Suite struct DirectoryTests {
  struct Stop: Error {}

  let folder = TemporaryFolder()

  private func build(_ text: String, _ path: String) throws {
    try Files.makeDirectory(path + "/inner")
    try Files.writeNew(bytes(text), to: path + "/inner/file")
  }

  @Test func `A folder comes into being whole and is not replaced unasked`() throws {
    try Directory.replace(at: folder.at("a"), mode: 0o750) { try build("one", $0) }
    #expect(try Files.mode(of: folder.at("a")) == 0o750)
    #expect(throws: StorageError(.exists, "", "", "")) {
      try Directory.replace(at: folder.at("a")) { try build("two", $0) }
    }
    #expect(try text(folder.at("a/inner/file")) == "one")
    #expect(try folder.paths == ["a", "a/inner", "a/inner/file"])
  }

  @Test func `A folder is exchanged for another where that is asked for`() throws {
    for word in ["one", "two"] {
      try Directory.replace(at: folder.at("a"), replacing: true) { try build(word, $0) }
      #expect(try text(folder.at("a/inner/file")) == word)
    }
    #expect(try folder.paths == ["a", "a/inner", "a/inner/file"])
  }

  @Test func `An error while it is built leaves nothing`() throws {
    try Directory.replace(at: folder.at("a")) { try build("one", $0) }
    for name in ["a", "b"] {
      #expect(throws: Stop.self) {
        try Directory.replace(
          at: folder.at(name), replacing: true, staging: folder.at(".new-stage")
        ) { path in
          try build("two", path)
          throw Stop()
        }
      }
    }
    #expect(try text(folder.at("a/inner/file")) == "one")
    #expect(try folder.paths == ["a", "a/inner", "a/inner/file"])
  }

  @Test func `What a crash left is no part of the next folder`() throws {
    try Files.makeDirectory(folder.at(".new-a"))
    try Files.write(bytes("old"), to: folder.at(".new-a/left"))
    try Directory.replace(at: folder.at("a")) { try build("one", $0) }
    #expect(try folder.paths == ["a", "a/inner", "a/inner/file"])
  }

  @Test func `While it is built nobody else may enter`() throws {
    try Directory.replace(at: folder.at("a")) { path throws in
      #expect(try Files.mode(of: path) == 0o700)
    }
    #expect(try Files.mode(of: folder.at("a")) == 0o755)
  }
}
