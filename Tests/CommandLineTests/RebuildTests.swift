import Foundation
import TestSupport
import Testing

/// An archived edition is made again: the verdicts, from its documents and from its inputs.
@Suite struct RebuildTests {
  private static let content = "publications/archive/2013-10/v1/content"

  /// An illustrative edition that is out, and one correction of it.
  private static func corrected() throws -> TestWorkspace {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.replace(
      CorrectionTests.figure, with: "7612.5", in: "analyses/2013-10/A-2013-0002.json")
    let opened = try Tool.run(
      Binary.path,
      ["correct", "2013-10"] + CorrectionTests.note + ["--workspace", workspace.path])
    try #require(opened.status == 0, "\(opened.errors)")
    try workspace.publish("2013-10")
    return workspace
  }

  private func json(_ result: Binary.Result) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  /// Changes an archived file and everything that holds its digest, as somebody would who wanted
  /// it to pass for the archived one.
  private func forge(
    _ path: String, in workspace: TestWorkspace, _ change: (String) -> String
  ) throws {
    let object = "publications/archive/2013-10"
    let old = workspace.text("\(object)/v1/content/\(path)")
    let new = change(old)
    try #require(new != old)
    try workspace.write(new, to: "\(object)/v1/content/\(path)")
    let script = """
      set -e
      old=$(sha512sum < "$1" | cut -d ' ' -f 1); new=$(sha512sum < "$2" | cut -d ' ' -f 1)
      for folder in . v1; do
        [ -f $folder/inventory.json ] || continue
        sed -i "s/$old/$new/g" $folder/inventory.json
        (cd $folder && sha512sum inventory.json > inventory.json.sha512)
      done
      """
    try workspace.write(old, to: "publications/old")
    let result = try Tool.run(
      "/bin/bash",
      ["-c", script, "forge", workspace.path + "/publications/old", "v1/content/\(path)"],
      in: "\(workspace.path)/\(object)")
    try #require(result.status == 0, "\(result.errors)")
  }

  @Test func everyVersionIsMadeAgainAlsoFromItsInputs() throws {
    let workspace = try Self.corrected()
    for version in [["--as", "published"], ["--as", "corrected"], ["--version", "1"], []] {
      let result = try Tool.run(
        Binary.path,
        ["rebuild", "2013-10", "--inputs", "--workspace", workspace.path] + version)
      #expect(result.status == 0, "\(version): \(result.output)\(result.errors)")
      #expect(result.output.contains("identical from the inputs"))
    }
    let first = try json(try workspace.run("rebuild", "2013-10", "--as", "published", "--json"))
    let last = try json(try workspace.run("rebuild", "2013-10", "--as", "corrected", "--json"))
    #expect(first["version"] as? Int == 1 && last["version"] as? Int == 2)
    #expect(first["format"] as? String == "ninethirty-rebuild/1")
  }

  /// Nothing but the archive is read: neither the present templates nor the present inputs.
  @Test func whatTheWorkspaceHasNowDoesNotMatter() throws {
    let workspace = try Self.corrected()
    for name in ["analyses", "requests.csv"] {
      try FileManager.default.removeItem(atPath: "\(workspace.path)/\(name)")
    }
    try FileManager.default.createDirectory(
      atPath: "\(workspace.path)/templates", withIntermediateDirectories: true)
    try workspace.write("<broken", to: "templates/bulletin.html.xsl")
    for version in ["1", "2"] {
      let result = try workspace.run("rebuild", "2013-10", "--version", version, "--inputs")
      #expect(result.status == 0, "\(result.output)\(result.errors)")
    }
  }

