import Glibc
package import Releases
package import Schedule
package import Storage

/// Serves the draft of an edition on loopback until the process is asked to end, and makes it again
/// whenever its inputs change.
package struct PreviewRun {
  /// What a preview tells about itself.
  ///
  /// Nothing of the edition but its month and, on a terminal, counts.
  package enum Event: Sendable {
    /// The draft can be looked at here; who knows the address can read it.
    case listening(address: String)
    /// The draft was made again.
    case made(PreviewSnapshot)
  }

  /// How long it has to be quiet after a save before the draft is made again.
  private static let quietMilliseconds: Int32 = 60

  private let workspace: Workspace
  private let month: Month
  private let port: UInt16
  private let stop: StopSignals
  private let progress: any ProgressObserver
  private let observe: (Event) -> Void

  /// A preview of an edition on a port, a free one for 0.
  package init(
    _ month: Month, in workspace: Workspace, port: UInt16, stoppedBy stop: StopSignals,
    progress: any ProgressObserver, observe: @escaping (Event) -> Void
  ) {
    self.month = month
    self.workspace = workspace
    self.port = port
    self.stop = stop
    self.progress = progress
    self.observe = observe
  }

  /// Runs until a signal ends it.
  ///
  /// Throws a ``ReleaseError`` where there is no draft to preview or the port is taken, and a
  /// ``StorageError`` where the workspace cannot be watched.
  package func run() throws {
    let preview = try DraftPreview(month, in: workspace)
    // Before anything is read, so that no change falls between.
    let watch = try ChangeWatch(preview.places, stoppedBy: stop)
    let site = PreviewSite(preview, publicFolder: "\(workspace.publications)/public")
    let server = try LoopbackServer(port: port) { await site.answer($0) }
    defer { server.stop() }
    // Without a server there is nothing to wait for: the wait ends as if somebody had asked for it.
    server.whenItFails { kill(getpid(), SIGTERM) }
    do {
      try follow(preview, watch, site, server)
    } catch is PreviewStopped {
    }
    guard server.hasFailed else { return }
    throw StorageError(
      .io, "listen on", "127.0.0.1:\(server.port)",
      "the server ended, as it does where somebody opens too many connections; start the preview again"
    )
  }

  private func follow(
    _ preview: DraftPreview, _ watch: ChangeWatch, _ site: PreviewSite, _ server: LoopbackServer
  ) throws {
    let stop = stop
    let isStopped: @Sendable () -> Bool = { stop.haveCome }
    try preview.begin(isStopped: isStopped, progress: progress)
    site.listens(on: server.port)
    observe(.listening(address: "http://127.0.0.1:\(server.port)\(site.links.index)"))
    observe(.made(preview.snapshot))
    while try watch.wait(quietMilliseconds: Self.quietMilliseconds) == .news {
      try preview.update(first: site.asked, isStopped: isStopped, progress: progress)
      observe(.made(preview.snapshot))
    }
  }
}
