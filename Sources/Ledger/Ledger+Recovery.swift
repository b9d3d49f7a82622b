import Notation
package import Schedule
import Storage

extension Ledger {
  /// Sets a torn last line aside and writes down that it was cut.
  ///
  /// The bytes go to `<log>.torn-NNNN` beside the log, mode 0600; then the log is cut to its last
  /// whole line and gets an entry `cut` with the number of bytes, their SHA-256 and the file's
  /// name. A crash in between loses nothing: the next call finishes what this one began. Nothing
  /// happens to a sound log.
  ///
  /// Returns the entries that were written. Throws a ``LedgerError`` where the chain is broken,
  /// and a ``Storage/StorageError``.
  @discardableResult
  package func recover(at instant: Instant) throws -> [LedgerEntry] {
    guard try Files.exists(path) else { return [] }
    let file = try AppendOnlyFile(path, mode: audience.mode)
    let bytes = try file.read(limit: Self.largestFile)
    var (state, torn) = try verified(bytes)
    if !torn.isEmpty {
      try setAside(torn, knownCuts: state.cutFiles)
      try file.truncate(to: bytes.count - torn.count)
      state = LedgerState(entries: state.entries, tornBytes: 0)
    }
    var written: [LedgerEntry] = []
    for name in try tornFiles() where !state.cutFiles.contains(name) {
      let cut = try cutFact(name)
      let entry = try append(cut, at: instant, after: state, to: file)
      state = LedgerState(entries: state.entries + [entry], tornBytes: 0)
      written.append(entry)
    }
    return written
  }

  /// Keeps the torn bytes in a file of their own, unless an interrupted recovery did so already.
  private func setAside(_ torn: [UInt8], knownCuts: Set<String>) throws {
    let names = try tornFiles()
    for name in names where !knownCuts.contains(name) {
      if try Files.read(folder + "/" + name, limit: Self.largestFile) == torn { return }
    }
    let last = names.last.flatMap { Int($0.dropFirst(tornPrefix.count)) } ?? 0
    let number = String(last + 1)
    let padding = String(repeating: "0", count: max(0, 4 - number.count))
    try Files.write(torn, to: folder + "/" + tornPrefix + padding + number, mode: 0o600)
  }

  private func cutFact(_ name: String) throws -> LedgerFact {
    let bytes = try Files.read(folder + "/" + name, limit: Self.largestFile)
    return LedgerFact(
      "cut",
      fields: [
        "bytes": .integer(bytes.count), "file": .string(name),
        "sha256": .string(SHA256Sum(of: bytes).hex),
      ])
  }

  /// The names of the files of torn lines, by number.
  private func tornFiles() throws -> [String] {
    let names = try Files.list(folder).filter { name in
      name.hasPrefix(tornPrefix) && Int(name.dropFirst(tornPrefix.count)) != nil
    }
    return names.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
  }

  private var folder: String { path.parentPath }
  private var tornPrefix: String { path.lastPathPart + ".torn-" }
}

extension LedgerState {
  /// The files that an entry `cut` names.
  fileprivate var cutFiles: Set<String> {
    Set(
      entries.compactMap { entry in
        guard entry.event == "cut", case .string(let name) = entry.fields["file"] else {
          return nil
        }
        return name
      })
  }
}
