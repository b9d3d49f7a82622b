import Archive
import Diagnostics
import Ledger
import Notation
import Schedule
import Storage
import Synchronization

/// From archived inputs to source documents and renditions: the second verdict on a version.
extension Workspace {
  /// Makes a version anew from the inputs and templates that are archived with it, as it was when
  /// it was sealed, and compares source documents and renditions.
  ///
  /// It is tried by the versions of ninethirty and its libraries that made it: others may read or
  /// word inputs otherwise.
  func rebuildFromInputs(
    _ archived: ArchivedVersion, progress: any ProgressObserver
  ) throws -> RebuildReport.FromInputs {
    let seal = try OpenSeal(try archived.reader.read(EditionSeal.file) ?? []).seal
    guard seal.change.withdrawalReason == nil else {
      return .notTried(reason: "version \(archived.number) is a withdrawal, which has no inputs")
    }
    guard try archived.reader.read("build.json") == CanonicalDocument.bytes(Build.description)
    else {
      return .notTried(
        reason: "another version of ninethirty or of its libraries made it; build.json says which")
    }
    let folder = try Files.makeTemporaryFolder("ninethirty-inputs")
    // A folder of temporary files that is left harms nobody.
    defer { try? Files.remove(tree: folder) }
    do {
      try layOut(archived, in: folder)
    } catch let lack as OCFLVersionReader.Lack {
      return .made([.init(failed: "inputs", lack.reason)])
    } catch let lack as EarlierInputs.Part.Lack {
      guard try OCFLStore(archive).contains(lack.edition.description) else {
        return .notTried(
          reason: "it repeats the analyses of \(lack.edition), and this archive does not have "
            + "that edition")
      }
      return .made([.init(failed: "inputs", lack.reason)])
    }
    var workspace = try Workspace(folder)
    workspace.archiveElsewhere = archive
    let sink = RebuildSink(archived.reader)
    let preparation = try Preparation(
      archived.edition, in: workspace, isDraft: false,
      released: try History(workspace).released.filter { $0 != archived.edition }, sink: sink,
      progress: progress, day: seal.zone.wallTime(of: seal.sealedAt).day)
    guard preparation.edition != nil else {
      let first = preparation.findings.first.map { ": \($0.found)" } ?? ""
      return .made([.init(failed: "inputs", "the archived inputs have errors now\(first)")])
    }
    return .made(try sink.verdicts())
  }

  /// A workspace as it was when the version was sealed: its inputs and templates, and the log up to
  /// its release.
  private func layOut(_ archived: ArchivedVersion, in folder: String) throws {
    let writer = TreeWriter(folder, fileMode: 0o600, folderMode: 0o700)
    for path in archived.reader.state.keys.sorted() {
      let target =
        path.hasPrefix("inputs/")
        ? String(path.dropFirst("inputs/".utf8.count))
        : path.hasPrefix("templates/") ? path : nil
      guard let target else { continue }
      try writer.write(archived.reader.needed(path), to: target)
    }
    for part in try archived.reader.earlierInputs()?.parts ?? [] {
      let reader = try part.reader(in: OCFLStore(archive))
      for path in part.digests.keys.sorted() {
        try writer.write(reader.needed(path), to: String(path.dropFirst("inputs/".utf8.count)))
      }
    }
    let own = try History(self).log.first { entry in
      entry.edition == archived.edition.description
        && entry.fields["version"] == .integer(archived.number)
        && ["released", "corrected", "withdrawn"].contains(entry.event)
    }
    guard let own else {
      throw ReleaseError(
        .altered,
        "\(log) has no line for version \(archived.number) of \(archived.edition), "
          + "which the archive has; bring the log back from a copy")
    }
    let lines = try Files.read(log, limit: Self.fileLimit)
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let before = lines.prefix(own.sequence - 1).flatMap { $0 + [UInt8(ascii: "\n")] }
    if !before.isEmpty { try writer.write(before, to: "publications/log.jsonl") }
  }
}

/// Compares each file as soon as it is made with what the archive has.
private final class RebuildSink: EditionSink {
  private let reader: OCFLVersionReader
  private let found = Mutex<[RebuildReport.FileVerdict]>([])

  init(_ reader: OCFLVersionReader) { self.reader = reader }

  /// What is made, of all that a version holds: not its inputs, and not the findings, which also
  /// speak of files that are not archived.
  private static func isMade(_ path: String) -> Bool {
    path.hasPrefix("sources/") || path.hasPrefix("renditions/") || path == Recipes.file
  }

  func put(_ path: String, _ bytes: [UInt8]) throws {
    guard Self.isMade(path) else { return }
    let verdict: RebuildReport.FileVerdict
    if reader.state[path] == SHA512Sum(of: bytes).hex {
      verdict = .init(path: path, verdict: .identical)
    } else {
      do {
        verdict = .init(path, rebuilt: bytes, archived: try reader.needed(path))
      } catch let lack as OCFLVersionReader.Lack {
        verdict = .init(failed: path, lack.reason)
      }
    }
    found.withLock { $0.append(verdict) }
  }

  /// Those on all files, also on what the inputs did not give.
  func verdicts() throws -> [RebuildReport.FileVerdict] {
    let found = found.withLock { $0 }
    let made = Set(found.map(\.path))
    let missing = reader.state.keys.filter { Self.isMade($0) && !made.contains($0) }
    let verdicts = try missing.map { path in
      path.hasSuffix(".pdf")
        ? try reader.keptVerdict(path, at: path)
        : .init(failed: path, "the inputs do not give it")
    }
    return (found + verdicts).sorted { $0.path < $1.path }
  }
}
