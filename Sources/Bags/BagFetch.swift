import Diagnostics

/// One line of `fetch.txt`: a file of the payload that is somewhere else.
///
/// Nothing is ever fetched: what is not in the bag is reported.
struct BagFetch: Sendable, Hashable {
  static let file = "fetch.txt"

  let line: Int
  let address: String
  let path: BagPath

  static func read(_ text: String, version: BagVersion) -> ([BagFetch], [Finding]) {
    var fetches: [BagFetch] = []
    var findings: [Finding] = []
    for line in BagLine.lines(of: text) where !line.text.isBlank {
      guard let match = line.text.wholeMatch(of: /([^ \t]+)[ \t]+([0-9]+|-)[ \t]+(.+)/) else {
        findings.append(
          finding(line.number, "the line is \(line.text.quoted)"))
        continue
      }
      let path = BagPath(String(match.3), isTag: false, version: version)
      if let fault = path.fault {
        findings.append(finding(line.number, "the path \(path.written.quoted): \(fault)"))
      } else {
        fetches.append(BagFetch(line: line.number, address: String(match.1), path: path))
      }
    }
    return (fetches, findings)
  }

  /// What is said of a file that is not there and only fetching would bring.
  var missing: Finding {
    Self.finding(
      line, "\(path.decoded.quoted) is not in the bag and would have to come from \(address.quoted)"
    )
  }

  /// What is said of a file that no manifest lists.
  var unlisted: Finding {
    Self.finding(line, "\(path.decoded.quoted) is in no manifest")
  }

  private static func finding(_ line: Int, _ found: String) -> Finding {
    .bag(
      "fetch", file, line: line, found,
      rule: "a line is an address, a length or \u{201C}-\u{201D} and a path of the payload that "
        + "every manifest lists; ninethirty fetches nothing from anywhere",
      section: "2.2.3",
      remedy: "ask for the bag with all its files, or fetch them yourself and remove fetch.txt")
  }
}
