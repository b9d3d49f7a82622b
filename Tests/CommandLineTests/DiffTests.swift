import Foundation
import Releases
import TestSupport
import Testing

/// `diff` shows what changed in the present inputs since the draft, the seal or the publication.
@Suite struct DiffTests {
  private let file = "analyses/2013-10/A-2013-0003.json"

  /// Changes a number and some words of one report.
  private func edit(_ workspace: TestWorkspace) throws {
    try workspace.replace("\"people\": 171", with: "\"people\": 172", in: file)
    try workspace.replace(
      "Volunteers of all faiths and none befriended", with: "Volunteers of every faith befriended",
      in: file)
  }

  private func lines(_ workspace: TestWorkspace, _ more: String...) throws -> [String] {
    let result = try workspace.run(["diff", "2013-10"] + more)
    try #require(result.status == 0, "\(result.output)\(result.errors)")
    let lines = result.output.split(separator: "\n").map(String.init)
    for line in lines { #expect(line.count <= 80, "\(line)") }
    return lines
  }

  @Test func againstTheDraft() throws {
    let workspace = try TestWorkspace()
    try workspace.succeed("draft", "2013-10")
    #expect(try lines(workspace).last == "nothing changed")
    try edit(workspace)
    let text = try lines(workspace).joined(separator: "\n")
    #expect(text.contains("  attrition / People submitted /   171          172          +1 person"))
    #expect(text.contains("75%          74%          -0.4 percentage"))
    #expect(
      text.contains("Volunteers of [-all faiths and none-] {+every faith+} befriended people in"))
    #expect(text.contains("  changed  inputs/\(file)"))
    #expect(!text.contains("public files"))
  }

  @Test func againstTheSeal() throws {
    let workspace = try TestWorkspace()
    try workspace.succeed("seal", "2013-10", "--by", "test")
    try edit(workspace)
    let text = try lines(workspace, "--against", "seal").joined(separator: "\n")
    #expect(text.contains("and the edition sealed at "))
    #expect(text.contains("171          172          +1 person"))
    #expect(text.contains("{+every faith+}"))
  }

