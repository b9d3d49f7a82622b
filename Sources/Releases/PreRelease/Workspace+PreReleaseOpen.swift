import Diagnostics
import Editions
import Intake
import Notation
import Publications
package import Schedule
import Storage

/// Copies for those who are given pre-release access.
extension Workspace {
  /// What `pre-release open` made.
  package struct PreReleaseOpening: Sendable {
    /// A copy: for whom, and its path.
    package struct Copy: Sendable {
      package let recipient: String
      package let file: String
      /// SHA-512 of the encrypted file.
      package let digest: String
    }

    package let copies: [Copy]
    /// Those who get none now, with the reason.
    package let others: [(recipient: String, reason: String)]
    /// The instant from which everybody has access.
    package let release: Instant
  }

  /// Makes the copy of each recipient whose access is open, marked and encrypted to their own key.
  ///
  /// Not a millisecond before the release's instant less the hours granted, in elapsed time, and not
  /// from the release on (SI 2008/2998 Schedule paragraph 4); never for anybody whose name was not
  /// confirmed; and not by a clock that says it is not synchronised, as a release. Nothing reaches the disk in clear. Each copy is in the journal before it has its
  /// name. `recipient` is the id of the one to make a copy for, nil for all; `output` a folder outside
  /// the workspace, open to its owner alone, made where it is not there.
  /// - Returns: the copies, and who gets none with the reason.
  /// - Throws: a ``ReleaseError``, `embargoed` where nobody's access is open yet.
  package func openPreRelease(
    _ month: Month, recipient: String?, output: String, clock: any Clock
  ) throws -> PreReleaseOpening {
    let lock = try lock("pre-release open \(month)")
    defer { withExtendedLifetime(lock) {} }
    let now = clock.now()
    try recoverLedgers(at: now)
    do {
      return try open(month, recipient: recipient, output: output, clock: clock)
    } catch let error as ReleaseError {
      if let reason = error.refusal {
        try record(
          "refused", of: month, ["reason": .string("pre-release-\(reason)")], in: journalLedger,
          at: now)
      }
      throw error
    }
  }

  private func open(
    _ month: Month, recipient: String?, output: String, clock: any Clock
  ) throws -> PreReleaseOpening {
    let history = try History(self)
    let programme = try self.programme()
    try refuseReleased(month, in: programme, history)
    let access = PreReleaseHistory(history)
    let list = try confirmedList(month, programme.schedule.preRelease, history, access)
    let seal = try standingSeal(of: month, history)
    let terms = try terms(of: seal, programme, history)
    let release = terms.instant
    let window = PreReleaseWindow(
      edition: month, release: release, zone: programme.schedule.rule.zone)
    let grants = try list.grants.filter { recipient == nil || $0.id == recipient }
      .nonEmpty(or: unknown(recipient, month))
    let withdrawn = Set(grants.filter { access.isWithdrawn($0, from: month) }.map(\.id))
    let (due, others) = window.sorted(grants, withdrawn: withdrawn, now: clock.now())
    guard !due.isEmpty else { throw window.refusal(others, grants: grants, now: clock.now()) }
    try refuseCancelled(terms, at: clock.now())
    try refuseMoved(terms, at: clock.now())
    try permitClock(clock, for: seal, at: release, programme, to: .handOver)
    let folder = try handOverFolder(output)
    let edition = try SealedPages(month, in: self)
    try refuseOtherList(edition.policy, programme.schedule.preRelease, history)
    let responsible = programme.schedule.preRelease.responsible?.role ?? ""
    let copies = try due.map { grant in
      // A clock may lose its source while the copies before this one are made.
      try permitClock(clock, for: seal, at: release, programme, to: .handOver)
      return try copy(
        PreReleaseCopy(grant: grant, window: window, edition: edition, grantedBy: responsible),
        into: folder, clock: clock)
    }
    return PreReleaseOpening(copies: copies, others: others, release: release)
  }

  private func unknown(_ recipient: String?, _ month: Month) -> ReleaseError {
    ReleaseError(
      .notFound,
      recipient.map { "nobody with the id \($0.quoted) is given pre-release access" }
        ?? "nobody is given pre-release access to edition \(month)", refusal: "no-grant")
  }

