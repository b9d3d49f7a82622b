import Foundation
import Glibc
import Storage
import TestSupport
import Testing

/// News of folders.
///
/// A change is made first and waited for then: the system keeps it until it is read.
@Suite struct ChangeWatchTests {
  let folder = TemporaryFolder()

  init() throws {
    for name in ["deep", "deep/inner", "flat"] {
      try FileManager.default.createDirectory(
        atPath: folder.at(name), withIntermediateDirectories: true)
    }
    try write("old", "deep/inner/file")
    try write("old", "flat/named")
  }

  private func write(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: folder.at(name)))
  }

  private func watch() throws -> ChangeWatch {
    try ChangeWatch(
      [
        .tree(folder.at("deep")), .names(["named", "later"], in: folder.at("flat")),
        .tree(folder.at("flat/later")),
      ])
  }

  static let changes: [String] = [
    "echo new > deep/inner/file", "echo new > deep/other", "mv deep/inner/file deep/inner/renamed",
    "mv deep/inner/file flat/gone", "rm deep/inner/file", "rm -r deep/inner", "mkdir deep/new",
    "echo new > x; mv x deep/inner/file", "chmod 400 deep/inner/file",
    "ln deep/inner/file deep/link",
    "echo new > flat/named", "rm flat/named", "mkdir flat/later", "truncate -s 0 deep/inner/file",
  ]

  @Test(arguments: changes) func aChangeIsNews(change: String) throws {
    let watch = try watch()
    #expect(try Tool.run("/bin/sh", ["-c", change], in: folder.path).status == 0)
    #expect(try watch.wait(quietMilliseconds: 10) == .news)
  }

  @Test func aFolderThatCameLaterIsWatchedFromThenOn() throws {
    let watch = try watch()
    #expect(try Tool.run("/bin/sh", ["-c", "mkdir -p flat/later"], in: folder.path).status == 0)
    #expect(try watch.wait(quietMilliseconds: 10) == .news)
    try write("new", "flat/later/file")
    #expect(try watch.wait(quietMilliseconds: 10) == .news)
    #expect(try Tool.run("/bin/sh", ["-c", "mkdir flat/later/a"], in: folder.path).status == 0)
    #expect(try watch.wait(quietMilliseconds: 10) == .news)
    try write("new", "flat/later/a/file")
    #expect(try watch.wait(quietMilliseconds: 10) == .news)
  }

  @Test func aWaitWhileNothingThatMattersHappensGoesOn() throws {
    let watch = try watch()
    // None of these matters; the last change does, and comes while the wait is on.
    try write("new", "flat/other")
    try write("new", "deep/.hidden")
    try write("new", "deep/copy~")
    let path = folder.at("deep/inner/file")
    let place = folder.at("order")
    let writer = Thread {
      usleep(400_000)
      try? Data().write(to: URL(filePath: place))
      try? Data("new".utf8).write(to: URL(filePath: path))
    }
    writer.start()
    #expect(try watch.wait(quietMilliseconds: 10) == .news)
    #expect(FileManager.default.fileExists(atPath: place))
  }
}
