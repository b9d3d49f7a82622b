import Publications
import Storage
import Synchronization

/// Compares every page with what it was as soon as it is made, and keeps the difference alone.
final class ComparingSink: EditionSink {
  private let earlier: EarlierEdition
  private let digests = SharedDigests()
  private let state = Mutex(State())

  private struct State {
    var pages: [PageDifference] = []
    var publicFiles: Set<String> = []
  }

  init(against earlier: EarlierEdition) { self.earlier = earlier }

  func put(_ path: String, _ bytes: [UInt8]) throws {
    if Submission.covers(path) { return digests.add(path, SHA512Sum(of: bytes)) }
    guard let page = EarlierEdition.page(ofContent: path) else { return }
    state.withLock { _ = $0.publicFiles.insert(page) }
    guard EditionFile.isDocument(page), let was = try earlier.page(page), was != bytes else {
      return
    }
    let difference = try PageDifference(page, from: was, to: bytes)
    if !difference.isEmpty { state.withLock { $0.pages.append(difference) } }
  }

  /// Notes an input or a template by its SHA-512 in hexadecimal, unread.
  func note(_ path: String, _ digest: String) {
    SHA512Sum(hex: digest).map { digests.add(path, $0) }
  }

  /// The pages that say something else, the bulletin first.
  var pages: [PageDifference] {
    state.withLock { $0.pages }.sorted { a, b in
      let (first, second) = (a.path.contains("reports/"), b.path.contains("reports/"))
      return first == second ? a.path < b.path : second
    }
  }

  var publicFiles: [EditionDifference.FileChange] {
    let present = state.withLock { $0.publicFiles }
    return .between(Self.undigested(earlier.publicFiles), Self.undigested(present))
  }

  var inputs: [EditionDifference.FileChange] {
    .between(earlier.inputs.mapValues { $0 }, digests.files.byPath.mapValues { $0 })
  }

  private static func undigested(_ paths: Set<String>) -> [String: String?] {
    Dictionary(uniqueKeysWithValues: paths.map { ($0, nil) })
  }
}

extension [EditionDifference.FileChange] {
  fileprivate static func between(
    _ old: [String: String?], _ new: [String: String?]
  ) -> [EditionDifference.FileChange] {
    EditionDifference.FileChange.between(old, new)
  }
}
