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
  ///
  /// The digests are those of the analyses of released editions as they were read, by path.
  func changesSinceRelease(
    _ digests: [String: SHA512Sum], upTo edition: Month, released: [Month]
  ) throws -> [Finding] {
    let store = OCFLStore(archive)
    let history = try History(self)
    var findings: [Finding] = []
    for month in released {
      guard try store.contains(month.description) else { continue }
      // A withdrawal has no analyses: those before it still stand for what was published. Before the
      // archive has the newest version, the release is not finished; the one before is held then.
      let kept = try store.inventory(of: month.description).versions.count
      let version = min(history.versionCount(of: month), kept)
      let folder = "analyses/\(month)/"
      var archived = try store.state(of: month.description, version: "v\(version)").filter {
        path, _ in
        path.hasPrefix("inputs/\(folder)")
          && ![RecordedReasons.fileName, Correction.fileName].contains(path.lastPathPart)
          && (path.hasSuffix(".json") || path.hasSuffix(".csv"))
      }
      for path in digests.keys.sorted() where path.hasPrefix(folder) {
        guard let digest = archived.removeValue(forKey: "inputs/\(path)") else {
          findings.append(finding(path, "the analysis was not part of the edition \(month)"))
          continue
        }
        if digests[path]!.hex != digest {
          findings.append(finding(path, "the analysis was changed after \(month) came out"))
        }
      }
      if month < edition {
        findings += archived.keys.sorted().map {
          finding(String($0.dropFirst(7)), "the analysis was removed after \(month) came out")
        }
      }
    }
    return findings
  }

  private func finding(_ path: String, _ found: String) -> Finding {
    // The folder of every path here is that of an edition that is out.
    let month = path.split(separator: "/").dropFirst().first ?? ""
    return Finding(
      "records.changed-after-release", at: Place(path), found: found,
      rule: "what was published stands as it was; a later bulletin repeats it",
      source: "Code of Practice, orderly release",
      remedy:
        "restore the file as it was released; publications/archive has it. Where it was changed "
        + "for a correction of \(month) that is not out, keep the changed file outside of the workspace "
        + "meanwhile")
  }
}
