import Archive
import Storage

/// What OCFL allows, or cannot see, in an object, and nothing of ours ever writes.
enum OwnForm {
  /// How the finding of a file with several names begins.
  static let hardLink = "it is a hard link"

  /// The faults of the files of an object in that way, those left out that are said already.
  static func faults(
    _ files: [Files.Survey], in folder: String, said: [OCFLFault]
  ) -> [OCFLFault] {
    let known = Set(said.filter(\.isError).map(\.path))
    return files.filter { $0.kind == .file && !known.contains($0.path) }.flatMap { file in
      var faults: [OCFLFault] = []
      if file.links > 1 {
        faults.append(
          OCFLFault(
            "E090", file.path, "\(hardLink): \(file.links) names lead to the same bytes"))
      }
      if file.path.lastPathPart == "inventory.json.sha512", !isAsWeWrite("\(folder)/\(file.path)") {
        faults.append(
          OCFLFault(
            "E061", file.path,
            "it is not the digest, two spaces, \u{201C}inventory.json\u{201D} and a line feed alone"
          ))
      }
      return faults
    }
  }

  /// Whether a digest file has no more and no less in it than ours have; what the disk does not give is
  /// said elsewhere.
  private static func isAsWeWrite(_ path: String) -> Bool {
    guard let bytes = try? Files.read(path, limit: 4096) else { return true }
    return String(decoding: bytes, as: UTF8.self)
      .wholeMatch(of: /[0-9a-f]{128}  inventory\.json\n/) != nil
  }
}
