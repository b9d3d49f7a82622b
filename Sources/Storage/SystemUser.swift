import Glibc

/// Under which users of the operating system this process runs.
package struct SystemUser: Sendable, Hashable {
  /// The name of the real user; `user 1000` where the system has none for it.
  package let name: String
  package let realID: Int
  /// The user who logged in, as the kernel's audit keeps it through `su` and `sudo`
  /// (`/proc/self/loginuid`, proc(5)); nil where nobody logged in, as in a container.
  package let loginID: Int?
  package let loginName: String?
  /// What `sudo` says of who called it.
  ///
  /// It is an environment variable, and proves nothing.
  package let sudoID: Int?

  package init(name: String, realID: Int, loginID: Int?, loginName: String?, sudoID: Int?) {
    self.name = name
    self.realID = realID
    self.loginID = loginID
    self.loginName = loginName
    self.sudoID = sudoID
  }

  /// The users of this process.
  package static var running: SystemUser {
    let login = loginID
    return SystemUser(
      name: name(of: getuid()), realID: Int(getuid()), loginID: login,
      loginName: login.map { name(of: uid_t($0)) },
      sudoID: getenv("SUDO_UID").flatMap { Int(String(cString: $0)) }.flatMap {
        (0..<Int(uid_t.max)).contains($0) ? $0 : nil
      })
  }

  /// Whether one person may stand behind both.
  ///
  /// Where the kernel knows for both who logged in, that decides: two people who work through one
  /// service user are two, and one who becomes another with `su` stays one. Otherwise the real
  /// user does.
  package func isSame(as other: SystemUser) -> Bool {
    if let login = loginID, let otherLogin = other.loginID { return login == otherLogin }
    return realID == other.realID
  }

  /// Whether the real or the logged-in user has this name.
  package func hasName(_ user: String) -> Bool { name == user || loginName == user }

  private static func name(of id: uid_t) -> String {
    getpwuid(id).map { String(cString: $0.pointee.pw_name) } ?? "user \(id)"
  }

  /// What the kernel says; nil where it says that nobody logged in, or does not keep it.
  private static var loginID: Int? {
    guard let file = try? Descriptor("/proc/self/loginuid", O_RDONLY, operation: "read") else {
      // A kernel without audit has no such file: then nobody is known to have logged in.
      return nil
    }
    var buffer = [UInt8](repeating: 0, count: 32)
    // The same holds for one that does not let itself be read.
    guard let count = try? buffer.withUnsafeMutableBytes({ try file.read(into: $0) }) else {
      return nil
    }
    let text = String(decoding: buffer[..<count].prefix { $0 != 0x0A }, as: UTF8.self)
    return UInt32(text).flatMap { $0 == UInt32.max ? nil : Int($0) }
  }
}
