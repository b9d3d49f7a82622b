import Foundation
import TestSupport
import Testing

/// Files that are not what they should be: named, with what to do, and nothing else goes wrong.
@Suite struct BadInputFilesTests {
  private static let edition = "analyses/2013-10"

  /// What a run says of one file.
  private func findings(of file: String, in result: Binary.Result) -> [String] {
    result.output.split(separator: "\n").filter { $0.hasPrefix("\(file):") }.map(String.init)
  }

  /// Puts files among the analyses and expects exactly these to be named, with these words.
  private func check(
    _ expected: [(name: String, words: String)],
    prepare: (_ folder: String, _ sound: Data) throws -> Void
  ) throws {
    let workspace = try TestWorkspace()
    let sound = try #require(workspace.bytes("\(Self.edition)/A-2013-0001.json"))
    try prepare("\(workspace.path)/\(Self.edition)", sound)
    let result = try workspace.run("check", "2013-10")
    #expect(result.status == 65)
    for (name, words) in expected {
      let found = findings(of: "\(Self.edition)/\(name)", in: result)
      #expect(found.contains { $0.contains(words) }, "\(name): \(words)\n\(result.output)")
    }
    let named = Set(
      result.output.split(separator: "\n").compactMap { line -> String? in
        guard line.hasPrefix("\(Self.edition)/") else { return nil }
        return line.dropFirst(Self.edition.count + 1).split(separator: ":").first.map(String.init)
      })
    #expect(named == Set(expected.map(\.name)), "\(result.output)")
    #expect(result.errors.isEmpty, "\(result.errors)")
  }

  private func write(_ bytes: some Sequence<UInt8>, _ path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }

  @Test func truncatedEmptyAndWronglyEncodedFilesAreNamed() throws {
    try check([
      ("blank.json", "the file is empty"), ("cut.json", "the file ends in the middle of"),
      ("empty.json", "the file is empty"), ("latin.json", "is not UTF-8"),
      ("noughts.json", "stands where a value is expected"),
      ("utf16.json", "looks like UTF-16"),
    ]) { folder, sound in
      try write(" \n\n".utf8, folder + "/blank.json")
      try write(sound.prefix(700), folder + "/cut.json")
      try write([], folder + "/empty.json")
      // Nothing else may be wrong with it but the encoding of one name.
      let latin = String(decoding: sound, as: UTF8.self)
        .replacing("A-2013-0001", with: "A-2013-9999").utf8
      var bytes = Array(latin)
      bytes[try #require(bytes.firstRange(of: Array("Tarrowmere".utf8))).lowerBound] = 0xC9
      try write(bytes, folder + "/latin.json")
      try write([0, 1, 2, 3, 0, 0x41, 0x42, 0x43, 0x44], folder + "/noughts.json")
      try write(
        String(decoding: sound, as: UTF8.self).utf16.flatMap {
          [UInt8($0 & 0xFF), UInt8($0 >> 8)]
        },
        folder + "/utf16.json")
    }
  }

  @Test func enormousAndDeeplyNestedFilesAreRefusedAtOnce() throws {
    try check([
      ("deep.json", "stand more than 100 deep"),
      ("huge.json", "it has 209,715,200 bytes, and at most 16,777,216 are read"),
    ]) { folder, _ in
      try write(repeatElement(UInt8(ascii: "["), count: 100_000), folder + "/deep.json")
      // A file of holes: no disk is filled.
      try write([], folder + "/huge.json")
      try #require(truncate(folder + "/huge.json", 200 * 1024 * 1024) == 0)
    }
  }

  @Test func anEnormousScheduleAndRegisterAreNamed() throws {
    for (file, size) in [("schedule.json", 200 << 20), ("requests.csv", 300 << 20)] {
      let workspace = try TestWorkspace()
      try #require(truncate("\(workspace.path)/\(file)", off_t(size)) == 0)
      let result = try workspace.run("check", "2013-10")
      #expect(result.status == 65)
      #expect(findings(of: file, in: result).contains { $0.contains("bytes, and at most") })
    }
  }

  /// Links, pipes, sockets and devices: none is followed, waited for or read.
  @Test func onlyRegularFilesAreRead() throws {
    try check([
      ("folder.json", "it is a folder"), ("inside.json", "it is a symbolic link"),
      ("loop.json", "it is a symbolic link"), ("nowhere.json", "it is a symbolic link"),
      ("outside.json", "it is a symbolic link"), ("pipe.json", "it is a pipe"),
      ("socket.json", "it is a socket"),
    ]) { folder, _ in
      let manager = FileManager.default
      try manager.createDirectory(
        atPath: folder + "/folder.json", withIntermediateDirectories: false)
      for (name, target) in [
        ("inside", "A-2013-0001.json"), ("loop", "loop.json"), ("nowhere", "/nonexistent"),
        ("outside", "/dev/zero"),
      ] {
        try manager.createSymbolicLink(
          atPath: "\(folder)/\(name).json", withDestinationPath: target)
      }
      try #require(mkfifo(folder + "/pipe.json", 0o600) == 0)
      try #require(mknod(folder + "/socket.json", S_IFSOCK | 0o600, 0) == 0)
    }
  }

  @Test(.enabled(if: getuid() == 0, "only root makes devices"))
  func aDeviceIsNotRead() throws {
    try check([("zero.json", "it is a device")]) { folder, _ in
      // Character device 1, 5 is /dev/zero, which never ends.
      try #require(mknod(folder + "/zero.json", S_IFCHR | 0o600, 1 << 8 | 5) == 0)
    }
  }

  @Test func aPipeInThePlaceOfScheduleOrRegisterIsNotWaitedFor() throws {
    for file in ["schedule.json", "requests.csv"] {
      let workspace = try TestWorkspace()
      try FileManager.default.removeItem(atPath: "\(workspace.path)/\(file)")
      try #require(mkfifo("\(workspace.path)/\(file)", 0o600) == 0)
      let result = try workspace.run("check", "2013-10")
      #expect(result.status == 65)
      #expect(findings(of: file, in: result).contains { $0.contains("it is a pipe") })
      #expect(try workspace.run("draft", "2013-10").status != 0)
      #expect(workspace.files(in: "publications/drafts").isEmpty)
    }
  }

  @Test func anEditionThatIsALinkIsAnError() throws {
    let workspace = try TestWorkspace()
    let folder = workspace.path + "/analyses/2013-10"
    try FileManager.default.moveItem(atPath: folder, toPath: workspace.path + "/elsewhere")
    try FileManager.default.createSymbolicLink(
      atPath: folder, withDestinationPath: "../elsewhere")
    let result = try workspace.run("check", "2013-10")
    #expect(result.status == 65)
    #expect(
      findings(of: "analyses/2013-10", in: result).contains { $0.contains("it is a symbolic link") }
    )
  }

