import Foundation
import Storage
import TestSupport
import Testing

/// Files sealed as one with the real `age`, opened by us and by others.
@Suite struct SealedFileTests {
  let folder = TemporaryFolder()

  // As the program does: a reader that has gone is an error of the write.
  init() { signal(SIGPIPE, SIG_IGN) }

  /// A new private key and its public part.
  private func makeKey(_ name: String) throws -> (path: String, recipient: String) {
    let path = folder.at(name)
    try #require(try Tool.run(Tool.find("age-keygen")!, ["-o", path]).status == 0)
    let shown = try Tool.run(Tool.find("age-keygen")!, ["-y", path])
    return (path, shown.output.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  private let names = [
    "a", "renditions/reports/\(String(repeating: "long-", count: 40))/index.html",
    "inputs/Größe – ŵyneb/\u{1F4C8}.json", "recipes.json",
  ]

  private func seal(_ path: String, for recipient: String) throws -> SHA512Sum {
    try SealedFile.make(at: path, for: [recipient]) { writer in
      for name in names { try writer.put(name, bytes("the bytes of \(name)")) }
      try writer.put("empty", [])
    }
  }

  @Test func `What was put comes out in its order, under names of any length and script`() throws {
    let key = try makeKey("key")
    let digest = try seal(folder.at("sealed"), for: key.recipient)
    var found: [String] = []
    try SealedFile.forEachFile(of: folder.at("sealed"), key: key.path, expecting: digest) {
      found.append($0)
      #expect($1 == ($0 == "empty" ? [] : bytes("the bytes of \($0)")))
    }
    #expect(found == names + ["empty"])
    #expect(try Files.mode(of: folder.at("sealed")) == 0o600)
  }

  @Test func `age and tar of Debian open it without us`() throws {
    let key = try makeKey("key")
    _ = try seal(folder.at("sealed"), for: key.recipient)
    try Files.makeDirectory(folder.at("out"))
    let result = try Tool.run(
      "/bin/bash",
      [
        "-c",
        "set -o pipefail; age -d -i '\(key.path)' '\(folder.at("sealed"))' | tar -xiC '\(folder.at("out"))'",
      ])
    #expect(result.status == 0, "\(result.errors)")
    for name in names {
      #expect(
        try Files.read(folder.at("out/\(name)"), limit: 1000) == bytes("the bytes of \(name)"))
    }
  }

  @Test func `The size says nothing but its power of two`() throws {
    let key = try makeKey("key")
    func size(_ count: Int) throws -> Int {
      let path = folder.at("sealed-\(count)")
      _ = try SealedFile.make(at: path, for: [key.recipient]) { writer in
        try writer.put("a", [UInt8](repeating: 7, count: count))
      }
      return try #require(try Files.size(ofFile: path))
    }
    let small = try size(1)
    #expect(try size(1 << 20) == small)
    #expect(small > 1 << 24 && small < 17 << 20)
    let larger = try size(1 << 24)
    #expect(larger > 1 << 25 && larger < 34 << 20)
    let plain = try Tool.run(
      "/bin/bash", ["-c", "age -d -i '\(key.path)' '\(folder.at("sealed-1"))' | wc -c"])
    #expect(plain.output.trimmingCharacters(in: .whitespacesAndNewlines) == "\(1 << 24)")
  }

  @Test func `A bit that was altered is refused before anything is decrypted`() throws {
    let key = try makeKey("key")
    let digest = try seal(folder.at("sealed"), for: key.recipient)
    var altered = try Files.read(folder.at("sealed"), limit: 1 << 25)
    altered[1 << 20] ^= 1
    try Files.write(altered, to: folder.at("sealed"))
    #expect(throws: StorageError(.digestMismatch, "", "", "")) {
      try SealedFile.forEachFile(of: folder.at("sealed"), key: key.path, expecting: digest) {
        _, _ in Issue.record("something was decrypted")
      }
    }
    // Without a digest to hold it against, age itself finds it.
    #expect(throws: StorageError(.toolFailed, "", "", "")) {
      try SealedFile.forEachFile(of: folder.at("sealed"), key: key.path, expecting: nil) { _, _ in }
    }
  }

  @Test func `A file that is cut short is an error, though the part is sound`() throws {
    let key = try makeKey("key")
    _ = try seal(folder.at("sealed"), for: key.recipient)
    let whole = try Files.read(folder.at("sealed"), limit: 1 << 25)
    try Files.write(Array(whole.prefix(whole.count / 2)), to: folder.at("sealed"))
    #expect(throws: StorageError.self) {
      try SealedFile.forEachFile(of: folder.at("sealed"), key: key.path, expecting: nil) { _, _ in }
    }
  }

  @Test func `Another key does not open it, and says so`() throws {
    let (key, other) = (try makeKey("key"), try makeKey("other"))
    _ = try seal(folder.at("sealed"), for: key.recipient)
    #expect(throws: StorageError(.wrongKey, "", "", "")) {
      try SealedFile.forEachFile(of: folder.at("sealed"), key: other.path, expecting: nil) { _, _ in
      }
    }
    #expect(try SealedFile.opens(folder.at("sealed"), key: key.path))
    #expect(try !SealedFile.opens(folder.at("sealed"), key: other.path))
  }

  @Test func `What fails on the way leaves nothing, and the reason is the first one`() throws {
    struct Stop: Error {}
    let key = try makeKey("key")
    #expect(throws: Stop.self) {
      _ = try SealedFile.make(at: folder.at("sealed"), for: [key.recipient]) { writer in
        try writer.put("a", [UInt8](repeating: 1, count: 1 << 22))
        throw Stop()
      }
    }
    #expect(try !Files.exists(folder.at("sealed")))
    // age ends at once, while we still write.
    let error = #expect(throws: StorageError.self) {
      _ = try SealedFile.make(at: folder.at("sealed"), for: ["age1nobody"]) { writer in
        for number in 0..<8 {
          try writer.put("\(number)", [UInt8](repeating: 1, count: 1 << 22))
        }
      }
    }
    #expect(error?.code == .toolFailed && "\(error!)".contains("malformed recipient"))
    #expect(try !Files.exists(folder.at("sealed")))
  }

  @Test func `A program that is not there is named with its package`() throws {
    let error = #expect(throws: StorageError.self) {
      try ExternalTool("no-such-program", package: "no-such-package").run([])
    }
    #expect(error?.code == .notInstalled)
    #expect("\(error!)".contains("install Debian's package no-such-package"))
  }

  @Test func `A program reads and writes more than a pipe holds, and is told nothing else`() throws
  {
    let cat = ExternalTool("cat", package: "coreutils")
    let large = [UInt8](repeating: 42, count: 1 << 23)
    #expect(try cat.run([], input: large).output == large)
    let shell = ExternalTool("sh", package: "dash")
    let outcome = try shell.run(["-c", "echo said >&2; env; ls /proc/self/fd; exit 3"])
    #expect(outcome.status == 3 && outcome.errors == "said\n")
    let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
    let variables = Set(lines.compactMap { $0.split(separator: "=").first.map(String.init) })
    #expect(!variables.contains("HOME"), "\(lines)")
    // Its three streams, and the one with which ls reads the folder.
    #expect(lines.filter { Int($0) != nil } == ["0", "1", "2", "3"], "\(lines)")
  }
}
