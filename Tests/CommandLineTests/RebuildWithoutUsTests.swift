import Foundation
import TestSupport
import Testing

/// An archived version is made again without ninethirty: by the script that lies in it, with
/// xsltproc and xmllint; with lxml; with Saxon.
@Suite struct RebuildWithoutUsTests {
  static let hasTools = ["xsltproc", "xmllint", "sha512sum", "awk"].allSatisfy {
    Tool.find($0) != nil
  }
  private static let python = Tool.find("python3")

  /// A copy of the archive with a space in its path, closed to writing, of three versions: the
  /// publication, a correction and a withdrawal.
  private static func archive() throws -> (folder: TemporaryFolder, object: String) {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    let steps = [
      ["correct", "2013-10"] + CorrectionTests.note, ["seal", "2013-10", "--by", "test"],
      ["release", "2013-10"],
      [
        "withdraw", "2013-10", "--reason", "The figures are of other people.", "--by", "a.example",
      ],
    ]
    for step in steps {
      let result = try Tool.run(Binary.path, step + ["--workspace", workspace.path])
      try #require(result.status == 0, "\(step): \(result.output)\(result.errors)")
    }
    let folder = TemporaryFolder()
    let copy = folder.path + "/a copy's place"
    let copied = try Tool.run(
      "/bin/bash",
      [
        "-c", "mkdir \"$2\" && cp -r \"$1\" \"$2/2013-10\" && chmod -R a-w \"$2\"", "copy",
        workspace.path + "/publications/archive/2013-10", copy,
      ])
    try #require(copied.status == 0, "\(copied.errors)")
    return (folder, copy + "/2013-10")
  }

  private func reopen(_ folder: TemporaryFolder) {
    _ = try? Tool.run("/bin/chmod", ["-R", "u+w", folder.path])  // So that it can be removed.
  }

  @Test(.enabled(if: hasTools, "xsltproc, xmllint, sha512sum or awk is not installed"))
  func theScriptInEachVersionMakesEveryPageAgain() throws {
    let (folder, object) = try Self.archive()
    defer { reopen(folder) }
    let script = "\(object)/v1/content/rebuild.sh"
    for (version, count) in [("v1", 35), ("v2", 42), ("v3", 102)] {
      let result = try Tool.run("/bin/sh", [script, version], in: "/")
      #expect(result.status == 0, "\(version): \(result.output)\(result.errors)")
      #expect(result.output.contains("\(count) of \(count) pages made again are identical"))
      #expect(result.errors == "")
    }
    // The newest where none is named, and from its own folder.
    let newest = try Tool.run("/bin/sh", ["rebuild.sh"], in: "\(object)/v1/content")
    #expect(newest.status == 0, "\(newest.errors)")
    let wrong = try Tool.run("/bin/sh", [script, "v9"])
    #expect(wrong.status == 1 && wrong.errors.contains("no version v9; the newest is v3"))
  }

  @Test(.enabled(if: hasTools, "xsltproc, xmllint, sha512sum or awk is not installed"))
  func theScriptFindsWhatIsNotAsItWas() throws {
    let (folder, object) = try Self.archive()
    defer { reopen(folder) }
    reopen(folder)
    let content = "\(object)/v1/content"
    let page = "\(content)/renditions/bulletin.xml"
    let text = try String(contentsOfFile: page, encoding: .utf8)
    try text.replacing("Oskeld", with: "Oskold").write(
      toFile: page, atomically: false, encoding: .utf8)
    let damaged = try Tool.run("/bin/sh", ["\(content)/rebuild.sh", "v1"])
    #expect(damaged.status == 1)
    #expect(damaged.errors.contains("renditions/bulletin.xml: FAILED"), "\(damaged.errors)")
    #expect(damaged.errors.contains("not as inventory.json has them"))
    // Laid out without its inventory, the pages are held against their sums.
    let alone = folder.path + "/alone"
    _ = try Tool.run("/bin/cp", ["-r", content, alone])
    let result = try Tool.run("/bin/sh", ["\(alone)/rebuild.sh"])
    #expect(result.status == 1)
    #expect(result.output.contains("34 of 35 pages in renditions/ are as they were sealed"))
    #expect(result.output.contains("35 of 35 pages made again are identical"))
    // And a stylesheet that was changed makes other pages.
    try text.write(toFile: page, atomically: false, encoding: .utf8)
    let sheet = "\(alone)/templates/report.xml.xsl"
    let old = try String(contentsOfFile: sheet, encoding: .utf8)
    try old.replacing(
      "<xsl:template match=\"/s:report\">", with: "<xsl:template match=\"/s:none\">"
    )
    .write(toFile: sheet, atomically: false, encoding: .utf8)
    #expect(try Tool.run("/bin/sh", ["\(alone)/rebuild.sh"]).status == 1)
  }

