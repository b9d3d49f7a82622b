import Archive
import Markup
package import Schedule
package import Site
import Storage

/// What happened to the editions that are out, from log and archive.
extension Workspace {
  /// Every edition that is out with its versions, oldest first; one alone where it is named.
  ///
  /// Throws a ``ReleaseError`` where the named one is not out.
  package func versions(of month: Month? = nil) throws -> [PublishedEdition] {
    let history = try History(self)
    try refuseMissingLog(history)
    let editions = try publishedEditions(history)
    guard let month else { return editions }
    guard let edition = editions.first(where: { $0.edition == month }) else {
      throw ReleaseError(.notFound, "edition \(month) is not out, so it has no versions")
    }
    return [edition]
  }

  /// The editions of this history, and with them a version that is about to come out.
  ///
  /// Throws a ``StorageError`` where the disk does not answer, unless a version is about to come
  /// out: what is missing then is made up for when its log follows.
  func publishedEditions(
    _ history: History, and coming: EditionSeal? = nil
  ) throws -> [PublishedEdition] {
    var versions: [Month: [PublishedVersion]] = [:]
    for release in history.releases {
      versions[release.edition, default: []].append(
        PublishedVersion(
          number: release.version, instant: release.scheduled, actual: release.actual,
          change: .init(release.change),
          effect: coming == nil ? try effect(of: release) : try? effect(of: release)))
    }
    if let coming {
      versions[coming.edition, default: []].append(
        PublishedVersion(
          number: coming.version, instant: coming.instant, change: .init(coming.change),
          effect: nil))
    }
    return versions.keys.sorted().map { PublishedEdition(edition: $0, versions: versions[$0]!) }
  }

  /// How many figures a correction changed; nil where the archive does not say it: the version is
  /// not there yet, or is damaged, which is no reason to hold a page up.
  private func effect(of release: History.Release) throws -> RevisionEffect? {
    guard release.change.note != nil else { return nil }
    do {
      return try RevisionEffect(
        of: OCFLVersionReader(
          release.edition.description, version: "v\(release.version)", in: OCFLStore(archive)))
    } catch let error as StorageError where error.code == .io {
      throw error
    } catch {
      return nil
    }
  }

  /// The corrections among these whose revised figures the archive does not let us count, a sentence
  /// each.
  package func uncounted(in editions: [PublishedEdition]) throws -> [String] {
    var said: [String] = []
    for edition in editions {
      for version in edition.versions where version.effect == nil {
        guard case .correction = version.change else { continue }
        do {
          _ = try RevisionEffect(
            of: OCFLVersionReader(
              edition.edition.description, version: "v\(version.number)", in: OCFLStore(archive)))
        } catch let error as StorageError where error.code == .io {
          throw error
        } catch {
          said.append(
            "the revised figures of version \(version.number) of \(edition.edition) cannot be counted: "
              + "\(error)")
        }
      }
    }
    return said
  }
}

extension RevisionEffect {
  /// Counts the figures that the documents of a version mark as revised.
  init(of version: OCFLVersionReader) throws {
    self.init()
    let mark = Array("revised=\"yes\"".utf8)
    // Every language has the same figures: those of the English documents are counted.
    for path in version.state.keys.sorted() where path.isEnglishSource {
      // Most documents have none, and need not be parsed.
      guard let bytes = try version.read(path), bytes.firstRange(of: mark) != nil else { continue }
      let count = try Markup.parse(bytes, named: path).revisedFigureCount
      figures += count
      documents += count > 0 ? 1 : 0
    }
  }
}

extension XMLElement {
  fileprivate var revisedFigureCount: Int {
    let own = name == "figure" && attribute("revised") == "yes" ? 1 : 0
    return elements.reduce(own) { $0 + $1.revisedFigureCount }
  }
}

extension PublishedVersion.Change {
  init(_ change: EditionChange) {
    switch change {
    case .first: self = .first
    case .correction(let note): self = .correction(note)
    case .withdrawal(let reason): self = .withdrawal(reason: reason)
    }
  }
}

extension String {
  /// Whether this is the path of the source document of an English page.
  fileprivate var isEnglishSource: Bool {
    hasPrefix("sources/") && Language(ofPage: String(dropFirst("sources/".utf8.count))) == .english
  }
}
