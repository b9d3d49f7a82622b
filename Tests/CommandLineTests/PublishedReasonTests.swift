import Foundation
import TestSupport
import Testing

/// A reason that the public is given does not tell of an edition that is under embargo.
@Suite struct PublishedReasonTests {
  /// What stands in no published edition: an organisation, the title of a service, a sentence.
  private static let needles = [
    ("organisation", "A mistake of Stavenholt Hostels was found."),
    ("title", "The matching of The whole-family programme takes longer."),
    (
      "sentence",
      "Help with visits, letters and telephone calls between people in prison and their children."
    ),
  ]

  /// Every option whose text is published, with a verb that may be asked now.
  private static let verbs: [[String]] = [
    ["withdraw", "2013-10", "--by", "a.example", "--reason"],
    ["move", "2013-11", "--to", "2099-01-08T09:30", "--by", "a.example", "--reason"],
    [
      "move", "2013-11", "--to", "2099-01-10T09:30", "--reason", "It takes longer.", "--by",
      "a.example", "--exempt-because",
    ],
    ["cancel", "2013-11", "--by", "a.example", "--reason"],
    ["announce", "2013-11", "--by", "a.example", "--short-notice-because"],
    ["announce", "2013-11", "--by", "a.example", "--exempt-because"],
    ["key", "rotate", "--reason"],
    [
      "correct", "2013-10", "--changed", "A figure.", "--effect", "None.", "--by", "a.example",
      "--wrong",
    ],
  ]

  /// October is out, signed, November is under embargo.
  private static let office = Result {
    let office = try PublicLogWorkspace()
    try office.publish("2013-10")
    return office
  }

  @Test(arguments: verbs)
  func noPublishedReasonTellsWhatIsUnderEmbargo(verb: [String]) throws {
    let office = try Self.office.get()
    let workspace = try TestWorkspace(copyOf: office.workspace)
    func run(_ reason: String) throws -> Binary.Result {
      try Tool.run(
        Binary.path, verb + [reason, "--workspace", workspace.path],
        environment: ["NINETHIRTY_LOG_KEY_FILE": office.keyFile])
    }
    let (log, schedule) = (
      workspace.bytes("publications/log.jsonl"), workspace.bytes("schedule.json")
    )
    for (kind, text) in Self.needles {
      let result = try run(text)
      #expect(result.status == 75, "\(verb) \(kind): \(result.output)\(result.errors)")
      #expect(
        result.errors.contains("itself tells what is under embargo (\(kind) of 2013-11)"),
        "\(verb) \(kind): \(result.errors)")
      // What is refused because it tells is not told by the refusal.
      #expect(!(result.output + result.errors).contains(text))
      #expect(!workspace.text("publications/journal.jsonl").contains(text))
    }
    #expect(workspace.bytes("publications/log.jsonl") == log)
    #expect(workspace.bytes("schedule.json") == schedule)
    #expect(workspace.bytes("analyses/2013-10/correction.json") == nil)
  }

  /// The same verbs take a reason that tells nothing; what is out may be named.
  @Test func aReasonThatTellsNothingIsTaken() throws {
    let workspace = try TestWorkspace(copyOf: try Self.office.get().workspace)
    try workspace.succeed(
      "move", "2013-11", "--to", "2099-01-08T09:30", "--by", "a.example", "--reason",
      "The matching takes longer than planned.")
    try workspace.succeed(
      "withdraw", "2013-10", "--by", "a.example", "--reason",
      "Figures of Oskeld Court Chaplaincy are of other people.")
  }
}
