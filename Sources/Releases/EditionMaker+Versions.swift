import Archive
import Diagnostics
import Editions
import Intake
import Publications
import Schedule
import Storage

/// What a new version does beyond making its pages: it leaves something at the addresses that it
/// has no page for, and says who else repeats what it corrects.
extension EditionMaker {
  /// What stands at the addresses of pages that the version before had and this one has not.
  ///
  /// `pages` are those of each language, English first.
  func removedPages(_ pages: [EditionPages], kept: Set<String>) throws -> [MadePage] {
    guard let previous = plan.previous else { return [] }
    // The PDF of a page that stays is printed anew with it.
    let printed = Set(printedBefore.filter { kept.contains($0.page) }.map(\.pdf))
    let kept = kept.union(printed)
    let gone = previous.state.keys.compactMap { path -> String? in
      guard path.hasPrefix("renditions/") else { return nil }
      let page = String(path.dropFirst("renditions/".utf8.count))
      return EditionFile.isMade(page) && !EditionFile.isOfSeries(page) && !page.hasPrefix("assets/")
        && !EditionFile.isPermanentCopy(page) && !kept.contains(page) ? page : nil
    }
    let folders = Dictionary(grouping: gone) { $0.parentPath }
    // Under the address of this version a page stands a folder deeper.
    func copies(of paths: [String]) -> [String] {
      paths.filter { $0.hasSuffix(".html") }.map { "v\(plan.number)/\($0)" }
    }
    let others = Set(gone + copies(of: gone))
    return try folders.keys.sorted().map { folder in
      let source = "withdrawn/\(folder).xml"
      let paths = folders[folder]!
      let language = Language(ofPage: paths[0])
      let pages = pages.first { $0.language == language } ?? pages[0]
      return pages.withdrawn(
        try removal(of: folder, source: source), pages: paths + copies(of: paths), source: source,
        others: others)
    }
  }

  /// The PDFs of the version before, each with its page.
  private var printedBefore: [(pdf: String, page: String)] {
    (plan.previous?.state.keys.sorted() ?? []).compactMap { path in
      guard path.hasPrefix("renditions/"), path.hasSuffix(".pdf") else { return nil }
      let pdf = String(path.dropFirst("renditions/".utf8.count))
      return (pdf, pdf.dropLast(pdf.lastPathPart.utf8.count) + "index.html")
    }
  }

  /// A new version whose pages no longer have the PDFs that the version before had: their addresses would
  /// go on showing what was corrected.
  func lostPrints(kept: Set<String>) -> [Finding] {
    guard intake.frame?.programme.makesPDF != true else { return [] }
    let lost = printedBefore.filter { kept.contains($0.page) }
    guard !lost.isEmpty else { return [] }
    return [
      Finding(
        "correction.pdf-off", at: Place(Workspace.scheduleFile, path: "$.pdf"),
        found: "version \(plan.number - 1) has PDFs at \(lost.count) "
          + "address\(lost.count == 1 ? "" : "es") that version \(plan.number) would print none for",
        rule: "an address that was published does not break, nor go on showing what was corrected",
        source: "Code of Practice T3.9",
        remedy: "set \"pdf\" to true until the correction is sealed")
    ]
  }

  /// Languages in which the version before had pages and the new one has none: all of them would be
  /// taken back.
  func lostLanguages(_ pages: [EditionPages]) -> [Finding] {
    let state = plan.previous?.state.keys.sorted() ?? []
    return Language.allCases.filter { language in
      language != .english && !pages.contains { $0.language == language }
    }.compactMap { language in
      // A page that had gone before has its source among the notices.
      let count = state.count { $0.hasPrefix("sources/\(language.folder)") }
      guard count > 0 else { return nil }
      let code = "\"\(language.rawValue)\""
      return Finding(
        "correction.language-off", at: Place(Workspace.scheduleFile, path: "$.languages"),
        found:
          "version \(plan.number - 1) has \(count) page\(count == 1 ? "" : "s") in \(code) that "
          + "version \(plan.number) would put a notice in place of",
        rule: "an address that was published does not break: a page goes for a reason of its own",
        source: "Code of Practice T3.9",
        remedy: "name \(code) in \"languages\" until the correction is sealed")
    }
  }

  /// Languages in which the version before had no page and the new one has: such pages would say that they
  /// are the first, and mark no figure as revised.
  func newLanguages(_ pages: [EditionPages]) -> [Finding] {
    guard let state = plan.previous?.state.keys.sorted() else { return [] }
    return pages.map(\.language).filter { language in
      language != .english && !state.contains { $0.hasPrefix("renditions/\(language.folder)") }
    }.map { language in
      let code = "\"\(language.rawValue)\""
      return Finding(
        "correction.language-new", at: Place(Workspace.scheduleFile, path: "$.languages"),
        found: "version \(plan.number - 1) has no page in \(code), and version \(plan.number) "
          + "would",
        rule: "whoever reads of corrected figures is told what they were corrected from",
        source: "Code of Practice T3.9",
        remedy: "take \(code) out of \"languages\" until the correction is sealed")
    }
  }

