import Glibc

/// Notices that something in certain folders was written, renamed, added or removed (`inotify(7)`).
///
/// It tells no more than that there may be news: editors save in many ways, and the system may drop
/// events when there are too many. Whoever hears of news looks at the files themselves.
package final class ChangeWatch {
  /// A folder that is watched.
  package struct Place {
    let folder: String
    /// The names that matter in it; nil for all but hidden ones and copies that editors keep.
    let names: Set<String>?
    /// Whether the folders inside it are watched too.
    let isDeep: Bool

    /// The folders inside it as well, and every name.
    package static func tree(_ folder: String) -> Place {
      Place(folder: folder, names: nil, isDeep: true)
    }

    /// The folder alone, and these names.
    package static func names(_ names: Set<String>, in folder: String) -> Place {
      Place(folder: folder, names: names, isDeep: false)
    }
  }

  /// Why a wait ended.
  package enum Waking { case news, stopped }

  private let events: Descriptor
  private let stop: StopSignals?
  private let places: [Place]
  /// Which place each of the kernel's watches belongs to.
  private var watches: [Int32: Int] = [:]

  /// What is waited for: a file that was written ends with its closing.
  private static let mask = UInt32(
    IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_MOVE_SELF
      | IN_DELETE_SELF | IN_ONLYDIR)

  /// Begins to watch; a folder that is not there yet is watched from when it is, if a place has its
  /// name.
  ///
  /// Throws a ``StorageError``.
  package init(_ places: [Place], stoppedBy stop: StopSignals? = nil) throws {
    self.places = places
    self.stop = stop
    let number = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard number != -1 else { throw Self.refusal("the workspace", errno) }
    events = Descriptor(owning: number, "changes")
    try watchFolders()
  }

  /// Returns when there is news, and it has been quiet since for so many milliseconds or the news
  /// goes on for ten times as long; or when the process is asked to end.
  ///
  /// Throws a ``StorageError``.
  package func wait(quietMilliseconds quiet: Int32) throws -> Waking {
    guard try isReadable(within: -1) else { return .stopped }
    while try !readEvents() {
      guard try isReadable(within: -1) else { return .stopped }
    }
    let began = SystemClock.nanoseconds(CLOCK_MONOTONIC)
    let longest = Int64(quiet) * 10_000_000
    while try isReadable(within: quiet) {
      _ = try readEvents()
      if SystemClock.nanoseconds(CLOCK_MONOTONIC) - began > longest { break }
    }
    if stop?.haveCome == true { return .stopped }
    // New folders are watched before anybody looks: what is written into them later is news again.
    try watchFolders()
    return .news
  }

  /// Whether there are events to read; false after the time, or when the process is asked to end.
  private func isReadable(within milliseconds: Int32) throws -> Bool {
    while true {
      // A descriptor below 0 is passed over.
      var waiting = [
        pollfd(fd: events.number, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stop?.number ?? -1, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&waiting, nfds_t(waiting.count), milliseconds)
      if count == -1, errno == EINTR { continue }
      try check(count, "wait for changes in", "the workspace")
      return waiting[1].revents == 0 && waiting[0].revents != 0
    }
  }

  /// Reads all events that have come; whether one of them matters.
  private func readEvents() throws -> Bool {
    var matters = false
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
    defer { buffer.deallocate() }
    while true {
      let count = Glibc.read(events.number, buffer.baseAddress, buffer.count)
      if count == -1, errno == EAGAIN { return matters }
      if count == -1, errno == EINTR { continue }
      try check(count, "read changes in", "the workspace")
      var position = 0
      let head = MemoryLayout<inotify_event>.size
      while position + head <= count {
        let event = buffer.loadUnaligned(fromByteOffset: position, as: inotify_event.self)
        let start = position + head
        position = start + Int(event.len)
        let name = buffer[start..<min(position, count)].prefix { $0 != 0 }
        if self.matters(event, String(decoding: name, as: UTF8.self)) { matters = true }
      }
    }
  }

  private func matters(_ event: inotify_event, _ name: String) -> Bool {
    if event.mask & UInt32(IN_IGNORED) != 0 {
      watches[event.wd] = nil
      return false
    }
    // Too many at once: nobody knows what is missing.
    if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return true }
    guard let place = watches[event.wd].map({ places[$0] }) else { return false }
    if let names = place.names { return names.contains(name) }
    return !name.hasPrefix(".") && !name.hasSuffix("~")
  }

  /// Watches every folder there is; one that is watched already stays so.
  private func watchFolders() throws {
    for (index, place) in places.enumerated() {
      guard try watch(place.folder, for: index), place.isDeep else { continue }
      // A folder that goes while it is looked at is news by itself.
      let inside = (try? Files.survey(place.folder).found) ?? []
      for entry in inside where entry.kind == .directory {
        _ = try watch("\(place.folder)/\(entry.path)", for: index)
      }
    }
  }

  /// Whether the folder is there.
  private func watch(_ folder: String, for index: Int) throws -> Bool {
    let number = inotify_add_watch(events.number, folder, Self.mask)
    if number == -1, errno == ENOENT || errno == ENOTDIR { return false }
    guard number != -1 else { throw Self.refusal(folder, errno) }
    watches[number] = index
    return true
  }

  private static func refusal(_ folder: String, _ failure: Int32) -> StorageError {
    // Its words speak of a full disk, and it is no disk that is full.
    guard failure == ENOSPC || failure == EMFILE else {
      return StorageError("watch", folder, errno: failure)
    }
    return StorageError(
      .unsupported, "watch", folder,
      "the system watches no more for this user; raise \(failure == ENOSPC ? "fs.inotify.max_user_watches" : "fs.inotify.max_user_instances") with sysctl, or end other programs that watch folders"
    )
  }
}
