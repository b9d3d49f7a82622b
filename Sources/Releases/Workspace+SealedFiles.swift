import Schedule
import Storage

extension Workspace {
  /// Whether an edition lies sealed.
  func isSealed(_ month: Month) throws -> Bool { try Files.exists("\(sealed)/\(month)") }

  /// Hands over every file of a sealed edition, by its path in it.
  func forEachSealedFile(
    of month: Month, _ body: (_ path: String, _ bytes: [UInt8]) throws -> Void
  ) throws {
    let folder = "\(sealed)/\(month)"
    for entry in try Files.walk(folder) where entry.kind == .file {
      try body(entry.path, Files.read("\(folder)/\(entry.path)", limit: Self.fileLimit))
    }
  }
}
