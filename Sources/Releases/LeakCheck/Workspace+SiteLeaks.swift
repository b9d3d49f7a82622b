import Editions
import Intake
import Publications
import Schedule
import Site
import Statistics
import Storage

/// What stands around the editions is searched before readers get it: its texts come from the schedule,
/// the register and the templates, where anybody may have written what is under embargo.
extension Workspace {
  /// Searches calendar, feed, front page, organisations and the page of the log as the next switch
  /// would bring them, the very first too.
  ///
  /// What comes out in the same switch, `own`, is no leak. Throws a ``ReleaseError`` with the code
  /// `embargoed`; what cannot be made is said by the switch itself.
  /// - Returns: what could not be searched for, as a sentence, or nothing.
  @discardableResult
  func refuseEmbargoedSite(_ history: History, except own: Month? = nil) throws -> [String] {
    guard let files = try siteAsItWouldBe(history, organisations: 1) else { return [] }
    return try refuseEmbargoed(files, history, except: own)
  }

  /// The files of the site as the next switch would lay them, with the pages of all organisations or of the
  /// first `limit`; nil where they cannot be made.
  func siteAsItWouldBe(
    _ history: History, organisations limit: Int = .max
  ) throws -> [PublicFile]? {
    guard let calendar = try calendarOfNextSwitch(history) else { return nil }
    // The verb that brings the first page of the log writes its first line.
    let log = LogFacts(
      lines: max(1, history.log.count), publications: history.log.logPublications)
    return try siteFilesIfMade(calendar, log: log, by: history, organisations: limit)
  }

  /// The calendar that readers have; before the first switch one that tells of an edition of the schedule.
  ///
  /// Which one it is makes no difference to the texts around it.
  private func calendarOfNextSwitch(_ history: History) throws -> PublicCalendar? {
    guard history.calendar.newest == nil else { return history.calendar }
    guard let programme = try? programme(),
      let month = programme.plans.keys.filter({ programme.isHeld($0) }).min(),
      let scheduled = try? scheduledEdition(month, in: programme)
    else { return nil }
    let told = AnnouncedDate.month(scheduled.wallTime.day.monthOfYear)
    return history.calendar.adding(
      PublicFact(
        edition: month, instant: scheduled.instant,
        what: .announced(told, shortNotice: nil, exemption: nil)))
  }

  /// The same for files that are about to be laid, beside the version that comes out in the same switch;
  /// those that stand in the public tree as they are were searched there.
  /// - Returns: what could not be searched for, as a sentence, or nothing.
  @discardableResult
  func refuseEmbargoed(
    _ files: [PublicFile], _ history: History, with coming: ComingVersion? = nil,
    except own: Month? = nil
  ) throws -> [String] {
    let own = own ?? coming?.seal.edition
    let new = try Self.telling(files).compactMap { file -> (text: String, name: String)? in
      guard case .bytes(let bytes) = file.source, try !stands(file.path, with: bytes) else {
        return nil
      }
      return (String(decoding: bytes, as: UTF8.self), file.path)
    }
    guard !new.isEmpty else { return [] }
    let facts = coming?.content?.reports ?? []
    let said = facts.map { report in
      ([report.slug, report.organisation, report.organisationName, report.service] + report.outcome)
        .joined(separator: "\n")
    }
    let report = try leakReport(
      [], history, typed: new, except: own, coming: said.joined(separator: "\n"), readingPDF: false)
    // The figures beside an organisation are of what is out: any may be one of a later report by chance.
    let leaks = report.leaks.filter { leak in
      leak.kind != .figureBesideOrganisation
        || own == nil && !leak.place.hasPrefix(Self.organisationPages)
    }.filter { !isPublicName($0, at: $0.place) }
    if let first = leaks.first {
      throw refusal(
        of: first.maskedPlace,
        telling: "what is under embargo (\(first.kind.rawValue) of \(first.edition))")
    }
    try refuseOrganisations(in: new, history, except: own, facts.map(\.organisationName))
    guard !report.notSearched.isEmpty else { return [] }
    return [
      "what stands around the editions was not searched for everything under embargo: "
        + report.notSearched.joined(separator: "; ")
    ]
  }

  /// Refuses new files that name an organisation of the register of which no report is out.
  ///
  /// What stands at the same address already tells nothing new, and what comes out in the same switch is
  /// public with it.
  private func refuseOrganisations(
    in files: [(text: String, name: String)], _ history: History, except own: Month?,
    _ coming: [String]
  ) throws {
    // Where the register cannot be read, the standing pages and the checks say so.
    guard let unpublished = try? UnpublishedOrganisations(of: self, history) else { return }
    var free = Set(coming.map { SearchedText($0).letters })
    if let own { free.formUnion(try organisations(of: own)) }
    for file in files {
      let named = unpublished.names(in: file.text).filter {
        !free.contains(SearchedText($0).letters)
      }
      guard !named.isEmpty else { continue }
      // An organisation may be called as a word of every page is.
      let words = StandardTemplates.files.values.map { String(decoding: $0, as: UTF8.self) }
      let standing = Set(
        try (words + [publicText(at: file.name) ?? ""]).flatMap { unpublished.names(in: $0) })
      guard try named.contains(where: { try !standing.contains($0) && !isPublished($0, history) })
      else { continue }
      throw refusal(
        of: file.name,
        telling: "an organisation of \(Self.registerFile) of which no report is out")
    }
  }

  private func refusal(of place: String, telling what: String) -> ReleaseError {
    ReleaseError(
      .embargoed,
      "\(place) as it would be published tells \(what); nothing is brought to readers. It is made "
        + "from \(Self.scheduleFile), \(Self.registerFile) and \(Self.templatesFolder)/: say it "
        + "otherwise there")
  }

  /// The names of the organisations of an edition's analyses; those that cannot be read name none.
  private func organisations(of month: Month) throws -> Set<[UInt8]> {
    let files = try self.files(for: month)
    let intake = EditionIntake(month, from: files)
    var names: Set<[UInt8]> = []
    for file in files.analyses[month] ?? [] {
      for reading in intake.read(try file.bytes(), file: file.path, of: month) {
        guard let analysis = reading.record?.analysis else { continue }
        names.insert(SearchedText(analysis.organisation.name).letters)
      }
    }
    return names
  }

  /// Whether a leak is the name of somebody who stood at the address before they were given access: that it
  /// stays there tells nothing.
  func isPublicName(_ leak: Leak, at path: String) -> Bool {
    guard leak.kind == .preReleaseName, let standing = try? publicText(at: path) else {
      return false
    }
    return SearchedText(standing).letters.contains(SearchedText(leak.text).letters)
  }

  /// What readers have at an address now; nil where nothing stands there.
  func publicText(at path: String) throws -> String? {
    guard try stands(path), let tree = try trees.current() else { return nil }
    return String(
      decoding: try Files.read("\(tree.path)/\(path)", limit: Self.fileLimit), as: UTF8.self)
  }
  private static let organisationPages = "organisations/"

  /// The files whose texts are all that schedule and templates can tell there: of the pages of
  /// organisations, which say what the archive has, one; not the catalogue, which has addresses and
  /// sizes.
  private static func telling(_ files: [PublicFile]) -> [PublicFile] {
    var hasOrganisation = false
    return files.filter { file in
      guard file.path != Site.cataloguePath else { return false }
      guard file.path.hasPrefix(organisationPages), file.path != "\(organisationPages)index.html"
      else { return true }
      defer { hasOrganisation = true }
      return !hasOrganisation
    }
  }
}
