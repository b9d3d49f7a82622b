import Diagnostics
import Editions
import Intake
import Ledger
import Notation
import Publications
package import Schedule
import Storage

extension Workspace {
  /// Takes an edition back: at each of its addresses stands a page that says so, when and why.
  ///
  /// It is a version of its own, without figures, sealed and released like any other, so that a
  /// crash leaves the edition or its withdrawal, whole. The archive keeps every version.
  /// - Throws: a ``ReleaseError`` where the edition is not out or withdrawn already, where one
  ///   person alone decides, or where the next version is sealed.
  package func withdraw(
    _ month: Month, reason: String, by person: String, agreedBy other: String, clock: any Clock
  ) throws -> ReleaseOutcome {
    guard person.foldedForComparison != other.foldedForComparison else {
      throw ReleaseError(
        .usage, "\(person.quoted) and \(other.quoted) are one person; a second one has to agree")
    }
    try sealWithdrawal(month, reason: reason, by: person, agreedBy: other, clock: clock)
    return try release(month, clock: clock)
  }

  private func sealWithdrawal(
    _ month: Month, reason: String, by person: String, agreedBy other: String, clock: any Clock
  ) throws {
    let lock = try lock("withdraw \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    _ = try finishInterruptedReleases(at: now)
    let history = try History(self)
    guard let release = history.latestRelease(of: month) else {
      throw ReleaseError(
        .wrongState, "edition \(month) is not out, so there is nothing to withdraw")
    }
    try refuseWithdrawn(release, to: "withdrawn twice")
    _ = try finish(release, at: now)
    if try isNextVersionSealed(of: month, history),
      history.standingSeal(of: month)?.kind != "withdrawal"
    {
      throw ReleaseError(
        .wrongState,
        "version \(release.version + 1) of \(month) is sealed and waits for its release; "
          + "`ninethirty unseal \(month)` first")
    }
    try checkListed(person, to: "withdraw", month, at: now)
    try checkKnown(other, agreeingTo: month, at: now)
    let recipients = try sealingRecipients()
    _ = try key()
    try requireRoom(toSeal: month)
    try Files.makeDirectory(sealed, mode: 0o700)
    let unfinished = unfinishedSealedFile(month)
    try Files.remove(tree: unfinished)
    try record(
      "withdrawing", of: month, by: person,
      ["agreedBy": .string(other), "version": .integer(release.version + 1)], in: journalLedger,
      at: now)
    var made: EditionSeal?
    let digest = try SealedFile.make(at: unfinished, for: recipients) { writer in
      made = try build(
        withdrawalOf: month, after: release, reason: reason, by: person, at: now, history,
        into: writer)
    }
    try keep(made!, digest: digest.hex, for: recipients, at: now)
  }

  /// Who agrees is one of the people, where there are any; they are at no keyboard here, so their
  /// user of the system is not asked.
  private func checkKnown(_ other: String, agreeingTo month: Month, at now: Instant) throws {
    let people = try people()
    guard !people.people.isEmpty else { return }
    _ = try listed(other, in: people, to: "withdraw", month, at: now)
  }

  /// Puts the pages that stand in place of the edition, what they are made from, and the seal.
  private func build(
    withdrawalOf month: Month, after release: History.Release, reason: String, by person: String,
    at now: Instant, _ history: History, into writer: SealedFile.Writer
  ) throws -> EditionSeal {
    let folder = try templateFolder()
    let (loaded, found) = Templates.load(folder.files)
    let intake = EditionIntake(month, from: try files(for: month))
    let faults = folder.findings + found.withoutMissing(of: folder.findings)
    guard let templates = loaded, !faults.hasErrors, let frame = intake.frame else {
      throw ReleaseError(
        .findings,
        "edition \(month) cannot be withdrawn while schedule or templates have errors",
        findings: faults + (intake.frame == nil ? intake.findings : []))
    }
    let zone = frame.programme.schedule.rule.zone
    let day = zone.wallTime(of: now).day
    var withdrawn = history.withdrawals.compactMapValues { zone.wallTime(of: $0.actual).day }
    let others = withdrawn.keys.sorted()
    withdrawn[month] = day
    let pages = EditionPages(
      frame: frame, templates: templates, isDraft: false,
      styleName: Preparation.styleName(folder.files))
    let made = [
      pages.withdrawn(
        Withdrawal(.edition, on: day, because: reason), pages: try publicPages(of: month),
        source: "withdrawn.xml"),
      pages.frontPage(released: history.released, withdrawn: withdrawn),
    ]
    let problems = made.flatMap(\.findings)
    guard !problems.hasErrors else {
      throw ReleaseError(
        .findings, "the pages that say that \(month) was withdrawn have errors", findings: problems)
    }
    let sink = SealSink(writer)
    for page in made {
      if let source = page.source { try sink.put("sources/\(source.path)", source.bytes) }
      for file in page.renditions { try sink.put("renditions/\(file.path)", file.bytes) }
    }
    for file in pages.withdrawnAssets { try sink.put("renditions/\(file.path)", file.bytes) }
    for path in folder.files.keys.sorted() {
      try sink.put("templates/\(path)", folder.files[path]!)
    }
    try sink.put(
      "recipes.json", Recipes.document(made.flatMap(\.recipes), reports: [], of: pages))
    try sink.put("build.json", CanonicalDocument.bytes(Build.description))
    try sink.putRebuildKit()
    let files = sink.files
    let seal = EditionSeal(
      edition: month, version: release.version + 1, change: .withdrawal(reason: reason),
      instant: now, zone: zone, sealedAt: now, sealedBy: person,
      follows: history.released.filter { $0 != month }, withdrawn: others,
      fileCount: files.count, digest: files.digest,
      executable: RunningProgram.digest?.hex)
    try writer.put(EditionSeal.file, seal.bytes(files))
    return seal
  }

  /// The pages of an edition as they stand in the public tree, by their paths in its folder: those
  /// of all versions.
  private func publicPages(of month: Month) throws -> [String] {
    guard let tree = try trees.current() else {
      throw ReleaseError(
        .wrongState, "there is no public tree, although \(month) is out; bring \(trees.link) back")
    }
    return try Files.walk("\(tree.path)/\(month)").filter { entry in
      entry.kind == .file && (entry.path.hasSuffix(".html") || entry.path.hasSuffix(".xml"))
    }.map(\.path).sorted()
  }
}

extension String {
  /// The text by which two names are told apart here: no case, no accents, single spaces.
  fileprivate var foldedForComparison: String {
    Slug.fold(self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
