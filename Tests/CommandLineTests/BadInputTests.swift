import Foundation
import TestSupport
import Testing

/// Everything that may come to an archivist broken or forged, each by the name under which the
/// requirement lists it: `verify` names it, or the verb that was to take it refuses it.
@Suite struct BadInputTests {
  /// What happens, and what must be said of it.
  enum Case: String, CaseIterable, Sendable {
    case flippedBit = "a flipped bit"
    case missingFile = "a missing file"
    case extraFile = "an extra file"
    case link = "a file replaced by a link"
    case swappedInventory = "a swapped inventory"
    case rewrittenLog = "a rewritten and re-chained log"
    case shortLog = "a log cut short"
    case diverged = "two archives that diverged"
    case readOnly = "an archive on a read-only disk"
    case caseless = "on a case-insensitive file system"
    case withoutExchange = "on one without atomic exchange"
    case timesAndModes = "copied with times and modes lost"
    case wrongSums = "a bag with wrong sums"
    case leavingPaths = "paths that leave the folder"
    case bomb = "a decompression bomb"
  }

  /// What has to be at hand to try one.
  private enum Need {
    case nothing, mount, trace, python

    var cases: [Case] { Case.allCases.filter { Self.of($0) == self } }

    private static func of(_ item: Case) -> Self {
      switch item {
      case .readOnly: .mount
      case .withoutExchange: .trace
      case .wrongSums, .leavingPaths, .bomb: .python
      default: .nothing
      }
    }
  }

