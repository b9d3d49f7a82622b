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

  /// The same for files that are about to be laid; those that stand in the public tree as they are were
  /// searched there.
  func refuseEmbargoed(
    _ files: [PublicFile], _ history: History, except own: Month? = nil
  ) throws {
    let new = try files.compactMap { file -> (text: String, name: String)? in
      guard case .bytes(let bytes) = file.source, try !stands(file.path, with: bytes) else {
        return nil
      }
      return (String(decoding: bytes, as: UTF8.self), file.path)
    }
    guard !new.isEmpty else { return }
    let report = try leakReport([], history, typed: new, except: own, readingPDF: false)
    // Numbers of the catalogue are sizes, and beside an organisation that has a report now and one later
    // stand its figures of now: any of them may be that of another by chance.
    let leaks = report.leaks.filter {
      $0.kind != .figureBesideOrganisation || (own == nil && $0.place != Site.cataloguePath)
    }
    guard let first = leaks.first else { return }
    throw ReleaseError(
      .embargoed,
      "\(first.maskedPlace) as it would be published tells what is under embargo (\(first.kind.rawValue) of "
        + "\(first.edition)); nothing is brought to readers. It is made from \(Self.scheduleFile), "
        + "\(Self.registerFile) and \(Self.templatesFolder)/: say it otherwise there")
  }
}
