import Archive
import Diagnostics
import Intake
import Schedule
import Storage

extension Workspace {
  /// Analyses of released editions that are not as they were released.
  ///
  /// The next bulletin would print their figures differently from the pages that are out.
  /// Throws where the archive cannot be read.
  func changesSinceRelease(_ files: WorkspaceFiles, released: [Month]) throws -> [Finding] {
    let store = OCFLStore(archive)
    var findings: [Finding] = []
    for month in released {
      guard try store.contains(month.description) else { continue }
      let prefix = "inputs/analyses/\(month)/"
      var archived = try store.state(of: month.description).filter { path, _ in
        path.hasPrefix(prefix) && path.hasSuffix(".json")
      }
      for file in files.analyses[month] ?? [] {
        guard let digest = archived.removeValue(forKey: "inputs/\(file.path)") else {
          findings.append(finding(file.path, "the analysis was not part of the edition \(month)"))
          continue
        }
        if SHA512Sum(of: file.bytes).hex != digest {
          findings.append(finding(file.path, "the analysis was changed after \(month) came out"))
        }
      }
      if files.analyses.keys.max().map({ month < $0 }) == true {
        findings += archived.keys.sorted().map {
          finding(String($0.dropFirst(7)), "the analysis was removed after \(month) came out")
        }
      }
    }
    return findings
  }

  private func finding(_ path: String, _ found: String) -> Finding {
    Finding(
      "records.changed-after-release", at: Place(path), found: found,
      rule: "what was published stands as it was; a later bulletin repeats it",
      source: "Code of Practice, orderly release",
      remedy: "restore the file as it was released; publications/archive has it")
  }
}
