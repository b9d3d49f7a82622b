import Foundation
import TestSupport
import Testing

/// Texts and figures that could harm a page, through the real binary: each is refused by name and place,
/// or every page shows it as the text or number that it is.
@Suite struct HostileTextTests {
  private static let folder = "analyses/2013-10"
  private static let long = String(repeating: "Wm", count: 5000)

  // MARK: What is refused

  /// A file, what is replaced in it and with what, and the finding that names it.
  private static let refused: [(file: String, old: String, new: String, id: String)] = [
    (
      "A-2013-0001.json", "\"Gatehouse mentoring\"", "\"Gatehouse \\ud800 mentoring\"",
      "intake.json.lone-surrogate"
    ),
    (
      "A-2013-0002.json", "\"Workshop certificates\"", "\"Workshop\\u0000 certificates\"",
      "intake.text.xml-character"
    ),
    (
      "A-2013-0003.json", "\"Community befriending\"", "\"Community \u{0} befriending\"",
      "intake.json.syntax"
    ),
    ("A-2013-0004.json", "\"First tenancy\"", "\"First \u{202E}ycnanet\"", "intake.text.direction"),
    (
      "A-2013-0005.json", "\"id\": \"vellenbrook-offender-services\"", "\"id\": \"../x\"",
      "intake.text.slug"
    ),
    (
      "A-2013-0006.json", "\"analysis\": \"A-2013-0006\"", "\"analysis\": \"../../A-2013-0006\"",
      "intake.text.identifier"
    ),
    (
      "commentary.md", "## About this edition",
      "<script>alert(1)</script>\n\n<b onclick=\"alert(1)\">b</b>", "intake.commentary.html"
    ),
    (
      "commentary.md", "The seven reports", "[The](javascript:alert(1)) reports",
      "intake.commentary.link"
    ),
  ]