  @Test func againstWhatIsPublished() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    #expect(try lines(workspace, "--against", "published").last == "nothing changed")
    // The words of the bulletin may change; an analysis that is out may not.
    let before = workspace.text("analyses/2013-10/commentary.md")
    try workspace.write(
      before + "\nOne more sentence stands here.\n", to: "analyses/2013-10/commentary.md")
    let text = try lines(workspace, "--against", "published").joined(separator: "\n")
    #expect(text.contains("and v1 in the archive, released at"))
    #expect(text.contains("One more sentence stands here."))
  }

  @Test func reportsThatComeAndGo() throws {
    let workspace = try TestWorkspace()
    try workspace.succeed("draft", "2013-10")
    try FileManager.default.removeItem(
      atPath: "\(workspace.path)/analyses/2013-10/A-2013-0007.json")
    try workspace.replace(
      "\"reportsThisMonth\": 7", with: "\"reportsThisMonth\": 6", in: "schedule.json")
    try workspace.replace("\"reportsToDate\": 7", with: "\"reportsToDate\": 6", in: "schedule.json")
    try workspace.replace(
      "The Thursday group,published", with: "The Thursday group,complete", in: "requests.csv")
    let rows = workspace.text("requests.csv").split(separator: "\n").map(String.init)
    let row = try #require(rows.first { $0.hasPrefix("R-2013-0007") })
    try workspace.replace(
      row, with: row.replacing(",2013-10-10,", with: ",,"), in: "requests.csv")
    let text = try lines(workspace).joined(separator: "\n")
    #expect(text.contains("  findings / reports-this-month    7            6            -1 report"))
    #expect(text.contains("  gone     inputs/analyses/2013-10/A-2013-0007.json"))
    #expect(text.contains("  gone     reports/skerriden-womens-project-a-2013-0007/report.xml"))
    #expect(text.contains("[-Skerriden Women's Project-]"))
    // Entries are told apart by their analysis: nobody else's row is touched.
    #expect(!text.contains("Vellenbrook"))
  }

  @Test func asJSONAndAsAPage() throws {
    let workspace = try TestWorkspace()
    try workspace.succeed("draft", "2013-10")
    try edit(workspace)
    let page = "\(workspace.folder.path)/changes.html"
    let result = try workspace.run("diff", "2013-10", "--json", "--html", page)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      result.output.contains(
        "{\"by\":\"+1 person\",\"id\":\"attrition.1.people\",\"is\":\"172\",\"unit\":\"people\","
          + "\"was\":\"171\""))
    #expect(result.output.contains("{\"fate\":\"removed\",\"text\":\"all faiths and none\"}"))
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("<ins><span class=\"v\">new: </span>every faith"))
    #expect(html.contains("<th scope=\"row\">attrition / People submitted / people</th>"))
    #expect(!html.contains("<script") && !html.contains("http-equiv") && !html.contains("src="))
    let mode = try FileManager.default.attributesOfItem(atPath: page)[.posixPermissions]
    #expect(mode as? Int == 0o600)
    if let xmllint = Tool.find("xmllint") {
      #expect(try Tool.run(xmllint, ["--noout", page]).status == 0)
    }
  }

  @Test func thePageDoesNotGoIntoThePublicTree() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    for place in ["publications/public/d.html", "publications/public/2013-10/d.html"] {
      let result = try workspace.run("diff", "2013-10", "--html", "\(workspace.path)/\(place)")
      #expect(result.status == 64 && result.errors.contains("public tree"), "\(result.errors)")
      #expect(workspace.bytes(place) == nil)
    }
  }

  @Test func thePageIsWrittenOverNothing() throws {
    let workspace = try TestWorkspace()
    try workspace.succeed("draft", "2013-10")
    try edit(workspace)
    let schedule = workspace.bytes("schedule.json")
    let over = try workspace.run(
      "diff", "2013-10", "--html", "\(workspace.path)/schedule.json")
    #expect(over.status == 73 && over.errors.contains("stands there already"), "\(over.errors)")
    #expect(workspace.bytes("schedule.json") == schedule)
    for place in ["publications/d.html", "analyses/2013-10/d.html"] {
      let result = try workspace.run("diff", "2013-10", "--html", "\(workspace.path)/\(place)")
      #expect(result.status == 64, "\(place): \(result.errors)")
      #expect(workspace.bytes(place) == nil)
    }
    let page = "\(workspace.folder.path)/changes.html"
    #expect(try workspace.run("diff", "2013-10", "--html", page).status == 0)
    let written = FileManager.default.contents(atPath: page)
    // Not over a page of its own either: nobody asked for that one to go.
    let again = try workspace.run("diff", "2013-10", "--html", page)
    #expect(again.status == 73 && again.errors.contains("stands there already"), "\(again.errors)")
    #expect(FileManager.default.contents(atPath: page) == written)
  }

  @Test func whereThereIsNothingToCompareWithItSaysSo() throws {
    let workspace = try TestWorkspace()
    for base in ["draft", "seal", "published"] {
      let result = try workspace.run("diff", "2013-10", "--against", base)
      #expect(result.status == 66 && result.errors.contains("nothing to compare with"))
    }
    #expect(try workspace.run("diff", "2013-10", "--against", "last").status == 64)
  }
}

/// The word difference by itself: what is removed and what stayed is the old text, what is new and
/// what stayed the new one.
@Suite struct WordDifferenceTests {
  @Test func itGivesBothTextsBack() {
    let seed = UInt64.random(in: 0 ... .max)
    var state = seed
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    for _ in 0..<300 {
      let texts = (0..<2).map { _ in
        (0..<next(12)).map { _ in ["a", "b", "c", "the"][next(4)] }.joined(separator: " ")
      }
      let runs = WordDifference(from: texts[0], to: texts[1]).runs
      for (index, fates) in [[WordDifference.Run.Fate.same, .removed], [.same, .inserted]]
        .enumerated()
      {
        let text = runs.filter { fates.contains($0.fate) }.map(\.text).joined(separator: " ")
        #expect(text == texts[index], "seed \(seed)")
      }
    }
  }
}
