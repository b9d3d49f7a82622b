import Foundation
import TestSupport
import Testing

/// `leak-check` finds what stands in no published edition, however it is written, and raises no
/// false alarm.
@Suite struct LeakCheckTests {
  /// A workspace with October out and November under embargo.
  private static func workspace() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    return workspace
  }

  @Test func thePublishedTreeOfEveryEditionAloneIsClean() throws {
    let workspace = try Self.workspace()
    for edition in ["2013-11", nil] {
      let result = try workspace.run("leak-check")
      #expect(result.status == 0, "\(result.output)\(result.errors)")
      if let edition { try workspace.publish(edition) }
    }
  }

  @Test func itSaysWhatItSearchedAndForWhat() throws {
    let workspace = try Self.workspace()
    let result = try workspace.run("leak-check")
    #expect(result.output.contains("publications/public"))
    #expect(result.output.contains("for        2013-11"))
    #expect(result.output.contains("organisation") && result.output.contains("figure"))
    let journal = workspace.text("publications/journal.jsonl")
    #expect(journal.contains("\"event\":\"leak-checked\""))
    #expect(journal.contains("\"result\":\"clean\""))
  }

  /// A name can be what is embargoed: nothing that is passed on repeats it.
  @Test func aNameThatIsEmbargoedIsMaskedInThePlaceToo() throws {
    let workspace = try Self.workspace()
    try FileManager.default.createDirectory(
      atPath: "\(workspace.path)/web/stavenholt-hostels-a-2013-0027",
      withIntermediateDirectories: true)
    let page = "web/stavenholt-hostels-a-2013-0027/index.html"
    try workspace.write("<p>Stavenholt Hostels</p>", to: page)
    for options in [[], ["--json"]] {
      let result = try workspace.run(["leak-check", "\(workspace.path)/web"] + options)
      #expect(result.status == 65)
      #expect(result.output.contains("/web/s… (30 characters)"), "\(result.output)")
      #expect(result.output.contains("/index.html"))
      #expect(!result.output.contains("stavenholt"), "\(result.output)")
      // How many there are tells how many reports come.
      #expect(!result.output.contains(/[0-9]+ title|"title": ?[0-9]/), "\(result.output)")
    }
    let shown = try workspace.run("leak-check", "\(workspace.path)/web", "--show")
    #expect(shown.output.contains(page) && shown.output.contains(/[0-9]+ title/), "\(shown.output)")
    try workspace.write("<p>soon</p>", to: "publications/public/2013-10/stavenholt-hostels.html")
    let tree = try workspace.run("leak-check")
    #expect(tree.status == 65 && !tree.output.contains("stavenholt"), "\(tree.output)")
  }

  /// A name is masked however its parts are parted; a message about what could not be read too.
  @Test func aNameInSeveralPartsIsMaskedToo() throws {
    let workspace = try Self.workspace()
    let manager = FileManager.default
    for path in ["web/Stavenholt/Hostels", "web/more/Stavenholt Hostels"] {
      try manager.createDirectory(
        atPath: "\(workspace.path)/\(path)", withIntermediateDirectories: true)
    }
    for file in [
      "Stavenholt:Hostels.txt", "Stavenholt: Hostels.pdf", "Stavenholt/Hostels/x.pdf",
      "more/Stavenholt Hostels/y.pdf",
    ] { try workspace.write("%PDF-1.4 broken", to: "web/\(file)") }
    for place in ["web", "web/more/Stavenholt Hostels"] {
      for options in [[], ["--json"]] {
        let result = try workspace.run(["leak-check", "\(workspace.path)/\(place)"] + options)
        #expect(result.status != 0)
        #expect(!result.output.contains("Hostels"), "\(result.output)")
      }
    }
  }

  /// What is packed says nothing in parts: a large file is looked into as a whole.
  @Test func aLargeArchiveIsReadAsAWhole() throws {
    let workspace = try Self.workspace()
    let folder = "\(workspace.path)/web"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let script = """
      import random, sys, tarfile, io
      random.seed(1)
      with tarfile.open(sys.argv[1], "w:gz", compresslevel=1) as archive:
          for name, content in [("a", random.randbytes(20 << 20)), ("b", b"Stavenholt Hostels")]:
              entry = tarfile.TarInfo(name); entry.size = len(content)
              archive.addfile(entry, io.BytesIO(content))
      """
    _ = try Tool.run(Tool.find("python3")!, ["-c", script, "\(folder)/large.tar.gz"])
    let result = try workspace.run("leak-check", folder)
    #expect(result.status == 65 && result.output.contains("large.tar.gz"), "\(result.output)")
    #expect(!result.output.contains("not read"), "\(result.output)")
  }

  /// What a PDF says is packed; a draft that was printed is found all the same.
  @Test(.enabled(if: Tool.find("chromium") != nil, "needs chromium"))
  func whatAPDFSaysIsFound() throws {
    let workspace = try Self.workspace()
    let pdf = "\(workspace.path)/web/paper.pdf"
    try FileManager.default.createDirectory(
      atPath: "\(workspace.path)/web", withIntermediateDirectories: false)
    try workspace.write("<h1>Results</h1><p>Stavenholt Hostels, next week</p>", to: "web/page.html")
    _ = try Tool.run(
      Tool.find("chromium")!,
      ["--headless", "--no-sandbox", "--disable-gpu", "--print-to-pdf=\(pdf)"]
        + ["file://\(workspace.path)/web/page.html"])
    let found = try workspace.run("leak-check", pdf)
    #expect(found.status == 65 && found.output.contains("paper.pdf"), "\(found.output)")
    try workspace.write("%PDF-1.4 nothing of the kind", to: "web/broken.pdf")
    let broken = try workspace.run("leak-check", "\(workspace.path)/web/broken.pdf")
    #expect(broken.status == 66 && broken.output.contains("broken, or closed"), "\(broken.output)")
  }

  /// What `status` says is of the public tree: another folder that is clean does not make that clean.
  @Test func aSearchOfAnotherFolderSaysNothingOfThePublicTree() throws {
    let workspace = try Self.workspace()
    try workspace.write("Stavenholt Hostels", to: "publications/public/2013-10/leak.html")
    #expect(try workspace.run("leak-check").status == 65)
    let empty = "\(workspace.folder.path)/empty"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: false)
    #expect(try workspace.run("leak-check", empty).status == 0)
    #expect(try workspace.run("status").output.contains("leak check leak"))
  }

  @Test func everyNeedleIsFoundInEveryEncoding() throws {
    let workspace = try Self.workspace()
    let tree = workspace.folder.path + "/tree"
    try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
    var planted: [String: String] = [:]
    for (number, needle) in Self.needles.enumerated() {
      for (place, encoding) in Self.encodings.enumerated() {
        let page = "needle-\(number)-\(place).html"
        planted[page] = "\(needle) as \(encoding.0)"
        let mark: [UInt8] = encoding.0 == "UTF-16" ? [0xFF, 0xFE] : []
        try Data(mark + encoding.1(needle)).write(to: URL(filePath: "\(tree)/\(page)"))
      }
    }
    let result = try workspace.run("leak-check", tree, "--json")
    let missed = planted.filter { !result.output.contains("/\($0.key)\"") }
    #expect(result.status == 65 && missed.isEmpty, "\(missed.values.sorted())")
    // People are not shown thousands of lines.
    let report = try workspace.run("leak-check", tree).output
    #expect(Set(report.matches(of: /needle-[0-9]+-[0-9]+/).map(\.output)).count == 50)
    #expect(report.contains("and \(planted.count - 50) more places; see --json"), "\(report)")
  }

  /// Plants random needles in random encodings at random places of real pages.
  @Test func aPlantedNeedleIsFoundWhereverAndHoweverItStands() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("leak-check planting seed: \(seed)")
    var random = SplitMix(state: seed)
    let workspace = try Self.workspace()
    let pages = workspace.files(in: "publications/public").filter {
      $0.hasSuffix(".html") || $0.hasSuffix(".xml")
    }
    for round in 0..<12 {
      let tree = workspace.folder.path + "/tree-\(round)"
      let page = pages.randomElement(using: &random)!
      var bytes = Array(workspace.bytes("publications/public/\(page)")!)
      let needle = Self.needles.randomElement(using: &random)!
      let (name, encode) = Self.encodings.randomElement(using: &random)!
      let planted = Self.whole(bytes, encode(needle), name: name, using: &random)
      bytes = planted
      try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
      try Data(bytes).write(to: URL(filePath: tree + "/page.html"))
      let result = try workspace.run("leak-check", tree)
      #expect(
        result.status == 65, "seed \(seed) round \(round): \(needle) as \(name) in \(page)")
      #expect(!result.output.contains(needle), "the embargoed text is printed")
      try FileManager.default.removeItem(atPath: tree)
    }
  }

  /// One of each kind: an organisation, a title, an identifier, an address, a sentence, a figure.
  private static let needles = [
    "Stavenholt Hostels", "Yarlstow & District Mentors", "Brackenfirth Anglers\u{2019} Fund",
    "Short-sentence mentoring", "A-2013-0027", "stavenholt-hostels-a-2013-0027",
    "Help with visits, letters and telephone calls between people in prison and their children",
    "0.36585365853658536", "0.5972436012013926",
  ].filter { $0 != "0.36585365853658536" }

  private static let encodings: [(String, @Sendable (String) -> [UInt8])] = [
    ("plain", { Array($0.utf8) }),
    ("capitals", { Array($0.uppercased().utf8) }),
    (
      "named entities",
      {
        Array(
          $0.replacing("&", with: "&amp;").replacing("\u{2019}", with: "&rsquo;")
            .replacing(" ", with: "&nbsp;").utf8)
      }
    ),
    ("decimal entities", { Array($0.unicodeScalars.map { "&#\($0.value);" }.joined().utf8) }),
    (
      "hexadecimal entities",
      { Array($0.unicodeScalars.map { "&#x\(String($0.value, radix: 16));" }.joined().utf8) }
    ),
    (
      "percent",
      { Array($0.utf8.map { "%" + String(0x100 + Int($0), radix: 16).suffix(2) }.joined().utf8) }
    ),
    (
      "JSON escapes",
      {
        Array($0.utf16.map { "\\u" + String(0x10000 + Int($0), radix: 16).suffix(4) }.joined().utf8)
      }
    ),
    ("white space", { Array($0.replacing(" ", with: "\n\t ").utf8) }),
    ("tags", { Array($0.replacing(" ", with: " <b class=\"x\">").utf8) }),
    ("divided words", { Array($0.map { "\($0)<wbr/>" }.joined().utf8) }),
    ("soft hyphens", { Array($0.map(String.init).joined(separator: "\u{AD}").utf8) }),
    ("decomposed", { Array($0.decomposedStringWithCanonicalMapping.utf8) }),
    ("base64", { Array(Data(Array(("== " + $0 + " ==").utf8)).base64EncodedString().utf8) }),
    (
      "quoted-printable",
      {
        let text = $0.utf8.map { byte in
          byte == 0x20 || byte > 0x7E
            ? "=" + String(0x100 + Int(byte), radix: 16).suffix(2).uppercased()
            : String(UnicodeScalar(byte))
        }
        return Array((text.prefix(4) + ["=\r\n"] + text.dropFirst(4)).joined().utf8)
      }
    ),
    (
      "escapes of programs",
      { Array($0.utf8.map { "\\x" + String(0x100 + Int($0), radix: 16).suffix(2) }.joined().utf8) }
    ),
    (
      "octal escapes",
      { Array($0.utf8.map { "\\" + String(0o1000 + Int($0), radix: 8).suffix(3) }.joined().utf8) }
    ),
    (
      "letters that look the same",
      {
        let alike: [Character: Character] = [
          "a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "S": "Ѕ", "B": "В", "H": "Н", "M": "М",
        ]
        return Array(String($0.map { alike[$0] ?? $0 }).replacing("st", with: "\u{FB06}").utf8)
      }
    ),
    ("UTF-16", { Array($0.data(using: .utf16LittleEndian)!) }),
  ]

  /// The page with the planted bytes in it: right between two tags; UTF-16 as a file of its own.
  private static func whole(
    _ page: [UInt8], _ planted: [UInt8], name: String, using random: inout SplitMix
  ) -> [UInt8] {
    if name == "UTF-16" { return [0xFF, 0xFE] + planted }
    let places = page.indices.filter { page[$0] == UInt8(ascii: ">") }
    let place = (places.randomElement(using: &random) ?? page.count - 1) + 1
    return Array(page[..<place]) + Array("<b>".utf8) + planted + Array("</b>".utf8)
      + Array(page[place...])
  }

  /// Digests fill catalogues and are no text, but what stands in base64 beside one is found.
  @Test func whatStandsBesideADigestIsFound() throws {
    let workspace = try Self.workspace()
    let tree = workspace.folder.path + "/tree"
    try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
    let digest = String(repeating: "0123456789abcdef", count: 8)
    let name = Data("<p>== Stavenholt Hostels ==</p>".utf8).base64EncodedString()
    for (text, isFound) in [
      (digest, false), ("\(digest)\n\(name)", true), ("\(name) \(digest)", true),
      ("{\"sha512\":\"\(digest)\",\"text\":\"\(name)\"}", true),
    ] {
      try Data(text.utf8).write(to: URL(filePath: tree + "/catalogue.json"))
      #expect(try workspace.run("leak-check", tree).status == (isFound ? 65 : 0), "\(text)")
    }
  }

  /// A word begins and ends where a tag stands, whatever is behind the tag.
  @Test(arguments: [
    "<tr><td>2</td><td><b>Stavenholt</b> Hostels</td></tr>",
    "<li>News</li><li>Stavenholt <em>Hostels</em></li>",
    "<td><b>Stavenholt</b> Hostels</td><td>37%</td>", "<p><b>Stavenholt</b> Hostels</p><p>soon</p>",
    "<p>Staven<wbr>holt Hos&shy;tels</p>",
  ])
  func aNameBesideATagIsFound(_ markup: String) throws {
    let workspace = try Self.workspace()
    let tree = workspace.folder.path + "/tree"
    try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
    try Data(markup.utf8).write(to: URL(filePath: tree + "/page.html"))
    #expect(try workspace.run("leak-check", tree).status == 65)
  }

  @Test func packedFilesAndGitObjectsAreLookedInto() throws {
    let workspace = try Self.workspace()
    let tree = workspace.folder.path + "/tree"
    try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
    func shell(_ command: String) throws {
      let result = try Tool.run("/bin/sh", ["-c", command], in: tree)
      try #require(result.status == 0, "\(result.errors)")
    }
    try shell("printf 'Stavenholt Hostels' | gzip > a.gz")
    #expect(try workspace.run("leak-check", tree).output.contains("a.gz"))
    try shell("rm a.gz; printf 'Stavenholt Hostels' > b; tar cf c.tar b; rm b")
    #expect(try workspace.run("leak-check", tree).output.contains("c.tar"))
    try shell(
      "rm c.tar; git init -q .; printf 'Stavenholt Hostels' > b; git add b; "
        + "git -c user.name=a -c user.email=a@example.org commit -qm b; git rm -q b; "
        + "git -c user.name=a -c user.email=a@example.org commit -qm c; git gc -q")
    let result = try workspace.run("leak-check", tree)
    #expect(result.status == 65 && result.output.contains("git object"), "\(result.output)")
  }

  @Test func figuresBesideTheirOrganisationAndDigestsAreFound() throws {
    let workspace = try Self.workspace()
    #expect(try workspace.run("draft", "2013-11").status == 0)
    let tree = workspace.folder.path + "/tree"
    try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
    func found(_ text: String) throws -> String {
      try Data(text.utf8).write(to: URL(filePath: tree + "/page.txt"))
      return try workspace.run("leak-check", tree).output
    }
    // The organisation is out with October; its figures of November are not.
    let analysis = workspace.text("analyses/2013-11/A-2013-0017.json")
    let people = try #require(
      analysis.matches(of: /"controlPeople": ([0-9]+)/).first.map { String($0.1) })
    #expect(
      try found("Tarrowmere Resettlement Trust compared with \(people) others")
        .contains("figure-beside-organisation"))
    #expect(try !found("Some other trust compared with \(people) others").contains("LEAK"))
    // A digest begins with any number by chance, and catalogue and inventory are full of them.
    let digest = "\(people)ab" + String(repeating: "0c4", count: 40)
    #expect(try !found("/reports/tarrowmere-resettlement-trust/ \(digest)").contains("LEAK"))
    #expect(try !found("\(digest) Tarrowmere Resettlement Trust").contains("LEAK"))
    #expect(try found("Tarrowmere Resettlement Trust \(people)ab").contains("LEAK"))
    let input = workspace.path + "/analyses/2013-11/A-2013-0017.json"
    for tool in ["sha256sum", "sha512sum"] {
      let digest = try Tool.run("/usr/bin/\(tool)", [input]).output.prefix { $0 != " " }
      #expect(try found("x \(digest) y").contains("digest of 2013-11"))
    }
    let integrity = try Tool.run(
      "/bin/sh", ["-c", "openssl dgst -sha512 -binary '\(input)' | base64 -w0"])
    if integrity.status == 0, !integrity.output.isEmpty {
      #expect(try found("integrity=\"sha512-\(integrity.output)\"").contains("digest"))
    }
    try FileManager.default.copyItem(
      atPath: workspace.path + "/publications/drafts/2013-11/index.html", toPath: tree + "/copy")
    #expect(try found("").contains("file of 2013-11"))
  }

  /// A correction that is not out is under embargo, although its edition is public.
  @Test func whatACorrectionWillSayIsFoundBeforeItIsOut() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace(
      CorrectionTests.figure, with: "7612.512345678", in: "analyses/2013-10/A-2013-0002.json")
    let page = workspace.folder.path + "/page.txt"
    func found(_ text: String) throws -> Binary.Result {
      try Data(text.utf8).write(to: URL(filePath: page))
      return try workspace.run("leak-check", page)
    }
    let note = "The effective number of people was that of another group."
    #expect(try !found(note).output.contains("of 2013-10"), "no correction stands yet")
    let opened = try Tool.run(
      Binary.path, ["correct", "2013-10", "--workspace", workspace.path] + CorrectionTests.note)
    try #require(opened.status == 0, "\(opened.errors)")
    func expectFound() throws {
      for (text, kind) in [
        (note, "sentence"), ("x 7612.512345678 y", "figure"),
      ] {
        let result = try found(text)
        #expect(
          result.status == 65 && result.output.contains("\(kind) of 2013-10"), "\(result.output)")
      }
      // What the published version says is no leak; nor is the public tree.
      let published = try found(
        "Quillanby Learning Partnership, A-2013-0002, \(CorrectionTests.figure)")
      #expect(published.status == 0, "\(published.output)")
      let tree = try workspace.run("leak-check")
      #expect(tree.status == 0, "\(tree.output)")
    }
    try expectFound()
    #expect(try workspace.run("draft", "2013-10").status == 0)
    try FileManager.default.copyItem(
      atPath: workspace.path
        + "/publications/drafts/2013-10/\(CorrectionTests.report)/index.html",
      toPath: workspace.folder.path + "/copy.html")
    let copy = workspace.folder.path + "/copy.html"
    #expect(try workspace.run("leak-check", copy).output.contains("file of 2013-10"))
    try #require(try workspace.run("seal", "2013-10", "--by", "test").status == 0)
    try expectFound()
    #expect(try workspace.run("leak-check", copy).status == 65)
    try #require(try workspace.run("release", "2013-10").status == 0)
    #expect(try found(note).status == 0, "the correction is out")
    #expect(try workspace.run("leak-check", copy).status == 0)
  }

  /// Of an organisation that has a report now and one later, any figure may stand on the page of now by
  /// chance: here that of a telephone.
  @Test func aNumberOfOurOwnPagesIsNoFigureOfALaterReport() throws {
    let workspace = try TestWorkspace()
    // So short that the telephone stands near the name.
    try workspace.replace(
      "\"First tenancy\"", with: "\"Keys\"", in: "analyses/2013-10/A-2013-0004.json")
    try workspace.replace("Fund,First tenancy", with: "Fund,Keys", in: "requests.csv")
    for _ in 0..<2 {
      try workspace.replace(
        "\"organisation\": \"Illustrative Data Lab (made up)\"",
        with: "\"organisation\": \"Data Lab\"", in: "schedule.json")
    }
    try workspace.replace(
      "\"people\": 620", with: "\"people\": 7946", in: "analyses/2013-11/A-2013-0028.json")
    try workspace.publish("2013-10")
    let check = try workspace.run("leak-check")
    #expect(check.status == 0, "\(check.output)")
    // The same on a page that is not ours is a leak.
    let page = "publications/public/organisations/nettlewick-housing-fund"
    try workspace.write(workspace.text("\(page)/index.html") + " ", to: "\(page)/copy.html")
    let copy = try workspace.run("leak-check")
    // A number in the name of the folder may be one of the figures by chance: then the place is masked.
    #expect(
      copy.status == 65 && copy.output.contains("LEAK")
        && copy.output.contains("figure-beside-organisation of 2013-11"), "\(copy.output)")
  }

  /// The register has the new name before the correction brings it out.
  @Test func theNewNameOfAnOpenCorrectionIsFoundAlthoughTheRegisterHasIt() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let (old, new) = ("Quillanby Learning Partnership", "Trevanion Learning Alliance")
    for file in ["analyses/2013-10/A-2013-0002.json", "requests.csv"] {
      try workspace.write(workspace.text(file).replacing(old, with: new), to: file)
    }
    let opened = try Tool.run(
      Binary.path, ["correct", "2013-10", "--workspace", workspace.path] + CorrectionTests.note)
    try #require(opened.status == 0, "\(opened.errors)")
    let page = workspace.folder.path + "/page.txt"
    try Data("What became of \(new).".utf8).write(to: URL(filePath: page))
    let found = try workspace.run("leak-check", page)
    #expect(found.status == 65 && found.output.contains("organisation of 2013-10"), "\(found)")
    try Data("What became of \(old).".utf8).write(to: URL(filePath: page))
    #expect(try workspace.run("leak-check", page).status == 0)
  }

  /// A key opens what is sealed, and who has access is known to those who need to know it.
  @Test func keysAndTheNamesOfPreReleaseAccessAreLeaks() throws {
    let workspace = try Self.workspace()
    try workspace.givePreReleaseAccess([
      TestWorkspace.grant(0, ["support": [["name": "Supporter Wickenau", "office": "Office"]]])
    ])
    let page = workspace.path + "/publications/public/page.txt"
    func found(_ bytes: Data) throws -> String {
      try bytes.write(to: URL(filePath: page))
      let result = try workspace.run("leak-check")
      let isPublic = result.output.contains("Wickenau") || result.output.contains("QUELLMANN")
      #expect(!isPublic, "\(result.output)")
      return result.status == 65 ? result.output : "status \(result.status)"
    }
    let manager = FileManager.default
    let key = try #require(manager.contents(atPath: TestWorkspace.key.path))
    #expect(try found(key).contains("private-key of 2013-11"))
    let pem =
      "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINotAKeyOfAnybody0000000000000000000\n"
    #expect(try found(Data(pem.utf8)).contains("private-key of 2013-11"))
    #expect(try found(Data("Minister: Recipient  QUELLMANN".utf8)).contains("pre-release-name of"))
    #expect(try found(Data("Supporter Wickenau".utf8)).contains("pre-release-name of 2013-11"))
    let list = try #require(workspace.bytes("prerelease.json"))
    #expect(try found(list).contains("file of 2013-11"))
    // A page on keys has none.
    let guide =
      "A key begins with AGE-SECRET-KEY-1 and PEM with -----BEGIN PRIVATE KEY-----, as ever."
    #expect(try found(Data(guide.utf8)) == "status 0")
  }

  @Test func aLinkOutOfWhatIsSearchedIsNoCleanResult() throws {
    let workspace = try Self.workspace()
    let site = workspace.folder.path + "/site"
    let manager = FileManager.default
    try manager.createDirectory(atPath: "\(site)/pages", withIntermediateDirectories: true)
    try Data("<p>Nothing".utf8).write(to: URL(filePath: "\(site)/pages/a.html"))
    try manager.createSymbolicLink(atPath: "\(site)/b.html", withDestinationPath: "pages/a.html")
    try manager.createSymbolicLink(atPath: "\(site)/c.html", withDestinationPath: "nowhere.html")
    let inside = try workspace.run("leak-check", site)
    #expect(inside.status == 0 && inside.output.contains("links      2"), "\(inside.output)")
    try manager.createSymbolicLink(
      atPath: "\(site)/next", withDestinationPath: "\(workspace.path)/analyses/2013-11")
    let outside = try workspace.run("leak-check", site)
    #expect(outside.status == 66, "\(outside.output)")
    #expect(
      outside.output.contains("site/next: a link to ") && outside.output.contains("name that"))
  }

  @Test func whatCannotBeReadIsNoCleanResult() throws {
    let workspace = try Self.workspace()
    let result = try workspace.run("leak-check", workspace.path + "/no-such-folder")
    #expect(result.status == 66 && result.output.contains("nothing stands there"))
    let page = try workspace.run("leak-check", "http://127.0.0.1:1/")
    #expect(page.status == 66 && page.output.contains("not read"), "\(page.output)")
  }

  @Test func anEmbargoedWordOfTheEditionThatComesOutIsEvidenceOfABreach() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace(
      "\"last\": \"2013-11\"", with: "\"last\": \"2013-12\"", in: "schedule.json")
    let leaked = workspace.path + "/publications/public/leaked.html"
    try Data("<p>Stavenholt <em>Hostels</em>".utf8).write(to: URL(filePath: leaked))
    // Of the edition that comes out it is evidence of a breach, and no reason to hold it back.
    try workspace.publish("2013-11")
    #expect(workspace.files(in: "publications/breaches").contains("2013-11-early-1.md"))
    #expect(workspace.text("publications/journal.jsonl").contains("\"result\":\"leak\""))
  }

  /// What readers could read before the release is not undone by taking it away, and one attempt after
  /// the other drafts one report.
  @Test func aLeakThatWasTakenAwayBeforeTheReleaseStaysUrgent() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.succeed("seal", "2013-11", "--by", "test")
    let sealed = workspace.path + "/publications/sealed/2013-11.age"
    let leaked = workspace.path + "/publications/public/leaked.html"
    try Data("<p>Stavenholt <em>Hostels</em>".utf8).write(to: URL(filePath: leaked))
    // The sealed file is damaged for now, so that the release is attempted and does not come.
    let bytes = try #require(FileManager.default.contents(atPath: sealed))
    try (bytes + Data("x".utf8)).write(to: URL(filePath: sealed))
    for _ in 1...3 { #expect(try workspace.run("release", "2013-11").status == 76) }
    let reports = workspace.files(in: "publications/breaches")
    #expect(reports == ["2013-11-early-1.md"], "\(reports)")
    try bytes.write(to: URL(filePath: sealed))
    try FileManager.default.removeItem(atPath: leaked)
    try workspace.succeed("release", "2013-11")
    #expect(workspace.files(in: "publications/breaches") == ["2013-11-early-1.md"])
    let urgent = "was readable in part before its release"
    #expect(try workspace.run("status").output.contains(urgent))
    try workspace.write("A page was public too early.\n", to: "statement.txt")
    try workspace.succeed(
      "breach", "2013-11", "--publish", workspace.path + "/statement.txt", "--by", "a.example")
    #expect(try !workspace.run("status").output.contains(urgent))
  }
}
