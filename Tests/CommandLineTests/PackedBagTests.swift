import Foundation
import TestSupport
import Testing

/// `import` of tars, gzips, zips and folders that are not what they should be: each is refused in one line
/// that says what and why, and nothing of it is taken.
///
/// Python writes them, because it lets anything be written.
@Suite struct PackedBagTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    /// The name of the file, or of the folder.
    var file = "bad.tar"
    /// Makes it, at `path`.
    let code: String
    let said: String
    var status: Int32 = 65

    var testDescription: String { name }
  }

  private static let cases: [Case] = [
    Case(
      name: "a tar cut inside a file", code: "tar(('bag/a', b'x' * 5000)); cut(3000)",
      said: "no sound tar, tar.gz or zip: truncated", status: 76),
    Case(
      name: "a tar cut between two files",
      code: "tar(('bag/a', b'x'), ('bag/b', b'y')); cut(1024)", said: "it was cut short", status: 76
    ),
    Case(
      name: "a tar with something behind it", code: "tar(('bag/a', b'x')); add(b'more')",
      said: "something was put behind it", status: 76),
    Case(
      name: "a header with a wrong checksum", code: "tar(('bag/a', b'x')); patch(148, b'0000000')",
      said: "no sound tar, tar.gz or zip", status: 76),
    Case(
      name: "a second header with a wrong checksum",
      code: "tar(('bag/a', b'x'), ('bag/b', b'y')); patch(1024 + 148, b'0000000')",
      said: "no sound tar, tar.gz or zip", status: 76),
    Case(
      name: "a size that is no number",
      code: "tar(('bag/a', b'x')); patch(124, b'zzzzzzz'); mend()",
      said: "bad.tar", status: 76),
    Case(name: "no tar", code: "write(b'hello')", said: "no sound tar, tar.gz or zip", status: 76),
    Case(name: "nothing", code: "write(b'')", said: "bad.tar", status: 76),
    Case(
      name: "an empty tar", code: "write(bytes(10240))", said: "it is empty"),
    Case(
      name: "a gzip cut short", file: "bad.tar.gz",
      code: "tar(('bag/a', os.urandom(5000))); gzipped(); cut(3000)",
      said: "no sound tar, tar.gz or zip", status: 76),
    Case(
      name: "a gzip with a wrong sum", file: "bad.tar.gz",
      code: "tar(('bag/a', b'x')); gzipped(); patch(-8, b'0000')",
      said: "do not have the checksum that stands at its end", status: 76),
    Case(
      name: "a tar cut between two files and then packed", file: "bad.tar.gz",
      code: "tar(('bag/a', b'x'), ('bag/b', b'y')); cut(1024); gzipped()",
      said: "it was cut short", status: 76),
    Case(
      name: "a bomb behind the end of a tar", file: "bad.tar.gz",
      code: "tar(('bag/a', b'x')); add(bytes(1 << 26)); gzipped()",
      said: "times its size (--limit-ratio)"),
    Case(
      name: "a gzip of something else", file: "bad.tar.gz", code: "write(b'hello'); gzipped()",
      said: "no sound tar, tar.gz or zip", status: 76),
    Case(
      name: "a zip cut short", file: "bad.zip", code: "zipped(('bag/a', b'x' * 5000)); cut(60)",
      said: "no sound tar, tar.gz or zip", status: 76),
    Case(
      name: "a link in a zip", file: "bad.zip",
      code: "zipped(('bag/a', b'/etc/passwd'), mode=0o120777)", said: "is a link or a device"),
    Case(
      name: "a path that leaves in a zip", file: "bad.zip", code: "zipped(('../a', b'x'))",
      said: "leaves the folder"),
    Case(
      name: "a bomb in a zip", file: "bad.zip", code: "zipped(('bag/a', bytes(1 << 26)))",
      said: "times its size (--limit-ratio)"),
    Case(
      name: "a sparse file of the size of a disk", code: "sparse(1 << 44)",
      said: "is a sparse file; pack it without its holes"),
    Case(
      name: "a small sparse file", code: "sparse(1 << 20)",
      said: "is a sparse file; pack it without its holes"),
    Case(
      name: "a pipe", code: "tar(('bag/p', b''), type=tarfile.FIFOTYPE)",
      said: "is a link or a device"),
    Case(
      name: "a file and a folder of one name", code: "tar(('bag/a', b'x'), ('bag/a/b', b'y'))",
      said: "is in it both as a file and as a folder"),
    Case(
      name: "a folder and a file of one name", code: "tar(('bag/a/b', b'y'), ('bag/a', b'x'))",
      said: "is in it both as a file and as a folder"),
    Case(name: "an empty part", code: "tar(('bag//a', b'x'))", said: "is no plain one"),
    Case(name: "a full stop", code: "tar(('bag/./a', b'x'))", said: "is no plain one"),
    Case(name: "a part that leaves", code: "tar(('bag/../../a', b'x'))", said: "leaves the folder"),
    Case(
      name: "a name that is not UTF-8", code: "tar(('bag/' + chr(0xDCFF), b'x'), format='gnu')",
      said: "has no name in UTF-8"),
    Case(
      name: "a name too long", code: "tar(('bag/' + 'n' * 256, b'x'))",
      said: "has a name of more than 255 bytes"),
    Case(
      name: "folders too deep", code: "tar(('bag/' + 'd/' * 70 + 'a', b'x'))",
      said: "goes through more than 64 folders"),
    Case(
      name: "a path too long", code: "tar(('bag/' + ('d' * 200 + '/') * 12 + 'a', b'x'))",
      said: "has more than 2048 bytes"),
  ]

  private static let script = """
    import gzip, io, os, sys, tarfile, zipfile
    path = sys.argv[1]
    def read(): return open(path, 'rb').read()
    def write(data): open(path, 'wb').write(data)
    def add(data): write(read() + data)
    def cut(size): write(read()[:size])
    def patch(at, data):
        old = bytearray(read()); at %= len(old); old[at:at + len(data)] = data; write(bytes(old))
    def gzipped(): write(gzip.compress(read(), mtime=0))
    def mend(at=0):
        head = bytearray(read()[at:at + 512]); head[148:156] = b' ' * 8
        patch(at + 148, b'%06o\\0 ' % sum(head))
    def tar(*files, type=tarfile.REGTYPE, format='pax'):
        kind = {'pax': tarfile.PAX_FORMAT, 'gnu': tarfile.GNU_FORMAT}[format]
        with tarfile.open(path, 'w', format=kind, encoding='utf-8', errors='surrogateescape') as t:
            for name, data in files:
                i = tarfile.TarInfo(name); i.size = len(data); i.type = type
                t.addfile(i, io.BytesIO(data))
    def zipped(*files, mode=0o100600):
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
            for name, data in files:
                i = zipfile.ZipInfo(name); i.external_attr = mode << 16
                i.compress_type = zipfile.ZIP_DEFLATED
                z.writestr(i, data)
    def sparse(size):
        head = bytearray(512)
        def put(at, data): head[at:at + len(data)] = data
        put(0, b'bag/s'); put(100, b'0000600'); put(124, b'%011o' % 0); put(136, b'%011o' % 0)
        put(156, b'S'); put(257, b'ustar  ')
        put(386, b'%011o' % 0 + b'\\0' + b'%011o' % 0 + b'\\0')
        put(483, b'\\x80' + size.to_bytes(11, 'big'))
        write(bytes(head) + bytes(1024)); mend()
    """

  private static let provenance = ["--source", "test", "--reason", "test"]

  @Test(arguments: cases)
  func eachIsRefusedByName(_ bad: Case) throws {
    let workspace = try TestWorkspace()
    let packed = "\(workspace.folder.path)/\(bad.file)"
    let made = try Tool.run(
      try #require(Tool.find("python3")), ["-c", "\(Self.script)\n\(bad.code)", packed])
    try #require(made.status == 0, "\(made.errors)")
    let result = try workspace.importing(packed, "2012-04", Self.provenance)
    #expect(result.status == bad.status, "\(result.output)\(result.errors)")
    #expect(result.errors.contains(bad.said), "\(result.errors)")
    #expect(result.errors.contains(bad.file), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    let outside = workspace.contents(of: workspace.folder.path).keys.filter {
      !$0.hasPrefix("workspace/") && $0 != bad.file
    }
    #expect(outside.isEmpty, "\(outside)")
    let archive = "\(workspace.path)/publications/archive"
    #expect(!FileManager.default.fileExists(atPath: archive))
    let left = workspace.files(in: "publications").filter { $0.contains(".new-") }
    #expect(left.isEmpty, "\(left)")
  }

  /// The same limits hold for a folder, whose names and sizes a file system allows.
  @Test(arguments: [
    ("many files", "for n in range(30): file(f'{n}')", ["--limit-entries", "20"], "31 files"),
    (
      "a large file", "file('a', 1000)", ["--limit-file", "999"], "its largest file has 1000 bytes"
    ),
    (
      "a large sum", "file('a', 600); file('b', 600)", ["--limit-total", "1000"],
      "its files have 1200 bytes"
    ),
    ("folders too deep", "file('d/' * 70 + 'a')", [], "goes through more than 64 folders"),
    (
      "a path too long", "file(('d' * 200 + '/') * 11 + 'a' * 10)", [], "has more than 2048 bytes"
    ),
    ("a pipe", "os.mkfifo('p')", [], "it is a device, a pipe or a socket"),
    ("a name that is not UTF-8", "file(os.fsdecode(b'\\xff'))", [], "is not UTF-8"),
  ])
  func aFolderBeyondTheLimitsIsRefused(
    _ name: String, _ code: String, _ limits: [String], _ said: String
  ) throws {
    let workspace = try TestWorkspace()
    let folder = "\(workspace.folder.path)/old"
    let script = """
      import os, sys
      os.makedirs(sys.argv[1] + '/content'); os.chdir(sys.argv[1])
      def file(name, size=1):
          if '/' in name: os.makedirs(os.path.dirname(name), exist_ok=True)
          open(name, 'wb').write(bytes(size))
      """
    let made = try Tool.run(
      try #require(Tool.find("python3")), ["-c", "\(script)\n\(code)", folder])
    try #require(made.status == 0, "\(made.errors)")
    let result = try workspace.importing(folder, "2012-04", Self.provenance + limits)
    #expect(result.status == 64, "\(result.output)\(result.errors)")
    #expect(result.errors.contains(said), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
    #expect(
      !FileManager.default.fileExists(atPath: "\(workspace.path)/publications/archive"))
    let left = workspace.files(in: "publications").filter { $0.contains(".new-") }
    #expect(left.isEmpty, "\(left)")
  }

  /// A bag from before 2018 with MD5 alone is held against it, and the checksum is called weak.
  @Test(arguments: ["md5", "sha1"])
  func anOldBagIsHeldAgainstItsWeakChecksums(_ algorithm: String) throws {
    let workspace = try TestWorkspace()
    let bag = "\(workspace.folder.path)/bag"
    let script = """
      import hashlib, os, sys
      os.makedirs(sys.argv[1] + '/data'); os.chdir(sys.argv[1])
      open('bagit.txt', 'w').write('BagIt-Version: 0.97\\nTag-File-Character-Encoding: UTF-8\\n')
      open('data/old.pdf', 'w').write('%PDF-1.4')
      digest = hashlib.new(sys.argv[2], b'%PDF-1.4').hexdigest()
      open(f'manifest-{sys.argv[2]}.txt', 'w').write(digest + '  data/old.pdf\\n')
      """
    let made = try Tool.run(
      try #require(Tool.find("python3")), ["-c", script, bag, algorithm])
    try #require(made.status == 0, "\(made.errors)")
    let page = URL(filePath: "\(bag)/data/old.pdf")
    try Data("%PDF-1.5".utf8).write(to: page)
    let altered = try workspace.importing(bag, "2012-04", Self.provenance)
    #expect(altered.status == 65 && altered.output.contains("has the \(algorithm) "))
    try Data("%PDF-1.4".utf8).write(to: page)
    let result = try workspace.importing(bag, "2012-04", Self.provenance)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(
      result.errors.contains(
        "checked with \(algorithm) and with nothing stronger [bag.weak-checksum]"),
      "\(result.errors)")
    let kept = workspace.text("publications/archive/kept-2012-04/v1/content/provenance.json")
    #expect(kept.contains("\"bag\":\"0.97\""), "\(kept)")
    #expect(kept.contains("\"checksums\":[\"\(algorithm)\"]"), "\(kept)")
    #expect(try workspace.run("rebuild", "2012-04").status == 0)
  }
}
