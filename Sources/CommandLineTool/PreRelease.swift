import ArgumentParser
import Diagnostics
import Notation
import Releases
import Schedule
import Storage

/// `ninethirty pre-release`.
struct PreRelease: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pre-release",
    abstract: "Give pre-release access by the letter of the Order, SI 2008/2998.",
    discussion: """
      prerelease.json names who has access and why; docs/format.md says what it holds. The names are
      confirmed afresh for each edition. Copies are made not a millisecond before the hours that
      were granted.

        ninethirty pre-release list 2013-11
        ninethirty pre-release confirm 2013-11 --by ID
        ninethirty pre-release open 2013-11 --output /media/hand-over
      """,
    subcommands: [
      PreReleaseListing.self, PreReleaseConfirming.self, PreReleaseOpening.self,
      PreReleaseWithdrawing.self, PreReleaseBreaching.self, PreReleaseReviewing.self,
    ])
}

/// `ninethirty pre-release list`.
struct PreReleaseListing: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show who has access, when it opens and on which ground.",
    discussion: """
      It shows how long the list was for earlier editions too, and who is bound without being a
      recipient. With --json no name is printed.

        ninethirty pre-release list 2013-11
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let overview = try workspace.preReleaseOverview(edition.edition, clock: workspace.clock)
      if json.json { return say(overview.json) }
      let release = overview.zone.text(of: overview.release)
      say("pre-release access to \(overview.edition), release \(release), \(overview.release)")
      say("names      \(overview.confirmation)")
      for row in overview.rows { show(row) }
      if overview.rows.isEmpty { say("nobody is given access") }
      let lengths = overview.lengths.map { "\($0.edition) \($0.count)" }.joined(separator: ", ")
      say("length     \(lengths.isEmpty ? "no list was confirmed yet" : lengths)")
      if !overview.producers.isEmpty {
        say("bound, not recipients (paragraph 10)  \(overview.producers.joined(separator: ", "))")
      }
      if !overview.findings.isEmpty { say(overview.findings) }
    }
  }

  private func show(_ row: PreReleaseOverview.Row) {
    let grant = row.grant
    let lines = [
      "", "\(grant.id)  \(grant.name)",
      "  \(grant.post.role), \(grant.post.organisation)",
      "  paragraph \(grant.basis.paragraph), \(grant.ground.rawValue), \(grant.hours) hours",
      "  from \(row.opens)  \(row.state)",
    ]
    for line in lines { say(line.escapedForTerminal) }
    for instant in row.handedOver { say("  copy handed over \(instant)") }
    if !grant.support.isEmpty {
      let people = grant.support.map { "\($0.name), \($0.office)" }.joined(separator: "; ")
      say("  shares with \(people)".escapedForTerminal)
    }
  }
}

/// `ninethirty pre-release confirm`.
struct PreReleaseConfirming: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm", abstract: "Confirm the names for one edition.",
    discussion: """
      Only the person responsible does it, whom schedule.json names. A change of prerelease.json
      afterwards asks for it again. The journal keeps the ids and a salted digest of the file, no
      name.

        ninethirty pre-release confirm 2013-11 --by ID
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @Option(name: .long, help: ArgumentHelp("Who confirms.", valueName: "id"))
  var by: String

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let confirmed = try reporting {
        try workspace.confirmPreRelease(edition.edition, by: by, clock: workspace.clock)
      }
      if !confirmed.findings.isEmpty { say(confirmed.findings) }
      let before = confirmed.before.map { "; \($0.recipients) for \($0.edition)" } ?? ""
      let count = confirmed.recipients
      say("confirmed for \(edition.edition): \(count) recipient\(count == 1 ? "" : "s")\(before)")
    }
  }
}

/// `ninethirty pre-release open`.
struct PreReleaseOpening: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Make the copies of those whose access is open.",
    discussion: """
      Each copy is a tar archive encrypted to the recipient's own age key: a cover with their duties
      and conditions, and the pages of the sealed edition with their name and office on every one.
      It needs the sealed edition and its key. Each copy is recorded in the journal. The recipient
      opens it with `age -d -i KEY FILE | tar x`.

        ninethirty pre-release open 2013-11 --output /media/hand-over
      """)

  @OptionGroup var edition: EditionArgument
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var key: KeyOption
  @Option(name: .long, help: ArgumentHelp("Make the copy of this one only.", valueName: "id"))
  var recipient: String?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The folder for the copies, outside the workspace; mode 0700.", valueName: "folder"),
    completion: .directory)
  var output: String

  func run() throws {
    try CommandLineTool.run {
      let workspace = try key.open(workspace)
      let opening = try reporting {
        try workspace.openPreRelease(
          edition.edition, recipient: recipient, output: output, clock: workspace.clock)
      }
      for copy in opening.copies {
        say("\(copy.recipient)  \(copy.file)  sha512:\(copy.digest.prefix(16))…")
      }
      for (recipient, reason) in opening.others { say("\(recipient)  no copy: \(reason)") }
      let count = opening.copies.count
      say("\(count) cop\(count == 1 ? "y" : "ies"), under embargo until \(opening.release)")
    }
  }
}

