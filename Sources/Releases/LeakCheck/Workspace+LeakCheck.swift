import Diagnostics
import Editions
import Intake
import Ledger
import Notation
package import Schedule
import Statistics
import Storage

extension Workspace {
  /// The public tree: what a leak check searches where nothing else is named.
  package var publicTree: String { "\(publications)/public" }

  /// Searches folders, files and addresses for what stands in no published edition.
  ///
  /// Nothing is written but a line in the journal: the result, never a place or a word of it.
  ///
  /// Places are folders, files, addresses of http and https; the public tree where there are none.
  package func leakCheck(_ places: [String], clock: any Clock) throws -> LeakCheckReport {
    let history = try History(self)
    let searched = places.isEmpty ? [publicTree] : places
    var report = try leakReport(searched, history)
    report.drop(publishedSince: history, by: try History(self))
    if try Files.exists(publications) {
      try guardPlaces()
      do {
        try refuseJournalWithGap(history)
        try record(
          "leak-checked", of: nil,
          report.fields(searched: places.isEmpty ? "public tree" : "\(places.count) places"),
          in: journalLedger, at: clock.now())
      } catch let error as ReleaseError where error.code == .altered {
        report.remarks.append("the journal does not have this search: \(error)")
      }
    }
    return report
  }

  /// The search itself; nothing is written.
  ///
  /// The pages of sealed editions are searched for too, by their digests, where `openingSealed` and
  /// a key opens them. What stands in `published` is no leak: in everything that is out, for nil.
  /// Nothing of `own` is searched for, and what stands in `coming` is no leak either: whoever has a report
  /// now may have one in the next edition too. What a PDF says is searched only where `readingPDF`.
  func leakReport(
    _ places: [String], _ history: History, openingSealed: Bool = true,
    heldAgainst published: [Month]? = nil, typed: [(text: String, name: String)] = [],
    except own: Month? = nil, coming: String = "", readingPDF: Bool = true
  ) throws -> LeakCheckReport {
    var pages = publishedPages(published ?? history.released, history)
    let material = try embargoedMaterial(
      history, openingSealed: openingSealed, publishedAs: pages.digests, except: own)
    var run = LeakCheckRun(
      search: LeakSearch(material: material, readsPDF: readingPDF), published: pages.digests)
    // One that cannot be read is searched like any other file, or named as not searched.
    let catalogue = pages.tree.flatMap { try? publishedCatalogue(history, in: $0) } ?? nil
    if let catalogue { run.listings = [SHA512Sum(of: catalogue).hex] }
    run.laid = Set(SiteRecord(history.journal).digests.values)
    for place in places { try run.search(place) }
    for typed in typed { run.search(text: typed.text, named: typed.name) }
    var report = try run.report { subjects in
      let own = subjects.intersection(
        run.search.hits(in: Array(coming.utf8), named: "", notRead: { _ in }).map(\.subject))
      return try pages.subjects(subjects.subtracting(own), in: material).union(own)
    }
    report.unreadPages = pages.unread
    return report
  }

  /// What every edition that is not out consists of, as far as it is at hand; but that of `own`.
  func embargoedMaterial(
    _ history: History, openingSealed: Bool = true, publishedAs digests: Set<String>,
    except own: Month? = nil
  ) throws -> EmbargoedMaterial {
    var material = try gatheredMaterial(
      history, openingSealed: openingSealed, publishedAs: digests, except: own)
    let known = try publicNames(history)
    let contacts = try contactTexts()
    material.finish { needle in
      known.contains(needle.letters)
        || needle.kind == .preReleaseName && contacts.contains { $0.contains(needle.letters) }
    }
    return material
  }