  /// When and why a page went, and where the version stands that had it last.
  private func removal(of folder: String, source: String) throws -> Withdrawal {
    var last = plan.number - 1
    while last > 1 {
      let reader = try VersionPlan.archived(intake.month, version: last, in: workspace)
      guard reader.state["sources/\(source)"] != nil else { break }
      last -= 1
    }
    // The revision has every version from the second on.
    let version = plan.revision!.versions.first { $0.number == last + 1 }!
    // The version before leads from its English page to the others.
    let page = String(folder.dropFirst(Language(ofPage: "\(folder)/index.html").folder.count))
    let way = page.hasPrefix("reports/") ? "\(page)/" : ""
    return Withdrawal(
      .report, on: version.day, because: version.note.changed,
      earlier: "\(intake.month)/v\(last)/\(way)")
  }

  // MARK: What changes nothing

  /// Whether a report whose page was taken over from the last draft is made from what was archived
  /// with the version before.
  ///
  /// What is not known counts as changed.
  func isAsArchived(_ input: [UInt8], of file: String) throws -> Bool {
    guard let previous = plan.previous else { return false }
    let read = try [
      (file, input), (files.schedule.path, files.schedule.bytes()),
      (files.register.path, files.register.bytes()),
    ]
    return read.allSatisfy { previous.state["inputs/\($0.0)"] == SHA512Sum(of: $0.1).hex }
  }

  /// Whether the notice at the address of a page that went stood there in the version before.
  func isRemovedBefore(_ page: MadePage) -> Bool {
    guard let source = page.source else { return false }
    return plan.previous?.state["sources/\(source.path)"] != nil
  }

  /// Whether the templates are those of the version before: a stylesheet has text of its own.
  var hasPreviousTemplates: Bool {
    guard let previous = plan.previous else { return false }
    let before = previous.state.filter { $0.key.hasPrefix("templates/") }
    return before.count == templateFiles.count
      && templateFiles.allSatisfy { before["templates/\($0.key)"] == SHA512Sum(of: $0.value).hex }
  }

  /// A new version that says what the one before said tells readers of a change that they look for
  /// in vain.
  func nothingChanged() -> [Finding] {
    guard plan.isCorrection else { return [] }
    return [
      Finding(
        "correction.nothing-changed",
        at: Place("analyses/\(intake.month)/\(Correction.fileName)"),
        found: "version \(plan.number) says on every page what version \(plan.number - 1) says, "
          + "except for its update history",
        rule: "a new version comes out where something changed, and users are told what",
        source: "Code of Practice T3.9",
        remedy: "correct what was wrong, or give the correction up with "
          + "`ninethirty correct \(intake.month) --abandon`")
    ]
  }

  /// Later bulletins that are out and repeat a figure which this version changes.
  func repeatedFigures(in bulletin: [PublishedFigures]) throws -> [Finding] {
    guard plan.isCorrection, let before = plan.revision?.bulletin else { return [] }
    let changed = PublishedFigures(merging: bulletin).changed(since: before, under: "to-date.")
    guard !changed.isEmpty else { return [] }
    return try released.filter { $0 > intake.month && plan.withdrawn[$0] == nil }.compactMap {
      later in
      let version = try History(workspace).versionCount(of: later)
      let reader = try VersionPlan.archived(later, version: version, in: workspace)
      let pages = try reader.state.keys.filter {
        $0.hasPrefix("sources/") && $0.hasSuffix("bulletin.xml")
      }.sorted().compactMap { try reader.read($0).flatMap { PublishedFigures($0) } }
      let repeated = changed.filter { PublishedFigures(merging: pages).has($0, asIn: before) }
      return repeated.isEmpty ? nil : repetition(repeated, in: later)
    }
  }

  private func repetition(_ figures: [String], in later: Month) -> Finding {
    let shown = figures.prefix(5).map(\.quoted).joined(separator: ", ")
    let rest = figures.count > 5 ? " and \(figures.count - 5) more" : ""
    return Finding(
      "correction.repeated", .warning,
      at: Place("analyses/\(intake.month)/\(Correction.fileName)"),
      found: "the bulletin of \(later) repeats what this version corrects: \(shown)\(rest)",
      rule: "a figure that is corrected is corrected wherever it was published",
      source: "Code of Practice T3.9",
      remedy: "correct \(later) too once this is out, and record that here")
  }

  /// Editions whose reports this bulletin lists although they were withdrawn.
  func withdrawnEditions(in entries: [Month: [AnalysisEntry]]) -> [Finding] {
    plan.withdrawn.keys.sorted().compactMap { month in
      guard month < intake.month, let count = entries[month]?.count, count > 0 else { return nil }
      return Finding(
        "correction.withdrawn-edition", .warning, at: Place("analyses/\(month)"),
        found: "the lists to date have \(count) report\(count == 1 ? "" : "s") of \(month), "
          + "which was withdrawn on \(plan.withdrawn[month]!.longText)",
        rule: "what was withdrawn is not repeated without a reason",
        source: "Code of Practice T3.9",
        remedy: "record why they still count, or take the edition out with \"notHeld\"")
    }
  }
}
