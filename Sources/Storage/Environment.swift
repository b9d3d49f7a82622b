import Glibc

/// The environment of this process, and the folder of its user.
package enum Environment {
  /// The value of a variable; nil where it is not set or empty.
  package static subscript(name: String) -> String? {
    guard let value = getenv(name), value[0] != 0 else { return nil }
    return String(cString: value)
  }

  /// The folder of the user by `HOME`, else by the system's list of users; nil where neither
  /// names one.
  package static var home: String? {
    self["HOME"] ?? getpwuid(geteuid()).map { String(cString: $0.pointee.pw_dir) }
  }
}

extension Files {
  /// The path of what stands there without links, `.` and `..`; nil where nothing stands.
  package static func resolved(_ path: String) throws -> String? {
    try Descriptor.refuseNUL(path, "look at")
    guard let resolved = realpath(path, nil) else {
      if errno == ENOENT { return nil }
      throw StorageError("look at", path, errno: errno)
    }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
