import Foundation
import TestSupport
import Testing

/// Where nothing is laid out: not where it would become public, be read as an input, or replace what
/// stands there.
@Suite struct RefusedPlacesTests {
  private static func published() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    return workspace
  }

  /// The verbs that make a folder, with the folder as their last argument.
  private static let verbs: [[String]] = [
    ["as-of", "2999-01-01T00:00Z"], ["rebuild", "2013-10", "--output"],
    ["export", "2013-10", "--to"],
  ]

  /// What the release would refuse is said while there is time.
  @Test func aLinkInThePlaceOfTheArchiveIsSaidByStatus() throws {
    let workspace = try Self.published()
    let archive = "\(workspace.path)/publications/archive"
    let elsewhere = "\(workspace.folder.path)/archive"
    #expect(try !workspace.run("status").output.contains("something else than"))
    try FileManager.default.moveItem(atPath: archive, toPath: elsewhere)
    try FileManager.default.createSymbolicLink(
      atPath: archive, withDestinationPath: elsewhere)
    let status = try workspace.run("status").output
    #expect(status.contains("publications/archive”: something else than the folder"), "\(status)")
    #expect(status.contains("URGENT"), "\(status)")
  }

  @Test(arguments: verbs)
  func noVerbWritesInsideTheWorkspacesOwnFolders(_ verb: [String]) throws {
    let workspace = try Self.published()
    let outside = workspace.folder.path
    let manager = FileManager.default
    // The way in may be a link.
    try manager.createSymbolicLink(
      atPath: "\(outside)/link", withDestinationPath: "\(workspace.path)/publications")
    let before = workspace.contents(of: workspace.path)
    for (place, said) in [
      ("\(workspace.path)/publications", "part of which is public"),
      ("\(workspace.path)/publications/new", "part of which is public"),
      ("\(workspace.path)/publications/public/new", "part of which is public"),
      ("\(workspace.path)/publications/archive/new/deep", "part of which is public"),
      ("\(outside)/link/new", "part of which is public"),
      ("\(outside)/link", "part of which is public"),
      ("\(workspace.path)/analyses/2013-10/new", "is read for the next edition"),
      ("\(workspace.path)/analyses/../analyses", "is read for the next edition"),
      ("\(workspace.path)/templates/new", "is read for the next edition"),
    ] {
      let isThere = manager.fileExists(
        atPath: URL(filePath: place).deletingLastPathComponent().path)
      guard isThere || !place.contains("templates") else { continue }
      let result = try Tool.run(Binary.path, verb + [place, "--workspace", workspace.path])
      #expect(result.status == 64 && result.errors.contains(said), "\(place): \(result.errors)")
    }
    #expect(workspace.contents(of: workspace.path) == before)
  }

  @Test(arguments: verbs.dropLast())
  func noVerbWritesOverWhatStandsThere(_ verb: [String]) throws {
    let workspace = try Self.published()
    let outside = workspace.folder.path
    let manager = FileManager.default
    for folder in ["full", "empty"] {
      try manager.createDirectory(atPath: "\(outside)/\(folder)", withIntermediateDirectories: true)
    }
    try Data("mine".utf8).write(to: URL(filePath: "\(outside)/full/mine"))
    try Data("mine".utf8).write(to: URL(filePath: "\(outside)/file"))
    for (link, target) in [("link", "empty"), ("dangling", "nowhere")] {
      try manager.createSymbolicLink(
        atPath: "\(outside)/\(link)", withDestinationPath: "\(outside)/\(target)")
    }
    let before = workspace.contents(of: outside)
    for place in ["full", "empty", "file", "link", "dangling"] {
      let result = try Tool.run(
        Binary.path, verb + ["\(outside)/\(place)", "--workspace", workspace.path])
      #expect(result.status == 73, "\(place): \(result.output)\(result.errors)")
      #expect(result.errors.contains("stands there already"), "\(place): \(result.errors)")
    }
    #expect(workspace.contents(of: outside) == before)
    #expect(!manager.fileExists(atPath: "\(outside)/nowhere"))
  }
}
