import Editions
import Ledger
import Notation
import Schedule
import Storage

/// A rehearsal being played: the real program, verb by verb, on a copy, by a clock that is set.
final class RehearsalPlay {
  let plan: RehearsalPlan
  let copy: RehearsalCopy
  let programme: Programme
  private let say: (String) -> Void
  /// Whether somebody asked it to end.
  private let isStopped: () -> Bool
  /// What was not as it has to be.
  private(set) var faults: [String] = []
  private var crash: RehearsalPlan.Step?
  private var now: Instant
  /// How many versions of the edition must be public, once it is out.
  var publicVersions = 1
  /// Who has pre-release access in the copy.
  var recipients: [Recipient] = []

  init(
    _ plan: RehearsalPlan, on copy: RehearsalCopy, _ programme: Programme,
    isStopped: @escaping () -> Bool, say: @escaping (String) -> Void
  ) throws {
    self.plan = plan
    self.copy = copy
    self.programme = programme
    self.say = say
    self.isStopped = isStopped
    crash = plan.crash
    now = Instant(milliseconds: 0)
    try set(now)
  }

  var month: Month { plan.edition }

  /// Sets the clock of the copy.
  func set(_ instant: Instant) throws {
    now = instant
    try Rehearsal(now: instant).write(in: copy.folder)
  }

  /// What a verb gave.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String

    /// The first error among the findings that a verb printed, which tells more than their number.
    var firstError: Substring? {
      output.split(separator: "\n").first { !$0.hasPrefix(" ") && $0.contains(": error: ") }
    }
  }

  /// Runs a verb of this program on the copy.
  func run(_ arguments: [String]) throws -> Outcome {
    guard !isStopped() else {
      throw ReleaseError(.wrongState, "the rehearsal was asked to end before `\(arguments[0])`")
    }
    var output: [UInt8] = []
    let (status, errors) = try ExternalTool.itself.stream(
      arguments + ["--workspace", copy.folder], environment: environment
    ) { output += $0 }
    return Outcome(status: status, output: String(decoding: output, as: UTF8.self), errors: errors)
  }

  /// The program finds no key, settings or credentials but those of the rehearsal.
  private var environment: [String: String] {
    var environment = ["HOME": copy.surroundings, "NINETHIRTY_KEY_FILE": copy.key]
    environment[PagePrinter.variable] = Environment[PagePrinter.variable]
    return environment
  }

  /// Runs a verb that must end with this exit code, and says what came of it.
  func play(_ arguments: String..., expecting status: Int32 = 0) throws {
    try play(arguments, expecting: status)
  }

  @discardableResult
  func play(_ arguments: [String], expecting status: Int32 = 0) throws -> Outcome {
    if let crash, status == 0, crash.verb == arguments[0], arguments.contains(month.description) {
      self.crash = nil
      try playCrash(crash, arguments)
    }
    let outcome = try run(arguments)
    let line = (status == 0 ? outcome.output : outcome.errors).split(separator: "\n")
      .last { !$0.hasPrefix("rehearsal:") && !$0.hasPrefix(" ") }
    say(
      "  \(arguments.joined(separator: " ")): exit \(outcome.status)"
        + (line.map { ": \($0)" } ?? ""))
    guard outcome.status == status else {
      let said = outcome.errors.split(separator: "\n").filter { !$0.hasPrefix("rehearsal:") }
      faults.append(
        "`\(arguments.joined(separator: " "))` at \(now) gave exit code \(outcome.status), not \(status): "
          + (said + (outcome.firstError.map { [$0] } ?? [])).joined(separator: " "))
      return outcome
    }
    return outcome
  }

  /// Starts a verb and kills it at a step; the caller runs it again, as after a restart.
  private func playCrash(_ step: RehearsalPlan.Step, _ arguments: [String]) throws {
    let mark = try CrashMark(step, month, in: copy)
    let status = try ExternalTool.itself.runKilling(
      arguments + ["--workspace", copy.folder], environment: environment
    ) { try mark.isReached() }
    say(
      "  \(arguments.joined(separator: " ")): "
        + (status == 137
          ? "killed at the step \(step.rawValue); " : "ended before it could be killed; ")
        + (try mark.state()))
    try show("after the crash", isOut: nil)
  }

  /// Prints what each kind of person could see, and holds it against what must be.
  ///
  /// `isOut` says whether the edition must be public now; nil where a crash leaves it open.
  func show(_ title: String, isOut: Bool?) throws {
    let check = try run(["leak-check", "--json"])
    let leak =
      ["clean", "leak", "incomplete"].first { check.output.contains("\"result\":\"\($0)\"") }
      ?? "failed"
    var view = try RehearsalView(of: month, in: copy, leak: leak)
    // Between the switch and the archive the edition is public, and only the next run says so.
    let isUnfinished = isOut == nil && view.publicFiles > 0
    if isUnfinished { view.leak = "the release is unfinished" }
    say("  \(title), \(now) (\(programme.schedule.rule.zone.text(of: now))):")
    for line in view.lines { say("    \(line)") }
    if leak == "leak", !isUnfinished {
      faults.append("at \(now) the public tree held something embargoed")
    }
    guard let isOut else { return }
    if isOut != (view.publicFiles > 0) {
      faults.append("at \(now) the public tree had \(view.publicFiles) files of the edition")
    }
    if view.publicVersions != publicVersions, isOut {
      faults.append(
        "at \(now) the public tree had \(view.publicVersions) versions of the edition, not "
          + "\(publicVersions)")
    }
    if !isOut, view.versions > 0 { faults.append("at \(now) the archive had the edition already") }
  }

  func fault(_ text: String) { faults.append(text) }

  /// Prints a line of the play.
  func tell(_ line: String) { say(line) }
}

