import ArgumentParser
import Diagnostics
import Releases
import Schedule

/// Where the workspace is: an option of every verb.
struct WorkspaceOption: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("The workspace folder.", valueName: "folder"),
    completion: .directory)
  var workspace = "."

  /// `keyOptions` are the options for keys that the verb has.
  func open(
    keyFile: String? = nil, logKeyFile: String? = nil, keyOptions: KeyOptions = []
  ) throws -> Workspace {
    let workspace = try Workspace(
      workspace, keyFile: keyFile, logKeyFile: logKeyFile, keyOptions: keyOptions)
    if let rehearsal = workspace.rehearsal {
      complain("rehearsal: the clock stands at \(rehearsal.now); nothing of this is real")
    }
    return workspace
  }

  /// The workspace, or a copy of its publications alone, for a verb that only reads.
  ///
  /// What stands in for the schedule of a copy is said in one line on standard error.
  func openForReading() throws -> Workspace {
    let workspace = try Workspace(reading: workspace)
    if let rehearsal = workspace.rehearsal {
      complain("rehearsal: the clock stands at \(rehearsal.now); nothing of this is real")
    }
    if let copy = workspace.copy { complain("note: \(copy.sentence)".escapedForTerminal) }
    return workspace
  }
}

/// The private key of the workspace: an option of every verb that opens a sealed edition.
struct KeyOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The file of the private key; else NINETHIRTY_KEY_FILE, the service's credential, or"
        + " ~/.config/ninethirty/SERIES.key.", valueName: "file"), completion: .file())
  var key: String?

  func open(_ workspace: WorkspaceOption, _ logKey: LogKeyOption? = nil) throws -> Workspace {
    try workspace.open(
      keyFile: key, logKeyFile: logKey?.logKey, keyOptions: logKey == nil ? .key : [.key, .logKey])
  }
}

/// The private key that signs the public log: an option of the verbs that publish.
struct LogKeyOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The file of the key that signs the public log; else NINETHIRTY_LOG_KEY_FILE, or NAME.log-key"
        + " beside the private key NAME.key.", valueName: "file"), completion: .file())
  var logKey: String?

  func open(_ workspace: WorkspaceOption) throws -> Workspace {
    try workspace.open(logKeyFile: logKey, keyOptions: .logKey)
  }
}

/// The edition that a verb is about.
struct EditionArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The edition, named by its month: YYYY-MM.", valueName: "edition"),
    transform: month(named:))
  var edition: Month
}

/// The edition that this names.
func month(named text: String) throws -> Month {
  guard let month = Month(text) else {
    throw ValidationError("\(text.quoted) is no edition; write its month like 2013-11")
  }
  return month
}

/// Who speaks: an option of every verb that says something to the public.
struct SpeakerOption: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("Who does it; kept in the journal.", valueName: "id"))
  var by: String

  func validate() throws { try checkPerson(by) }
}

/// Why a date changes.
struct PublishedReasonOption: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("Why; it is published.", valueName: "reason"))
  var reason: String
}

/// Why a release is not at the time at which statistics come out.
struct ExemptionOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "By which exemption it is not 09:30 on a weekday; it is published.", valueName: "reason"))
  var exemptBecause: String?
}

/// The longest name or id of a person, and the longest reason, in bytes.
private let (nameLimit, reasonLimit) = (200, 2000)

/// Refuses what cannot name a person.
func checkPerson(_ by: String) throws {
  try checkTexts([(by, "--by", nameLimit)])
}

/// Refuses a reason without a text or one that is too long; nil is no reason.
func checkReason(_ reason: String?, _ option: String, by person: String? = nil) throws {
  try checkTexts(
    [(reason, option, reasonLimit), (person, "--by", nameLimit)].compactMap { text, option, limit in
      text.map { ($0, option, limit) }
    })
}

/// Refuses options without a text, with one that is too long, or with characters that no text has
/// (a pasted escape sequence of the terminal), all at once.
func checkTexts(_ texts: [(text: String, option: String, limit: Int)]) throws {
  let faults = texts.compactMap { text, option, limit -> String? in
    if !text.contains(where: { $0.isLetter || $0.isNumber }) || text.utf8.count > limit {
      return "\(option) needs a text, with a letter or a digit, of at most \(limit) bytes"
    }
    let odd = text.unicodeScalars.first { scalar in
      scalar.value < 0x20 && !["\t", "\n", "\r"].contains(scalar)
        || (0x7F...0x9F).contains(scalar.value) || (0xFFFE...0xFFFF).contains(scalar.value)
    }
    guard let odd else { return nil }
    let code = String(odd.value, radix: 16, uppercase: true)
    let number = String(repeating: "0", count: max(0, 4 - code.count)) + code
    return "\(option) has the control character U+\(number); type the text again"
  }
  guard faults.isEmpty else { throw ValidationError(faults.joined(separator: "; ")) }
}

/// Output for programs instead of people.
struct JSONOption: ParsableArguments {
  @Flag(name: .long, help: "Print JSON for programs.")
  var json = false
}
