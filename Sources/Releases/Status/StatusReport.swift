package import Diagnostics
package import Editions
import Ledger
import Notation
package import Schedule

/// How a workspace stands at an instant, derived from schedule, log, files and clock.
package struct StatusReport: Sendable {
  /// How far an edition is.
  package enum State: String, Sendable, Hashable {
    case notDrafted = "not drafted"
    case drafted, sealed, released
    /// It was out, and notices stand at its addresses.
    case withdrawn

    /// Whether it came out, also if it was withdrawn since.
    package var isOut: Bool { self == .released || self == .withdrawn }
  }

  /// One edition that this workspace makes.
  package struct EditionStatus: Sendable {
    package let edition: Month
    package let scheduled: ScheduledEdition
    package let state: State
    /// Its first publication, which was on time or late; nil until it is out.
    package let release: History.Release?
    /// The newest version: a correction, a withdrawal, or the first publication itself.
    package let newest: History.Release?
    /// Whether its instant has gone by without it.
    package let isDue: Bool
    /// The instant before which it does not come out: the latest of the scheduled, the sealed and the
    /// announced.
    package let instant: Instant
    /// What the public was told of its date.
    let told: PublicWord
    /// Pre-release access, from opening to release; nil where nobody has it.
    package let preReleaseOpens: Instant?
    package let isPreReleaseOpen: Bool
    /// The seal whose version waits for its release, by the journal.
    let seal: StandingSeal?
    /// What is wrong with the sealed file that waits for its release; nil where nothing is.
    package let sealFault: SealFault?

    /// The instant from which on it is late: the one that the public was told.
    package var promised: Instant { told.promised ?? instant }
    /// Whether the public was told that it does not come out.
    package var isCancelledInPublic: Bool { told.isCancelled }
    /// Whether the schedule alone has it cancelled, and readers wait for it.
    package var isCancelledInSilence: Bool { told.isContradicted(by: scheduled) }
    /// Whether nobody waits for it: it is cancelled, and who was told of it was told of that.
    var isCancelled: Bool { scheduled.isCancelled && !isCancelledInSilence }
  }

  package let title: String
  package let status: Programme.Status
  package let now: Instant
  package let zone: Zone
  /// Every edition that is held, oldest first.
  package let editions: [EditionStatus]
  package let notHeld: [(edition: Month, reason: String)]
  /// The next edition by the schedule after now; nil where the series has ended.
  package let upcoming: ScheduledEdition?
  /// The edition to work on: the earliest that is held and not out.
  package let next: EditionStatus?
  /// What stands in the way of the next edition, and what wants a look.
  package let blocking: [Finding]
  /// The newest search for leaks; nil where there was none.
  package let leakCheck: LeakCheckRecord?
  /// What is to be done, or what went wrong, by date: from four weeks before an instant on.
  package let warnings: [StatusWarning]
  /// How far the sign-off is, and where its rules were overridden.
  package var signOff = SignOffStatus()
  /// Old publications that the archive keeps as they are.
  package var kept: [KeptPublication] = []
}

/// A search for what stands where it must not, by the journal.
package struct LeakCheckRecord: Sendable, Hashable {
  package let instant: Instant
  /// `clean`, `leak`, or `incomplete` where something could not be read.
  package let result: String
  package let foundSomething: Bool
  /// The editions of which something was found; nil where the journal does not say.
  package let editions: [Month]?

  package var isClean: Bool { result == "clean" && !foundSomething }
}

extension History {
  /// The newest search of the public tree for leaks: that another folder is clean says nothing of it.
  var newestLeakCheck: LeakCheckRecord? {
    // The first journals did not say what was searched.
    let publicTree = CanonicalJSON.string("public tree")
    let newest = journal.last {
      $0.event == "leak-checked" && $0.fields["searched"] ?? publicTree == publicTree
    }
    guard let entry = newest,
      case .string(let result)? = entry.fields["result"]
    else { return nil }
    var editions: [Month]?
    if case .array(let months)? = entry.fields["editions"] {
      editions = months.compactMap { if case .string(let text) = $0 { Month(text) } else { nil } }
    }
    return LeakCheckRecord(
      instant: entry.instant, result: result, foundSomething: entry.fields["leaks"] != .integer(0),
      editions: editions)
  }
}
