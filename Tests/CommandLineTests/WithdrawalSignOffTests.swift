import Foundation
import Glibc
import TestSupport
import Testing

/// Two people decide that an edition is taken back: one proposes it, another agrees, held to what
/// holds for sealing.
@Suite struct WithdrawalSignOffTests {
  private static let proposal = [
    "withdraw", "2013-10", "--reason", WithdrawalTests.reason, "--by", "a.example",
  ]
  private static let agreement = ["withdraw", "2013-10", "--agree", "--by", "b.example"]
  private static let log = "publications/log.jsonl"

  /// An edition that is out; then people are listed.
  private func published(_ more: [String: [String: String]] = [:]) throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.listPeople(more)
    return workspace
  }

  private func isWithdrawn(_ workspace: TestWorkspace) -> Bool {
    workspace.text(Self.log).contains("\"event\":\"withdrawn\"")
  }

  @Test func whereFourEyesAreEnforcedOneProposesAndAnotherAgrees() throws {
    let workspace = try published()
    let before = workspace.files(in: "publications").filter { !$0.hasSuffix("journal.jsonl") }
      .map { ($0, workspace.bytes("publications/\($0)")) }
    let proposed = try workspace.run(Self.proposal)
    #expect(proposed.status == 0 && proposed.output.contains("nothing public has changed"))
    for (file, bytes) in before { #expect(workspace.bytes("publications/\(file)") == bytes) }
    let status = try workspace.run("status").output
    #expect(status.contains("withdrawal 2013-10  proposed by a.example"), "\(status)")
    #expect(status.contains(WithdrawalTests.reason))
    #expect(try workspace.run("status", "--json").output.contains("\"withdrawals\":[{\"edition\""))

    // Who agrees sees to what, before it takes effect.
    let agreed = try workspace.run(Self.agreement + SignOffTests.override)
    #expect(agreed.status == 0, "\(agreed)")
    let lines = agreed.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("a.example proposed it on 20") == true, "\(agreed.output)")
    #expect(lines.dropFirst().first == "  \(WithdrawalTests.reason)")
    #expect(lines.contains { $0.hasPrefix("withdrew 2013-10 at ") })
    #expect(isWithdrawn(workspace))
    #expect(workspace.text("publications/journal.jsonl").contains("proposed its withdrawal on"))
    let signOff = "publications/archive/2013-10/v2/content/signoff"
    #expect(workspace.text("\(signOff)/withdraw.json").contains("\"person\":\"a.example\""))
    #expect(workspace.text("\(signOff)/agree.json").contains("\"person\":\"b.example\""))
    #expect(workspace.text("\(signOff)/reason.txt") == WithdrawalTests.reason)
    for word in ["a.example", "b.example"] {
      #expect(!workspace.text(Self.log).contains(word), "it is the house's")
    }
    try workspace.succeed("rebuild", "2013-10")
  }

  @Test func onePersonOrOneUserDoesNotWithdrawAlone() throws {
    let workspace = try published()
    let early = try workspace.run(Self.agreement)
    #expect(early.status == 64 && early.errors.contains("nobody has proposed it"), "\(early)")
    try workspace.succeed(Self.proposal)
    let same = try workspace.run("withdraw", "2013-10", "--agree", "--by", "a.example")
    #expect(same.status == 64 && same.errors.contains("a.example proposed its withdrawal"))
    let oneUser = try workspace.run(Self.agreement)
    #expect(oneUser.status == 64 && oneUser.errors.contains("the system's user"), "\(oneUser)")
    for name in ["B.example", "b.example ", "ｂ.example", "b.ехample", "Bao Sample"] {
      let result = try workspace.run(
        ["withdraw", "2013-10", "--agree", "--by", name] + SignOffTests.override)
      #expect(result.status == 64 && result.errors.contains("did you mean “b.example”?"))
    }
    let stranger = try workspace.run(
      "withdraw", "2013-10", "--reason", "Wrong.", "--by", "z.example")
    #expect(stranger.status == 64 && stranger.errors.contains("not the id of anybody"))
    #expect(!isWithdrawn(workspace))
    #expect(workspace.text("publications/journal.jsonl").contains("\"step\":\"withdraw\""))
  }

  @Test(.enabled(if: geteuid() == 0 && Tool.find("setpriv") != nil, "needs root and setpriv"))
  func twoPeopleOnTwoUsersNeedNoOverride() throws {
    let workspace = try published()
    _ = try Tool.run("/bin/chmod", ["711", workspace.folder.path])
    _ = try Tool.run("/bin/chown", ["-R", "4711:4711", workspace.path])
    let proposed = try Tool.run(
      Tool.find("setpriv")!,
      ["--reuid=4711", "--regid=4711", "--clear-groups", Binary.path] + Self.proposal
        + ["--workspace", workspace.path])
    try #require(proposed.status == 0, "\(proposed.errors)")
    let useless = try workspace.run(Self.agreement + SignOffTests.override)
    #expect(useless.status == 64 && useless.errors.contains("there is nothing to override"))
    try workspace.succeed(Self.agreement)
    #expect(isWithdrawn(workspace))
  }

  @Test func aProposalIsGivenUpBeforeAnotherTakesItsPlace() throws {
    let workspace = try published()
    try workspace.succeed(Self.proposal)
    try workspace.succeed(
      "withdraw", "2013-10", "--abandon", "--reason", "They are the right people.", "--by",
      "c.example")
    let none = try workspace.run(Self.agreement + SignOffTests.override)
    #expect(
      none.status == 64 && none.errors.contains("was given up by c.example on")
        && none.errors.contains("because: They are the right people.")
        && none.errors.contains("propose it anew"), "\(none)")
    #expect(!(try workspace.run("status").output.contains("proposed by")))
    let twice = try workspace.run(
      "withdraw", "2013-10", "--abandon", "--reason", "Again.", "--by", "c.example")
    #expect(
      twice.status == 64 && twice.errors.contains("there is no proposal to give up"), "\(twice)")
    try workspace.succeed(Self.proposal)
    // Who agrees has read the first one.
    let better = ["withdraw", "2013-10", "--reason", "A better reason.", "--by", "a.example"]
    let second = try workspace.run(better)
    #expect(second.status == 64 && second.errors.contains("a.example proposed it on"), "\(second)")
    try workspace.succeed(
      "withdraw", "2013-10", "--abandon", "--reason", "It says too little.", "--by", "c.example")
    try workspace.succeed(better)
    try workspace.succeed(Self.agreement + SignOffTests.override)
    let page = workspace.text("publications/public/2013-10/index.html")
    #expect(page.contains("A better reason.") && !page.contains(WithdrawalTests.reason))
  }

  @Test func aProposalOfSomebodyWhoIsNoLongerListedIsProposedAnew() throws {
    let workspace = try published()
    try workspace.succeed(Self.proposal)
    try workspace.replace("a.example", with: "d.example", in: "people.json")
    let result = try workspace.run(Self.agreement + SignOffTests.override)
    #expect(result.status == 64 && !result.errors.contains("did you mean"), "\(result)")
    #expect(
      result.errors.contains("“a.example”, who proposed it on")
        && result.errors.contains("is no longer in people.json")
        && result.errors.contains("--abandon --reason"), "\(result.errors)")
    try workspace.succeed(
      "withdraw", "2013-10", "--abandon", "--reason", "They left.", "--by", "b.example")
    try workspace.succeed(Self.proposal.dropLast() + ["d.example"])
    try workspace.succeed(Self.agreement + SignOffTests.override)
    #expect(isWithdrawn(workspace))
  }

  /// What was proposed of version 1 says nothing of version 2.
  @Test func aProposalLapsesWhenAnotherVersionComesOut() throws {
    let workspace = try published()
    try workspace.succeed(Self.proposal)
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    for step in [
      ["correct", "2013-10"] + CorrectionTests.note, ["draft", "2013-10", "--by", "a.example"],
      ["submit", "2013-10", "--by", "a.example"],
      ["seal", "2013-10", "--by", "b.example"] + SignOffTests.override, ["release", "2013-10"],
    ] {
      try workspace.succeed(step)
    }
    for step in [
      Self.agreement + SignOffTests.override,
      ["withdraw", "2013-10", "--abandon", "--reason", "It lapsed.", "--by", "c.example"],
    ] {
      let result = try workspace.run(step)
      #expect(result.status == 64, "\(result)")
      #expect(
        result.errors.contains("what a.example proposed on")
          && result.errors.contains("has lapsed: version 2 came out since")
          && result.errors.contains("propose it anew"), "\(result.errors)")
    }
    #expect(!isWithdrawn(workspace))
    try workspace.succeed(Self.proposal)
    try workspace.succeed(Self.agreement + SignOffTests.override)
    #expect(isWithdrawn(workspace))
  }

  @Test(.enabled(if: Tool.find("ssh-keygen") != nil, "needs ssh-keygen of openssh-client"))
  func whoHasAKeySignsWithIt() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let keys = workspace.folder.path
    var people: [String: [String: String]] = [:]
    for id in ["a.example", "b.example"] {
      let made = try Tool.run(
        Tool.find("ssh-keygen")!,
        ["-q", "-t", "ed25519", "-N", "", "-C", id, "-f", "\(keys)/\(id)"])
      try #require(made.status == 0, "\(made.errors)")
      let line = try String(contentsOfFile: "\(keys)/\(id).pub", encoding: .utf8)
      people[id] = ["sshKey": line.trimmingCharacters(in: .newlines)]
    }
    try workspace.listPeople(people)
    let unsigned = try workspace.run(Self.proposal)
    #expect(unsigned.status == 64 && unsigned.errors.contains("add --ssh-key FILE to `withdraw`"))
    try workspace.succeed(Self.proposal + ["--ssh-key", "\(keys)/a.example"])
    let agreement = Self.agreement + SignOffTests.override
    #expect(try workspace.run(agreement).status == 64)
    #expect(try workspace.run(agreement + ["--ssh-key", "\(keys)/a.example"]).status == 64)
    #expect(!isWithdrawn(workspace))
    try workspace.succeed(agreement + ["--ssh-key", "\(keys)/b.example"])
    let folder = "\(workspace.path)/publications/archive/2013-10/v2/content/signoff"
    for (id, act) in [("a.example", "withdraw"), ("b.example", "agree")] {
      let verified = try Tool.run(
        "/bin/bash",
        [
          "-c",
          "ssh-keygen -Y verify -f allowed_signers -I \(id) -n ninethirty@\(act) "
            + "-s \(act).json.sig < \(act).json",
        ], in: folder)
      #expect(verified.status == 0, "\(act): \(verified.output)\(verified.errors)")
    }
  }

  @Test func withoutPeopleOnePersonWithdrawsAndNobodyAgrees() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let agree = try workspace.run(Self.agreement)
    #expect(agree.status == 64 && agree.errors.contains("nobody has to agree"), "\(agree)")
    let wrong = try workspace.run(Self.proposal + ["--agree"])
    #expect(wrong.status == 64 && wrong.errors.contains("leave out the rest"))
    try workspace.succeed(Self.proposal)
    #expect(isWithdrawn(workspace))
  }
}
