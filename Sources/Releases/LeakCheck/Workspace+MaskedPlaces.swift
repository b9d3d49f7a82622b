import Diagnostics
import Ledger
import Schedule
import Storage

/// The names of files that nobody published, where they are told of: such a name may itself be what is
/// under embargo.
extension Workspace {
  /// The report with each name masked that is embargoed; `leak-check --show` tells it.
  package func masking(_ report: VerificationReport) -> VerificationReport {
    let isOfUnknown = { (id: String) in
      [".extra", ".link", ".mode"].contains { id.hasSuffix($0) }
    }
    let places = Set(
      report.faults.filter { isOfUnknown($0.finding.id) }.map(\.finding.place.file))
    guard !places.isEmpty else { return report }
    let masked = maskedNames(in: places)
    var report = report
    report.faults = report.faults.map { $0.masking(masked) }
    return report
  }

  /// The plan in the same way.
  package func masking(_ plan: RepairPlan) -> RepairPlan {
    guard !plan.isEmpty else { return plan }
    let faulty = plan.faults.map(\.finding.place.file)
    let masked = maskedNames(in: Set(plan.steps.map(\.target) + faulty + plan.impossible))
    var plan = plan
    plan.steps = plan.steps.map { .init(target: masked[$0.target] ?? $0.target, what: $0.what) }
    plan.impossible = plan.impossible.map { masked[$0] ?? $0 }
    plan.faults = plan.faults.map { $0.masking(masked) }
    return plan
  }

  /// Those of these paths, or messages that begin with one, that say what is under embargo, each with what
  /// is shown in its place.
  ///
  /// Where what is embargoed cannot be read, every name that is not of a folder is masked.
  func maskedNames(in places: Set<String>) -> [String: String] {
    // A copy of the publications knows of nothing that is to come.
    guard copy == nil else { return [:] }
    do {
      let history = try History(self)
      var pages = publishedPages(history.released, history)
      let material = try embargoedMaterial(history, publishedAs: pages.digests)
      var mask = PlaceMask(search: LeakSearch(material: material, readsPDF: false))
      for place in places { mask.look(at: place) }
      mask.letThrough(try pages.subjects(mask.subjects, in: material))
      return places.reduce(into: [:]) { masked, place in
        let text = mask.masked(place)
        if text != place { masked[place] = text }
      }
    } catch {
      return places.reduce(into: [:]) { masked, place in
        let text = maskingStrangers(in: place)
        if text != place { masked[place] = text }
      }
    }
  }

  /// A place, or a message that begins with one, its last name masked unless it is one that ninethirty gives
  /// to its own files whatever is to come.
  private func maskingStrangers(in text: String) -> String {
    let place = String(text.prefix { $0 != ":" })
    let own = [log, journal, publicTree, archive, sealed, path(Self.scheduleFile), publications]
    let names = [
      "0=ocfl_1.1", "0=ocfl_object_1.1", "inventory.json", "inventory.json.sha512",
      "log.jsonl", "ocfl_layout.json", EditionSeal.file,
    ]
    guard !own.map(shown).contains(place), !names.contains(place.lastPathPart),
      Month(place.lastPathPart) == nil
    else { return text }
    let rest = text.dropFirst(place.count)
    return "\(place.parentPath)/\(place.lastPathPart.masked)\(rest)"
  }
}

extension VerificationFault {
  fileprivate func masking(_ masked: [String: String]) -> VerificationFault {
    guard let place = masked[finding.place.file] else { return self }
    var fault = self
    fault.finding.place.file = place
    return fault
  }
}
