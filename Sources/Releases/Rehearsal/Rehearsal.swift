import Diagnostics
import Notation
package import Schedule
import Storage

/// What makes a workspace a rehearsal: the file `rehearsal.json` in it.
///
/// A rehearsal keeps everything that is made under `rehearsal/` and has the clock of its file. Put
/// into a real workspace, the file turns every verb away from the real public tree: it cannot bring
/// a real release forward.
package struct Rehearsal: Sendable, Hashable {
  /// The instant at which the clock of the rehearsal stands.
  package var now: Instant

  static let format = "ninethirty-rehearsal/1"
  static let file = "rehearsal.json"
  /// Where a rehearsal keeps what a real workspace has in `publications/`.
  static let folder = "rehearsal"

  init(now: Instant) { self.now = now }

  /// The rehearsal that a folder is; nil where it is none.
  ///
  /// Throws a ``ReleaseError`` where something stands at the name that is no such file: then nobody
  /// can say whether a verb would be real.
  init?(in folder: String) throws {
    let path = "\(folder)/\(Self.file)"
    guard let kind = try Files.kind(of: path) else { return nil }
    guard kind == .file else { throw Self.unusable(path, "it is no regular file") }
    let bytes = try Files.readInput(path, limit: 4096)
    let (now, findings) = JSONReader.readObject(bytes, file: path) { object -> Instant? in
      _ = object.choice("format", of: [Self.format])
      return object.string("now").flatMap { Instant($0) }
    }
    guard let now, !findings.hasErrors else {
      throw Self.unusable(path, findings.first?.found ?? "it names no instant")
    }
    self.now = now
  }

  private static func unusable(_ path: String, _ why: String) -> ReleaseError {
    ReleaseError(
      .altered,
      "\(path) cannot be read: \(why). The folder is a rehearsal or is not: remove the file only "
        + "where it is not")
  }

  /// Sets the clock of the rehearsal in a folder.
  func write(in folder: String) throws {
    let json = CanonicalJSON.object([
      "format": .string(Self.format), "now": .string(now.description),
    ])
    try Files.write(CanonicalDocument.bytes(json), to: "\(folder)/\(Self.file)", mode: 0o600)
  }
}

extension Workspace {
  /// The clock by which this workspace goes: the machine's, or that of the rehearsal.
  package var clock: any Clock {
    if let rehearsal { FixedClock(rehearsal.now) } else { SystemClock() }
  }

  /// Refuses to wait in a rehearsal: its clock stands.
  package func refuseWaiting() throws {
    guard let rehearsal else { return }
    throw ReleaseError(
      .usage,
      "\(folder.quoted) is a rehearsal, whose clock stands at \(rehearsal.now): nothing waits there; "
        + "`ninethirty rehearse` sets the clock from step to step")
  }
}