/// `ninethirty pre-release withdraw`.
struct PreReleaseWithdrawing: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw", abstract: "End a person's access to one edition.",
    discussion: """
      No copy is made for them any more, whatever is confirmed afterwards. A copy that they have
      already cannot be called back: ask for its destruction, in writing.

        ninethirty pre-release withdraw 2013-11 ID --reason TEXT
      """)

  @OptionGroup var edition: EditionArgument
  @Argument(help: ArgumentHelp("Whose access ends.", valueName: "id"))
  var recipient: String
  @OptionGroup var workspace: WorkspaceOption
  @Option(name: .long, help: ArgumentHelp("Why; kept in the journal.", valueName: "text"))
  var reason: String
  @Option(name: .long, help: ArgumentHelp("Who ends it; kept in the journal.", valueName: "id"))
  var by: String?

  func validate() throws {
    try checkTexts([(reason, "--reason", 10_000)] + (by.map { [($0, "--by", 200)] } ?? []))
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let copies = try workspace.withdrawPreRelease(
        edition.edition, recipient: recipient, reason: reason, by: by,
        clock: workspace.clock)
      say("withdrew the access of \(recipient) to \(edition.edition)")
      for instant in copies {
        say("they have a copy, handed over \(instant): ask for its destruction")
      }
    }
  }
}

/// `ninethirty pre-release breach`.
struct PreReleaseBreaching: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "breach", abstract: "Record that a recipient broke a duty or a condition.",
    discussion: """
      Grants to this person are refused until the breach was reviewed. Who supports a recipient is bound
      by the same duties: `--support 2` records a breach by the second of them. `ninethirty breach EDITION
      --kind unauthorised-access` drafts the report of it.

        ninethirty pre-release breach ID --what TEXT --edition 2013-11
        ninethirty pre-release breach ID --support 2 --what TEXT
      """)

  @Argument(help: ArgumentHelp("Who broke it.", valueName: "id"))
  var recipient: String
  @OptionGroup var workspace: WorkspaceOption
  @Option(
    name: .long,
    help: ArgumentHelp(
      "It was not the recipient but one of their support: the number, as they stand in prerelease.json.",
      valueName: "number"))
  var support: Int?
  @Option(name: .long, help: ArgumentHelp("What was done; kept in the journal.", valueName: "text"))
  var what: String
  @Option(
    name: .long, help: ArgumentHelp("The edition that it was about.", valueName: "edition"),
    transform: { text in
      guard let month = Month(text) else {
        throw ValidationError("\(text.quoted) is no edition; write its month like 2013-11")
      }
      return month
    })
  var edition: Month?
  @Option(name: .long, help: ArgumentHelp("Who records it; kept in the journal.", valueName: "id"))
  var by: String?

  func validate() throws {
    try checkTexts([(what, "--what", 10_000)] + (by.map { [($0, "--by", 200)] } ?? []))
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      let id = try workspace.recordPreReleaseBreach(
        by: recipient, support: support, what: what, of: edition, recordedBy: by,
        clock: workspace.clock)
      say("recorded the breach by \(id); grants to them are refused until it is reviewed")
    }
  }
}

/// `ninethirty pre-release review`.
struct PreReleaseReviewing: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review", abstract: "Record that a breach was weighed.",
    discussion: """
      Only the person responsible does it. Afterwards grants to this person are not refused for the
      breach any more; where access is to end, remove the grant from prerelease.json instead.

        ninethirty pre-release review ID --outcome TEXT --by ID
      """)

  @Argument(help: ArgumentHelp("Whose breach it was.", valueName: "id"))
  var recipient: String
  @OptionGroup var workspace: WorkspaceOption
  @Option(name: .long, help: ArgumentHelp("What was decided and why.", valueName: "text"))
  var outcome: String
  @Option(name: .long, help: ArgumentHelp("Who reviewed it.", valueName: "id"))
  var by: String

  func validate() throws { try checkTexts([(outcome, "--outcome", 10_000)]) }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.open()
      try workspace.reviewPreReleaseBreach(
        by: recipient, outcome: outcome, reviewer: by, clock: workspace.clock)
      say("recorded the review of the breach by \(recipient)")
    }
  }
}
