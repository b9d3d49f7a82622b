import Editions
import Intake
import Schedule
import Storage

/// What is sealed is under embargo as it was sealed, whatever lies in its place now.
extension Workspace {
  /// The sealed file itself, and what it holds where a key is at hand.
  ///
  /// It is opened where `isOpened`, and always where what it was made of is not as it was: then only
  /// the sealed file still says what is under embargo.
  func addSealed(
    _ month: Month, _ seal: StandingSeal?, _ intake: EditionIntake, isOpened: Bool,
    to material: inout EmbargoedMaterial
  ) throws {
    let isAsSealed = seal.map(areInputsAsSealed) ?? true
    let isThere = try Files.exists(sealedFile(month))
    guard isThere && isOpened || !isAsSealed else { return }
    if isThere {
      material.noting("the sealed edition \(month)") {
        $0.add(digestOf: try SHA512Sum(ofFile: sealedFile(month)), of: month)
      }
    }
    do {
      try forEachSealedFile(of: month) { path, bytes in
        add(sealed: bytes, path, of: month, intake, to: &material)
      }
    } catch  where isAsSealed {
      // Without its pages' digests the inputs are still searched for: said, and no more.
      material.remarks.append("the pages of the sealed \(month) were not searched for: \(error)")
    } catch {
      material.notSearched.append(
        "analyses/\(month): not as it was sealed, and what was sealed was not searched for: \(error)"
      )
    }
  }

  /// Whether nobody changed what an edition was made of since it was sealed, as far as that can be
  /// told without opening it.
  ///
  /// A copy of the workspace looks changed: then the sealed file is opened for nothing.
  private func areInputsAsSealed(_ seal: StandingSeal) -> Bool {
    // The notice of a withdrawal is made of nothing that could tell.
    guard seal.kind.holdUps.contains(.embargoSearch) else { return true }
    let folder = path("analyses/\(seal.edition)")
    do {
      return try Files.exists(folder) && Files.newestChange(in: folder) <= seal.sealedAt
    } catch {
      return false
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
      case "commentary.md", RecordedReasons.fileName:
        add(text: bytes, named: name, of: month, to: &material)
      case Correction.fileName: add(correction: bytes, file: file, of: month, to: &material)
      default: add(analysis: bytes, file: file, of: month, intake, to: &material)
      }
    }
  }
}
