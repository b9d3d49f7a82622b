@testable import Bags
import Diagnostics
import Foundation
import Storage

/// The tag files of a bag, one after the other in the input: the first byte says how they are
/// encoded, and each ends in a NUL.
func readBag(_ bytes: [UInt8]) {
  let names = ["UTF-8", "US-ASCII", "ISO-8859-1", "UTF-16", "UTF-16LE"]
  guard let first = bytes.first, let encoding = BagEncoding(names[Int(first) % names.count]) else {
    return
  }
  let files = bytes.dropFirst().split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false)
  let (declaration, faults) = BagDeclaration.read(Array(files[0]))
  expect(declaration != nil || faults.hasErrors, "there is a declaration or a fault")
  for version in ["0.97", "1.0"].compactMap(BagVersion.init) {
    for (index, file) in files.dropFirst().enumerated() {
      guard let text = encoding.text(of: Array(file)) else { continue }
      switch index {
      case 0: readManifest(text, version)
      case 1: _ = BagInfo.read(text, file: "bag-info.txt", version: version)
      default: _ = BagFetch.read(text, version: version)
      }
    }
  }
}

private func readManifest(_ text: String, _ version: BagVersion) {
  for isTag in [false, true] {
    let (manifest, _) = BagManifest.read(
      text, file: "manifest-md5.txt", isTag: isTag, algorithm: .md5, version: version)
    for entry in manifest.entries {
      let path = entry.path.decoded
      expect(path.isPathInside, "a path that is taken stays inside the bag")
      expect(path.utf8.starts(with: "data/".utf8) != isTag, "a path stands in its kind of manifest")
      guard version.isStrict else { continue }
      let again = BagPath(BagPath.encode(path), isTag: isTag, version: version)
      // A name may itself begin with the star that is taken off.
      expect(
        again.decoded == path || path.utf8.first == UInt8(ascii: "*"),
        "a path that is written is read the same")
    }
  }
}
