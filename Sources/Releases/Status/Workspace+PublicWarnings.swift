import Ledger
import Notation
import Schedule
import Storage

/// What `status` warns of in what readers get, and got too early.
extension Workspace {
  /// Editions that are out by the log and not in the public tree: readers follow links to nothing.
  func publicTreeWarnings(_ history: History) throws -> [StatusWarning] {
    if try hasLostPublicTree(history), history.released.isEmpty {
      return [warning(nil, "the public tree, with calendar and log, is gone")]
    }
    // A clone of the records alone serves no readers; a copy is nobody's public tree.
    let isServed = try Files.exists(trees.treesFolder) || !history.unreleasedSeals.isEmpty
    guard copy == nil, isServed else { return [] }
    let missing: [Month]
    do {
      missing = try editionsNotPublic(history)
    } catch let error as StorageError {
      return [warning(nil, "the public tree cannot be used: \(error.cause)")]
    }
    guard missing.count > 1, missing == history.released else {
      return missing.map { warning($0, "is out, and the public tree has no pages of it") }
    }
    return [warning(nil, "\(missing.count) editions are out, and none is in the public tree")]
  }

  private func warning(_ month: Month?, _ text: String) -> StatusWarning {
    StatusWarning(
      kind: .editionNotPublic, edition: month, isUrgent: true, text: text,
      remedy: "see `ninethirty verify`, and lay the tree anew with `ninethirty repair --apply`")
  }

  /// Editions whose material lay in the public tree when they came out, until a statement on the
  /// breach is public.
  func leakWarnings(_ history: History) -> [StatusWarning] {
    history.released.compactMap { month in
      guard let found = history.leakReports(of: month).last?.found,
        !history.log.contains(where: {
          $0.event == "breach" && $0.edition == month.description && $0.instant >= found.instant
        })
      else { return nil }
      return StatusWarning(
        kind: .leakAtRelease, edition: month, isUrgent: true,
        text:
          "was readable in part before its release: the search of \(found.instant) found material "
          + "of it in the public tree" + draftedReport(on: month, history),
        remedy: "report the breach, and publish a statement with "
          + "`ninethirty breach \(month) --publish FILE --by ID`")
    }
  }

  /// Which report was drafted by itself then, for a sentence.
  private func draftedReport(on month: Month, _ history: History) -> String {
    history.leakReports(of: month).last.map { "; the report is drafted, \($0.report)" } ?? ""
  }
}

extension History {
  /// The searches before a release of an edition that found material of it in the public tree, each with
  /// the report that was drafted of it by itself.
  func leakReports(of month: Month) -> [(found: LedgerEntry, report: String)] {
    var result: [(found: LedgerEntry, report: String)] = []
    var open: LedgerEntry?
    for entry in journal where entry.edition == month.description {
      if entry.event == "leak-checked" {
        open = entry.fields["result"] == .string("leak") ? entry : nil
      } else if entry.event == "breach-drafted", let found = open,
        case .string(let report)? = entry.fields["report"]
      {
        result.append((found, report))
        open = nil
      }
    }
    return result
  }
}