  private func gatheredMaterial(
    _ history: History, openingSealed: Bool, publishedAs digests: Set<String>, except own: Month?
  ) throws -> EmbargoedMaterial {
    var material = EmbargoedMaterial()
    // A page that a coming version has unchanged is public as it is, and the catalogue has its digest.
    material.ignore(digests)
    // One that cannot be read may be about to lead to the next version: it is searched for.
    let corrected = history.released.filter {
      (try? isCorrectionUnderEmbargo(of: $0, history)) ?? true
    }
    let embargo = try embargo(history)
    if let failure = embargo.failure { material.noting("analyses") { _ in throw failure } }
    let months = embargo.editions.union(corrected).sorted().filter { $0 != own }
    material.editions = months
    // Whatever is under embargo, and where nothing is: a key opens what will be.
    if let first = months.first ?? own ?? history.released.last {
      material.addPrivateKeys(of: first)
      material.noting(PreReleaseReader.fileName) { try addPreRelease(of: first, to: &$0) }
    }
    guard let last = months.last else { return material }
    for month in corrected {
      material.noting("the archived \(month)") {
        $0.ignore(try archivedDigests(of: month, history))
      }
    }
    material.noting(Self.scheduleFile) { $0.phrases = try programme().phrases }
    let files = try self.files(for: last)
    let intake = EditionIntake(last, from: files)
    let seals = history.unreleasedSeals
    for month in months {
      noteUnreadable(files, of: month, in: &material)
      for file in files.analyses[month] ?? [] {
        material.noting(file.path) {
          add(analysis: try file.bytes(), file: file.path, of: month, intake, to: &$0)
        }
      }
      if corrected.contains(month) {
        material.noting("the correction of \(month)") { try addCorrection(of: month, to: &$0) }
      }
      material.noting("analyses/\(month)") { try addTexts(of: month, to: &$0) }
      material.noting("the draft of \(month)") { try addDrafts(of: month, to: &$0) }
      try addSealed(month, seals[month], intake, isOpened: openingSealed, to: &material)
    }
    return material
  }

  /// The private list of who is given access, and each name of it: no name is ever published.
  private func addPreRelease(of month: Month, to material: inout EmbargoedMaterial) throws {
    guard try Files.exists(preReleaseFile) else { return }
    let bytes = try Files.readInput(preReleaseFile, limit: Self.analysisLimit)
    guard material.add(file: bytes, of: month) else { return }
    for name in PreReleaseReader.names(in: bytes) { material.add(person: name, of: month) }
  }

  /// Whom readers can ask, and the posts that have access: what is published of people by intent.
  private func contactTexts() throws -> [[UInt8]] {
    let programme = try programme()
    let contacts = programme.series.contacts.flatMap {
      [$0.role, $0.organisation, $0.address, $0.telephone, $0.email].compactMap(\.self)
    }
    let posts = programme.schedule.preRelease.recipients.flatMap { [$0.role, $0.organisation] }
    return (contacts + posts).map { SearchedText($0).letters }
  }

  /// Says which inputs of an edition cannot be read at all, such as a folder that is a link.
  private func noteUnreadable(
    _ files: WorkspaceFiles, of month: Month, in material: inout EmbargoedMaterial
  ) {
    let folder = "analyses/\(month)"
    for finding in files.findings
    where finding.id == "intake.file.unreadable"
      && "\(finding.place.file)/".utf8.starts(with: "\(folder)/".utf8)
    {
      material.notSearched.append("\(finding.place.file): \(finding.found)")
    }
  }

  /// An analysis, or a table of them.
  func add(
    analysis bytes: [UInt8], file: String, of month: Month, _ intake: EditionIntake,
    to material: inout EmbargoedMaterial
  ) {
    // What is as it was when its edition came out tells nothing of the correction.
    guard material.add(file: bytes, of: month) else { return }
    for reading in intake.read(bytes, file: file, of: month) {
      guard let analysis = reading.record?.analysis else {
        // Its name may be what nobody is to know.
        material.notSearched.append(
          "analyses/\(month): an analysis has errors, and nothing of it was searched for; `ninethirty "
            + "check \(month)` names it")
        continue
      }
      material.add(analysis, of: month)
    }
  }

  private func addTexts(of month: Month, to material: inout EmbargoedMaterial) throws {
    let folder = path("analyses/\(month)")
    for name in CommentaryReader.fileNames.sorted() + [RecordedReasons.fileName]
    where try Files.exists("\(folder)/\(name)") {
      add(
        text: try Files.readInput("\(folder)/\(name)", limit: Self.analysisLimit), named: name,
        of: month, to: &material)
    }
  }

  /// The commentary, or the reasons beside it.
  func add(
    text bytes: [UInt8], named name: String, of month: Month,
    to material: inout EmbargoedMaterial
  ) {
    if material.add(file: bytes, of: month), CommentaryReader.fileNames.contains(name) {
      material.addSentences(String(decoding: bytes, as: UTF8.self), month)
    }
  }

  /// The pages of a draft; what is of the templates alone is in every edition.
  private func addDrafts(of month: Month, to material: inout EmbargoedMaterial) throws {
    let folder = "\(drafts)/\(month)"
    guard try Files.exists(folder) else { return }
    for entry in try Files.walk(folder)
    where entry.kind == .file && !entry.path.hasSuffix(".css") && !entry.path.hasSuffix(".xsd") {
      material.add(file: try Files.read("\(folder)/\(entry.path)", limit: 1 << 30), of: month)
    }
  }
}
