import Diagnostics
import Notation
import Schedule
import Storage

/// What was submitted of an edition: the digests of every input and template, and who states it.
///
/// It stands beside the draft, as private as the draft, because a digest lets a guess be tested;
/// sealing removes it.
struct Submission {
  let statement: SignOffStatement
  /// SHA-512 of every input and template by its path in the edition.
  let files: [String: String]
  /// The signature of the statement, where the person has a key.
  let signature: String?

  static let format = "ninethirty-submission/1"

  /// Whether a file of an edition is one that is submitted: what people wrote, and the templates.
  static func covers(_ path: String) -> Bool {
    path.hasPrefix("inputs/") || path.hasPrefix("templates/")
  }

  static func path(of month: Month, in workspace: Workspace) -> String {
    "\(workspace.drafts)/\(month).submitted.json"
  }

  init(_ statement: SignOffStatement, files: [String: String], signature: String?) {
    self.statement = statement
    self.files = files
    self.signature = signature
  }

  /// The submission of an edition; nil where there is none.
  ///
  /// Throws a ``ReleaseError`` for a file that is not one, or whose digest is not the stated one.
  init?(of month: Month, in workspace: Workspace) throws {
    let path = Self.path(of: month, in: workspace)
    guard try Files.exists(path) else { return nil }
    let bytes = try Files.read(path, limit: Workspace.fileLimit)
    let (read, findings) = JSONReader.readObject(bytes, file: path) { object -> Submission? in
      _ = object.choice("format", of: [Self.format])
      let statement = object.string("statement").flatMap { SignOffStatement(Array($0.utf8)) }
      let signature = object.optionalString("signature")
      let files = object.object("files") { members -> [String: String]? in
        var files: [String: String] = [:]
        for member in members.object.members { files[member.key] = members.string(member.key) }
        return files
      }
      guard let statement, let files else { return nil }
      return Submission(statement, files: files, signature: signature)
    }
    guard let read, !findings.hasErrors, read.statement.edition == month,
      read.statement.act == .submit, FileDigests(read.files).digest == read.statement.digest
    else {
      throw ReleaseError(
        .altered, "\(path) is not what `submit` wrote; submit edition \(month) again")
    }
    self = read
  }

  func write(in workspace: Workspace) throws {
    var members: [String: CanonicalJSON] = [
      "files": .object(files.mapValues { .string($0) }), "format": .string(Self.format),
      "statement": .string(String(decoding: statement.bytes, as: UTF8.self)),
    ]
    members["signature"] = signature.map { .string($0) }
    try Files.write(
      CanonicalDocument.bytes(.object(members)),
      to: Self.path(of: statement.edition, in: workspace), mode: 0o600)
  }
}

/// Which files are not the same, in words: for a person who wants to know what to look at.
enum ChangedFiles {
  /// `analyses/2013-10/a.json was changed; …`, at most twenty by name.
  static func text(from old: [String: String], to new: [String: String]) -> String {
    let paths = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    let named = paths.prefix(20).map { path in
      let name = path.hasPrefix("inputs/") ? String(path.dropFirst(7)) : path
      let deed = old[path] == nil ? "was added" : new[path] == nil ? "is gone" : "was changed"
      return "\(name) \(deed)"
    }
    let rest = paths.count > 20 ? ["and \(paths.count - 20) more"] : []
    return (named + rest).joined(separator: "; ")
  }
}

/// Takes the digests of what people wrote and of the templates, and nothing else.
final class InputSink: EditionSink {
  private let digests = SharedDigests()

  func put(_ path: String, _ bytes: [UInt8]) {
    guard Submission.covers(path) else { return }
    digests.add(path, SHA512Sum(of: bytes))
  }

  var files: FileDigests { digests.files }
}
