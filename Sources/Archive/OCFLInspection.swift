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
