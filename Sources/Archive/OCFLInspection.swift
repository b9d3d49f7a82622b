package import Storage

/// What came of looking through the folder of an object.
package struct OCFLInspection: Sendable {
  /// All that is wrong, errors before warnings.
  package let faults: [OCFLFault]
  /// The inventory at the top of the object; nil where too much of it is missing.
  package let inventory: OCFLInventory?
  /// Everything in the folder.
  package let files: [Files.Survey]
}

extension OCFLInspection {
  /// The folders that OCFL allows in an object and nothing of ours ever makes, by their paths in it.
  ///
  /// They are `logs`, `extensions`, and what stands beside the content of a version. No inventory names
  /// what is in them.
  package var foreignFolders: [String] {
    let content = inventory?.contentDirectory ?? "content"
    let versions = Set(inventory?.versions.map(\.name) ?? [])
    return files.filter { entry in
      guard entry.kind == .directory else { return false }
      let parts = entry.path.split(separator: "/").map(String.init)
      return ["logs", "extensions"].contains(entry.path)
        || parts.count == 2 && versions.contains(parts[0]) && parts[1] != content
    }.map(\.path).sorted()
  }
}

extension OCFLStore {
  /// The folders of an object that nothing of ours makes: ``OCFLInspection/foreignFolders``.
  package func foreignFolders(of id: String) throws -> [String] {
    try Self.inspect(objectAt: path(of: id), reading: .nothing).foreignFolders
  }
}

/// How the digests of an object's files are worked out: one after the other, on many cores, or
/// only of a sample.
package struct OCFLReading: Sendable {
  /// What came of reading a file.
  package enum Outcome: Sendable, Hashable {
    /// In lower-case hexadecimal.
    case digest(String)
    /// The disk does not give it back; the cause.
    case unreadable(String)
    /// It was not among those to be read.
    case notRead
  }

  /// The outcomes of these files, in their order, for `sha512` or `sha256`.
  package let digests: @Sendable (_ files: [String], _ algorithm: String) -> [Outcome]

  package init(_ digests: @escaping @Sendable ([String], String) -> [Outcome]) {
    self.digests = digests
  }

  /// Every file, one after the other.
  package static let whole = OCFLReading { files, algorithm in
    files.map { outcome(of: $0, algorithm) }
  }

  /// No file: the inventories and what is there are held against one another all the same.
  package static let nothing = OCFLReading { files, _ in files.map { _ in .notRead } }

  /// The outcome of one file.
  package static func outcome(of file: String, _ algorithm: String) -> Outcome {
    do {
      return .digest(try OCFLDigest.ofFile(file, algorithm))
    } catch let error as StorageError {
      return .unreadable(error.cause)
    } catch {
      return .unreadable("\(error)")
    }
  }
}
