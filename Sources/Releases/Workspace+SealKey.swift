import Diagnostics
import Editions
import Schedule
import Storage

/// Whether the key of this machine opens what is sealed, told without opening it.
extension Workspace {
  /// What stands between this machine and a sealed edition.
  struct MissingKey {
    /// In lower case, to follow the name of the edition.
    let text: String
    let remedy: String
  }

  /// The public part of this machine's key, or what is the matter with it.
  ///
  /// Throws what has nothing to do with the key.
  func keyOfThisMachine() throws -> Result<String, any Error> {
    do {
      return .success(try publicPart(ofKey: try key()))
    } catch let error as ReleaseError where error.code == .noKey {
      return .failure(error)
    } catch let error as StorageError {
      return .failure(error)
    }
  }

  /// Why a seal is not opened by the key of this machine; nil where it is.
  ///
  /// The journal says for whom it was sealed: who was named since opens the next seal, and who was
  /// taken off the list still opens this one.
  func missingKey(
    for seal: StandingSeal, _ key: Result<String, any Error>, _ history: History
  ) -> MissingKey? {
    switch key {
    case .success(let key):
      return opens(seal, key) ? nil : notAmongRecipients(of: seal, key, history)
    case .failure(let error):
      let text =
        error is ReleaseError
        ? "no key here opens it: \(error)" : "the key cannot be tried: \(error)"
      return MissingKey(
        text: "is sealed, and \(text)", remedy: "without a key it cannot come out")
    }
  }

  private func opens(_ seal: StandingSeal, _ key: String) -> Bool {
    if let sealedFor = seal.recipients { return sealedFor.contains(Recipients.digest(of: key)) }
    // Journals of before say it not; a list that cannot be read has a warning of its own.
    return isNamed(key) ?? true
  }

  /// Whether `recipients.txt` names a key; nil where that cannot be read.
  private func isNamed(_ key: String) -> Bool? {
    guard let list = try? recipients() else { return nil }
    return list.keys.contains(key)
  }

  private func notAmongRecipients(
    of seal: StandingSeal, _ key: String, _ history: History
  ) -> MissingKey {
    let again = wayToSealAgain(seal, history)
    let added = isNamed(key) == true
    return MissingKey(
      text:
        "is sealed, and the key of this machine does not open it: it is not among those for whom "
        + "it was sealed on \(seal.sealedAt)" + (added ? ", and was named a recipient since" : ""),
      remedy: added
        ? again
        : "name the right key with \(keyNaming), or name this one with `ninethirty key new`; then "
          + again)
  }
}
