import Diagnostics
import Editions
import Ledger
import Notation
package import Schedule
import Storage

/// The key of a workspace: private outside of it, public in its `recipients.txt`.
extension Workspace {
  package var recipientsFile: String { "\(publications)/recipients.txt" }

  /// Where the private key is looked for.
  struct KeyPlace {
    var path: String
    /// Whether the service manager put it there.
    var isCredential = false
    var role = KeyRole.sealing
  }

  /// How a key is named on the command line of the verb at work.
  private func naming(_ role: KeyRole) -> String { role.naming(keyOptions) }

  /// The same for the key that opens what is sealed.
  var keyNaming: String { naming(.sealing) }

  /// The file that was named, that of `NINETHIRTY_KEY_FILE`, the credential `ninethirty.key` of
  /// the service manager, or the one in the user's folder of settings: the first that is given.
  ///
  /// The role is that of the key which is looked for by it: that of the log lies beside.
  func keyPlace(for role: KeyRole = .sealing) throws -> KeyPlace {
    if let keyFile { return KeyPlace(path: keyFile) }
    if let file = Environment["NINETHIRTY_KEY_FILE"] { return KeyPlace(path: file) }
    if let folder = Environment["CREDENTIALS_DIRECTORY"] {
      let path = "\(folder)/ninethirty.key"
      if try Files.exists(path) { return KeyPlace(path: path, isCredential: true) }
    }
    let identifier = try programme().series.identifier
    guard identifier.isPathInside, !identifier.contains("/") else {
      throw ReleaseError(
        .usage,
        "the identifier \(identifier.quoted) of the series cannot name a file; name the key with "
          + naming(role))
    }
    guard let settings = Environment["XDG_CONFIG_HOME"] ?? Environment.home.map({ "\($0)/.config" })
    else {
      throw ReleaseError(.usage, "this user has no folder; name the key with \(naming(role))")
    }
    return KeyPlace(path: "\(settings)/ninethirty/\(identifier).key")
  }

  /// The path of the private key, found fit for use.
  ///
  /// Throws a ``ReleaseError`` with the code `noKey` where there is none, where others may read
  /// it, or where it lies in the workspace.
  func key() throws -> String { try fitKey(at: try keyPlace()) }

  /// The path of a private key without links, found fit for use.
  func fitKey(at place: KeyPlace) throws -> String {
    guard let path = try Files.resolved(place.path) else {
      let shown =
        PrivateKeyText.isIn(place.path)
        ? "the path given: the key itself stands there, and is no secret any more" : place.path
      throw ReleaseError(
        .noKey,
        "there is no key at \(shown); name one with \(naming(place.role)), or make one with "
          + "`ninethirty key new`")
    }
    try refuseInside(path, place.role)
    guard try Files.kind(of: path) == .file else {
      throw ReleaseError(
        .noKey, "the key \(path) is no file; name the file with \(naming(place.role))")
    }
    // The service manager lets its user read a credential through an access list, which shows as
    // permission of the group; the folder around it is closed.
    let forbidden: UInt32 = place.isCredential ? 0o037 : 0o077
    guard try Files.mode(of: path) & forbidden == 0 else {
      throw ReleaseError(
        .noKey,
        "others may read or write the key \(path); close it with `chmod 600`, and ask who "
          + "had access: a key that others read is no key")
    }
    return path
  }

  private func refuseInside(_ path: String, _ role: KeyRole) throws {
    guard let root = try Files.resolved(folder), path == root || path.hasPrefix("\(root)/") else {
      return
    }
    throw ReleaseError(
      .noKey,
      "the key \(path) lies in the workspace, where it is copied and backed up with what it "
        + "protects; move it out, and name it with \(naming(role))")
  }

  /// The public part of a private key.
  func publicPart(ofKey path: String) throws -> String {
    let outcome = try ExternalTool.ageKeygen.run(["-y", path])
    let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
    guard outcome.isSuccess, lines.count == 1, let key = lines.first, Recipients.isKey(String(key))
    else {
      throw ReleaseError(
        .noKey,
        "\(path) does not hold one key of age; make one with `ninethirty key new`")
    }
    return String(key)
  }

  // MARK: Recipients

  /// The recipients; nil where there is no file of them yet.
  package func recipients() throws -> Recipients? {
    guard try Files.exists(recipientsFile) else { return nil }
    return try Recipients(Files.read(recipientsFile, limit: 1 << 20), file: recipientsFile)
  }