  private static let published: (ours: TestWorkspace, theirs: TestWorkspace)? = {
    do {
      let ours = try TestWorkspace()
      try ours.forgetNext()
      try ours.publish("2013-10")
      // Another office has published the same edition with another figure.
      let theirs = try TestWorkspace()
      try theirs.forgetNext()
      try theirs.replace(
        CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
      try theirs.publish("2013-10")
      return (ours, theirs)
    } catch {
      return nil
    }
  }()

  @Test(arguments: Need.nothing.cases)
  func eachIsDetectedByNameOrRefused(_ item: Case) throws { try detect(item) }

  @Test(.enabled(if: VerifyDiskTests.canMount), arguments: Need.mount.cases)
  func whatNeedsADiskOfItsOwnIsDetected(_ item: Case) throws { try detect(item) }

  @Test(.enabled(if: AnnouncementCrashTests.canTrace), arguments: Need.trace.cases)
  func whatNeedsACallThatFailsIsDetected(_ item: Case) throws { try detect(item) }

  @Test(.enabled(if: Tool.find("python3") != nil), arguments: Need.python.cases)
  func whatNeedsABagIsDetected(_ item: Case) throws { try detect(item) }

  private func detect(_ item: Case) throws {
    let (published, theirs) = try #require(Self.published)
    let workspace = try TestWorkspace(copyOf: published)
    switch item {
    case .flippedBit:
      try expect(
        "verify.archive.altered", in: workspace,
        after: """
          printf '\\001' | dd of=archive/2013-10/v1/content/renditions/index.html bs=1 seek=40 \
            conv=notrunc status=none
          """)
    case .missingFile:
      try expect(
        "verify.archive.missing", in: workspace, after: "rm archive/2013-10/v1/content/build.json")
    case .extraFile:
      try expect(
        "verify.archive.extra", in: workspace, after: "echo x > archive/2013-10/v1/content/x")
    case .link:
      try expect(
        "verify.archive.link", in: workspace,
        after: "cd archive/2013-10/v1/content; mv build.json b; ln -s b build.json")
    case .swappedInventory:
      try expect(
        "verify.archive.inventory", in: workspace,
        after: "cp '\(theirs.path)'/publications/archive/2013-10/inventory.json archive/2013-10/")
    case .rewrittenLog:
      try expect("verify.log.rewritten", in: workspace, after: Self.rechain)
    case .shortLog: try expect("verify.log.cut-short", in: workspace, after: ": > log.jsonl")
    case .diverged:
      try expect(
        "verify.archive.diverged", in: workspace,
        after: "rm -r archive; cp -a '\(theirs.path)/publications/archive' .")
    case .readOnly: try readOnly(workspace)
    case .caseless:
      try expect(
        "verify.archive.case", in: workspace, after: "ln archive/0=ocfl_1.1 archive/0=OCFL_1.1")
    case .withoutExchange: try withoutExchange(workspace)
    case .timesAndModes:
      try expect(
        "verify.archive.mode", "verify.public.time", in: workspace, status: 0,
        after: "chmod -R a+rX archive; find -L public -type f -exec touch {} +")
    case .wrongSums: try wrongSums(workspace)
    case .leavingPaths:
      try refused(
        workspace, "t.addfile(info('../../out', 1), io.BytesIO(b'x'))", "leaves the folder")
      #expect(!FileManager.default.fileExists(atPath: "\(workspace.path)/../out"))
    case .bomb:
      try refused(workspace, "t.addfile(info('bag/z', 1 << 26), Zeros())", "times its size")
    }
  }

  // MARK: Damage on disk

  private static let rechain = """
    python3 - log.jsonl <<'END'
    import hashlib, json, sys
    previous, lines = "0" * 64, []
    for line in open(sys.argv[1]).read().splitlines():
        entry = json.loads(line)
        entry["previous"] = previous
        entry["fields"]["delayMilliseconds"] = 0
        line = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        previous = hashlib.sha256(line.encode()).hexdigest()
        lines.append(line + "\\n")
    open(sys.argv[1], "w").write("".join(lines))
    END
    """

  /// Does something to the folder of publications, and holds `verify` to what it must say.
  private func expect(
    _ ids: String..., in workspace: TestWorkspace, status: Int32 = 76, after script: String
  ) throws {
    #expect(try workspace.run("verify").status == 0)
    let done = try Tool.run(
      "/bin/bash", ["-ec", script], in: "\(workspace.path)/publications")
    try #require(done.status == 0, "\(done.errors)")
    let found = try workspace.run("verify")
    #expect(found.status == status, "\(found.output)\(found.errors)")
    for id in ids { #expect(found.output.contains("[\(id)]"), "\(id): \(found.output)") }
  }

  private func readOnly(_ workspace: TestWorkspace) throws {
    let script = """
      mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && ! touch "$1/x" 2>/dev/null || exit 99
      "$0" verify --workspace "$1" || exit 98
      "$0" rebuild 2013-10 --workspace "$1" || exit 97
      "$0" seal 2013-10 --by test --workspace "$1"; echo "seal: $?"
      """
    let result = try Tool.run(
      Tool.find("unshare")!, ["-m", "/bin/bash", "-c", script, Binary.path, workspace.path])
    #expect(result.output.contains("sound: 1 edition"), "\(result)")
    #expect(result.output.contains("files identical"), "\(result)")
    #expect(result.output.contains("seal: 77"), "\(result)")
    #expect(result.errors.lowercased().contains("read-only"), "\(result)")
  }

  private func withoutExchange(_ workspace: TestWorkspace) throws {
    let result = try Tool.run(
      Tool.find("strace")!,
      [
        "-f", "-qq", "-o", "/dev/null", "-e", "trace=renameat2", "-e",
        "inject=renameat2:error=EINVAL", Binary.path, "seal", "2013-10", "--by", "test",
        "--workspace", workspace.path,
      ])
    #expect(result.status == 76, "\(result)")
    #expect(result.errors.contains("cannot exchange two names in one step"), "\(result)")
    #expect(try workspace.run("verify").status == 0)
  }

  // MARK: What comes in

  private func wrongSums(_ workspace: TestWorkspace) throws {
    try #require(try workspace.export("2013-10").status == 0)
    let page = "\(workspace.bag("2013-10"))/data/log/log.jsonl"
    let bytes = try #require(FileManager.default.contents(atPath: page))
    try (bytes + [10]).write(to: URL(filePath: page))
    try FileManager.default.removeItem(atPath: "\(workspace.path)/publications/archive/2013-10")
    let result = try workspace.importing(workspace.bag("2013-10"), "2013-10")
    #expect(result.status == 65 && result.output.contains("[bag.checksum]"), "\(result)")
    #expect(workspace.files(in: "publications/archive").allSatisfy { !$0.hasPrefix("2013-10") })
  }

  /// A packed bag with an entry that no sound one has.
  private func refused(_ workspace: TestWorkspace, _ entry: String, _ said: String) throws {
    let packed = "\(workspace.folder.path)/bad.tar.gz"
    let script = """
      import io, sys, tarfile
      class Zeros:
          def read(self, n): return bytes(n)
      def info(name, size):
          i = tarfile.TarInfo(name); i.size = size; return i
      with tarfile.open(sys.argv[1], 'w:gz') as t:
          \(entry)
      """
    let made = try Tool.run(try #require(Tool.find("python3")), ["-c", script, packed])
    try #require(made.status == 0, "\(made.errors)")
    let result = try workspace.importing(
      packed, "2012-04", ["--source", "test", "--reason", "From before ninethirty."])
    #expect(result.status != 0 && result.errors.contains(said), "\(result)")
    #expect(workspace.files(in: "publications/archive").allSatisfy { !$0.hasPrefix("kept-") })
  }
}