extension RehearsalPlan.Step {
  /// The verb that takes the step.
  var verb: String { self == .seal ? "seal" : "release" }
}

/// How it shows from outside that a verb has come to a step.
struct CrashMark {
  let step: RehearsalPlan.Step
  let month: Month
  private let made: String
  private let tree: String?
  private let treeCount: Int

  init(_ step: RehearsalPlan.Step, _ month: Month, in copy: RehearsalCopy) throws {
    self.step = step
    self.month = month
    made = "\(copy.folder)/\(Rehearsal.folder)"
    let link = "\(made)/public"
    tree = try Files.exists(link) ? Files.target(ofLink: link) : nil
    treeCount = try Files.exists("\(made)/.trees") ? Files.list("\(made)/.trees").count : 0
  }

  func isReached() throws -> Bool {
    switch step {
    case .seal:
      guard try Files.exists("\(made)/sealed") else { return false }
      return try Files.list("\(made)/sealed").contains { $0.hasPrefix(Files.unfinishedPrefix) }
    case .arm:
      guard try Files.exists("\(made)/.trees") else { return false }
      return try Files.list("\(made)/.trees").count > treeCount
    case .switch: return try says("releasing", "journal.jsonl")
    case .log: return try isSwitched()
    case .archive: return try says("released", "log.jsonl")
    }
  }

  private func isSwitched() throws -> Bool {
    guard try Files.exists("\(made)/public") else { return false }
    return try Files.target(ofLink: "\(made)/public") != tree
  }

  private func says(_ event: String, _ file: String) throws -> Bool {
    guard try Files.exists("\(made)/\(file)") else { return false }
    let bytes = try Files.read("\(made)/\(file)", limit: 1 << 28)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").contains {
      $0.contains("\"event\":\"\(event)\"") && $0.contains("\"edition\":\"\(month)\"")
    }
  }

  /// What the files say after the kill: it may have come later than the step.
  func state() throws -> String {
    guard step != .seal else { return "no sealed file was replaced by half of one" }
    let isOut = try isSwitched()
    let isLogged = try says("released", "log.jsonl")
    return "the public tree \(isOut ? "was" : "was not") switched, the log "
      + (isLogged ? "says so" : "does not say so")
  }
}
