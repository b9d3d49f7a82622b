import ArgumentParser
import Diagnostics
import Releases
import Schedule
import Storage

/// `ninethirty verify`.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hold archive, log, journal, public tree, schedule and seals against each other.",
    discussion: """
      Every byte is read and nothing is written. Each fault is named with its file and version, the
      last instant at which it was known to be sound, and what it can be repaired from. The exit
      code is 0 only if there is no error. In a copy of publications/ alone it says what is not there to
      be held against the rest.

        ninethirty verify
        ninethirty verify 2013-11
        ninethirty verify --since 2014-01 --sample 5%
        ninethirty verify --record            note in the journal that all was sound
      """)

  @Argument(
    help: ArgumentHelp("One edition; all of them if not given.", valueName: "edition"),
    transform: month(named:))
  var edition: Month?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Editions from this one on, or of which anything came out on this day or later.",
      valueName: "edition|date"),
    transform: { text in
      guard let since = VerificationScope.Since(text) else {
        throw ValidationError("\(text.quoted) is neither an edition nor a day; write 2014-02-13")
      }
      return since
    })
  var since: VerificationScope.Since?
  @Option(
    name: .long,
    help: ArgumentHelp("Read only so many files, or so many of a hundred.", valueName: "N|N%"),
    transform: { text in
      guard let sample = VerificationScope.Sample(text) else {
        throw ValidationError("\(text.quoted) is no sample; write a number such as 200, or 5%")
      }
      return sample
    })
  var sample: VerificationScope.Sample?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "What chooses the sample; a new one each time if not given.", valueName: "number"))
  var seed: UInt64?
  @Flag(name: .long, help: "Note the outcome in the journal, so that a later fault can be dated.")
  var record = false
  @OptionGroup var workspace: WorkspaceOption
  @OptionGroup var json: JSONOption

  func validate() throws {
    if edition != nil, since != nil {
      throw ValidationError("name an edition or --since, not both")
    }
    if seed != nil, sample == nil { throw ValidationError("--seed chooses a --sample; give one") }
    if record, sample != nil {
      throw ValidationError(
        "a --sample proves nothing of the files that were not read: no --record")
    }
  }

  func run() throws {
    try CommandLineTool.run {
      let workspace = try workspace.openForReading()
      let scope = VerificationScope(
        edition: edition, since: since, sample: sample,
        seed: seed ?? UInt64(workspace.clock.now().milliseconds))
      let report = workspace.masking(try workspace.verify(scope, progress: ProgressLine()))
      if record { try workspace.recordVerification(report, clock: workspace.clock) }
      if json.json {
        say(report.json)
      } else {
        sayFaults(report.faults)
        for sentence in report.unchecked { say("not checked  \(sentence)".escapedForTerminal) }
        let verdict =
          !report.isSound
          ? "NOT SOUND" : report.unchecked.isEmpty ? "sound" : "sound as far as it is here"
        if report.isOfNoEdition {
          say("no edition is from then on: log and journal alone were read")
        }
        say("\(verdict): \(report.summary)")
      }
      if !report.isSound { throw Sysexits.protocolError }
    }
  }

  /// How many findings of one check are printed: a lost folder is a thousand of them.
  private static let most = 20

  private func sayFaults(_ faults: [VerificationFault]) {
    var counts: [String: Int] = [:]
    for fault in faults {
      counts[fault.finding.id, default: 0] += 1
      if counts[fault.finding.id]! <= Self.most { say(fault.text) }
    }
    for (id, count) in counts.sorted(by: { $0.key < $1.key }) where count > Self.most {
      say("and \(count - Self.most) more [\(id)]; --json has them all")
    }
  }
}
