import Diagnostics

/// Where on a page the place of a finding shows: the ids of its elements, the nearest first.
///
/// The figures of a page have the ids of the source document (``Releases/DraftedReport/measures``
/// begin those of an outcome), its sections `section-` and their name, as `templates/parts` writes
/// them. A template may leave an id out: then the next one counts.
package struct FindingAnchors {
  /// The measures of the report's outcomes, in their order.
  private let measures: [String]

  /// The places on the page of a report whose outcomes have these measures.
  package init(measures: [String]) { self.measures = measures }

  /// The ids for a path of an analysis: `$.outcomes[0].treatment.people`, or the same without `$.` as
  /// columns are named.
  package func ids(ofAnalysis path: String) -> [String] {
    var steps = Self.steps(path)
    guard !steps.isEmpty else { return [] }
    let first = steps.removeFirst()
    switch first {
    case "outcomes": return outcome(steps)
    case "attrition": return attrition(steps)
    case "matching": return matching(steps)
    case "service":
      // The others stand at the top of the page, as the list of all findings does.
      return ["name", "period", "started"].contains(steps.first) ? [] : ["section-introduction"]
    case "sources": return ["section-provenance"]
    default: return []
    }
  }

  /// The ids for a place of what frames the edition, on the bulletin.
  static func ids(ofBulletin place: Place) -> [String] {
    if place.file.contains("/commentary."), place.file.hasSuffix(".md") {
      return ["section-commentary"]
    }
    if place.file.hasSuffix(".csv") { return ["section-requests"] }
    if place.file.hasSuffix("/correction.json") { return ["section-history"] }
    guard let path = place.path else { return [] }
    if path.contains("controlTotals") { return ["section-control", "section-requests"] }
    if path.contains("contacts") { return ["section-contacts"] }
    if path.contains("preRelease") { return ["section-pre-release"] }
    return []
  }

  // MARK: Parts of an analysis

  private func outcome(_ steps: [String]) -> [String] {
    guard let index = steps.first.flatMap({ Int($0) }), measures.indices.contains(index) else {
      return ["section-results"]
    }
    let measure = measures[index]
    let whole = ["outcome-\(measure)", "section-results"]
    guard steps.count > 1 else { return whole }
    let group = steps[1]
    guard ["treatment", "control", "difference"].contains(group) else { return whole }
    let stem = "\(measure).\(group)"
    let value = ["\(stem).value"]
    guard steps.count > 2 else { return value + whole }
    switch steps[2] {
    case "people": return ["\(stem).people"] + value + whole
    case "effectivePeople": return ["\(stem).effective"] + value + whole
    case "interval":
      let bound = steps.count > 3 ? steps[3] : "low"
      return ["\(stem).interval.\(bound)", "\(stem).interval.low"] + value + whole
    case "pValue", "method": return ["\(stem).p-value"] + value + whole
    default: return value + whole
    }
  }

  private func attrition(_ steps: [String]) -> [String] {
    let whole = ["section-attrition"]
    guard let index = steps.first.flatMap({ Int($0) }) else { return whole }
    return ["attrition.\(index + 1).people"] + whole
  }

  private func matching(_ steps: [String]) -> [String] {
    let whole = ["section-matching"]
    switch steps.first {
    case "controlPeople": return ["matching.control"] + whole
    case "characteristics":
      guard steps.count > 1, let index = Int(steps[1]) else { return whole }
      let row = "matching.\(index + 1)"
      guard steps.count > 3, ["before", "after"].contains(steps[2]) else {
        return ["\(row).before.treatment"] + whole
      }
      let cell = steps[3] == "standardisedDifference" ? "difference" : steps[3]
      return ["\(row).\(steps[2]).\(cell)", "\(row).before.treatment"] + whole
    default: return whole
    }
  }

  /// The names and numbers of a path: `outcomes`, `0`, `treatment` of `$.outcomes[0].treatment`.
  private static func steps(_ path: String) -> [String] {
    path.split { ".[]'".contains($0) }.map(String.init).filter { $0 != "$" }
  }
}
