import Foundation
import TestSupport
import Testing

/// A publication that is kept as it is and is damaged, or gone: `verify` and `rebuild` both say so.
@Suite struct KeptPublicationTests {
  /// A workspace that keeps a publication of April 2012 beside an edition of its own.
  static func workspace() throws -> (TestWorkspace, object: String) {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    try workspace.publish("2013-10")
    let old = "\(workspace.folder.path)/old"
    try FileManager.default.createDirectory(
      atPath: "\(old)/tables", withIntermediateDirectories: true)
    try Data("%PDF-1.4".utf8).write(to: URL(filePath: "\(old)/bulletin.pdf"))
    try Data("x".utf8).write(to: URL(filePath: "\(old)/tables/1.xls"))
    let result = try workspace.importing(
      old, "2012-04", ["--source", "Web archive", "--reason", "From before ninethirty."])
    try #require(result.status == 0, "\(result.errors)")
    return (workspace, "\(workspace.path)/publications/archive/kept-2012-04")
  }

  private func faults(_ workspace: TestWorkspace) throws -> (Int32, String) {
    let result = try workspace.run("verify")
    return (result.status, result.output)
  }

  @Test func aChangedFileIsNamed() throws {
    let (workspace, object) = try Self.workspace()
    let sound = try faults(workspace)
    #expect(sound.0 == 0, "\(sound.1)")
    try Data("%PDF-1.5".utf8).write(to: URL(filePath: "\(object)/v1/content/kept/bulletin.pdf"))
    let (status, output) = try faults(workspace)
    #expect(status == 76 && output.contains("kept-2012-04/v1/content/kept/bulletin.pdf: error"))
    #expect(output.contains("[verify.archive.altered]"), "\(output)")
    let rebuilt = try workspace.run("rebuild", "2012-04")
    #expect(rebuilt.status == 76, "\(rebuilt.output)")
    #expect(rebuilt.output.contains("failed  v1/content/kept/bulletin.pdf"), "\(rebuilt.output)")
    #expect(!rebuilt.output.contains("nothing to rebuild"), "\(rebuilt.output)")
    let json = try JSONSerialization.jsonObject(
      with: Data(try workspace.run("rebuild", "2012-04", "--json").output.utf8))
    #expect((json as? [String: Any])?["identical"] as? Bool == false)
    let exported = try workspace.export("2012-04")
    #expect(exported.status == 76 && exported.errors.contains("bulletin.pdf"))
  }

  /// The journal has the digest of the inventory that came.
  @Test func anObjectThatWasForgedWithRightDigestsIsNotHandedOver() throws {
    let (workspace, object) = try Self.workspace()
    let script = """
      import hashlib, pathlib, sys
      folder = pathlib.Path(sys.argv[1])
      file = folder / "v1/content/provenance.json"
      before = file.read_bytes()
      after = before.replace(b"Web archive", b"Some other")
      assert after != before
      file.write_bytes(after)
      sums = [hashlib.sha512(x).hexdigest().encode() for x in (before, after)]
      for path in sorted(folder.glob("**/inventory.json")):
          data = path.read_bytes().replace(*sums)
          path.write_bytes(data)
          pathlib.Path(f"{path}.sha512").write_text(hashlib.sha512(data).hexdigest() + "  inventory.json\\n")
      """
    let made = try Tool.run(try #require(Tool.find("python3")), ["-c", script, object])
    try #require(made.status == 0, "\(made.errors)")
    let exported = try workspace.export("2012-04")
    #expect(exported.status == 76, "\(exported.output)")
    #expect(exported.errors.contains("is not the inventory that was imported"), "\(exported)")
    let rebuilt = try workspace.run("rebuild", "2012-04")
    #expect(rebuilt.status == 76, "\(rebuilt.output)")
    #expect(rebuilt.output.contains("is not the inventory that was imported"), "\(rebuilt)")
  }

  /// An archive has files; that a folder with nothing in it was there is said while somebody looks.
  @Test func aFolderWithNothingInItIsSaidNotToBeKept() throws {
    let workspace = try TestWorkspace()
    try workspace.forgetNext()
    let old = "\(workspace.folder.path)/old"
    try FileManager.default.createDirectory(
      atPath: "\(old)/annexes", withIntermediateDirectories: true)
    try Data("x".utf8).write(to: URL(filePath: "\(old)/1.xls"))
    let result = try workspace.importing(
      old, "2012-04", ["--source", "Web archive", "--reason", "From before ninethirty."])
    #expect(result.status == 0, "\(result)")
    #expect(result.errors.contains("the folder \u{201C}annexes\u{201D} has nothing in it"))
  }

  @Test func whatIsKeptInOneVersionHasNothingToBeComparedWith() throws {
    let (workspace, _) = try Self.workspace()
    let result = try workspace.run("compare", "2012-04")
    #expect(result.status == 66, "\(result.errors)")
    #expect(result.errors.contains("is kept as it came") && !result.errors.contains("lost"))
  }

  @Test func aMissingFileIsNamed() throws {
    let (workspace, object) = try Self.workspace()
    try FileManager.default.removeItem(atPath: "\(object)/v1/content/kept/tables/1.xls")
    let (status, output) = try faults(workspace)
    #expect(status == 76 && output.contains("kept/tables/1.xls: error"), "\(output)")
    let rebuilt = try workspace.run("rebuild", "2012-04")
    #expect(rebuilt.status == 76 && rebuilt.output.contains("tables/1.xls"), "\(rebuilt.output)")
  }

  /// No log says what it was, and the journal has the digest of its inventory.
  @Test func whatWasLostDoesNotComeBackAsSomethingElse() throws {
    let (workspace, object) = try Self.workspace()
    let (other, _) = try Self.workspace()
    try #require(try other.export("2012-04").status == 0)
    try FileManager.default.removeItem(atPath: object)
    let forged = try workspace.importing(other.bag("kept-2012-04"), "2012-04")
    #expect(forged.status == 76, "\(forged)")
    #expect(forged.errors.contains("another kept-2012-04 than the one that came into"), "\(forged)")
    #expect(!FileManager.default.fileExists(atPath: object))
    // Of a folder nothing can be shown: it is kept, and said not to be shown.
    let again = try workspace.importing(
      "\(workspace.folder.path)/old", "2012-04",
      ["--source", "Web archive", "--reason", "From before ninethirty."])
    #expect(again.status == 0 && again.errors.contains("[bag.lost]"), "\(again)")
  }

  @Test func aLostPublicationIsNamed() throws {
    let (workspace, object) = try Self.workspace()
    try #require(try workspace.export("2012-04").status == 0)
    try FileManager.default.removeItem(atPath: object)
    let (status, output) = try faults(workspace)
    #expect(status == 76, "\(output)")
    #expect(output.contains("kept-2012-04 was imported and is not in the archive"), "\(output)")
    let rebuilt = try workspace.run("rebuild", "2012-04")
    #expect(rebuilt.status == 76, "\(rebuilt.errors)")
    #expect(rebuilt.errors.contains("the archive has lost it"), "\(rebuilt.errors)")
    // One that never was there is not lost.
    let never = try workspace.run("rebuild", "2012-05")
    #expect(never.status == 66 && never.errors.contains("is not in the archive"))
    // Its bag brings it back.
    let back = try workspace.importing(workspace.bag("kept-2012-04"), "2012-04")
    #expect(back.status == 0, "\(back.errors)")
    #expect(try faults(workspace).0 == 0)
    #expect(try workspace.run("rebuild", "2012-04").status == 0)
  }
}
