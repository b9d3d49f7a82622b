import Glibc
package import Schedule

extension PublicTrees {
  /// When the link was last renamed into place, by the file system's clock: the evidence of a
  /// switch that was interrupted before it was logged.
  ///
  /// `rename(2)` changes the status-change time of what it renames on ext4, xfs and btrfs. Kernels
  /// before 6.13 take that time from the last tick, up to 10 ms ago, so that a switch at its instant
  /// can seem to be before it: such a time counts as the instant. Throws a ``StorageError`` where
  /// there is no link.
  package func switchedAt(_ instant: Instant) throws -> Instant {
    var status = stat()
    guard lstat(link, &status) == 0 else {
      throw StorageError("read the times of", link, errno: errno)
    }
    let time = status.st_ctim
    let switched = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    let isWithinTick = (1...10).contains(instant.milliseconds - switched)
    return isWithinTick ? instant : Instant(milliseconds: switched)
  }
}
