import Notation
package import Schedule

/// Something that a release manager has to do before an instant, or has to know.
package struct StatusWarning: Sendable, Hashable {
  /// What it is about; its raw value is the name in JSON.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// No confirmed date was announced four weeks before (Code of Practice T3.1).
    case notAnnounced = "not-announced"
    /// The schedule comes to an edition that `editions` does not name.
    case notPlanned = "not-planned"
    case notDrafted = "not-drafted"
    case notSealed = "not-sealed"
    /// Official statistics whose instant went by.
    case overdue
    /// The names of those with pre-release access were not confirmed for this edition.
    case preReleaseNotConfirmed = "pre-release-not-confirmed"
    /// Copies were handed over before release that nobody should have any more.
    case preReleaseCopiesOut = "pre-release-copies-out"
    /// No key on this machine opens what is sealed.
    case keyNotAvailable = "key-not-available"
    /// What is sealed would not open on this machine.
    case keyNotRecipient = "key-not-recipient"
    /// A key can open what is sealed, and the journal does not know who named it.
    case recipientUnknown = "recipient-unknown"
    /// What stands around the editions would tell what is under embargo with the next switch.
    case siteTells = "site-tells"
    /// Pages that a crash left in clear while PDFs were printed of them.
    case pagesInClear = "pages-in-clear"
    /// The switch does not fit on the disk.
    case diskTooFull = "disk-too-full"
    case clockUnsynchronised = "clock-unsynchronised"
    /// The clock stands before the newest time of the journal, and nobody has said why.
    case clockSetBack = "clock-set-back"
    /// A release was begun and neither finished nor taken back.
    case releaseInterrupted = "release-interrupted"
    /// The sealed file is missing, or is not what was sealed.
    case sealBroken = "seal-broken"
    /// The schedule has another date than the one for which the edition was sealed.
    case movedAfterSealing = "moved-after-sealing"
    /// It was sealed as another kind of publication than the schedule has now.
    case sealedAsAnother = "sealed-as-another"
    /// The schedule has another date than the public was told, or one for what was cancelled in public.
    case announcedOtherwise = "announced-otherwise"
    /// A breach of the rules of pre-release access that nobody has reviewed.
    case preReleaseBreach = "pre-release-breach"
    /// Since it was sealed another edition came out or was withdrawn, so that it does not fit what is out,
    /// or one was corrected whose figures its bulletin repeats.
    case sealedBeforeAnother = "sealed-before-another"
    /// A sealed file of an edition that was cancelled still lies there.
    case sealedAndCancelled = "sealed-and-cancelled"
    /// A sealed edition is no more among those of the schedule: nothing waits for its instant.
    case sealedAndDropped = "sealed-and-dropped"
    /// An analysis was written after its edition was sealed.
    case changedAfterSealing = "changed-after-sealing"
    /// No search for leaks since the edition was sealed, or one that found something.
    case leakCheck = "leak-check"
    /// The public tree does not have the pages of an edition that is out.
    case editionNotPublic = "edition-not-public"
    /// Log and journal are older than the log that readers have.
    case logOlderThanPublic = "log-older-than-public"
    /// Lines of the journal are gone: no verb writes beside it.
    case journalCutShort = "journal-cut-short"
    /// The public tree has links, or what else is neither file nor folder.
    case notFileInPublic = "not-file-in-public"
    /// The public tree held material of an edition before its release, and nothing was published on
    /// it.
    case leakAtRelease = "leak-at-release"
    /// An edition came out late, and the report of that is not drafted.
    case lateReportOwed = "late-report-owed"
    /// Organisations have not published their reports in time (domain rule R7).
    case obligationsOverdue = "obligations-overdue"
    /// The archive has lost an edition that is out, or its inventory is damaged.
    case archiveDamaged = "archive-damaged"
    /// Something else stands where a folder or file of ninethirty belongs, or it is on another file system.
    case placeNotUsable = "place-not-usable"
    /// Something could not be looked at, so that what it would tell is not known.
    case notReadable = "not-readable"
    /// A version is out, and the archive does not have it yet.
    case notArchived = "not-archived"
    /// An edition and a planned revision have the same instant, or two planned revisions have.
    case sameInstant = "same-instant"
    /// A correction that the journal says was given up still stands.
    case correctionGivenUp = "correction-given-up"
    /// A correction was opened and is not sealed.
    case correctionOpen = "correction-open"
    /// A new version of an edition is sealed and waits for its release.
    case versionWaiting = "version-waiting"
    /// Lines of the public log that no signed checkpoint covers.
    case logNotSigned = "log-not-signed"
    /// The key that signs the public log is not on this machine.
    case logKeyNotAvailable = "log-key-not-available"
  }

  package let kind: Kind
  /// The edition that it is about; nil where it is about the machine.
  package let edition: Month?
  /// Whether the instant is in danger, or was missed.
  package let isUrgent: Bool
  /// What is the matter, in lower case.
  package let text: String
  /// What to do.
  package let remedy: String

  /// The warning in one line.
  package var line: String {
    let subject = edition.map { "\($0) " } ?? ""
    return "\(isUrgent ? "URGENT" : "warning")  \(subject)\(text); \(remedy)"
  }

  var json: CanonicalJSON {
    .object([
      "edition": edition.map { .string($0.description) } ?? .null, "kind": .string(kind.rawValue),
      "remedy": .string(remedy), "text": .string(text), "urgent": .bool(isUrgent),
    ])
  }
}

/// From how long before an instant `status` speaks of what is still to be done.
enum WarningTimes {
  /// Four weeks: the notice of a confirmed date (Code of Practice T3.1).
  static let announced = 28
  /// A week before that there is still time to announce official statistics.
  static let announceSoon = 35
  static let drafted = 14
  static let sealed = 2
  /// From a day before on, the last chance is near.
  static let urgent = 1
}
