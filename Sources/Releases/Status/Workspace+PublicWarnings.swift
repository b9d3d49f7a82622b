import Archive
import Diagnostics
import Ledger
import Notation
import Schedule
import Storage

/// What `status` warns of in what readers get, and got too early.
extension Workspace {
  /// Editions that are out by the log and not in the public tree: readers follow links to nothing.
  func publicTreeWarnings(_ history: History) throws -> [StatusWarning] {
    let isLost = try hasLostPublicTree(history)
    if isLost, history.released.isEmpty {
      return [warning(nil, "the public tree, with calendar and log, is not there")]
    }
    // A clone of the records alone serves no readers; a copy is nobody's public tree.
    let isServed =
      try isLost || Files.exists(trees.treesFolder) || !history.unreleasedSeals.isEmpty
    guard copy == nil, isServed else { return [] }
    let missing: [Month]
    let others: [StatusWarning]
    do {
      missing = try editionsNotPublic(history)
      others = try [olderLogWarning(), notFilesWarning()].compactMap(\.self)
    } catch let error as StorageError {
      return [warning(nil, "the public tree cannot be used: \(error.cause)")]
    }
    guard missing.count > 1, missing == history.released else {
      return missing.map { warning($0, "is out, and the public tree has no pages of it") } + others
    }
    return [warning(nil, "\(missing.count) editions are out, and none is in the public tree")]
      + others
  }

  /// Records that were brought back from a copy which is older than what readers have.
  private func olderLogWarning() throws -> StatusWarning? {
    guard let (found, remedy) = try olderLog() else { return nil }
    return StatusWarning(
      kind: .logOlderThanPublic, edition: nil, isUrgent: true, text: found,
      remedy: remedy.prefix(1).lowercased() + remedy.dropFirst())
  }

  /// Links, and other things that are no files, where readers look.
  private func notFilesWarning() throws -> StatusWarning? {
    guard let tree = try trees.current() else { return nil }
    let others = try Files.survey(tree.path).found.filter { [.link, .other].contains($0.kind) }
    guard let first = others.first else { return nil }
    let place = "\(publicTree)/\(first.path)"
    return StatusWarning(
      kind: .notFileInPublic, edition: nil, isUrgent: true,
      text: "the public tree has "
        + (others.count == 1
          ? "a link, or what else is no file: \(place)"
          : "\(others.count) links, or what else is no file: \(place) is the first")
        + "; a web server may show what it leads to",
      remedy: "find out who put it there; `ninethirty repair` says what it would put back")
  }

  private func warning(_ month: Month?, _ text: String) -> StatusWarning {
    StatusWarning(
      kind: .editionNotPublic, edition: month, isUrgent: true, text: text,
      remedy: "see `ninethirty verify`, and lay the tree anew with `ninethirty repair --apply`")
  }

  /// Editions whose material lay in the public tree before they came out, until a statement on the
  /// breach is public.
  func leakWarnings(_ history: History) -> [StatusWarning] {
    foundInPublic(history) + leaksAtRelease(history)
  }

  /// What the newest search of the public tree found of editions that are not out since.
  private func foundInPublic(_ history: History) -> [StatusWarning] {
    guard let newest = history.newestLeakCheck, newest.foundSomething else { return [] }
    let editions: [Month?] =
      newest.editions?.filter { month in
        history.latestRelease(of: month).map { $0.actual < newest.instant } ?? true
      } ?? [nil]
    return editions.map { month in
      StatusWarning(
        kind: .leakCheck, edition: month, isUrgent: true,
        text:
          "\(month == nil ? "what is under embargo " : "")may stand where it must not: the search of "
          + "\(newest.instant) found something",
        remedy: "run `ninethirty leak-check`, which names the places")
    }
  }

  private func leaksAtRelease(_ history: History) -> [StatusWarning] {
    history.leakedEditions.compactMap { month in
      guard let (found, report) = history.leakReports(of: month).last,
        !history.log.contains(where: {
          $0.event == "breach" && $0.edition == month.description && $0.instant >= found.instant
        })
      else { return nil }
      let before = history.releases.count { $0.edition == month && $0.actual < found.instant }
      let what =
        history.latestRelease(of: month) == nil
        ? "could be read in part"
        : before == 0
          ? "was readable in part" : "has a version \(before + 1) that was readable in part"
      return StatusWarning(
        kind: .leakAtRelease, edition: month, isUrgent: true,
        text:
          "\(what) before its release: the search of \(found.instant) found material of it in the "
          + "public tree; the report is drafted, \(report)",
        remedy: "report the breach, and publish a statement with "
          + "`ninethirty breach \(month) --publish FILE --by ID`")
    }
  }
}