  @Test func whatNoPageMayCarryIsRefusedByNameAndPlace() throws {
    let workspace = try TestWorkspace()
    for item in Self.refused {
      try workspace.replace(item.old, with: item.new, in: "\(Self.folder)/\(item.file)")
    }
    try workspace.replace(
      "Skerriden Women's Project", with: "Skerriden \u{2066}Women's\u{2069} Project",
      in: "requests.csv")
    let checked = try workspace.run("check", "2013-10")
    #expect(checked.status == 65)
    for item in Self.refused {
      #expect(
        checked.output.split(separator: "\n").contains {
          $0.hasPrefix("\(Self.folder)/\(item.file):") && $0.contains(" error: ")
            && $0.hasSuffix("[\(item.id)]")
        }, "\(item.file) \(item.id)\n\(checked.output)")
    }
    #expect(
      checked.output.contains("requests.csv:8:38 organisation: error: the invisible character"))
    // What says so cannot itself drive a terminal.
    #expect(!checked.output.unicodeScalars.contains { [0, 0x202E, 0x2066].contains($0.value) })
    #expect(workspace.files(in: "publications").allSatisfy { !$0.contains("drafts") })
  }

  // MARK: Figures

  @Test func figuresAtTheirLimitsDrawCorrectly() throws {
    let workspace = try TestWorkspace()
    try workspace.replace(
      "\"thresholds\": {",
      with: "\"thresholds\": {\"everyone\": {\"value\": \"shown\", \"source\": \"This test.\"},",
      in: "schedule.json")
    try workspace.changeOutcome(1) { $0.setRate(0) }
    try workspace.changeOutcome(2) { $0.setRate(1) }
    try workspace.changeOutcome(3) { outcome in
      outcome.steps[outcome.steps.count - 1]["people"] = 1
      outcome["treatment", "people"] = 1
      outcome.setRate(1)
    }
    try workspace.changeOutcome(4) { $0.setHighBound(1e-9) }
    try workspace.changeOutcome(5) { $0.setHighBound(-1e-9) }
    let drafted = try workspace.run("draft", "2013-10")
    try #require(drafted.status == 0, "\(drafted.output.prefix(3000))\(drafted.errors)")
    try Self.holdsTogether(workspace)
    let text = workspace.text("publications/drafts/2013-10/data/results.csv")
    let lines = text.split(separator: "\r\n").dropFirst().map(String.init)
    for (analysis, printed) in [
      ("A-2013-0001", "\"1,284\",\"0%\","), ("A-2013-0002", "\"212\",\"100%\","),
      ("A-2013-0003", "\"[c]\",\"[c]\",\"44%\",\"[c]\",\"[c]\",unknown"),
      ("A-2013-0004", "\"-8\",\"0\",inconclusive"),
      ("A-2013-0005", "\"-8\",\"just below 0\",lower"),
    ] {
      let line = try #require(lines.first { $0.contains("\"\(analysis)\"") })
      #expect(line.contains(printed), "\(line)")
    }
  }

  // MARK: What is shown

  /// Names and texts that are unusual and no fault: what they were, and what stands in their place.
  private static let shown: [(old: String, new: String)] = [
    (
      "Quillanby Learning Partnership", "Quillanby <b onclick='x()'>Learning</b> & \"Partners\" ]]>"
    ),
    (
      "The Nettlewick Housing Fund",
      "\u{5E7}\u{5E8}\u{5DF} \u{5E0}\u{5D8}\u{5DC}\u{5D5}\u{5D5}\u{5D9}\u{5E7} (12)"
    ),
    ("Saturday activity order", "Saturday \u{1F642}\u{1F393} order"),
    ("Skerriden Women's Project", "Skerriden\(long)"),
  ]

  /// The illustrative edition with these texts in register, analyses and commentary.
  private static func workspace() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    for (old, new) in shown {
      for file in workspace.files(in: folder) where file.hasSuffix(".json") {
        let text = workspace.text("\(folder)/\(file)")
        try workspace.write(
          text.replacing(old, with: new.replacing("\"", with: "\\\"")), to: "\(folder)/\(file)")
      }
      let cell = "\"\(new.replacing("\"", with: "\"\""))\""
      try workspace.write(
        workspace.text("requests.csv").replacing(old, with: cell), to: "requests.csv")
    }
    try workspace.replace(
      "A volunteer mentor met each person",
      with: "<script>alert(1)</script><img src=x onerror=alert(1)> &amp; **x** \(long) Each person",
      in: "\(folder)/A-2013-0001.json")
    try workspace.replace(
      "No record could be matched", with: "</td><script>alert()</script> \(long) could be matched",
      in: "\(folder)/A-2013-0001.json")
    try workspace.replace(
      "The seven reports",
      with:
        "\\<script>alert(3)\\</script> `<script>` &lt;script> \(long) <https://example.org/\(long)>\n\nThe seven reports",
      in: "\(folder)/commentary.md")
    return workspace
  }

  @Test func whatIsUnusualIsShownAsTheTextThatItIs() throws {
    let workspace = try Self.workspace()
    let drafted = try workspace.run("draft", "2013-10")
    try #require(drafted.status == 0, "\(drafted.output.prefix(3000))\(drafted.errors)")
    try Self.holdsTogether(workspace)
    let bulletin = workspace.text("publications/drafts/2013-10/index.html")
    for text in [
      "Quillanby &lt;b onclick='x()'&gt;Learning&lt;/b&gt; &amp; \"Partners\" ]]&gt;",
      "\u{5E7}\u{5E8}\u{5DF}", "\u{1F642}\u{1F393}", "&lt;script&gt;alert(3)&lt;/script&gt;",
    ] { #expect(bulletin.contains(text), "\(text)") }
    // A name that is written from right to left takes nothing behind it with it.
    let name = "\u{5E7}\u{5E8}\u{5DF} \u{5E0}\u{5D8}\u{5DC}\u{5D5}\u{5D5}\u{5D9}\u{5E7} (12)"
    let report = try #require(
      workspace.files(in: "publications/drafts/2013-10/reports").first {
        $0.hasSuffix("index.html")
          && workspace.text("publications/drafts/2013-10/reports/\($0)").contains(name)
      })
    #expect(
      workspace.text("publications/drafts/2013-10/reports/\(report)").contains(
        "\u{2068}\(name)\u{2069} asked for"))
    try Self.fitsAPhone(workspace)
  }

  /// The bulletin and two reports with words of ten thousand letters are no wider than the window of a phone.
  private static func fitsAPhone(_ workspace: TestWorkspace) throws {
    guard BrowserTests.canRun else { return }
    let drafts = "\(workspace.path)/publications/drafts/2013-10"
    let some = "\(workspace.folder.path)/some/2013-10"
    let manager = FileManager.default
    let reports = try manager.contentsOfDirectory(atPath: "\(drafts)/reports").filter {
      $0.hasSuffix("-0001") || $0.hasSuffix("-0007")
    }
    try manager.createDirectory(atPath: "\(some)/reports", withIntermediateDirectories: true)
    for name in ["assets", "index.html"] + reports.map({ "reports/\($0)" }) {
      try manager.copyItem(atPath: "\(drafts)/\(name)", toPath: "\(some)/\(name)")
    }
    let seen = try Tool.run(
      Tool.find("python3")!,
      [TestWorkspace.repository + "/scripts/browser-check.py", "\(workspace.folder.path)/some"])
    #expect(seen.output.contains("\n3 pages, "), "\(seen.output.prefix(3000))\(seen.errors)")
    // The mark of a draft is for paper: without style it shows too.
    let faults = seen.output.split(separator: "\n").filter {
      $0.contains(": ") && !$0.contains(": no style: the page says other words")
    }
    #expect(faults.isEmpty, "\(faults.joined(separator: "\n").prefix(3000))")
  }

  /// Every page and document of the draft is well-formed, no page has a script or an event, and what charts
  /// draw stands inside them.
  private static func holdsTogether(_ workspace: TestWorkspace) throws {
    let drafts = "publications/drafts"
    let markup = workspace.files(in: drafts).filter {
      $0.hasSuffix(".html") || $0.hasSuffix(".xml")
    }
    #expect(markup.count > 15)
    for file in markup {
      let text = workspace.text("\(drafts)/\(file)")
      #expect(!text.contains(/<(script|img|b|iframe)[ >\/]/), "\(file)")
      // What stands between quotation marks is a value: only names of attributes are left.
      let bare = text.replacing(/="[^"]*"/, with: "=")
      #expect(!bare.contains(/<[^>]* on[a-z]+=/), "\(file)")
      #expect(!text.contains("href=\"javascript"), "\(file)")
      for picture in text.matches(of: /<svg [^>]*viewBox="0 0 ([0-9]+) ([0-9]+)"[^>]*>(.*?)<\/svg>/)
      {
        let (width, height) = (Double(picture.1)!, Double(picture.2)!)
        try hold(String(picture.3), inside: width, height, in: file)
      }
    }
    guard let xmllint = Tool.find("xmllint") else { return }
    let parsed = try Tool.run(
      xmllint, ["--noout", "--huge"] + markup.map { "\(workspace.path)/\(drafts)/\($0)" })
    #expect(parsed.status == 0, "\(parsed.errors.prefix(2000))")
  }

  /// Every coordinate of a chart is a number inside its frame.
  private static func hold(
    _ picture: String, inside width: Double, _ height: Double, in file: String
  ) throws {
    var count = 0
    for shape in picture.matches(of: /<(rect|line|circle|text) ([^>]*)>/) {
      var places: [String: Double] = [:]
      for attribute in shape.2.matches(of: /\b(x|y|x1|x2|y1|y2|cx|cy|r|width|height)="([^"]*)"/) {
        let number = try #require(Double(attribute.2), "\(file): \(shape.0)")
        #expect(number.isFinite && number >= 0, "\(file): \(shape.0)")
        places[String(attribute.1)] = number
        count += 1
      }
      let radius = places["r"] ?? 0
      for (name, extent) in [("x", "width"), ("y", "height")] {
        let frame = name == "x" ? width : height
        if let start = places[name] {
          #expect(start + (places[extent] ?? 0) <= frame, "\(file): \(shape.0)")
        }
        for end in ["\(name)1", "\(name)2"] {
          if let place = places[end] { #expect(place <= frame, "\(file): \(shape.0)") }
        }
        if let middle = places["c\(name)"] {
          #expect(middle >= radius && middle + radius <= frame, "\(file): \(shape.0)")
        }
      }
    }
    #expect(count > 20, "\(file): a chart without coordinates")
  }
}
