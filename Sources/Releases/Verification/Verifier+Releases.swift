import Archive
import Diagnostics
import Editions
import Ledger
import Notation
import Schedule
import Storage

/// The archive held against the log: each publication has its version, each version its line.
extension Verifier {
  mutating func checkReleases() throws {
    for month in history.released where isWanted(month) {
      let releases = history.releases.filter { $0.edition == month }
      guard let edition = archived[month] else {
        noteMissing(month, releases)
        continue
      }
      for release in releases { check(release, in: edition) }
      for version in edition.versions
      where !releases.contains(where: { $0.version == version.number }) {
        note(
          "verify.archive.unlogged", folder(month),
          "the archive has version \(version.number) of \(month), and the log has no line of it",
          rule: "a version is archived when the log says that it came out",
          source: Self.archiveRules,
          remedy: "find out whether the log was cut or the archive forged",
          edition: month, version: version.number)
      }
    }
    if history.log.isEmpty {
      try noteMissingLog()
    } else {
      for month in archived.keys.sorted() where !history.released.contains(month) {
        noteUnlogged(archived[month]!)
      }
    }
    checkLostImports()
  }

  /// What was imported stays in the archive.
  private mutating func checkLostImports() {
    let store = OCFLStore(workspace.archive)
    for (object, arrival) in history.arrivals.sorted(by: { $0.key < $1.key })
    where (try? store.contains(object)) == false {
      note(
        "verify.archive.missing", "\(workspace.archive)/\(object)",
        arrival.isStated
          ? "\(object) stood in the archive when the journal's loss was stated, and is not there"
          : "\(object) was imported and is not in the archive", rule: "what was imported is kept",
        source: Self.archiveRules,
        remedy: "import it again from the bag or folder that it came from",
        edition: Month(object) ?? KeptPublication.edition(ofObject: object),
        sound: .init(
          instant: arrival.instant, what: arrival.isStated ? "it stood there" : "it was imported"),
        repair: Self.copyOfArchive)
    }
  }

  /// What came into the archive otherwise than by a release: the journal has the digest of its
  /// inventory.
  mutating func checkImported(_ edition: ArchivedEdition) {
    // A journal that is gone or broken is said already.
    guard !history.journal.isEmpty else { return }
    // What stood there when a lost journal was stated to be lost is held against that.
    guard let known = history.knownInventory(of: edition.name) else { return noteUnlogged(edition) }
    guard let digest = edition.inventoryDigest, known.digest != digest else { return }
    note(
      "verify.archive.inventory", "\(workspace.archive)/\(edition.name)/inventory.json",
      known.isStated
        ? "it is not the inventory that stood there on \(known.instant), when the journal's loss was stated"
        : "it is not the inventory that was imported on \(known.instant)",
      rule: "what was imported is never changed", source: Self.archiveRules,
      remedy: "put the object back from a copy of the archive", edition: Month(edition.name),
      sound: .init(
        instant: known.instant, what: known.isStated ? "it stood there" : "it was imported"),
      repair: Self.copyOfArchive)
  }

  /// Names what nothing vouches for.
  ///
  /// Of an edition the log alone decides, journal or not.
  private mutating func noteUnlogged(_ edition: ArchivedEdition) {
    note(
      "verify.archive.unlogged", "\(workspace.archive)/\(edition.name)",
      Month(edition.name) != nil
        ? "the archive has \(edition.name), and the log does not say that it came out"
        : "the archive has \(edition.name), and the journal does not say that it was imported",
      rule: "what is in the archive was released or imported", source: Self.archiveRules,
      remedy:
        "find out whether the \(Month(edition.name) != nil ? "log" : "journal") was cut or the"
        + " archive forged", edition: Month(edition.name))
  }

  private func folder(_ month: Month) -> String { "\(workspace.archive)/\(month)" }

  private mutating func noteMissing(_ month: Month, _ releases: [History.Release]) {
    let newest = releases.last!.version
    note(
      "verify.archive.missing", folder(month),
      newest == 1
        ? "the edition \(month) came out, and the archive does not have it"
        : "the edition \(month) came out in \(newest) versions, and the archive does not have it",
      rule: "everything that came out is archived", source: Self.archiveRules,
      remedy: missingRemedy(releases[0]), edition: month, repair: missingRepair(releases[0]))
  }

  /// The sealed file of a version goes when it is archived: while it is there, the release goes on.
  private func unfinishedFile(_ release: History.Release) -> String? {
    (try? workspace.waitingFile(of: release, history)) ?? nil
  }

  private func missingRemedy(_ release: History.Release) -> String {
    unfinishedFile(release) != nil
      ? "its release was interrupted; `ninethirty release \(release.edition)` finishes it"
      : "put the archive back from a copy"
  }

