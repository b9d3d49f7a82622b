import Foundation
import Testing

extension TestWorkspace {
  /// Changes the first outcome of an analysis of 2013-10 and leaves the others out.
  func changeOutcome(_ number: Int, _ edit: (inout EditedOutcome) -> Void) throws {
    let file = "analyses/2013-10/A-2013-000\(number).json"
    var analysis = try #require(
      try JSONSerialization.jsonObject(with: bytes(file)!) as? [String: Any])
    var outcome = EditedOutcome(
      json: try #require((analysis["outcomes"] as? [[String: Any]])?.first),
      steps: try #require(analysis["attrition"] as? [[String: Any]]))
    edit(&outcome)
    analysis["outcomes"] = [outcome.json]
    analysis["attrition"] = outcome.steps
    try JSONSerialization.data(withJSONObject: analysis).write(
      to: URL(filePath: "\(path)/\(file)"))
  }
}

/// The numbers of an outcome by their way in the JSON.
struct EditedOutcome {
  var json: [String: Any]
  var steps: [[String: Any]]

  subscript(_ group: String, _ name: String) -> Double {
    get { (json[group] as! [String: Any])[name] as! Double }
    set {
      var members = json[group] as! [String: Any]
      members[name] = newValue
      json[group] = members
    }
  }

  func bound(_ group: String, _ end: String) -> Double {
    ((json[group] as! [String: Any])["interval"] as! [String: Any])[end] as! Double
  }

  mutating func setInterval(_ group: String, _ low: Double, _ high: Double) {
    var members = json[group] as! [String: Any]
    members["interval"] = ["low": low, "high": high]
    json[group] = members
  }

  /// Everybody or nobody of the group re-offended.
  mutating func setRate(_ rate: Double) {
    self["treatment", "reoffenders"] = self["treatment", "people"] * rate
    self["treatment", "value"] = rate
    self["treatment", "standardError"] = 0
    setInterval("treatment", rate, rate)
    let difference = rate - self["control", "value"]
    let half = (bound("control", "high") - bound("control", "low")) / 2
    self["difference", "value"] = difference
    setInterval("difference", difference - half, difference + half)
    self["difference", "pValue"] = 0.0001
    json["conclusion"] = difference < 0 ? "lower" : "higher"
  }

  /// The interval of the difference ends this far above zero, or below.
  mutating func setHighBound(_ high: Double) {
    let squares = ["treatment", "control"].map { self[$0, "standardError"] }.map { $0 * $0 }
    let error = (squares[0] + squares[1]).squareRoot()
    let half = 1.959963984540054 * error
    self["difference", "value"] = high - half
    setInterval("difference", high - 2 * half, high)
    let control = self["treatment", "value"] - (high - half)
    let shift = control - self["control", "value"]
    self["control", "value"] = control
    setInterval("control", bound("control", "low") + shift, bound("control", "high") + shift)
    // The density of the normal distribution at this bound, on both sides.
    self["difference", "pValue"] = 0.05 + 2 * 0.0584451 * high / error
    var difference = json["difference"] as! [String: Any]
    difference["method"] = "normal"
    json["difference"] = difference
    json["conclusion"] = high < 0 ? "lower" : "inconclusive"
  }
}