  /// Whom an edition is sealed for; where this machine has the key, it must be among them.
  func sealingRecipients() throws -> [String] {
    guard let keys = try recipients()?.keys, !keys.isEmpty else {
      throw ReleaseError(
        .noKey,
        "\(recipientsFile) names nobody who could open a sealed edition; make the key of this "
          + "machine with `ninethirty key new`")
    }
    let place = try keyPlace()
    if try Files.exists(place.path) {
      let key = try publicPart(ofKey: try self.key())
      guard keys.contains(key) else {
        throw ReleaseError(
          .noKey,
          "the key \(place.path) would not open what is sealed: its public part is not in "
            + "\(recipientsFile). Add it with `ninethirty key new`")
      }
    }
    return keys
  }

  private func add(_ key: String, remark: String, _ now: Instant) throws -> Bool {
    // Before anything is run with it: other users see the arguments of a program.
    guard !PrivateKeyText.isIn(key) else {
      throw ReleaseError(.usage, "\(PrivateKeyText.found); \(PrivateKeyText.remedy)")
    }
    if try recipients()?.keys.contains(key) == true { return false }
    // What is no key in form may be a secret with its beginning lost: no other program is given it.
    guard Recipients.isKey(key), try ExternalTool.age.run(["-r", key]).isSuccess else {
      let found = key.hasPrefix("age1") ? key.quoted : "what was given (it is not shown)"
      throw ReleaseError(
        .usage,
        "\(found) is no public key of age, which begins with age1; `age-keygen -y FILE` prints that of a key"
      )
    }
    var text = Array(Recipients.heading.utf8)
    if try Files.exists(recipientsFile) { text = try Files.read(recipientsFile, limit: 1 << 20) }
    if text.last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
    text += "# \(remark)\n\(key)\n".utf8
    // The journal first: whoever can open what is sealed has been written down.
    try record(
      "key-added", of: nil,
      ["recipient": .string(Recipients.digest(of: key)), "remark": .string(remark)],
      in: journalLedger, at: now)
    try Files.write(text, to: recipientsFile, mode: 0o644)
    return true
  }

  // MARK: Verbs

  /// What `key new` and `key add` did.
  package struct KeyOutcome: Sendable {
    /// The file of the private key; nil for `key add`.
    package var path: String?
    /// Whether the key was made now.
    package var isNew = false
    package let publicPart: String
    /// Whether it is a recipient since now.
    package let isAdded: Bool
    /// The key of the log; nil for `key add`.
    package var logKey: LogKeyReport?
  }

  /// Makes the key of this machine, or takes the one that is there, and names it as a recipient.
  package func newKey(remark: String, clock: any Clock) throws -> KeyOutcome {
    let lock = try lock("key new")
    defer { withExtendedLifetime(lock) {} }
    try recoverLedgers(at: clock.now())
    let place = try keyPlace()
    let isNew = try !Files.exists(place.path)
    if isNew { try makeKey(at: place) }
    let path = try key()
    let key = try publicPart(ofKey: path)
    let isAdded = try add(key, remark: remark, clock.now())
    return KeyOutcome(
      path: place.path, isNew: isNew, publicPart: key, isAdded: isAdded,
      logKey: try newLogKey(at: clock.now()))
  }

  private func makeKey(at place: KeyPlace) throws {
    let outcome = try ExternalTool.ageKeygen.run([])
    guard outcome.isSuccess, !outcome.output.isEmpty else {
      throw StorageError(
        .toolFailed, "make the key", place.path, "age-keygen failed: \(outcome.errors)")
    }
    try writeKey(outcome.output, to: place)
  }

  /// Writes a private key to a place outside the workspace, closed to others.
  func writeKey(_ bytes: [UInt8], to place: KeyPlace) throws {
    let path = place.path
    var there = path.parentPath
    while try !Files.exists(there), there != there.parentPath { there = there.parentPath }
    if let folder = try Files.resolved(there) {
      try refuseInside("\(folder)/\(path.lastPathPart)", place.role)
    }
    try Files.makeDirectory(path.parentPath, mode: 0o700)
    // In one step: half a key would stand in the way of a whole one.
    try Files.writeNew(to: path, mode: 0o600) { put in try put(bytes) }
  }

  /// Names another public key as a recipient: that of a standby, or of the key in a safe.
  package func addKey(_ key: String, remark: String, clock: any Clock) throws -> KeyOutcome {
    let lock = try lock("key add")
    defer { withExtendedLifetime(lock) {} }
    try recoverLedgers(at: clock.now())
    let isAdded = try add(key, remark: remark, clock.now())
    return KeyOutcome(publicPart: key, isAdded: isAdded)
  }
}
