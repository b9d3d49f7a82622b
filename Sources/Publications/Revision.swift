package import Editions
package import Schedule
import Synchronization

/// What a new version of an edition is, beside the one that is out (Code of Practice T3.9: errors
/// are corrected and users told; GOV.UK: what was changed stands in the update history).
package struct Revision: Sendable {
  /// One version of the edition after the first.
  package struct Version: Sendable, Hashable {
    package let number: Int
    /// The day on which it came out or comes out, in the zone of the series.
    package let day: Day
    package let note: CorrectionNote

    package init(number: Int, day: Day, note: CorrectionNote) {
      self.number = number
      self.day = day
      self.note = note
    }
  }

  /// The versions after the first, the oldest first; the last is the one that is being made.
  package let versions: [Version]
  /// The source document of the version before, by its path; nil where that had none.
  private let previous: @Sendable (String) throws -> [UInt8]?
  private let failed = Failed()
  /// The figures of all pages of the bulletin before, in each language: a large one may part its
  /// lists anew.
  private let bulletins: [Language: PublishedFigures]

  /// The revision that these versions lead to.
  ///
  /// `bulletinPages` are the paths of the source documents of the bulletin before; `previous`
  /// reads one. Throws what reading throws.
  package init(
    versions: [Version], bulletinPages: [String],
    previous: @escaping @Sendable (String) throws -> [UInt8]?
  ) throws {
    self.versions = versions
    self.previous = { [failed] path in
      do {
        return try previous(path)
      } catch {
        failed.first.withLock { $0 = $0 ?? error }
        throw error
      }
    }
    var pages: [Language: [PublishedFigures]] = [:]
    for path in bulletinPages {
      guard let figures = try previous(path).flatMap({ PublishedFigures($0) }) else { continue }
      pages[Language(ofPage: path), default: []].append(figures)
    }
    bulletins = pages.mapValues { PublishedFigures(merging: $0) }
  }

  /// What once kept a document of the version before from being read; nil where nothing did.
  ///
  /// A page is not made then, or made without having been held against the one before. To be asked
  /// when all pages are made: it is no matter of any template.
  package var failure: (any Error)? { failed.first.withLock { $0 } }

  private final class Failed: Sendable {
    let first = Mutex<(any Error)?>(nil)
  }

  /// The figures of all pages of the English bulletin before; nil where there was none.
  package var bulletin: PublishedFigures? { bulletins[.english] }

  /// The number of the version that is being made, from 2 on.
  package var number: Int { versions.last!.number }

  /// The source document that was at this path before; nil where there was none.
  func document(at source: String) throws -> [UInt8]? { try previous(source) }

  /// The figures that the source document at this path had before; nil where there was none.
  func figures(of source: String) throws -> PublishedFigures? {
    if source.hasSuffix("bulletin.xml") { return bulletins[Language(ofPage: source)] }
    return try previous(source).flatMap { PublishedFigures($0) }
  }
}
