import Editions
import Intake
import Schedule
import Storage

/// What is sealed is under embargo as it was sealed, whatever lies in its place now.
extension Workspace {
  /// The sealed file itself, and what it holds where a key is at hand.
  ///
  /// It is opened where `isOpened`, and always where what it was made of may not be as it was: then
  /// only the sealed file still says what is under embargo. Where no key opens it, a copy of the
  /// workspace counts as what was copied.
  func addSealed(
    _ month: Month, _ seal: StandingSeal?, _ intake: EditionIntake, isOpened: Bool,
    to material: inout EmbargoedMaterial
  ) throws {
    let inputs = seal.map(inputsToSearch) ?? .untouched
    let isThere = try Files.exists(sealedFile(month))
    guard isThere && isOpened || inputs != .untouched else { return }
    if isThere {
      material.noting("the sealed edition \(month)") {
        $0.add(digestOf: try SHA512Sum(ofFile: sealedFile(month)), of: month)
      }
    }
    do {
      var sealed = SealedWords()
      try forEachSealedFile(of: month) { path, bytes in
        sealed.take(path, bytes, of: month)
        add(sealed: bytes, path, of: month, intake, to: &material)
      }
      addTranslations(sealed, of: month, intake, to: &material)
    } catch  where inputs == .untouched {
      // Without its pages' digests the inputs are still searched for: said, and no more.
      material.remarks.append("the pages of the sealed \(month) were not searched for: \(error)")
    } catch let error as ReleaseError where error.code == .noKey && inputs == .copied {
      material.remarks.append(
        "the sealed \(month) was not searched for, and that analyses/\(month) is as it was sealed is "
          + "known by the times of its files alone, which a copy keeps: \(error)")
    } catch {
      material.notSearched.append(
        "analyses/\(month): not as it was sealed, and what was sealed was not searched for: \(error)"
      )
    }
  }

  /// The analyses of a sealed edition, and the translations in the schedule that was sealed with them.
  private struct SealedWords {
    var analyses: [(file: String, bytes: [UInt8])] = []
    var phrases: [Language: [String: String]] = [:]

    mutating func take(_ path: String, _ bytes: [UInt8], of month: Month) {
      let file = String(path.dropFirst("inputs/".utf8.count))
      if path == "inputs/\(Workspace.scheduleFile)" {
        phrases = Workspace.readProgramme(bytes).0?.phrases ?? [:]
      } else if path.hasPrefix("inputs/analyses/\(month)/"),
        EditionIntake.isAnalysis(file)
      {
        analyses.append((file, bytes))
      }
    }
  }

  /// Adds what the sealed pages say in the words of a schedule that has been changed since.
  private func addTranslations(
    _ sealed: SealedWords, of month: Month, _ intake: EditionIntake,
    to material: inout EmbargoedMaterial
  ) {
    guard sealed.phrases != material.phrases else { return }
    let present = material.phrases
    material.phrases = sealed.phrases
    for (file, bytes) in sealed.analyses {
      for reading in intake.read(bytes, file: file, of: month) {
        if let analysis = reading.record?.analysis { material.addTranslations(of: analysis, month) }
      }
    }
    material.phrases = present
  }

  /// How what an edition was made of stands, as far as that can be told without opening it.
  private func inputsToSearch(_ seal: StandingSeal) -> SealedInputs {
    // The notice of a withdrawal is made of nothing that could tell.
    guard seal.kind.holdUps.contains(.embargoSearch) else { return .untouched }
    do {
      return try inputs(of: seal)
    } catch {
      return .written
    }
  }

  private func add(
    sealed bytes: [UInt8], _ path: String, of month: Month, _ intake: EditionIntake,
    to material: inout EmbargoedMaterial
  ) {
    let name = path.lastPathPart
    if path.hasPrefix("renditions/") || path.hasPrefix("sources/") {
      if !name.hasSuffix(".css"), !name.hasSuffix(".xsd") {
        material.add(file: bytes, of: month)
      }
    } else if path.hasPrefix("inputs/analyses/\(month)/"), !material.knows(bytes) {
      let file = String(path.dropFirst("inputs/".utf8.count))
      switch name {
      case RecordedReasons.fileName,
        _ where CommentaryReader.fileNames.contains(name):
        add(text: bytes, named: name, of: month, to: &material)
      case Correction.fileName: add(correction: bytes, file: file, of: month, to: &material)
      default: add(analysis: bytes, file: file, of: month, intake, to: &material)
      }
    }
  }
}
