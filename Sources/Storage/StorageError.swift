import Glibc

/// Something that the disk or the system would not do.
///
/// Two errors are equal when their ``code`` is equal, so that a test can name the code it
/// expects and nothing else.
package struct StorageError: Error, CustomStringConvertible {
  /// What kind of failure it is; more may be added.
  package struct Code: Sendable, Hashable {
    private let name: String

    private init(_ name: String) { self.name = name }

    /// Nothing stands at the path.
    package static let notFound = Code("notFound")
    /// Something stands there already.
    package static let exists = Code("exists")
    /// The system does not allow it to this user.
    package static let permission = Code("permission")
    /// The disk, or this user's share of it, is full.
    package static let noSpace = Code("noSpace")
    /// The file system is mounted read-only.
    package static let readOnly = Code("readOnly")
    /// A folder was needed, or a part of the path is no folder.
    package static let notADirectory = Code("notADirectory")
    /// A regular file was needed; this is a folder, a device, a pipe or a socket.
    package static let notAFile = Code("notAFile")
    /// A symbolic link stands where none may stand.
    package static let isALink = Code("isALink")
    /// More bytes than the caller allows, or than the system allows.
    package static let tooLarge = Code("tooLarge")
    /// The file changed while it was read.
    package static let changed = Code("changed")
    /// There is not enough memory for it.
    package static let noMemory = Code("noMemory")
    /// Another process holds the lock.
    package static let locked = Code("locked")
    /// The two paths are on different file systems.
    package static let crossDevice = Code("crossDevice")
    /// The file system or the kernel cannot do it.
    package static let unsupported = Code("unsupported")
    /// A path or a name that is refused before the system is asked.
    package static let badPath = Code("badPath")
    /// The bytes are not the expected ones.
    package static let digestMismatch = Code("digestMismatch")
    /// A program that is needed is not installed.
    package static let notInstalled = Code("notInstalled")
    /// A program that was run says that it failed.
    package static let toolFailed = Code("toolFailed")
    /// A sealed file does not open with this key.
    package static let wrongKey = Code("wrongKey")
    /// The bytes are no sound tar archive of plain files.
    package static let notATar = Code("notATar")
    /// The disk reports an error, or one that has no code of its own here.
    package static let io = Code("io")
  }

  package let code: Code
  /// The path that it happened at, as it was given.
  package let path: String
  /// What was tried, as a verb with its object: `write`, `make folder`.
  package let operation: String
  /// The system's error number; 0 where the refusal is our own.
  package let errno: Int32
  /// Why, and what to do, where the error number does not say it.
  package let reason: String

  /// A refusal of our own.
  package init(_ code: Code, _ operation: String, _ path: String, _ reason: String) {
    self.code = code
    self.path = path
    self.operation = operation
    self.reason = reason
    errno = 0
  }

  /// The failure of a system call.
  init(_ operation: String, _ path: String, errno: Int32, reason: String = "") {
    self.operation = operation
    self.path = path
    self.errno = errno
    self.reason = reason
    code = Self.code(of: errno)
    if errno == EIO { DiskFailures.note(path) }
  }

  /// The same failure, told of another place and step: for a path whose name itself is under
  /// embargo.
  package func told(of path: String, _ operation: String) -> StorageError {
    errno == 0
      ? StorageError(code, operation, path, reason)
      : StorageError(operation, path, errno: errno, reason: "")
  }

  /// In lower case: what failed, on which path, why, and what to do.
  package var description: String { "cannot \(operation) \u{201C}\(path)\u{201D}: \(cause)" }

  /// Why, and what to do, for a message that names what and where itself.
  package var cause: String {
    var text = errno == 0 ? reason : String(cString: strerror(errno)).lowercased()
    if errno != 0, !reason.isEmpty { text += " (\(reason))" }
    if errno != 0, let remedy { text += "; \(remedy)" }
    return text
  }

  private static let diskRemedy = "check the disk and the kernel's log before you go on"

  /// Whether a ``cause``, alone or in a longer text, is that the disk does not answer: what was to be
  /// read may be sound all the same.
  package static func isOfDisk(_ cause: String) -> Bool { cause.contains(diskRemedy) }

  private var remedy: String? {
    switch code {
    case .notFound: "check the path"
    case .permission: "check who owns it and its mode, and run as the user of the workspace"
    case .noSpace: "free some space on this file system and run the command again"
    case .readOnly: "mount the file system for writing"
    case .isALink: "put a real file or folder in the place of the symbolic link"
    case .crossDevice: "keep the whole workspace on one file system"
    case .unsupported: "keep the workspace on ext4, xfs or btrfs"
    case .io: Self.diskRemedy
    default: nil
    }
  }

  private static func code(of errno: Int32) -> Code {
    switch errno {
    case ENOENT: .notFound
    case EEXIST, ENOTEMPTY: .exists
    case EACCES, EPERM: .permission
    case ENOSPC, EDQUOT: .noSpace
    case EROFS: .readOnly
    case ENOTDIR: .notADirectory
    case EISDIR: .notAFile
    case ELOOP: .isALink
    case ENOMEM: .noMemory
    case EFBIG, ENAMETOOLONG: .tooLarge
    case EXDEV: .crossDevice
    case ENOSYS, EOPNOTSUPP: .unsupported
    default: .io
    }
  }
}

extension StorageError: Hashable {
  package static func == (a: StorageError, b: StorageError) -> Bool { a.code == b.code }
  package func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// Throws the system's error when a call returned -1.
@discardableResult
func check<Result: SignedInteger>(
  _ result: Result, _ operation: String, _ path: String
) throws(StorageError) -> Result {
  guard result == -1 else { return result }
  throw StorageError(operation, path, errno: errno)
}
