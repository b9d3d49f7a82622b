import Foundation
import TestSupport
import Testing

/// `check` on a workspace with planted faults, both by the real binary.
@Suite struct SamplePlantedTests {
  private struct Planted: Decodable {
    struct Fault: Decodable {
      var kind: String
      var id: String
      var severity: String
      var file: String
      var line: Int?
      var path: String?
    }
    var edition: String
    var faults: [Fault]
  }

  private struct Checked: Decodable {
    struct Finding: Decodable {
      var id: String
      var severity: String
      var file: String
      var line: Int?
      var path: String?
    }
    var findings: [Finding]
  }

  private func word(
    _ id: String, _ severity: String, _ file: String, _ path: String?
  ) -> String {
    "\(id) (\(severity)) at \(file) \(path ?? "")"
  }

  @Test func checkNamesEveryPlantedFaultAndNothingElse() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/sample"
    let made = try Binary.run(
      "sample", path, "--reports", "200", "--editions", "2", "--seed", "5", "--planted", "all")
    #expect(made.status == 0, "\(made.errors)")
    let planted = try JSONDecoder().decode(
      Planted.self, from: Data(contentsOf: URL(filePath: path + "/planted.json")))
    #expect(planted.faults.count >= 40)
    let result = try Binary.run("check", planted.edition, "--workspace", path, "--json")
    #expect(result.status == 65)
    let findings = try JSONDecoder().decode(Checked.self, from: Data(result.output.utf8)).findings
    #expect(
      planted.faults.map { word($0.id, $0.severity, $0.file, $0.path) }.sorted()
        == findings.map { word($0.id, $0.severity, $0.file, $0.path) }.sorted())
    // Where a line is said, it is the line of a finding of that check.
    for fault in planted.faults where fault.line != nil {
      #expect(
        findings.contains { $0.id == fault.id && $0.file == fault.file && $0.line == fault.line },
        "\(fault.kind) in line \(fault.line ?? 0)")
      #expect(made.output.contains("planted \(fault.kind): \(fault.id) at \(fault.file)"))
    }
  }

  @Test(arguments: [
    ["--planted", "nothing"], ["--planted", "file-empty", "--planted", "file-empty"],
    ["--planted", "total-of-reports", "--planted", "file-empty"],
    ["--planted", "all", "--reports", "10"],
  ])
  func faultsThatCannotBePlantedAreWrongUse(options: [String]) throws {
    let folder = TemporaryFolder()
    let result = try Tool.run(Binary.path, ["sample", folder.path + "/x"] + options)
    #expect(result.status == 64)
    #expect(result.errors.contains("--planted"))
  }
}
