import Diagnostics
import Storage

/// Who may read and write what stands beside archive and public tree.
extension Verifier {
  /// Whoever may write the records, or the folder that has them, can put others in their place; and the
  /// journal says what is to come.
  mutating func checkModes() throws {
    // Copies lose modes, and nobody works in them.
    guard workspace.copy == nil, scope.isWhole else { return }
    let places: [(path: String, closed: UInt32, what: String)] = [
      (workspace.publications, 0o022, "others may put files there and take them away"),
      (workspace.journal, 0o077, "others may read or change the journal"),
      (workspace.log, 0o022, "others may change the log"),
      (workspace.sealed, 0o077, "others may see what is sealed"),
    ]
    for (path, closed, what) in places {
      guard let kind = try Files.kind(of: path), kind == .file || kind == .directory else {
        continue
      }
      let mode = try Files.mode(of: path)
      guard mode & closed != 0 else { continue }
      note(
        "verify.mode", severity: .warning, path,
        "\(what): its mode is \(String(mode & 0o7777, radix: 8))",
        rule:
          "whoever makes the release alone writes the records, and nobody else sees what is to come",
        source: Self.ledgerRules,
        remedy: "run `chmod \(closed == 0o077 ? "go=" : "go-w") \(workspace.shown(path))`")
    }
  }
}