  @Test func whatWasMadeCanBeKeptInANewFolder() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let output = workspace.folder.path + "/made"
    #expect(try workspace.run("rebuild", "2013-10", "--output", output).status == 0)
    let renditions = "\(Self.content)/renditions"
    #expect(workspace.files(in: output) == workspace.files(in: renditions))
    for file in workspace.files(in: renditions) {
      #expect(
        FileManager.default.contents(atPath: "\(output)/\(file)")
          == workspace.bytes("\(renditions)/\(file)"))
    }
    let again = try workspace.run("rebuild", "2013-10", "--output", output)
    #expect(again.status == 73, "what stands there is not written over")
  }

  @Test func aFigureThatWasForgedIsShownBesideTheOneThatIsMade() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try forge("renditions/\(CorrectionTests.report)/report.xml", in: workspace) {
      $0.replacing("7,837", with: "9,837")
    }
    let result = try workspace.run("rebuild", "2013-10")
    #expect(result.status == 76)
    #expect(result.output.contains("different  \(CorrectionTests.report)/report.xml"))
    #expect(result.output.contains("was 9,837, is 7,837"), "\(result.output)")
    let verdicts = try #require(
      try json(try workspace.run("rebuild", "2013-10", "--json"))["files"] as? [[String: Any]])
    let different = verdicts.filter { $0["verdict"] as? String != "identical" }
    #expect(different.count == 1 && different[0]["difference"] != nil)
  }

  @Test func aWordOfAPageThatWasForgedIsShownInItsLine() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try forge("renditions/index.html", in: workspace) {
      $0.replacing("Introduction", with: "Inducement")
    }
    let result = try workspace.run("rebuild", "2013-10")
    #expect(result.status == 76 && result.output.contains("different  index.html"))
    #expect(result.output.contains("Inducement") && result.output.contains("Introduction"))
  }

  @Test func otherBytesOfTheSameDocumentAreEquivalentAndNotIdentical() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try forge("renditions/bulletin.xml", in: workspace) { "<?xml version=\"1.0\"?>\n\($0)\n" }
    let result = try workspace.run("rebuild", "2013-10")
    #expect(result.status == 76, "only identical files give 0")
    #expect(result.output.contains("equivalent  bulletin.xml"), "\(result.output)")
    #expect(result.output.contains("38 of 39 files identical"))
  }

  @Test func inputsThatGiveAnotherEditionAreSaidToDo() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try forge("inputs/analyses/2013-10/A-2013-0002.json", in: workspace) {
      $0.replacing(CorrectionTests.figure, with: "7612.5")
    }
    // Its pages follow from the documents, and the log says that these inputs are not what was sealed.
    let pages = try workspace.run("rebuild", "2013-10")
    #expect(pages.status == 76 && pages.output.contains("39 of 39 files identical"), "\(pages)")
    #expect(pages.output.contains("NOT what came out"), "\(pages)")
    let result = try workspace.run("rebuild", "2013-10", "--inputs")
    #expect(result.status == 76)
    #expect(result.output.contains("different  sources/\(CorrectionTests.report).xml"))
  }

  @Test func inputsOfAnotherVersionOfTheProgramAreNotTried() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try forge("build.json", in: workspace) {
      $0.replacing("\"libxml2\":\"", with: "\"libxml2\":\"1.")
    }
    // The log would say that this is not what came out.
    let copy = workspace.folder.path + "/copy"
    let copied = try Tool.run(
      "/bin/bash",
      ["-ec", "mkdir '\(copy)'; cp -a '\(workspace.path)/publications/archive' '\(copy)'"])
    try #require(copied.status == 0, "\(copied.errors)")
    let result = try Tool.run(
      Binary.path, ["rebuild", "2013-10", "--inputs", "--workspace", copy])
    #expect(result.status == 69)
    #expect(result.output.contains("39 of 39 files identical"))
    #expect(result.output.contains("not made from the inputs: another version of ninethirty"))
  }

  @Test func aVersionThatIsNotThereIsRefusedByName() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let wrong: [([String], Int32, String)] = [
      (["--version", "2"], 66, "no version 2 of 2013-10; it has version 1"),
      (["--as", "corrected"], 66, "edition 2013-10 was never corrected"),
      (["--as", "drafted"], 64, "neither published nor corrected"),
      (["--as", "published", "--version", "1"], 64, "leave one of them out"),
    ]
    for (arguments, status, message) in wrong {
      let result = try Tool.run(
        Binary.path, ["rebuild", "2013-10", "--workspace", workspace.path] + arguments)
      #expect(result.status == status && result.errors.contains(message), "\(result.errors)")
    }
  }
}
