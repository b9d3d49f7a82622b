import Archive
import Diagnostics
import Editions
import Intake
import Ledger
import Notation
package import Schedule
import Statistics
import Storage
import Synchronization

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
      try record(
        "leak-checked", of: nil,
        [
          "leaks": .integer(report.leaks.count), "result": .string(report.result),
          "searched": .string(places.isEmpty ? "public tree" : "\(places.count) places"),
        ], in: journalLedger, at: clock.now())
    }
    return report
  }

  /// The search itself; nothing is written.
  ///
  /// The pages of sealed editions are searched for too, by their digests, where `openingSealed` and
  /// a key opens them. What stands in `published` is no leak: in everything that is out, for nil.
  /// Nothing of `own` is searched for.
  func leakReport(
    _ places: [String], _ history: History, openingSealed: Bool = true,
    heldAgainst published: [Month]? = nil, typed: [(text: String, name: String)] = [],
    except own: Month? = nil
  ) throws -> LeakCheckReport {
    let published = published ?? history.released
    var material = try embargoedMaterial(history, openingSealed: openingSealed, except: own)
    let known = try publicNames(history)
    material.finish { known.contains($0.letters) }
    var run = LeakCheckRun(
      search: LeakSearch(material: material), published: try publishedDigests(published))
    for place in places { try run.search(place) }
    for typed in typed { run.search(text: typed.text, named: typed.name) }
    return try run.report { try publicSubjects($0, material, published) }
  }

  /// What every edition that is not out consists of, as far as it is at hand; but that of `own`.
  private func embargoedMaterial(
    _ history: History, openingSealed: Bool, except own: Month?
  ) throws -> EmbargoedMaterial {
    var material = EmbargoedMaterial()
    let corrected = try history.released.filter { try isCorrectionUnderEmbargo(of: $0, history) }
    let embargo = try embargo(history)
    if let failure = embargo.failure { material.noting("analyses") { _ in throw failure } }
    let months = embargo.editions.union(corrected).sorted().filter { $0 != own }
    material.editions = months
    guard let last = months.last else { return material }
    for month in corrected { material.ignore(try archivedDigests(of: month)) }
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
        material.notSearched.append("\(file): it has errors; nothing of it was searched for")
        continue
      }
      material.add(analysis, of: month)
    }
  }

  private func addTexts(of month: Month, to material: inout EmbargoedMaterial) throws {
    let folder = path("analyses/\(month)")
    for name in ["commentary.md", RecordedReasons.fileName]
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
    if material.add(file: bytes, of: month), name == "commentary.md" {
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

  /// Names of organisations and services that came out before, in editions that are out or are not
  /// held here: the register has them as published.
  func publicNames(_ history: History) throws -> Set<[UInt8]> {
    let embargo = try embargo(history)
    // A register that cannot be read makes nothing public: more is searched for, not less.
    let bytes = (try? Files.readInput(path(Self.registerFile), limit: Self.fileLimit)) ?? []
    let (register, _) = RegisterReader.read(bytes, file: Self.registerFile)
    var names: Set<[UInt8]> = []
    for request in register.requests where request.state == .published {
      guard case .known(let day)? = request.reached[.published] else { continue }
      guard !embargo.contains(day.monthOfYear) else { continue }
      let organisation = request.organisation
      for name in [organisation.name, organisation.id, request.service] {
        for form in [name, name.replacing("&", with: " and ")] {
          names.insert(SearchedText(form).letters)
        }
      }
    }
    return names
  }

  /// SHA-512 of every file of every version of what is out, as it was published.
  private func publishedDigests(_ editions: [Month]) throws -> Set<String> {
    let store = OCFLStore(archive)
    var digests: Set<String> = []
    for month in editions where try store.contains(month.description) {
      for version in try store.inventory(of: month.description).versions {
        for (path, digest) in version.state where path.hasPrefix("renditions/") {
          digests.insert(digest)
        }
      }
    }
    return digests
  }

  /// Which of these stand in published editions too: they are no leaks.
  func publicSubjects(
    _ subjects: Set<LeakSearch.Hit.Subject>, _ material: EmbargoedMaterial, _ editions: [Month]
  ) throws -> Set<LeakSearch.Hit.Subject> {
    let search = LeakSearch(material: material)
    let store = OCFLStore(archive)
    let found = Mutex<Set<LeakSearch.Hit.Subject>>([])
    for month in editions where try store.contains(month.description) {
      var done: Set<String> = []
      for version in try store.inventory(of: month.description).versions {
        let pages = version.state.filter { $0.key.hasPrefix("renditions/") }.sorted { $0 < $1 }
          .filter { done.insert($0.value).inserted }.map(\.key)
        guard !pages.isEmpty else { continue }
        let reader = try OCFLVersionReader(month.description, version: version.name, in: store)
        try inParallel(pages.count) { index in
          guard found.withLock({ $0.count < subjects.count }) else { return }
          let path = pages[index]
          let bytes = try reader.read(path) ?? []
          let hits =
            search.hits(in: bytes, named: path, notRead: { _ in })
            + search.hits(in: Array(path.utf8), named: path, notRead: { _ in })
          let here = hits.map(\.subject).filter(subjects.contains)
          found.withLock { $0.formUnion(here) }
        }
      }
    }
    return found.withLock { $0 }
  }
}
