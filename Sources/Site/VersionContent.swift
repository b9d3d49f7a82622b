import Editions
package import Schedule

/// What a version of an edition brought to the public tree: its files, and its reports.
package struct VersionContent: Sendable, Hashable {
  package let edition: Month
  package let number: Int
  /// Sorted by path.
  package let files: [PublishedFile]
  /// None in a withdrawal.
  package let reports: [ReportFacts]

  package init(edition: Month, number: Int, files: [PublishedFile], reports: [ReportFacts]) {
    self.edition = edition
    self.number = number
    self.files = files
    self.reports = reports
  }
}

/// A file at the address that it has for good.
package struct PublishedFile: Sendable, Hashable {
  /// The path in the public tree.
  package let path: String
  package let byteCount: Int
  /// SHA-512 in hexadecimal.
  package let digest: String

  package init(path: String, byteCount: Int, digest: String) {
    self.path = path
    self.byteCount = byteCount
    self.digest = digest
  }
}

/// What a published report says of itself.
package struct ReportFacts: Sendable, Hashable {
  /// The name of its folder in `reports/`.
  package let slug: String
  /// The identifier of the analysis; nil where the document does not say it.
  package let analysis: String?
  /// The identifier of the organisation, which names its page: a slug.
  package let organisation: String
  package let organisationName: String
  package let service: String
  /// The sentences that may be quoted, as the report has them.
  package let outcome: [String]

  package init(
    slug: String, analysis: String? = nil, organisation: String, organisationName: String,
    service: String, outcome: [String]
  ) {
    self.slug = slug
    self.analysis = analysis
    self.organisation = organisation
    self.organisationName = organisationName
    self.service = service
    self.outcome = outcome
  }
}

/// Everything that is out, as the site needs it.
package struct PublishedContent: Sendable {
  package let editions: [PublishedEdition]
  /// What the versions brought; nil where the archive cannot say it.
  package let versions: [VersionContent]?

  package init(editions: [PublishedEdition], versions: [VersionContent]?) {
    self.editions = editions
    self.versions = versions
  }

  /// The languages beside English in which the newest version of each edition is out; none where the
  /// archive cannot say it.
  package var translations: [Month: [Language]] {
    var result: [Month: [Language]] = [:]
    for version in (versions ?? []).sorted(by: { $0.number < $1.number }) {
      let paths = Set(version.files.map(\.path))
      let folder = "\(version.edition)/v\(version.number)/"
      result[version.edition] = Language.allCases.filter {
        $0 != .english && paths.contains("\(folder)\($0.folder)index.html")
      }
    }
    return result
  }
}

extension PublishedEdition {
  /// The instant and the reason of the withdrawal that stands; nil for an edition that does.
  var withdrawal: (instant: Instant, reason: String)? {
    guard let newest = versions.last, case .withdrawal(let reason) = newest.change else {
      return nil
    }
    return (newest.instant, reason)
  }
}
