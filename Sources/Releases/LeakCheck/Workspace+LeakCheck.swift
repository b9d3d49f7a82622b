import Archive
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
    let report = try leakReport(searched, history)
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
  func leakReport(
    _ places: [String], _ history: History, openingSealed: Bool = true,
    heldAgainst published: [Month]? = nil, typed: (text: String, name: String)? = nil
  ) throws -> LeakCheckReport {
    let published = published ?? history.released
    var material = try embargoedMaterial(history, openingSealed)
    let known = try publicNames(history)
    material.finish { known.contains($0.letters) }
    var run = LeakCheckRun(
      search: LeakSearch(material: material), published: try publishedDigests(published))
    for place in places { try run.search(place) }
    if let typed { run.search(text: typed.text, named: typed.name) }
    return try run.report { try publicSubjects($0, material, published) }
  }

  /// Refuses a text that is about to be published and tells what is under embargo.
  ///
  /// Where `mustBeSearched` is false, inputs that cannot be read do not hold it up: wrong figures
  /// are not left public for a broken schedule. The note of a correction may tell of `own`, the edition
  /// that it is published with.
  func refuseEmbargoed(
    _ text: String, of name: String, _ history: History, mustBeSearched: Bool = true,
    own: Month? = nil
  ) throws {
    let leaks: [Leak]
    do {
      leaks = try leakReport([], history, typed: (text, name)).leaks
    } catch  where !mustBeSearched {
      return
    }
    guard let first = leaks.first(where: { $0.edition != own }) else { return }
    throw ReleaseError(
      .embargoed,
      "\(name) itself tells what is under embargo (\(first.kind.rawValue) of \(first.edition)), and it "
        + "is published; say it otherwise")
  }

  /// What every edition that is held and not out consists of, as far as it is at hand.
  private func embargoedMaterial(
    _ history: History, _ openingSealed: Bool
  ) throws -> EmbargoedMaterial {
    let programme = try self.programme()
    var material = EmbargoedMaterial()
    let corrected = try history.released.filter { try isCorrectionUnderEmbargo(of: $0, history) }
    let months = programme.plans.keys.sorted().filter {
      programme.isHeld($0) && (!isPublic($0, record: history.record) || corrected.contains($0))
    }
    material.editions = months
    guard let last = months.last else { return material }
    for month in corrected { material.ignore(try archivedDigests(of: month)) }
    let files = try self.files(for: last)
    let intake = EditionIntake(last, from: files)
    for month in months {
      for file in files.analyses[month] ?? [] {
        material.noting(file.path) { try add(file, of: month, intake, to: &$0) }
      }
      if corrected.contains(month) {
        material.noting("the correction of \(month)") { try addCorrection(of: month, to: &$0) }
      }
      material.noting("analyses/\(month)") { try addTexts(of: month, to: &$0) }
      material.noting("the draft of \(month)") { try addDrafts(of: month, to: &$0) }
      if try openingSealed && Files.exists(sealedFile(month)) { addSealed(month, to: &material) }
    }
    return material
  }

  private func add(
    _ file: InputFile, of month: Month, _ intake: EditionIntake,
    to material: inout EmbargoedMaterial
  ) throws {
    let bytes = try file.bytes()
    // What is as it was when its edition came out tells nothing of the correction.
    guard material.add(file: bytes, of: month) else { return }
    for reading in intake.read(bytes, file: file.path, of: month) {
      guard let analysis = reading.record?.analysis else {
        material.notSearched.append("\(file.path): it has errors; nothing of it was searched for")
        continue
      }
      material.add(analysis, of: month)
    }
  }

  private func addTexts(of month: Month, to material: inout EmbargoedMaterial) throws {
    let folder = path("analyses/\(month)")
    for name in ["commentary.md", RecordedReasons.fileName]
    where try Files.exists("\(folder)/\(name)") {
      let bytes = try Files.readInput("\(folder)/\(name)", limit: Self.analysisLimit)
      if material.add(file: bytes, of: month), name == "commentary.md" {
        material.addSentences(String(decoding: bytes, as: UTF8.self), month)
      }
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

  /// The sealed file itself, and what it holds where a key is at hand.
  private func addSealed(_ month: Month, to material: inout EmbargoedMaterial) {
    material.noting("the sealed edition \(month)") {
      $0.add(digestOf: try SHA512Sum(ofFile: sealedFile(month)), of: month)
    }
    do {
      try forEachSealedFile(of: month) { path, bytes in
        guard path.hasPrefix("renditions/") || path.hasPrefix("sources/"),
          !path.hasSuffix(".css"), !path.hasSuffix(".xsd")
        else { return }
        material.add(file: bytes, of: month)
      }
    } catch {
      // Without its pages' digests the inputs are still searched for: said, and no more.
      material.remarks.append("the pages of the sealed \(month) were not searched for: \(error)")
    }
  }

  /// Names of organisations and services that came out before, in editions that are out or are not
  /// held here: the register has them as published.
  private func publicNames(_ history: History) throws -> Set<[UInt8]> {
    let programme = try self.programme()
    // A register that cannot be read makes nothing public: more is searched for, not less.
    let bytes = (try? Files.readInput(path(Self.registerFile), limit: Self.fileLimit)) ?? []
    let (register, _) = RegisterReader.read(bytes, file: Self.registerFile)
    let out = Set(history.released)
    var names: Set<[UInt8]> = []
    for request in register.requests where request.state == .published {
      guard case .known(let day)? = request.reached[.published] else { continue }
      let month = day.monthOfYear
      guard out.contains(month) || !programme.isHeld(month) else { continue }
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
  private func publicSubjects(
    _ subjects: Set<LeakSearch.Hit.Subject>, _ material: EmbargoedMaterial, _ editions: [Month]
  ) throws -> Set<LeakSearch.Hit.Subject> {
    let search = LeakSearch(material: material)
    let store = OCFLStore(archive)
    var found: Set<LeakSearch.Hit.Subject> = []
    for month in editions where try store.contains(month.description) {
      let inventory = try store.inventory(of: month.description)
      var done: Set<String> = []
      for version in inventory.versions {
        for path in version.state.keys.sorted()
        where path.hasPrefix("renditions/") && done.insert(version.state[path]!).inserted {
          let bytes = try store.read(path, of: month.description, version: version.name)
          let name = Array(path.utf8)
          for hit in search.hits(in: bytes, named: path, notRead: { _ in })
            + search.hits(in: name, named: path, notRead: { _ in })
          where subjects.contains(hit.subject) { found.insert(hit.subject) }
          if found.count == subjects.count { return found }
        }
      }
    }
    return found
  }
}
