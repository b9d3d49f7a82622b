import Ledger
import Notation
package import Schedule
import Storage

/// What the key of this machine opens.
extension Workspace {
  /// That keys can open what is sealed of which the journal does not know who named them; nil where
  /// there are none, or where it never knew any (a workspace that was moved here).
  func unknownRecipients(_ keys: [String], _ history: History) -> String? {
    let added = history.namedRecipients
    let unknown = keys.filter { !added.contains(Recipients.digest(of: $0)) }
    guard !added.isEmpty, !unknown.isEmpty else { return nil }
    return "\(recipientsFile) names \(unknown.count == 1 ? "a key" : "keys") that no `key new` or "
      + "`key add` of the journal brought there, and that can open whatever is sealed: "
      + unknown.joined(separator: ", ")
  }

  /// What is known of the key of this machine.
  package struct KeyReport: Sendable {
    package let path: String
    package let publicPart: String
    /// Whether what is sealed from now on opens with it.
    package let isRecipient: Bool
    package let editions: [SealedFileReport]
    /// What else lies among the sealed editions, by name.
    package let strays: [String]
  }

  /// A sealed edition, or what lies in its place.
  package struct SealedFileReport: Sendable {
    package let edition: Month
    /// Whether the key opens it; nil for what cannot be tried, or is not there.
    package let opens: Bool?
    /// What is wrong with its file; nil where it is the one that the journal names.
    package let fault: SealFault?
  }

  /// The public part of the key, and what it opens: every sealed edition is told of, however odd one
  /// of them is.
  ///
  /// Throws a ``ReleaseError`` with the code `noKey` where the key cannot be used.
  package func keyReport() throws -> KeyReport {
    let path = try key()
    let publicPart = try publicPart(ofKey: path)
    let (names, unreadable) = try Files.exists(sealed) ? Files.listing(sealed) : ([], [])
    let history = try History(self)
    let seals = history.unreleasedSeals
    var months: Set<Month> = []
    // Those of versions that are out and not archived yet.
    let waiting = Set(
      history.releases.map { waitingFile($0.edition, version: $0.version).lastPathPart })
    var strays = unreadable
    for name in names where !name.hasPrefix(Files.unfinishedPrefix) {
      if name.hasSuffix(".age"), let month = Month(String(name.dropLast(4))) {
        months.insert(month)
      } else if !waiting.contains(name) {
        strays.append(name)
      }
    }
    // A file that the journal names and that is not there is told of too.
    let all = months.union(seals.keys).sorted()
    return KeyReport(
      path: path, publicPart: publicPart,
      isRecipient: try recipients()?.keys.contains(publicPart) ?? false,
      editions: try all.compactMap { month in
        var fault = try sealFault(of: month, seals[month], history)
        guard months.contains(month) else {
          return fault.map { SealedFileReport(edition: month, opens: nil, fault: $0) }
        }
        let opens = try opens(month, key: path, &fault)
        return SealedFileReport(edition: month, opens: opens, fault: fault)
      }, strays: strays.sorted())
  }

  /// Whether a key opens what lies in the place of a sealed edition; nil, and a fault where none was
  /// found before, where that cannot be tried.
  private func opens(_ month: Month, key: String, _ fault: inout SealFault?) throws -> Bool? {
    do {
      return try SealedFile.opens(sealedFile(month), key: key)
    } catch let error as StorageError where error.code != .notInstalled {
      fault = fault ?? SealFault(isMissing: false, text: "\(error)")
      return nil
    }
  }

  /// What is wrong with the file of an edition, also where the journal knows of nothing that waits
  /// there; a file that is still to be archived is sound.
  private func sealFault(
    of month: Month, _ seal: StandingSeal?, _ history: History
  ) throws -> SealFault? {
    if let seal { return try sealFault(of: seal, history) }
    let path = sealedFile(month)
    guard try Files.kind(of: path) == .file else { return nil }
    let found = try SHA512Sum(ofFile: path)
    guard history.standingSeal(of: month)?.digest != found else { return nil }
    return SealFault(
      isMissing: false, text: whatStands(at: path, of: month, found: found, history))
  }
}

extension History {
  /// The digests of the keys that were named as recipients, by whatever verb.
  var namedRecipients: Set<String> {
    Set(
      journal.compactMap { entry in
        guard entry.event == "key-added", case .string(let digest)? = entry.fields["recipient"]
        else { return nil }
        return digest
      })
  }
}
