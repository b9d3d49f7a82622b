import Archive
import Notation
import Schedule
import Storage

/// An edition's object in an archive, held against what the public log says of the edition.
///
/// Only what the log says is out leaves the house or comes into it: that is how nothing under
/// embargo ever gets into a bag.
struct ObjectAgainstLog {
  let month: Month
  /// What the log says came out of the edition, the first version first.
  let releases: [History.Release]
  let store: OCFLStore

  /// What does not agree, a sentence each; empty where every version of the object is one that came
  /// out, file for file, every one that came out is there, and the inventory says of each what log and
  /// seal say.
  func faults() throws -> [String] {
    let inventory = try store.inventory(of: month.description)
    let count = inventory.versions.count
    var faults: [String] = []
    if count != releases.count {
      faults.append(
        "the object has \(Self.versions(count)), and by the log \(Self.versions(releases.count)) came out"
      )
    }
    for (index, release) in releases.prefix(count).enumerated() {
      faults += try self.faults(ofVersion: index + 1, inventory.versions[index], release)
    }
    return faults
  }

  /// The same of one version alone.
  ///
  /// What the archive has lost of it, or has with other bytes, is a verdict on its files.
  func faults(of release: History.Release) throws -> [String] {
    let inventory = try store.inventory(of: month.description)
    guard let version = inventory.version("v\(release.version)") else { return [] }
    do {
      return try faults(ofVersion: release.version, version, release)
    } catch is ArchiveError {
      return []
    }
  }

  private func faults(
    ofVersion number: Int, _ version: OCFLInventory.Version, _ release: History.Release
  ) throws -> [String] {
    let reader = try OCFLVersionReader(month.description, version: "v\(number)", in: store)
    guard let bytes = try reader.read(EditionSeal.file) else {
      return ["version \(number) has no \(EditionSeal.file)"]
    }
    let open: OpenSeal
    do { open = try OpenSeal(bytes) } catch let error as ReleaseError {
      return ["version \(number): \(error.reason)"]
    }
    var listed = FileDigests()
    for (path, hex) in open.files { SHA512Sum(hex: hex).map { listed.add(path, $0) } }
    guard open.seal.edition == month, open.seal.version == number,
      open.seal.digest == release.digest, listed.digest == release.digest
    else { return ["version \(number) is not the edition whose digest the log has"] }
    guard open.isOf(release) else {
      return ["version \(number): its \(EditionSeal.file) is not the one whose digest the log has"]
    }
    guard open.seal.change == release.change else {
      return [
        "version \(number): log and \(EditionSeal.file) do not say the same of why there is one"
      ]
    }
    var state = reader.state
    state[EditionSeal.file] = nil
    guard state == open.files else {
      return ["version \(number) does not have the files that its seal lists"]
    }
    // Time, sentence and name are in no digest of the log: whoever forges an inventory changes them.
    let contact = try reader.read(SeriesContact.file).map(SeriesContact.init(schedule:)) ?? .unknown
    return version.faults(against: release, sealedBy: open.seal.sealedBy, contact)
      .map { "version \(number): \($0)" }
  }

  private static func versions(_ count: Int) -> String {
    "\(count) version\(count == 1 ? "" : "s")"
  }
}