  /// A page without a sum is not checked, and what is not checked is not called identical.
  @Test(.enabled(if: hasTools, "xmllint or awk is not installed"))
  func aListOfSumsThatWasCutIsNoSuccess() throws {
    let (folder, object) = try Self.archive()
    defer { reopen(folder) }
    let alone = "\(folder.path)/alone"
    let script = "\(object)/v1/content/rebuild.sh"
    try #require(try Tool.run("/bin/sh", [script, "v1", alone]).status == 0)
    let sums = "\(alone)/rebuild.sha512"
    let lines = try String(contentsOfFile: sums, encoding: .utf8).split(separator: "\n")
    try lines.prefix(3).map { "\($0)\n" }.joined()
      .write(toFile: sums, atomically: false, encoding: .utf8)
    let result = try Tool.run("/bin/sh", ["\(alone)/rebuild.sh"])
    #expect(result.status == 1, "\(result.output)")
    #expect(result.output.contains("3 of 35 pages made again are identical"), "\(result.output)")
  }

  /// The inputs are private.
  @Test(.enabled(if: hasTools, "xmllint or awk is not installed"))
  func nothingIsLaidOutWhereReadersAre() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let publications = "\(workspace.path)/publications"
    let place = "\(publications)/public/2013-10/whole"
    let result = try Tool.run(
      "/bin/sh", ["\(publications)/archive/2013-10/v1/content/rebuild.sh", "v1", place])
    #expect(result.status == 1 && result.errors.contains("would be public"), "\(result)")
    #expect(!FileManager.default.fileExists(atPath: place))
  }

  /// The folder of a version in the archive has only what was new in it: the script, and the Python
  /// program of the guide, put all of it together.
  @Test(.enabled(if: hasTools && python != nil, "xmllint, awk or python3 is not installed"))
  func aWholeVersionIsLaidOutFromItsParts() throws {
    let (folder, object) = try Self.archive()
    defer { reopen(folder) }
    let manager = FileManager.default
    #expect(!manager.fileExists(atPath: "\(object)/v2/content/rebuild.sh"), "it is stored once")
    let script = "\(object)/v1/content/rebuild.sh"
    for (version, count) in [("v1", 35), ("v2", 42), ("v3", 102)] {
      let place = "\(folder.path)/whole \(version)"
      let result = try Tool.run("/bin/sh", [script, version, place], in: folder.path)
      #expect(result.status == 0, "\(result.output)\(result.errors)")
      #expect(result.output.hasSuffix("laid out in \(place)\n"), "\(result.output)")
      // It stands alone: no inventory is near.
      let alone = try Tool.run("/bin/sh", ["\(place)/rebuild.sh"])
      #expect(alone.status == 0, "\(alone.output)\(alone.errors)")
      #expect(alone.output.contains("\(count) of \(count) pages made again are identical"))
      let other = try Tool.run(
        Self.python!,
        [
          "\(TestWorkspace.repository)/scripts/lay-out-version.py", object, version,
          "\(place) too",
        ])
      #expect(other.status == 0, "\(other.errors)")
      let same = try Tool.run("/usr/bin/diff", ["-r", place, "\(place) too"])
      #expect(same.status == 0, "\(same.output)")
      let again = try Tool.run("/bin/sh", [script, version, place])
      #expect(again.status == 1 && again.errors.contains("stands at \(place) already"))
    }
    reopen(folder)
    try refuseInside(object, script)
    let page = "\(object)/v1/content/renditions/bulletin.xml"
    try Data("other".utf8).write(to: URL(filePath: page))
    let damaged = try Tool.run("/bin/sh", [script, "v1", "\(folder.path)/damaged"])
    #expect(damaged.status == 1 && damaged.errors.contains("renditions/bulletin.xml: FAILED"))
    #expect(!manager.fileExists(atPath: "\(folder.path)/damaged"))
    let python = try Tool.run(
      Self.python!,
      [
        "\(TestWorkspace.repository)/scripts/lay-out-version.py", object, "v1",
        "\(folder.path)/damaged",
      ])
    #expect(python.status == 1 && python.errors.contains("bulletin.xml: its digest is not"))
  }

  /// Neither into the object, by whatever path, nor beside it in a storage root.
  private func refuseInside(_ object: String, _ script: String) throws {
    let root = (object as NSString).deletingLastPathComponent
    let before = try FileManager.default.subpathsOfDirectory(atPath: root)
    func run(_ place: String, in folder: String) throws {
      let result = try Tool.run("/bin/sh", [script, "v1", place], in: folder)
      #expect(result.status == 1, "\(place): \(result.output)")
      #expect(
        result.errors.contains("is in the archive that it would be made from"),
        "\(place): \(result.errors)")
    }
    try run("\(object)/whole", in: "/")
    try run("whole", in: object)
    try run("../2013-10/v1/content/whole/", in: object)
    let link = "\((root as NSString).deletingLastPathComponent)/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: object)
    try run("\(link)/whole", in: "/")
    #expect(try FileManager.default.subpathsOfDirectory(atPath: root) == before)
    // Nothing says that the folder around it is a storage root until it does.
    try Data("ocfl_1.1\n".utf8).write(to: URL(filePath: "\(root)/0=ocfl_1.1"))
    try run("\(root)/whole", in: "/")
    let nowhere = try Tool.run("/bin/sh", [script, "v1", "\(root)/no/where"])
    #expect(nowhere.status == 1 && nowhere.errors.contains("there is no folder"), "\(nowhere)")
  }

  /// What the two other processors share: which pages, and what their sums are.
  private static let reading = """
    import hashlib, pathlib, sys
    root = pathlib.Path(sys.argv[1])
    sums = dict(reversed(line.split("  ", 1)) for line in (root / "rebuild.sha512").read_text().splitlines())
    wrong = []
    def pages():
        for line in (root / "rebuild.tsv").read_text().splitlines():
            page, source, stylesheet, *parameters = line.split("\\t")
            yield page, root / "sources" / source, root / "templates" / stylesheet, dict(p.split("=", 1) for p in parameters)
    def isMarkup(page):
        return page.endswith((".html", ".xml"))
    def check(page, canonical):
        if hashlib.sha512(canonical).hexdigest() != sums["renditions/" + page]: wrong.append(page)
    """

  private static let ending = """
    if wrong or not sums: sys.exit("\\n".join(wrong) or "no pages")
    print(len(sums), "pages identical")
    """

  private static func has(_ module: String) -> Bool {
    guard let python else { return false }
    return (try? Tool.run(python, ["-c", "import \(module)"]).status) == 0
  }

  @Test(.enabled(if: has("lxml"), "lxml is not installed for python3"))
  func lxmlMakesEveryPageAgain() throws {
    let script =
      Self.reading + """

        from lxml import etree
        for page, source, stylesheet, parameters in pages():
            transform = etree.XSLT(etree.parse(str(stylesheet)))
            strings = {name: etree.XSLT.strparam(text) for name, text in parameters.items()}
            result = transform(etree.parse(str(source)), **strings)
            # lxml has Canonical XML 1.0, which differs from 1.1 in xml: attributes of parts alone.
            check(page, etree.tostring(result, method="c14n") if isMarkup(page) else bytes(result))

        """ + Self.ending
    try run(script)
  }

  @Test(
    .enabled(if: has("saxonche") && has("lxml"), "saxonche or lxml is not installed for python3"))
  func saxonMakesEveryPageAgain() throws {
    let script =
      Self.reading + """

        from lxml import etree
        from saxonche import PySaxonProcessor
        with PySaxonProcessor(license=False) as saxon:
            compiled = {}
            for page, source, stylesheet, parameters in pages():
                processor = saxon.new_xslt30_processor()
                if stylesheet not in compiled:
                    compiled[stylesheet] = processor.compile_stylesheet(stylesheet_file=str(stylesheet))
                executable = compiled[stylesheet]
                executable.clear_parameters()
                for name, text in parameters.items():
                    executable.set_parameter(name, saxon.make_string_value(text))
                result = executable.transform_to_string(source_file=str(source))
                # Saxon writes its own bytes of XML; their canonical form is the promise.
                check(page, etree.tostring(etree.fromstring(result.encode()), method="c14n") if isMarkup(page) else result.encode())

        """ + Self.ending
    try run(script)
  }

  /// Runs a script over the first two versions, each laid out whole.
  private func run(_ script: String) throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let content = workspace.path + "/publications/archive/2013-10/v1/content"
    let result = try Tool.run(Self.python!, ["-c", script, content])
    #expect(result.status == 0, "\(result.output)\(result.errors.prefix(4000))")
    #expect(result.output.contains("35 pages identical"))
  }
}
