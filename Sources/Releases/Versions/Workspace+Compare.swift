import Archive
import Diagnostics
import Publications
package import Schedule
import Storage

extension Workspace {
  /// What is different between two archived versions of an edition: figures, words, files.
  ///
  /// Without numbers they are the newest and the one before. Throws a ``ReleaseError`` where the
  /// archive lacks one of them, or where they are one.
  package func comparison(
    of month: Month, versions: (Int, Int)? = nil,
    progress: any ProgressObserver = SilentProgress()
  ) throws -> EditionDifference {
    let newest = try archivedVersion(.newest, of: month)
    guard versions != nil || newest > 1 else {
      throw ReleaseError(
        .notFound, "edition \(month) has one version, so there is nothing to compare")
    }
    let (first, second) = versions ?? (newest - 1, newest)
    guard first != second else {
      throw ReleaseError(.usage, "a version is compared with another one, not with itself")
    }
    for number in [first, second] { _ = try archivedVersion(.number(number), of: month) }
    let store = OCFLStore(archive)
    let old = try OCFLVersionReader(month.description, version: "v\(first)", in: store)
    let new = try OCFLVersionReader(month.description, version: "v\(second)", in: store)
    let sink = ComparingSink(against: try EarlierEdition(old, called: "version \(first)"))
    let paths = new.state.keys.filter { !Submission.covers($0) }.sorted()
    for (path, digest) in try new.allInputs() { sink.note(path, digest) }
    defer { progress.finish() }
    try inParallel(paths.count) { index in
      if let bytes = try new.read(paths[index]) { try sink.put(paths[index], bytes) }
    }
    return EditionDifference(
      edition: month, base: nil, later: "version \(second)", earlier: "version \(first)",
      pages: sink.pages, publicFiles: sink.publicFiles, inputs: sink.inputs,
      versions: [first, second])
  }
}

extension EarlierEdition {
  /// A version as the archive has it.
  init(_ version: OCFLVersionReader, called description: String) throws {
    self.description = description
    publicFiles = Set(version.state.keys.compactMap(Self.page))
    inputs = try version.allInputs()
    page = { try version.read("renditions/\($0)") }
  }
}