  @Test func aFileWithoutPermissionIsNamed() throws {
    try #require(
      getuid() != 0 || Tool.find("setpriv") != nil, "root reads everything, and setpriv is missing")
    let workspace = try TestWorkspace()
    let file = "\(Self.edition)/A-2013-0001.json"
    try #require(chmod("\(workspace.path)/\(file)", 0) == 0)
    // Nobody must get as far as the file.
    for folder in [workspace.folder.path, workspace.path] {
      try #require(chmod(folder, 0o755) == 0)
    }
    let arguments = [Binary.path, "check", "2013-10", "--workspace", workspace.path]
    let result =
      getuid() != 0
      ? try Tool.run(Binary.path, Array(arguments.dropFirst()))
      : try Tool.run(
        Tool.find("setpriv")!,
        ["--reuid=65534", "--regid=65534", "--clear-groups"] + arguments)
    // The program itself may lie where nobody may not look.
    try #require(result.status != 127 && !result.errors.contains("failed to execute"))
    #expect(result.status == 65, "\(result.errors)")
    #expect(findings(of: file, in: result).contains { $0.contains("permission denied") })
  }

  @Test func namesThatCouldMisleadAreRefused() throws {
    try check([
      ("a-2013-0001.json", "differs from “A-2013-0001.json” in capitals only"),
      ("bad\u{FFFD}name.json", "its name is not UTF-8"),
      ("escape\\u{1b}[31m.json", "which nobody sees"),
      ("new\\nline.json", "which nobody sees"),
      ("turn\\u{202e}nosj.json", "which nobody sees"),
    ]) { folder, sound in
      for name in ["a-2013-0001", "escape\u{1B}[31m", "new\nline", "turn\u{202E}nosj"] {
        try write(sound, "\(folder)/\(name).json")
      }
      let bad = Array("\(folder)/bad".utf8) + [0xFF] + Array("name.json\0".utf8)
      let file = bad.withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { open($0.baseAddress!, O_CREAT | O_WRONLY, 0o644) }
      }
      try #require(file >= 0)
      close(file)
    }
  }

  @Test func aNameOfDotsStaysInsideItsFolder() throws {
    // They name nothing but a file: not the folder above.
    try check(
      [
        ("a..json", "stands in analyses/2013-10/A-2013-0001.json too"),
        ("a\\..\\etc.json", "stands in analyses/2013-10/A-2013-0001.json too"),
      ].map { ($0.0, $0.1) } + []
    ) { folder, sound in
      // The same analysis twice more: what is reported is that, and where.
      try write(sound, folder + "/a..json")
      try write(sound, folder + "/a\\..\\etc.json")
      for control in ["reportsThisMonth\": 7", "reportsToDate\": 7"] {
        let schedule = folder + "/../../schedule.json"
        let text = try String(contentsOfFile: schedule, encoding: .utf8)
        try write(
          text.replacing(control, with: control.replacing("7", with: "9"), maxReplacements: 1).utf8,
          schedule)
      }
    }
  }

  /// `NINETHIRTY_MANY=10000` for ten thousand; a debug build takes a minute for a thousand.
  @Test func ofThousandsOfAnalysesExactlyTheBrokenOnesAreNamed() throws {
    let count = Int(ProcessInfo.processInfo.environment["NINETHIRTY_MANY"] ?? "") ?? 200
    let workspace = try TestWorkspace()
    let folder = "\(workspace.path)/\(Self.edition)"
    let sound = String(
      decoding: try #require(workspace.bytes("\(Self.edition)/A-2013-0001.json")), as: UTF8.self)
    let broken = [count / 7: "cut", count / 2: "comma", count - 1: "rate"]
    for index in 0..<count {
      var text = sound.replacing("A-2013-0001", with: "A-2099-\(index)")
      switch broken[index] {
      case "cut": text = String(text.prefix(900))
      case "comma": text = text.replacing("\"started\": ", with: ",\"started\": ")
      case "rate": text = text.replacing("\"people\": 2417", with: "\"people\": -1")
      default: break
      }
      try write(text.utf8, "\(folder)/A-2099-\(index).json")
    }
    let result = try workspace.run("check", "2013-10")
    #expect(result.status == 65)
    let faulty = Set(
      result.output.split(separator: "\n").compactMap { line -> String? in
        guard line.contains("[intake."), line.hasPrefix(Self.edition) else { return nil }
        return line.split(separator: ":").first.map(String.init)
      })
    #expect(faulty == Set(broken.keys.map { "\(Self.edition)/A-2099-\($0).json" }))
  }
}
