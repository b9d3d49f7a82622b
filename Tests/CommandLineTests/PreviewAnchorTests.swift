import Foundation
import Preview
import TestSupport
import Testing

/// Every place of an analysis has a place on the page of its report.
@Suite struct PreviewAnchorTests {
  /// The path of every value of a JSON document, as findings name it.
  private static func paths(_ value: Any, _ path: String = "$") -> [String] {
    switch value {
    case let object as [String: Any]:
      [path] + object.keys.sorted().flatMap { paths(object[$0]!, "\(path).\($0)") }
    case let list as [Any]:
      [path] + list.indices.flatMap { paths(list[$0], "\(path)[\($0)]") }
    default: [path]
    }
  }

  @Test func everyPathOfThePartsThatAreTablesLeadsToAnElementOfThePage() throws {
    let workspace = try TestWorkspace()
    #expect(try workspace.run("draft", "2013-11").status == 0)
    let page = workspace.text(
      "publications/drafts/2013-11/reports/pinnockshaw-debt-advice-a-2013-0009/index.html")
    let ids = Set(page.matches(of: /\sid="([^"]+)"/).map { String($0.output.1) })
    let json = try #require(workspace.bytes("analyses/2013-11/A-2013-0009.json"))
    let analysis = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    let outcomes = try #require(analysis["outcomes"] as? [[String: Any]])
    let anchors = FindingAnchors(measures: outcomes.compactMap { $0["measure"] as? String })
    let all = Self.paths(analysis)
    #expect(all.count > 150)
    for path in all {
      let candidates = anchors.ids(ofAnalysis: path)
      let isTable = ["$.outcomes", "$.attrition", "$.matching"].contains { path.hasPrefix($0) }
      guard isTable || path == "$.service.description" else { continue }
      #expect(candidates.contains { ids.contains($0) }, "\(path): \(candidates)")
    }
    // The nearest one, not only some one.
    for (path, id) in [
      ("$.outcomes[0].control.effectivePeople", "one-year-proven-rate.control.effective"),
      ("$.outcomes[0].difference.interval.high", "one-year-proven-rate.difference.interval.high"),
      ("$.outcomes[0].difference.pValue", "one-year-proven-rate.difference.p-value"),
      ("outcomes[0].treatment.people", "one-year-proven-rate.treatment.people"),
      ("$.attrition[2].reason", "attrition.3.people"),
      ("$.matching.characteristics[1].after.standardisedDifference", "matching.2.after.difference"),
      ("$.matching.controlPeople", "matching.control"),
    ] {
      #expect(anchors.ids(ofAnalysis: path).first == id)
      #expect(ids.contains(id), "\(id)")
    }
  }
}
