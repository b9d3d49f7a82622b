import Foundation
import Releases
import Schedule
import TestSupport
import Testing

/// Recipients of pre-release access to the illustrative workspace, with keys of their own.
extension TestWorkspace {
  /// Id, name and office of each; the names stand nowhere else.
  static let recipients: [(id: String, name: String, office: String)] = [
    ("m.example", "Recipient Quellmann", "Minister"),
    ("s.example", "Recipient Dornwald & Söhne", "Permanent Secretary"),
    ("p.example", "Recipient Hagebusch", "Press Officer"),
  ]

  /// The path of a recipient's private key and the public one, made once.
  static let recipientKeys: [String: (path: String, recipient: String)] = {
    var keys: [String: (path: String, recipient: String)] = [:]
    for (id, _, _) in recipients {
      let path = "\(recipientFolder.path)/\(id).key"
      precondition(try! Tool.run(Tool.find("age-keygen")!, ["-o", path]).status == 0)
      let shown = try! Tool.run(Tool.find("age-keygen")!, ["-y", path])
      keys[id] = (path, shown.output.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    return keys
  }()
  private static let recipientFolder = TemporaryFolder()

  static func grant(_ index: Int, _ changes: [String: Any] = [:]) -> [String: Any] {
    let (id, name, office) = recipients[index]
    let grant: [String: Any] = [
      "id": id, "name": name, "kind": "eligible", "office": office,
      "organisation": "Illustrative Department (made up)",
      "eligibility": ["3(2)(a)", "3(2)(b)", "3(2)(i)"][index], "ground": "answering",
      "opinion": "Advises the minister.", "impediment": "Questions come at once.",
      "benefit": "Answers are right.", "necessary": "Nobody else does it.",
      "conditions": ["Read it in the department."], "hours": [24, 24, 1][index],
      "ageKey": recipientKeys[id]!.recipient, "grantedBy": "head.example",
    ]
    return grant.merging(changes) { $1 }
  }

  static var grants: [[String: Any]] { recipients.indices.map { grant($0) } }

  /// Writes the list, mode 0600, and names the person responsible in the schedule.
  func givePreReleaseAccess(_ grants: [[String: Any]] = TestWorkspace.grants) throws {
    let file = "\(path)/prerelease.json"
    let bytes = try JSONSerialization.data(
      withJSONObject: ["format": "ninethirty-prerelease/1", "grants": grants],
      options: [.sortedKeys, .prettyPrinted])
    try bytes.write(to: URL(filePath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    guard !text("schedule.json").contains("\"responsible\"") else { return }
    try replace(
      "\"ground\": \"answering\",",
      with: "\"ground\": \"answering\", \"responsible\":"
        + " { \"id\": \"head.example\", \"role\": \"Head of Profession\" },",
      in: "schedule.json")
  }

  /// Moves an edition to another wall time of its zone.
  func move(_ edition: String, to wallTime: String) throws {
    // The register says the day on which the reports of the first edition came out.
    let register = text("requests.csv")
      .replacing(",2013-10-10,\n", with: ",\(wallTime.prefix(10)),\n")
    try write(register, to: "requests.csv")
    try replace(
      "\"exceptions\": []",
      with: "\"exceptions\": [{ \"edition\": \"\(edition)\", \"action\": \"moved\","
        + " \"to\": \"\(wallTime)\", \"reason\": \"A made-up move.\", \"announced\": \"2013-09-02\" }]",
      in: "schedule.json")
  }

  /// A folder that is not there yet, beside the workspace.
  var handOver: String { "\(folder.path)/hand-over" }

  /// What stands in the hand-over folder.
  var copies: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: handOver)) ?? []).sorted()
  }

  /// Makes the copies of an edition at an instant.
  func openPreRelease(
    _ edition: String, recipient: String? = nil, at instant: Instant, output: String? = nil
  ) throws -> Workspace.PreReleaseOpening {
    try opened.openPreRelease(
      Month(edition)!, recipient: recipient, output: output ?? handOver,
      clock: FixedClock(instant))
  }

  /// Confirms an edition and seals it.
  func confirmAndSeal(_ edition: String) throws {
    for step in [
      ["pre-release", "confirm", edition, "--by", "head.example"],
      ["seal", edition, "--by", "test"],
    ] {
      let result = try Tool.run(Binary.path, step + ["--workspace", path])
      try #require(result.status == 0, "\(step): \(result.output)\(result.errors)")
    }
  }

  func preRelease(_ arguments: String...) throws -> Binary.Result { try preRelease(arguments) }

  /// The same with arguments that were put together.
  func preRelease(_ arguments: [String]) throws -> Binary.Result {
    try Tool.run(Binary.path, ["pre-release"] + arguments + ["--workspace", path])
  }

  /// Opens a copy with age and tar and gives the folder of its files.
  func open(copy: String, with key: String) throws -> String {
    let opened = "\(folder.path)/copy-\(copy)"
    try FileManager.default.createDirectory(atPath: opened, withIntermediateDirectories: true)
    let result = try Tool.run(
      "/bin/bash",
      ["-c", "set -o pipefail; age -d -i '\(key)' '\(handOver)/\(copy)' | tar -xiC '\(opened)'"])
    try #require(result.status == 0, "\(result.errors)")
    return opened
  }
}
