import Archive
import ArgumentParser
import Bags
import Diagnostics
import Glibc
import Ledger
import Notation
import Releases
import Storage

/// Prints a line on standard output; a private key that got into it is left out.
func say(_ line: String = "") { write(PrivateKeyText.withoutKeys(line) + "\n", to: STDOUT_FILENO) }

/// Prints a line on standard error; the same.
func complain(_ line: String) { write(PrivateKeyText.withoutKeys(line) + "\n", to: STDERR_FILENO) }

/// Prints JSON on standard output, one line.
func say(_ json: CanonicalJSON) { say(json.text) }

private func write(_ text: String, to descriptor: Int32) {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 {
      if errno == EINTR { continue }
      // A reader that has gone away (`ninethirty log | head`) ends the output, not the work.
      return
    }
    bytes = bytes.dropFirst(count)
  }
}

/// Exit codes of sysexits.h.
enum Sysexits {
  /// The input has errors.
  static let dataError = ExitCode(65)
  /// There is no such workspace, edition or file.
  static let noInput = ExitCode(66)
  /// A program that is needed is not installed.
  static let unavailable = ExitCode(69)
  /// A fault of the program itself.
  static let software = ExitCode(70)
  /// A file or folder cannot be made.
  static let cannotCreate = ExitCode(73)
  /// The disk would not do it.
  static let ioError = ExitCode(74)
  /// Not now: the embargo holds, or another process works in the workspace.
  static let temporaryFailure = ExitCode(75)
  /// What is recorded and what is there disagree.
  static let protocolError = ExitCode(76)
  /// The system does not allow it.
  static let noPermission = ExitCode(77)
  /// The edition is not in the state that the step needs.
  static let usage = ExitCode(64)

  static func code(of error: any Error) -> ExitCode {
    switch error {
    case let error as ReleaseError: code(of: error)
    case let error as StorageError: code(of: error)
    case is LedgerError: protocolError
    case let error as ArchiveError: code(of: error)
    case let error as BagError: StorageError.isOfDisk("\(error)") ? ioError : software
    default: software
    }
  }

  private static func code(of error: ReleaseError) -> ExitCode {
    switch error.code {
    case .findings: dataError
    case .notFound: noInput
    case .embargoed, .clock, .busy: temporaryFailure
    case .altered: protocolError
    case .unreadable: ioError
    case .exists: cannotCreate
    case .noKey: noPermission
    default: usage
    }
  }

  private static func code(of error: ArchiveError) -> ExitCode {
    if error.faults.contains(where: \.isOfDisk) { return ioError }
    return error.code == .notFound ? noInput : protocolError
  }

  private static func code(of error: StorageError) -> ExitCode {
    switch error.code {
    case .notFound, .notAFile: noInput
    case .permission, .readOnly: noPermission
    case .noSpace, .io, .toolFailed: ioError
    case .notInstalled: unavailable
    case .digestMismatch, .notATar: protocolError
    case .locked: temporaryFailure
    default: cannotCreate
    }
  }
}

/// Runs a verb: an error becomes one line on standard error and its exit code.
func run(_ body: () throws -> Void) throws {
  do {
    try body()
  } catch let code as ExitCode {
    throw code
  } catch {
    complain("ninethirty: \("\(error)".escapedForTerminal)")
    throw Sysexits.code(of: error)
  }
}

/// Prints findings for people, with a line that counts them.
func say(_ findings: [Finding]) {
  for finding in findings { say(finding.text) }
  let errors = findings.count(of: .error)
  let warnings = findings.count(of: .warning)
  say("\(errors) error\(errors == 1 ? "" : "s"), \(warnings) warning\(warnings == 1 ? "" : "s")")
}
