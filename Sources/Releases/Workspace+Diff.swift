import Diagnostics
import Editions
package import Schedule
import Storage

extension Workspace {
  /// What the present inputs make of an edition that it was not when it was last drafted, sealed or
  /// published.
  ///
  /// Without a base it is the first of these that there is. Nothing is written. Throws a
  /// ``ReleaseError`` where there is nothing to compare with, or the inputs have errors.
  package func difference(
    of month: Month, against base: EditionDifference.Base?,
    progress: any ProgressObserver = SilentProgress()
  ) throws -> EditionDifference {
    let history = try History(self)
    let (base, earlier) = try earlier(month, base, history)
    let sink = ComparingSink(against: earlier)
    let preparation = try Preparation(
      month, in: self, isDraft: base == .draft, released: try released(before: month), sink: sink,
      progress: progress)
    _ = try preparation.ready(to: "compare")
    return EditionDifference(
      edition: month, base: base, later: "as it is now", earlier: earlier.description,
      pages: sink.pages,
      publicFiles: sink.publicFiles, inputs: sink.inputs)
  }

  private func earlier(
    _ month: Month, _ wanted: EditionDifference.Base?, _ history: History
  ) throws -> (EditionDifference.Base, EarlierEdition) {
    for base in wanted.map({ [$0] }) ?? EditionDifference.Base.allCases {
      let earlier =
        switch base {
        case .draft: try EarlierEdition(draftOf: month, in: self, history)
        case .seal: try EarlierEdition(sealOf: month, in: self, history)
        case .published: try EarlierEdition(publishedOf: month, in: self, history)
        }
      if let earlier { return (base, earlier) }
    }
    let missing =
      switch wanted {
      case .draft: "has no draft"
      case .seal: "is not sealed"
      case .published: "is not out"
      case nil: "has neither a draft nor a seal, and is not out"
      }
    throw ReleaseError(
      .notFound, "edition \(month) \(missing), so there is nothing to compare with")
  }

  /// Writes the comparison as a page for a browser, readable by its owner alone: it says what is
  /// under embargo.
  ///
  /// Throws a ``ReleaseError`` for a place in the publications or among the inputs, and for one
  /// where anything stands.
  package func write(_ difference: EditionDifference, asPage path: String) throws {
    try refusePublicPlace(
      path.parentPath,
      because: "the public tree is there, and the comparison says what is under embargo",
      naming: " with --html")
    guard try Files.kind(of: path) == nil else {
      throw ReleaseError(
        .exists,
        "\(path.quoted) stands there already; nothing was written. Name another file with --html, or "
          + "move what is there away")
    }
    let page = DifferencePage(difference).bytes
    try Files.write(page, to: path, mode: 0o600)
  }
}
