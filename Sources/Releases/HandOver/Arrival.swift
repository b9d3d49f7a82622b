import Bags
import Diagnostics
import Storage

/// What was handed over, copied to a folder of our own before anything of it is looked at: nobody can
/// change it between being checked and being kept.
struct Arrival {
  /// The private folder that has it.
  let folder: String
  /// The bag or the folder itself, inside it.
  let content: String
  /// What the bag says, checked whole; nil for a folder that is none.
  let bag: BagReading?

  /// Copies or unpacks what is at the path into a new private folder.
  ///
  /// Throws a ``ReleaseError`` with every finding about a bag that is not valid or a folder that
  /// cannot be kept, or a ``Storage/StorageError``; then nothing is left.
  static func take(_ path: String, to folder: String, _ limits: UnpackingLimits) throws -> Arrival {
    try Files.remove(tree: folder)
    try Files.makeDirectory(folder, mode: 0o700)
    do {
      let content: String
      if try Files.kind(of: path) == .directory {
        content = "\(folder)/content"
        try Files.makeDirectory(content, mode: 0o700)
        try copy(path, to: content, limits)
      } else {
        try unpack(path, to: folder, limits)
        content = try onlyFolder(in: folder, of: path)
      }
      guard try BagReader.isBag(content) else {
        return Arrival(folder: folder, content: content, bag: nil)
      }
      let reading = try BagReader.read(content)
      if let fault = reading.findings.first(where: { StorageError.isOfDisk($0.found) }) {
        throw ReleaseError(
          .unreadable, "\(content)/\(fault.place.file), the copy of \(path): \(fault.found)")
      }
      guard !reading.findings.hasErrors else {
        throw ReleaseError(
          .findings, "\(path) is not a valid bag; nothing of it was taken",
          findings: reading.findings)
      }
      return Arrival(folder: folder, content: content, bag: reading)
    } catch {
      try? Files.remove(tree: folder)  // The first failure says more than a second one.
      throw error
    }
  }

  /// What is packed otherwise than a bag may be is bad input, as a bag that is not valid is.
  private static func unpack(_ path: String, to folder: String, _ limits: UnpackingLimits) throws {
    do {
      try PackedTree.unpack(path, into: folder, limits: limits)
    } catch let error as StorageError where error.code == .badPath {
      throw ReleaseError(.findings, "\(error)")
    }
  }

  /// Every file of a folder, with nothing followed and nothing left out.
  private static func copy(
    _ source: String, to target: String, _ limits: UnpackingLimits
  ) throws {
    try refuseBeyond(limits, source)
    let tree = TreeWriter(target, fileMode: 0o600, folderMode: 0o700)
    var faults: [String] = []
    var names: [String: String] = [:]
    try Files.explore(source) { found, pieces in
      switch found {
      case .folder(let path):
        if path.contains("\u{FFFD}") { faults.append("the name \(path.quoted) is not UTF-8") }
        try Files.makeDirectory("\(target)/\(path)", mode: 0o700)
      case .link(let path, let aim):
        faults.append("\(path.quoted) is a link to \(aim.quoted)")
      case .unreadable(let path, let cause): faults.append("\(path.quoted): \(cause)")
      case .file(let path, _, _):
        if path.contains("\u{FFFD}") { faults.append("the name \(path.quoted) is not UTF-8") }
        // Texts are equal by canonical equivalence, under which an archive tells no two apart.
        if let other = names.updateValue(path, forKey: path), !other.utf8.elementsEqual(path.utf8) {
          faults.append("two files are called \(path.quoted), with other code points")
        }
        try tree.write(to: path, pieces)
      }
      return true
    }
    guard faults.isEmpty else {
      if let fault = faults.first(where: StorageError.isOfDisk) {
        throw ReleaseError(.unreadable, "\(source) cannot be taken: \(fault)")
      }
      throw ReleaseError(
        .usage,
        "\(source) cannot be kept as it is: \(faults.joined(separator: "; ")). Put files in the place "
          + "of links, mend names and modes, and import it again")
    }
  }

  private static func refuseBeyond(_ limits: UnpackingLimits, _ source: String) throws {
    let found = try Files.survey(source).found
    let largest = found.map(\.size).max() ?? 0
    let total = found.reduce(0) { $0 + $1.size }
    let path = found.lazy.map(\.path).compactMap { path in
      UnpackingLimits.fault(ofPath: path).map { (path, $0) }
    }.first
    if let (path, fault) = path {
      throw ReleaseError(
        .usage,
        "\(source) cannot be kept as it is: the path \u{201C}\(path.prefix(80))…\u{201D} \(fault); give it a "
          + "shorter one, or import the folders in it one by one")
    }
    let faults = [
      found.count > limits.entries ? "it has \(found.count) files and folders" : nil,
      largest > limits.fileBytes ? "its largest file has \(largest) bytes" : nil,
      total > limits.totalBytes ? "its files have \(total) bytes" : nil,
    ].compactMap(\.self)
    guard faults.isEmpty else {
      throw ReleaseError(
        .usage,
        "\(source) is beyond the limits: \(faults.joined(separator: "; ")); see --limit-entries, "
          + "--limit-file and --limit-total")
    }
  }

  /// The one folder at the top of what was packed (RFC 8493, section 4).
  private static func onlyFolder(in folder: String, of path: String) throws -> String {
    let names = try Files.list(folder)
    guard names.count == 1, try Files.kind(of: "\(folder)/\(names[0])") == .directory else {
      throw ReleaseError(
        .usage,
        "\(path) has \(names.count == 1 ? "one file" : "\(names.count) entries") at its top: "
          + "a packed bag or folder has one folder there and nothing else. Unpack it, and import the "
          + "folder")
    }
    return "\(folder)/\(names[0])"
  }
}