  private func missingRepair(_ release: History.Release) -> String {
    unfinishedFile(release).map { "the sealed file, sealed/\($0.lastPathPart)" }
      ?? Self.copyOfArchive
  }

  private mutating func check(_ release: History.Release, in edition: ArchivedEdition) {
    let month = release.edition
    guard let version = edition.versions.first(where: { $0.number == release.version }) else {
      // An inventory that is broken, or another's, is said already.
      guard edition.id == edition.name else { return }
      return note(
        "verify.archive.missing", folder(month),
        "version \(release.version) of \(month) came out on \(release.actual), and the archive does"
          + " not have it", rule: "everything that came out is archived", source: Self.archiveRules,
        remedy: missingRemedy(release), edition: month, version: release.version,
        repair: missingRepair(release))
    }
    for fault in version.sealFaults {
      note(
        "verify.archive.seal", "\(folder(month))/v\(version.number)", fault,
        rule: "a version is exactly what was sealed", source: Self.archiveRules,
        remedy: "put the object back from a copy of the archive", edition: month,
        version: version.number, repair: Self.copyOfArchive)
    }
    if let seal = version.open?.seal {
      if seal.digest != release.digest || seal.edition != month || seal.version != version.number {
        note(
          "verify.archive.diverged", "\(folder(month))/v\(version.number)",
          "the archive has \(seal.digest.prefix(16))… as version \(version.number) of \(month),"
            + " sealed by \(seal.sealedBy.quoted) on \(seal.sealedAt), and the log says that"
            + " \(release.digest.prefix(16))… came out",
          rule: "the archived version is the one whose digest the log has",
          source: Self.archiveRules,
          remedy: "this is another archive's history; find the copy that fits the log",
          edition: month, version: version.number,
          repair: "a copy of the archive that fits the log: `ninethirty repair --from FOLDER`")
      } else {
        for fault in version.sealOthers(of: release, history) {
          note(
            "verify.archive.seal", "\(folder(month))/v\(version.number)", fault,
            rule: "log and journal have the facts that stand in \(EditionSeal.file)",
            source: Self.archiveRules,
            remedy: "put the object back from a copy of the archive, and find out who changed it",
            edition: month, version: version.number, repair: Self.copyOfArchive)
        }
      }
    }
    checkFacts(release, version)
  }

  private mutating func checkFacts(_ release: History.Release, _ version: ArchivedEdition.Version) {
    let month = release.edition
    let line = history.log.first {
      $0.edition == month.description && $0.fields["digest"] == .string(release.digest)
    }?.sequence
    checkAccount(release, version, line: line)
    if version.created != release.actual.description {
      note(
        "verify.log.facts", workspace.log, line: line,
        "the log says that version \(release.version) of \(month) came out on \(release.actual), and"
          + " the archive has it of \(version.created)",
        rule: "log and archive have one instant of a publication", source: Self.archiveRules,
        remedy: "find out which of the two was changed", edition: month, version: release.version)
    }
    let message = "\(release.change.message) \(month)."
    if let sealedBy = version.open?.seal.sealedBy,
      version.message != message || version.user != sealedBy
    {
      note(
        "verify.archive.inventory", "\(folder(month))/inventory.json",
        "it says \((version.message ?? "").quoted) by \((version.user ?? "").quoted) of version"
          + " \(version.number); it was \(message.quoted) by \(sealedBy.quoted)",
        rule: "the inventory says of a version what log and seal say", source: Self.archiveRules,
        remedy: "put the object back from a copy of the archive", edition: month,
        version: version.number, repair: Self.copyOfArchive)
    }
    // Earlier versions wrote none.
    if case .known(let address) = version.contact, let named = version.address, named != address {
      note(
        "verify.archive.inventory", "\(folder(month))/inventory.json",
        "it names \(named.quoted) for questions about version \(version.number), and"
          + " the schedule of that version \((address ?? "").quoted)",
        rule: "the inventory has the address that the archived schedule has",
        source: Self.archiveRules,
        remedy: "put the object back from a copy of the archive", edition: month,
        version: version.number, repair: Self.copyOfArchive)
    }
    if release.delayMilliseconds
      != Int(release.actual.milliseconds - release.scheduled.milliseconds)
    {
      note(
        "verify.log.facts", workspace.log, line: line,
        "the line says that the delay was \(release.delayMilliseconds) ms; from \(release.scheduled)"
          + " to \(release.actual) it is another",
        rule: "the delay is the time from the scheduled instant to the actual one",
        source: Self.ledgerRules, remedy: "find out who wrote the line", edition: month,
        version: release.version)
    }
  }
}
