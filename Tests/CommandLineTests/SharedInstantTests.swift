import TestSupport
import Testing

/// One switch brings one version: no two come out at one instant, through the real binary.
@Suite struct SharedInstantTests {
  private static let instant = "2099-01-15T09:30"

  private func correcting(_ edition: String, planned: String) -> [String] {
    ["correct", edition, "--planned", planned] + CorrectionTests.note
  }

  @Test func twoPlannedRevisionsDoNotShareAnInstant() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.publish("2013-11")
    try workspace.succeed(correcting("2013-10", planned: Self.instant))
    // The note of the first would be found in the second.
    let second = [
      "correct", "2013-11", "--wrong", "A name was misspelt.", "--changed", "The name.", "--effect",
      "None.", "--by", "a.example", "--planned",
    ]
    let refused = try workspace.run(second + [Self.instant])
    #expect(
      refused.status == 65 && refused.output.contains("[correction.same-instant]")
        && refused.output.contains("at which the planned revision of 2013-10 comes out"),
      "\(refused)")
    #expect(workspace.bytes("analyses/2013-11/correction.json") == nil)
    // The same one may be opened anew, and the other has another day.
    try workspace.succeed(correcting("2013-10", planned: Self.instant) + ["--replace"])
    try workspace.succeed(second + ["2099-01-16T09:30"])
    // Whoever writes the file past the program is told by `check` and `status`.
    try workspace.replace(
      "2099-01-16T09:30", with: Self.instant, in: "analyses/2013-11/correction.json")
    let check = try workspace.run("check", "2013-11")
    #expect(check.output.contains("[correction.same-instant]"), "\(check.output)")
    let status = try workspace.run("status")
    #expect(
      status.output.contains("2013-10 has a planned revision at")
        && status.output.contains("at which the planned revision of 2013-11 comes out too"),
      "\(status.output)")
  }

  @Test func anEditionIsNotMovedOntoTheInstantOfAPlannedRevision() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    try workspace.succeed(correcting("2013-10", planned: Self.instant))
    let schedule = workspace.text("schedule.json")
    let move = [
      "move", "2013-11", "--to", Self.instant, "--reason", "The matching takes longer.", "--by",
      "a.example",
    ]
    let open = try workspace.run(move)
    #expect(open.status == 64 && open.errors.contains("stands open for the same"), "\(open)")
    #expect(open.errors.contains("correct 2013-10"))
    try workspace.succeed(["seal", "2013-10", "--by", "test"])
    let sealed = try workspace.run(move)
    #expect(sealed.status == 64 && sealed.errors.contains("is sealed for the same"), "\(sealed)")
    #expect(sealed.errors.contains("unseal 2013-10"))
    #expect(workspace.text("schedule.json") == schedule)
    // Somebody who writes the date by hand is told by `status`, and the edition is not sealed for it.
    try workspace.replace(
      "\"exceptions\": []",
      with: """
        "exceptions": [{"edition": "2013-11", "action": "moved", "to": "\(Self.instant)",
          "reason": "Later.", "announced": "2013-11-01"}]
        """, in: "schedule.json")
    let status = try workspace.run("status", "--json")
    #expect(status.output.contains("\"kind\":\"same-instant\""), "\(status)")
    #expect(status.output.contains("ninethirty move 2013-11"))
    let refused = try workspace.run("seal", "2013-11", "--by", "test")
    #expect(
      refused.status == 64 && refused.errors.contains("edition 2013-11 is not sealed"), "\(refused)"
    )
    try workspace.succeed(move.map { $0 == Self.instant ? "2099-01-16T09:30" : $0 })
  }

  /// What a withdrawal overtook never comes out, and is given up like any other correction.
  @Test func aCorrectionThatAWithdrawalOvertookIsNamedAndGivenUp() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.succeed(correcting("2013-10", planned: Self.instant))
    try workspace.succeed(["withdraw", "2013-10", "--reason", "It was wrong.", "--by", "a.example"])
    let told = "2013-10 was withdrawn while a correction of it stood open"
    let status = try workspace.run("status").output
    #expect(status.contains(told) && status.contains("correct 2013-10 --abandon"), "\(status)")
    try workspace.succeed([
      "correct", "2013-10", "--abandon", "--reason", "The edition is withdrawn.", "--by",
      "a.example",
    ])
    let line = workspace.text("publications/journal.jsonl").split(separator: "\n").last {
      $0.contains("correction-abandoned")
    }
    #expect(line?.contains("\"version\":2") == true, "\(line ?? "no line")")
    #expect(try !workspace.run("status").output.contains(told))
  }
}
