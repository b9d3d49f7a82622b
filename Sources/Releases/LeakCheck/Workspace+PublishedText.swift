import Diagnostics
import Ledger
import Schedule
import Statistics
import Storage

/// The last look at a text that people write and the public is given.
extension Workspace {
  /// Refuses a text that is about to be published and tells what is under embargo.
  ///
  /// Where `mustBeSearched` is false, inputs that cannot be read do not hold it up: wrong figures
  /// are not left public for a broken schedule. The note of a correction may tell of `own`, the edition
  /// that it is published with.
  func refuseEmbargoed(
    _ text: String, of name: String, _ history: History, mustBeSearched: Bool = true,
    own: Month? = nil
  ) throws {
    do {
      let report = try leakReport([], history, typed: [(text, name)], except: own)
      if let first = report.leaks.first {
        throw ReleaseError(
          .embargoed,
          "\(name) itself tells what is under embargo (\(first.kind.rawValue) of "
            + "\(first.edition)), and it is published; say it otherwise")
      }
      if mustBeSearched { try refuseUnsearched(report, of: name) }
      try refuseOrganisations(in: text, of: name, history, mustBeRead: mustBeSearched)
    } catch let error as ReleaseError where error.code == .embargoed {
      throw error
    } catch  where !mustBeSearched {
      return
    }
  }

  /// Refuses a text where inputs of editions under embargo could not be searched for: what was not
  /// searched for is not known to be harmless.
  func refuseUnsearched(_ report: LeakCheckReport, of name: String) throws {
    guard !report.notSearched.isEmpty else { return }
    throw ReleaseError(
      .findings,
      "\(name) is published, and could not be searched for everything that is under embargo: "
        + report.notSearched.joined(separator: "; ")
        + ". Mend that first; `ninethirty check EDITION` says what is wrong with its files")
  }

  /// Refuses a text that names an organisation of the register of which no report is out: that it
  /// asked, and what came of it, is not public (the check `wording.organisation`).
  func refuseOrganisations(
    in text: String, of name: String, _ history: History, mustBeRead: Bool = true
  ) throws {
    let unpublished: UnpublishedOrganisations
    do {
      unpublished = try UnpublishedOrganisations(of: self, history)
    } catch  where !mustBeRead {
      return
    }
    if mustBeRead, let first = unpublished.fault {
      throw ReleaseError(
        .findings,
        "\(name) is published, and could not be searched for every organisation of "
          + "\(first.place.text): \(first.found); \(first.remedy)")
    }
    for mention in unpublished.names(in: text) {
      guard try !isPublished(mention, history) else { continue }
      // The refusal does not tell what it refuses.
      throw ReleaseError(
        .embargoed,
        "\(name) names an organisation of \(Self.registerFile) of which no report is out, and it is "
          + "published; say it otherwise")
    }
  }

  /// Whether a name stands in something that came out.
  func isPublished(_ name: String, _ history: History) throws -> Bool {
    guard let any = history.released.last else { return false }
    var material = EmbargoedMaterial()
    material.add(organisation: name, of: any)
    material.finish { _ in false }
    let subjects = Set(material.needles.indices.map { LeakSearch.Hit.Subject.needle($0) })
    var pages = publishedPages(history.released, history)
    return try !pages.subjects(subjects, in: material).isEmpty
  }
}
