import Archive
import Diagnostics
import Intake
import Schedule
import Storage

extension Workspace {
  /// Reads the analyses of earlier editions from the archive, as they are out, while a correction of
  /// theirs stands open or is sealed: nobody who makes another edition need bring the files back.
  ///
  /// Until the correction is out a bulletin repeats what was published. A release that is not archived
  /// yet is read where it stands.
  /// - Returns: a note for each of those editions.
  func readPublishedAnalyses(
    into files: inout WorkspaceFiles, for edition: Month
  ) throws -> [Finding] {
    let (store, history) = (OCFLStore(archive), try History(self))
    var notes: [Finding] = []
    for month in history.released where month < edition {
      guard try isCorrectionUnderEmbargo(of: month, history),
        try store.contains(month.description)
      else { continue }
      let version = history.versionCount(of: month)
      guard try store.inventory(of: month.description).versions.count >= version else { continue }
      let reader = try OCFLVersionReader(month.description, version: "v\(version)", in: store)
      files.analyses[month] = reader.analysisFiles(of: month).map { path in
        InputFile(path: path) { try reader.read("inputs/\($0)") ?? [] }
      }
      notes.append(
        Finding(
          "records.correction-open", .note, at: Place("analyses/\(month)"),
          found:
            "the next version of \(month) is not out: its analyses are read as version \(version) "
            + "has them, from the archive",
          rule: "what was published stands until its next version is out",
          source: "Code of Practice, orderly release",
          remedy: "release that version first if the edition is to report the corrected figures"))
    }
    return notes
  }

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
      let reader = try OCFLVersionReader(month.description, version: "v\(version)", in: store)
      var archived = Dictionary(
        uniqueKeysWithValues: reader.analyses(of: month).map {
          (String($0.key.dropFirst("inputs/".utf8.count)), $0.value)
        })
      for path in digests.keys.sorted() where path.hasPrefix(folder) {
        guard let digest = archived.removeValue(forKey: path) else {
          findings.append(finding(path, "the analysis was not part of the edition \(month)"))
          continue
        }
        if digests[path]!.hex != digest {
          findings.append(finding(path, "the analysis was changed after \(month) came out"))
        }
      }
      if month < edition {
        findings += archived.keys.sorted().map {
          finding($0, "the analysis was removed after \(month) came out")
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
        + "for a correction of \(month), open that with `ninethirty correct \(month)`: while it is not "
        + "out, other editions read what is archived")
  }
}

extension OCFLVersionReader {
  /// The files of the analyses that an edition was made of, by their bytes.
  fileprivate func analysisFiles(of month: Month) -> [String] {
    analyses(of: month).keys.map { String($0.dropFirst("inputs/".utf8.count)) }
      .sorted { $0.precedesByBytes($1) }
  }
}
