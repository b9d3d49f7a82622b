import Editions
import Schedule
import Site
import Storage

/// What stands around the editions is searched before readers get it: its texts come from the schedule,
/// the register and the templates, where anybody may have written what is under embargo.
extension Workspace {
  /// Searches calendar, feed, front page and organisations as the next switch would bring them.
  ///
  /// What comes out in the same switch, `own`, is no leak. Throws a ``ReleaseError`` with the code
  /// `embargoed`; what cannot be made is said by the switch itself.
  func refuseEmbargoedSite(_ history: History, except own: Month? = nil) throws {
    guard history.calendar.newest != nil,
      let files = try siteFilesIfMade(history.calendar, by: history)
    else { return }
    try refuseEmbargoed(files, history, except: own)
  }

  /// The same for files that are about to be laid, beside the version that comes out in the same switch;
  /// those that stand in the public tree as they are were searched there.
  func refuseEmbargoed(
    _ files: [PublicFile], _ history: History, with coming: ComingVersion? = nil,
    except own: Month? = nil
  ) throws {
    let own = own ?? coming?.seal.edition
    let new = try Self.telling(files).compactMap { file -> (text: String, name: String)? in
      guard case .bytes(let bytes) = file.source, try !stands(file.path, with: bytes) else {
        return nil
      }
      return (String(decoding: bytes, as: UTF8.self), file.path)
    }
    guard !new.isEmpty else { return }
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
    }
    guard let first = leaks.first else { return }
    throw ReleaseError(
      .embargoed,
      "\(first.maskedPlace) as it would be published tells what is under embargo (\(first.kind.rawValue) of "
        + "\(first.edition)); nothing is brought to readers. It is made from \(Self.scheduleFile), "
        + "\(Self.registerFile) and \(Self.templatesFolder)/: say it otherwise there")
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
