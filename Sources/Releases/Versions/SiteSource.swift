import Archive
import Editions
import Publications
import Schedule
import Site
import Storage

/// What the pages around the editions are made with: of the workspace, or as a version archived it.
struct SiteSource {
  let programme: Programme
  let templates: [String: [UInt8]]
  /// Nil where the version of ninethirty that made it had none.
  let pages: StandingSources?

  init(_ workspace: Workspace) throws {
    programme = try workspace.programme()
    templates = try workspace.templateFolder().files
    pages = StandingSources(try workspace.pageFiles().files)
  }

  /// That of an archived version; nil where it has no schedule and none was before.
  ///
  /// A withdrawal has none, and keeps the one before it.
  init?(_ version: OCFLVersionReader, before: SiteSource?) throws {
    let own = try version.read("inputs/\(Workspace.scheduleFile)")
      .flatMap { Workspace.readProgramme($0).0 }
    guard let programme = own ?? before?.programme else { return nil }
    self.programme = programme
    templates = try version.files(in: "templates")
    let written = try own == nil ? [] : version.pageFiles()
    let hasPages = templates[Templates.standingPage] != nil || !written.isEmpty
    pages = own == nil ? before?.pages : hasPages ? StandingSources(written) : nil
  }
}

extension Workspace {
  /// Files around the editions as the archived pages, templates and schedules make them, newest
  /// version first: those with a wanted digest, by path.
  ///
  /// `wanted` has SHA-256 in hexadecimal by path. What is damaged in the archive makes nothing.
  func archivedSiteFiles(
    _ wanted: [String: String], by history: History
  ) -> [(path: String, bytes: [UInt8])] {
    var wanted = wanted
    var found: [(path: String, bytes: [UInt8])] = []
    for source in archivedSources(history).reversed() where !wanted.isEmpty {
      let style = PublicFile(
        "assets/\(Preparation.styleName(source.templates))",
        .bytes(source.templates[Templates.styleSheet] ?? []))
      let basis = SiteBasis(
        calendar: history.calendar, history: history, accesses: try? publishedAccess(history),
        programme: source.programme, templates: source.templates, pages: source.pages)
      // What the source of another day cannot make is looked for in the next one.
      let files = ((try? siteFiles(basis))?.files ?? []) + [style]
      for file in files where wanted[file.path] == (try? SiteRecord.digest(of: file)) {
        guard wanted.removeValue(forKey: file.path) != nil, case .bytes(let bytes) = file.source
        else { continue }
        found.append((file.path, bytes))
      }
    }
    return found
  }

  /// What the versions that came out have archived, oldest first; what is the same as in the version
  /// before, once.
  private func archivedSources(_ history: History) -> [SiteSource] {
    let store = OCFLStore(archive)
    let inputs = ["templates/", "inputs/pages/", "inputs/\(Self.scheduleFile)"]
    var sources: [SiteSource] = []
    var newest: [String: String] = [:]
    for release in history.releases {
      guard
        let version = try? OCFLVersionReader(
          release.edition.description, version: "v\(release.version)", in: store)
      else { continue }
      let state = version.state.filter { file in inputs.contains { file.key.hasPrefix($0) } }
      guard state != newest, let source = try? SiteSource(version, before: sources.last) else {
        continue
      }
      newest = state
      sources.append(source)
    }
    return sources
  }
}