  /// The list, sound and as it was confirmed for the edition.
  private func confirmedList(
    _ month: Month, _ policy: PreReleasePolicy, _ history: History, _ access: PreReleaseHistory
  ) throws -> PreReleaseList {
    let read = try requiredPreRelease(policy, history)
    guard let list = read.list else {
      throw ReleaseError(
        .findings, "\(PreReleaseReader.fileName) has errors; nothing is handed over",
        findings: read.findings, refusal: "list")
    }
    guard let confirmation = access.confirmations[month] else {
      throw ReleaseError(
        .wrongState,
        "the names were not confirmed for edition \(month); the person responsible does it with "
          + "`ninethirty pre-release confirm \(month) --by ID`", refusal: "not-confirmed")
    }
    guard confirmation.isOf(read.bytes) else {
      throw ReleaseError(
        .wrongState,
        "\(PreReleaseReader.fileName) was changed after the names were confirmed for edition "
          + "\(month); have them confirmed again with `ninethirty pre-release confirm \(month) --by ID`",
        refusal: "changed")
    }
    return list
  }

  /// The sealed bulletin prints the list that it was sealed with: what is granted must be that.
  private func refuseOtherList(
    _ sealed: PreReleasePolicy, _ present: PreReleasePolicy, _ history: History
  ) throws {
    var policy = sealed
    policy.responsible = present.responsible
    guard let read = try readPreRelease(policy, history), read.list == nil else { return }
    throw ReleaseError(
      .findings,
      "the sealed edition publishes another list than \(PreReleaseReader.fileName) grants; seal it "
        + "again, or correct the file", findings: read.findings, refusal: "other-list")
  }

  /// Makes one copy, records it, and only then gives it its name.
  private func copy(
    _ copy: PreReleaseCopy, into folder: String, clock: any Clock
  ) throws -> PreReleaseOpening.Copy {
    let name = "\(copy.window.edition)-\(copy.grant.id).tar.age"
    let unfinished = "\(folder)/\(Files.unfinishedPrefix)\(name)"
    if try Files.exists(unfinished) { try Files.remove(tree: unfinished) }
    guard let key = copy.grant.ageKey else { preconditionFailure("a copy without a key") }
    let digest = try SealedFile.make(at: unfinished, for: [key]) { writer in
      try copy.write { try writer.put($0, $1) }
    }
    let now = clock.now()
    // The clock may have been set, or the release have come, while the copy was made.
    guard copy.grant.isOpen(at: now, release: copy.window.release) else {
      try Files.remove(tree: unfinished)
      throw copy.window.refusal([], grants: [copy.grant], now: now)
    }
    do {
      try record(
        "pre-release-opened", of: copy.window.edition,
        ["copy": .string(digest.hex), "recipient": .string(copy.grant.id)], in: journalLedger,
        at: now)
    } catch {
      try Files.remove(tree: unfinished)
      throw error
    }
    try Files.rename(unfinished, to: "\(folder)/\(name)")
    try Files.syncFolder(folder)
    return .init(recipient: copy.grant.id, file: "\(folder)/\(name)", digest: digest.hex)
  }
}

extension Workspace {
  /// Where copies are put: no part of the workspace, nor of what is or becomes public, by whatever
  /// link or mount; and its owner's alone.
  private func handOverFolder(_ output: String) throws -> String {
    let path: String
    if try Files.exists(output) {
      guard try Files.kind(of: output) == .directory, let found = try Files.resolved(output) else {
        throw refusedFolder(output, "it is no folder, or a link to one; name the folder itself")
      }
      path = found
    } else {
      guard let parent = try Files.resolved(output.parentPath) else {
        throw refusedFolder(output, "the folder above it is not there; make it first")
      }
      path = "\(parent)/\(output.lastPathPart)"
    }
    let closed = [folder, publications, "\(publications)/public", archive]
    for folder in try closed.compactMap({ try Files.resolved($0) }) {
      guard try !Self.isInside(path, folder), !"\(folder)/".hasPrefix("\(path)/") else {
        throw refusedFolder(
          output,
          "it is inside the workspace or its publications, or they are inside it; name a "
            + "folder elsewhere")
      }
    }
    try Files.makeDirectory(path, mode: 0o700)
    guard try Files.mode(of: path) & 0o077 == 0 else {
      throw refusedFolder(output, "others may open it; chmod 700 it, or name another one")
    }
    return path
  }

  /// Whether a path is a folder or below it, also where another path leads to the folder (a mount).
  private static func isInside(_ path: String, _ folder: String) throws -> Bool {
    var above = path
    while above != "/", !above.isEmpty {
      if above == folder { return true }
      if try Files.exists(above), try Files.isSame(above, folder) { return true }
      above = above.parentPath
    }
    return folder == "/"
  }

  private func refusedFolder(_ output: String, _ why: String) -> ReleaseError {
    ReleaseError(.usage, "no copy is put into \(output.quoted): \(why)", refusal: "folder")
  }
}

extension Array {
  fileprivate func nonEmpty(or error: @autoclosure () -> ReleaseError) throws -> Self {
    if isEmpty { throw error() }
    return self
  }
}
