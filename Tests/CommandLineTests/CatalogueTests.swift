import Foundation
import Storage
import TestSupport
import Testing

/// `/catalogue.json`, held against the files that it names and against its schema.
@Suite struct CatalogueTests {
  /// A file of the catalogue: where it stands, and what is said of it.
  private struct Listed {
    var path: String
    var byteCount: Int
    var digest: String
  }

  private func listed(in workspace: TestWorkspace) throws -> (kinds: [[String]], files: [Listed]) {
    let json = try JSONSerialization.jsonObject(
      with: #require(workspace.bytes("\(PublicSiteTests.tree)/catalogue.json")))
    let editions = try #require((json as? [String: Any])?["editions"] as? [[String: Any]])
    let versions = try editions.map { try #require($0["versions"] as? [[String: Any]]) }
    let files = try versions.joined().flatMap { try #require($0["files"] as? [[String: Any]]) }
    return (
      versions.map { $0.compactMap { $0["kind"] as? String } },
      try files.map { file in
        let address = try #require(file["address"] as? String)
        return Listed(
          path: address.replacing(PublicSiteTests.address, with: ""),
          byteCount: try #require(file["bytes"] as? Int),
          digest: try #require(file["sha512"] as? String))
      }
    )
  }

  private func expectRight(_ files: [Listed], in workspace: TestWorkspace) {
    for file in files {
      let bytes = workspace.bytes("\(PublicSiteTests.tree)/\(file.path)")
      #expect(bytes?.count == file.byteCount, "\(file.path)")
      #expect(bytes.map { SHA512Sum(of: Array($0)).hex } == file.digest, "\(file.path)")
    }
  }

  @Test func theCatalogueHasEveryFileOfEveryVersionWithItsSizeAndDigest() throws {
    let (kinds, files) = try listed(in: PublicSiteTests.published)
    #expect(kinds == [["release", "correction"], ["release"]])
    expectRight(files, in: PublicSiteTests.published)
    let kept = PublicSiteTests.published.files(in: PublicSiteTests.tree).filter {
      $0.contains(/^[\d-]{7}\/v\d+\//)
    }
    #expect(kept.count > 90)
    #expect(Set(kept) == Set(files.map(\.path)) && kept.count == files.count)
  }

  @Test func theCatalogueOfAWithdrawnEditionHasTheNoticesAlone() throws {
    let workspace = try VersionHistoryTests.workspace(withdrawn: true)
    let (kinds, files) = try listed(in: workspace)
    #expect(kinds == [["release", "correction", "withdrawal"]])
    #expect(files.contains { $0.path == "2013-10/v1/\(CorrectionTests.report)/index.html" })
    expectRight(files, in: workspace)
    for file in files where file.path.hasSuffix(".html") {
      #expect(workspace.text("\(PublicSiteTests.tree)/\(file.path)").contains("was withdrawn on"))
    }
    try expectValid(workspace)
  }

  @Test func theCatalogueIsCanonicalAndItsSchemaTakesIt() throws {
    try expectValid(PublicSiteTests.published)
    let text = PublicSiteTests.published.text("\(PublicSiteTests.tree)/catalogue.json")
    let again = try JSONSerialization.data(
      withJSONObject: JSONSerialization.jsonObject(with: Data(text.utf8)),
      options: [.sortedKeys, .withoutEscapingSlashes])
    #expect(text == String(decoding: again, as: UTF8.self) + "\n")
    #expect(
      PublicSiteTests.published.bytes("\(PublicSiteTests.tree)/catalogue.schema.json")
        == FileManager.default.contents(
          atPath: "\(TestWorkspace.repository)/templates/schemas/catalogue.schema.json"))
  }

  /// Holds a catalogue against its own schema, and sees that the schema refuses another one.
  private func expectValid(_ workspace: TestWorkspace) throws {
    let script = """
      import json, pathlib, sys
      try:
          import jsonschema
      except ImportError:
          print("skipped: jsonschema is not installed"); sys.exit(0)
      root = pathlib.Path(sys.argv[1])
      schema = json.loads((root / "catalogue.schema.json").read_text())
      catalogue = json.loads((root / "catalogue.json").read_text())
      jsonschema.Draft202012Validator.check_schema(schema)
      jsonschema.validate(catalogue, schema)
      catalogue["editions"][0]["versions"][0]["kind"] = "correction"
      catalogue["editions"][0]["versions"][0].pop("note", None)
      assert list(jsonschema.Draft202012Validator(schema).iter_errors(catalogue))
      print("valid")
      """
    let result = try Tool.run(
      Tool.find("python3")!, ["-c", script, "\(workspace.path)/\(PublicSiteTests.tree)"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("valid") || result.output.contains("skipped"))
  }
}
