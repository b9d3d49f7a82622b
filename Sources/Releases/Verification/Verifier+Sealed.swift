import Diagnostics
import Editions
import Schedule
import Storage

/// The sealed editions held against the journal, which has the digest of each file.
extension Verifier {
  mutating func checkSealed() throws {
    let rules = "docs/format.md section 10"
    if workspace.copy != nil, try !Files.exists(workspace.sealed) {
      return unchecked.append("sealed editions: sealed/ is not here")
    }
    guard try !isLogLost() else {
      return unchecked.append(
        "sealed editions: the log alone says which of them came out, and it is lost")
    }
    let editions = Set(history.seals.map(\.edition)).sorted().filter(isWanted)
    var known: Set<String> = []
    for month in editions {
      guard let seal = history.standingSeal(of: month) else { continue }
      let file = workspace.sealedFile(month)
      let isThere = try Files.exists(file)
      let isOut = seal.version <= history.latestRelease(of: month)?.version ?? 0
      known.insert(file.lastPathPart)
      if isThere {
        fileCount += 1
        reads.add(1)
        let outcome = Result { try SHA512Sum(ofFile: file) }
        guard (try? outcome.get()) != seal.digest else { continue }
        note(
          "verify.sealed.altered", file,
          "it is not the file that \((seal.sealedBy ?? "somebody").quoted) sealed on \(seal.sealedAt)",
          rule: "nothing changes after the seal", source: rules,
          remedy:
            "nothing is released from it; find out who changed it, then seal the edition again",
          edition: month, version: seal.version)
      } else if !isOut {
        note(
          "verify.sealed.missing", file,
          "version \(seal.version) of \(month) was sealed on \(seal.sealedAt) for \(seal.instant), and"
            + " the file is missing", rule: "a sealed edition is kept until its instant",
          source: rules, remedy: "put the file back from a copy, or seal the edition again",
          edition: month, version: seal.version)
      }
    }
    known.formUnion(try checkWaiting())
    guard scope.isWhole, try Files.kind(of: workspace.sealed) == .directory else { return }
    for name in try Files.listing(workspace.sealed).names
    where !known.contains(name) && !name.hasPrefix(Files.unfinishedPrefix) {
      note(
        "verify.sealed.unknown", severity: .warning, "\(workspace.sealed)/\(name)",
        "the journal knows no standing seal of this file", rule: "what is sealed is in the journal",
        source: rules,
        remedy:
          "find out where it comes from, or whether the journal was cut; it is never released")
    }
  }

  /// The sealed files of versions that are out and not archived, beside the seal of the next one.
  ///
  /// - Returns: their names.
  private mutating func checkWaiting() throws -> Set<String> {
    var names: Set<String> = []
    for release in history.releases where isWanted(release.edition) {
      let file = workspace.waitingFile(release.edition, version: release.version)
      guard try Files.exists(file) else { continue }
      names.insert(file.lastPathPart)
      fileCount += 1
      reads.add(1)
      let seal = try? workspace.releasedSeal(release, file, history)
      let digest = try? SHA512Sum(ofFile: file)
      guard digest == nil || digest != seal?.digest else { continue }
      note(
        "verify.sealed.altered", file,
        "it is not the sealed file of version \(release.version), which came out on \(release.actual)",
        rule: "nothing changes after the seal", source: "docs/format.md section 10",
        remedy: "put the file back from a copy: the archive does not have the version yet",
        edition: release.edition, version: release.version)
    }
    return names
  }
}
