import Diagnostics
import Editions
import Intake
import Ledger
import Notation
import Schedule
import Storage

/// The copy of a workspace that a rehearsal is played on.
///
/// It has what people wrote, as regular files of its own, a key of its own and a folder of its own;
/// it has nothing that was made, no correction of what is out, and no link to anything.
struct RehearsalCopy {
  /// The folder of the copy's workspace.
  let folder: String
  /// Where what lies outside a workspace is: the key, what is handed over.
  let surroundings: String

  var key: String { "\(surroundings)/key" }
  var handedOver: String { "\(surroundings)/handed-over" }

  static let peopleFile = "people.json"

  /// What is copied: what people wrote.
  private static let files = [
    Workspace.scheduleFile, Workspace.registerFile, peopleFile,
  ]
  private static let folders = [Workspace.templatesFolder, "analyses", StandingPage.folder]

  /// Copies a workspace into a new folder.
  ///
  /// Throws a ``ReleaseError`` where the folder is there already, lies in the workspace or holds it,
  /// or where a link stands among what would be copied.
  init(of workspace: Workspace, to surroundings: String, isNew: Bool) throws {
    self.surroundings = surroundings
    folder = "\(surroundings)/workspace"
    if isNew {
      try Self.refuse(surroundings, beside: workspace)
      try Files.makeDirectory(surroundings, mode: 0o700)
    }
    try Files.makeDirectory(folder, mode: 0o700)
    for file in Self.files where try Files.exists(workspace.path(file)) {
      try copy(file, of: workspace)
    }
    for name in Self.folders where try Files.exists(workspace.path(name)) {
      guard try Files.kind(of: workspace.path(name)) == .directory else {
        throw Self.isNoFile(workspace.path(name))
      }
      try Files.makeDirectory("\(folder)/\(name)", mode: 0o700)
      for entry in try Files.walk(workspace.path(name)) {
        let path = "\(name)/\(entry.path)"
        if entry.kind == .file, Self.isCorrection(path) { continue }
        switch entry.kind {
        case .directory: try Files.makeDirectory("\(folder)/\(path)", mode: 0o700)
        case .file: try copy(path, of: workspace)
        case .link, .other: throw Self.isNoFile(workspace.path(path))
        }
      }
    }
  }

  /// A correction is of an edition that is out: in the copy none is, and each comes out as it stands.
  private static func isCorrection(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    return parts.count == 3 && parts[0] == "analyses" && Month(String(parts[1])) != nil
      && parts[2] == Correction.fileName
  }

  private func copy(_ path: String, of workspace: Workspace) throws {
    guard try Files.kind(of: workspace.path(path)) == .file else {
      throw Self.isNoFile(workspace.path(path))
    }
    try Files.copy(workspace.path(path), to: "\(folder)/\(path)", mode: 0o600)
  }

  private static func isNoFile(_ path: String) -> ReleaseError {
    ReleaseError(
      .usage,
      "\(path) is a link or something else that is no regular file; a rehearsal follows "
        + "nothing that leads out of its copy. Put the file itself in its place")
  }

  /// Refuses a place from which the rehearsal could touch the workspace, or be seen through it.
  private static func refuse(_ place: String, beside workspace: Workspace) throws {
    guard try !Files.exists(place) else {
      throw ReleaseError(
        .exists, "\(place.quoted) is there already; name a new folder for the rehearsal")
    }
    guard let parent = try Files.resolved(place.parentPath),
      let root = try Files.resolved(workspace.folder)
    else {
      throw ReleaseError(.notFound, "the folder above \(place.quoted) is not there; make it first")
    }
    let path = parent == "/" ? "/\(place.lastPathPart)" : "\(parent)/\(place.lastPathPart)"
    let name = place.lastPathPart
    guard ![".", "..", "", "/"].contains(name), !(path + "/").hasPrefix(root + "/"),
      !(root + "/").hasPrefix(path + "/"), !isPublic(parent, of: workspace)
    else {
      throw ReleaseError(
        .usage,
        "a rehearsal is not put into the workspace that it rehearses, nor around it: choose a place "
          + "outside of \(root.quoted)")
    }
  }

  /// Whether a folder is part of the public tree, wherever that tree is mounted.
  private static func isPublic(_ folder: String, of workspace: Workspace) -> Bool {
    var path = folder
    while true {
      for name in ["", "/public", "/.trees"] {
        // What is not there cannot be the same.
        if (try? Files.isSame(path, workspace.publications + name)) == true { return true }
      }
      guard path != "/" else { return false }
      path = path.parentPath
    }
  }
}
