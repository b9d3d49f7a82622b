/// The program that runs, as a file.
package enum RunningProgram {
  /// SHA-512 of the executable; nil where the system does not let a program read itself.
  ///
  /// It is of the file that runs, also where another was put in its place since (proc(5),
  /// `/proc/pid/exe`).
  package static let digest: SHA512Sum? = {
    // What cannot be read is not known; nothing depends on it.
    guard let file = try? Files.openFile("/proc/self/exe", followingLinks: true) else { return nil }
    return try? SHA512Sum { digest in try file.forEachChunk(digest) }
  }()
}
