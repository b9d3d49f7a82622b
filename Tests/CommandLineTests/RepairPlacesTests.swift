import Foundation
import TestSupport
import Testing

/// Repairs where things lie in other places than they should: behind links, under other names.
@Suite struct RepairPlacesTests {
  private static let published: TestWorkspace? = {
    do {
      let workspace = try TestWorkspace()
      for edition in ["2013-10", "2013-11"] { try workspace.publish(edition) }
      return workspace
    } catch {
      return nil
    }
  }()

  private func damaged(_ script: String) throws -> TestWorkspace {
    let workspace = try TestWorkspace(copyOf: #require(Self.published))
    let result = try Tool.run(
      "/bin/bash", ["-ec", script], in: "\(workspace.path)/publications")
    try #require(result.status == 0, "\(result.errors)")
    return workspace
  }

  private func expectMended(_ workspace: TestWorkspace, setAside count: Int = 1) throws {
    let result = try workspace.run("repair", "--apply")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let verified = try workspace.run("verify")
    #expect(verified.status == 0, "\(verified.output)")
    let aside = try FileManager.default.contentsOfDirectory(
      atPath: "\(workspace.path)/publications/set-aside")
    #expect(aside.count == count, "\(aside)")
  }

  @Test func aLinkInThePlaceOfAFolderIsSetAsideAndWhatItLeadsToStays() throws {
    let workspace = try damaged(
      "mv archive/2013-11/v1/content/renditions ../moved; "
        + "ln -s \"$PWD/../moved\" archive/2013-11/v1/content/renditions")
    let before = workspace.contents(of: "\(workspace.path)/moved")
    try expectMended(workspace)
    #expect(workspace.contents(of: "\(workspace.path)/moved") == before && !before.isEmpty)
    let link =
      "\(workspace.path)/publications/set-aside/0001/archive/2013-11/v1/content/renditions"
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: link).hasSuffix("/../moved"))
  }

  @Test(arguments: [
    "mv archive/2013-11/v1/content/renditions ../moved; echo x > archive/2013-11/v1/content/renditions",
    "mv public/2013-10/assets ../moved; ln -s \"$PWD/../moved\" public/2013-10/assets",
    "mv public/2013-10/assets ../moved; echo x > public/2013-10/assets",
  ])
  func somethingElseInThePlaceOfAFolderIsSetAside(_ script: String) throws {
    let workspace = try damaged(script)
    try expectMended(workspace)
    #expect(!workspace.contents(of: "\(workspace.path)/moved").isEmpty)
  }

  /// The only good copy lies in what is exchanged, and both are mended in one run.
  @Test(arguments: [
    "cd archive/2013-10/v1/content/renditions; mv bulletin.xml BULLETIN.XML",
    // In the object of another edition, which is mended before.
    "cd archive; mv 2013-11/v1/content/inputs/requests.csv 2013-10/v1/content/inputs/other.csv",
    // Two of one edition have changed their places.
    "cd archive/2013-10/v1/content/renditions; mv index.html i; mv bulletin.xml index.html; "
      + "mv i bulletin.xml",
  ])
  func whatLiesInAnExchangedObjectIsFoundInOneRun(_ script: String) throws {
    let workspace = try damaged("echo x >> public/2013-11/index.html; \(script)")
    try expectMended(workspace)
  }
}
