import Editions
import Storage

extension Workspace {
  /// Refuses a folder inside the workspace that something is about to be laid out in, where it would
  /// become public, or be read as an input.
  ///
  /// A bag has everything that an edition was made from: it is as private as the archive.
  func refusePublicPlace(
    _ folder: String, because reason: String = "a bag is private, for it has the inputs",
    naming option: String = " with --to"
  ) throws {
    var place = folder
    while try Files.resolved(place) == nil, place != place.parentPath { place = place.parentPath }
    guard let resolved = try Files.resolved(place) else { return }
    func isInside(_ own: String) throws -> Bool {
      guard let own = try Files.resolved(own) else { return false }
      return resolved == own || resolved.utf8.starts(with: "\(own)/".utf8)
    }
    if try isInside(publications) {
      throw ReleaseError(
        .usage,
        "\(folder) is inside \(publications), part of which is public; \(reason). Name a folder "
          + "elsewhere\(option)")
    }
    let folders = ["analyses", Self.templatesFolder, StandingPage.folder].map(path)
    for inputs in folders where try isInside(inputs) {
      throw ReleaseError(
        .usage,
        "\(folder) is inside \(inputs), where everything is read for the next edition. Name a folder "
          + "elsewhere\(option)")
    }
  }
}
