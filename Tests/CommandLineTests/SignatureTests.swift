import Foundation
import TestSupport
import Testing

/// Whoever has an SSH key signs with it, and anybody can check that with ssh-keygen alone.
@Suite(.enabled(if: Tool.find("ssh-keygen") != nil, "needs ssh-keygen of openssh-client"))
struct SignatureTests {
  private let workspace: TestWorkspace
  private let keys: String

  init() throws {
    workspace = try TestWorkspace()
    keys = workspace.folder.path
    var people: [String: [String: String]] = [:]
    for id in ["a.example", "b.example"] {
      let path = "\(keys)/\(id)"
      let made = try Tool.run(
        Tool.find("ssh-keygen")!, ["-q", "-t", "ed25519", "-N", "", "-C", id, "-f", path])
      try #require(made.status == 0, "\(made.errors)")
      let line = try String(contentsOfFile: "\(path).pub", encoding: .utf8)
      people[id] = ["sshKey": line.trimmingCharacters(in: .newlines)]
    }
    try workspace.listPeople(people)
    try workspace.succeed("draft", "2013-10")
  }

  private func submit() throws {
    try workspace.succeed(
      "submit", "2013-10", "--by", "a.example", "--ssh-key", "\(keys)/a.example")
  }

  private func seal(_ more: String...) throws -> Binary.Result {
    try workspace.run(
      ["seal", "2013-10", "--by", "b.example"] + SignOffTests.override + more)
  }

  @Test func whoHasAKeySignsWithIt() throws {
    let unsigned = try workspace.run("submit", "2013-10", "--by", "a.example")
    #expect(unsigned.status == 64 && unsigned.errors.contains("add --ssh-key FILE"))
    let other = try workspace.run(
      "submit", "2013-10", "--by", "a.example", "--ssh-key", "\(keys)/b.example")
    #expect(other.status == 64 && other.errors.contains("is not one of the key of a.example"))
    let missing = try workspace.run(
      "submit", "2013-10", "--by", "a.example", "--ssh-key", "\(keys)/none")
    #expect(missing.status == 66 && missing.errors.contains("there is no key at"))
    try submit()
    #expect(try seal().status == 64)
    #expect(try seal("--ssh-key", "\(keys)/a.example").status == 64)
    #expect(try seal("--ssh-key", "\(keys)/b.example").status == 0)
    #expect(workspace.files(in: "publications/drafts").allSatisfy { !$0.contains("signature") })
  }

  @Test func aSubmissionWhoseSignatureWasTakenAwayOrExchangedIsRefused() throws {
    try submit()
    let file = "publications/drafts/2013-10.submitted.json"
    let whole = workspace.text(file)
    let signature = try #require(whole.firstMatch(of: /"signature":"[^"]*",/)).output
    try workspace.write(whole.replacing(signature, with: ""), to: file)
    let bare = try seal("--ssh-key", "\(keys)/b.example")
    #expect(
      bare.status == 64 && bare.errors.contains("no signature of their key"), "\(bare.errors)")
    // The signature of another statement, a day later.
    let statement = try #require(whole.firstMatch(of: /20\d\d-\d\d-\d\dT/)).output
    let signatures = signature.replacing("AAAA", with: "AAAB", maxReplacements: 1)
    try workspace.write(whole.replacing(signature, with: signatures), to: file)
    let broken = try seal("--ssh-key", "\(keys)/b.example")
    #expect(broken.status == 64, "\(statement) \(broken.errors)")
  }

  /// The commands of docs/archivist.md, “Who signed it off”.
  @Test(.enabled(if: Tool.find("jq") != nil, "needs jq"))
  func theArchiveProvesWhoSignedWithSSHKeygenAlone() throws {
    try submit()
    #expect(try seal("--ssh-key", "\(keys)/b.example").status == 0)
    try workspace.succeed("release", "2013-10")
    let guide = try String(
      contentsOfFile: "\(TestWorkspace.repository)/docs/archivist.md", encoding: .utf8)
    let section = try #require(
      guide.components(separatedBy: "\n## ").first { $0.hasPrefix("Who signed it off") })
    let blocks = section.components(separatedBy: "```sh\n").dropFirst()
      .map { $0.components(separatedBy: "```")[0] }
    #expect(blocks.count == 2)
    let script =
      "set -eu\n" + blocks.joined() + "jq -r .digest signoff/submit.json signoff/seal.json"
    let result = try Tool.run("/bin/bash", ["-c", script], in: workspace.path)
    try #require(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines[0].hasPrefix("Good \"ninethirty@submit\" signature for a.example"))
    #expect(lines[1].hasPrefix("Good \"ninethirty@seal\" signature for b.example"))
    // What the guide works out is what the statements say.
    #expect(lines.count == 6)
    #expect(lines[2].hasPrefix(lines[4]) && lines[3].hasPrefix(lines[5]))

    // Another day in the statement, and the signature is none.
    let tampered = try Tool.run(
      "/bin/bash",
      [
        "-c",
        "cd publications/archive/2013-10/v1/content/signoff && sed 's/\"version\":1/\"version\":2/'"
          + " seal.json | ssh-keygen -Y verify -f allowed_signers -I b.example "
          + "-n ninethirty@seal -s seal.json.sig",
      ], in: workspace.path)
    #expect(tampered.status != 0)
  }
}
