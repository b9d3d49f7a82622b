import Storage

/// Reads every object of a git repository from `git cat-file --batch`.
struct GitObjects {
  private var waiting: [UInt8] = []

  /// The largest object that is looked at.
  static let limit = 1 << 28

  /// Runs git over all objects of a repository, reachable or not, and hands over its output.
  ///
  /// Nothing that the repository configures is run, and nothing is fetched. Throws a
  /// ``StorageError`` where git is not installed or fails.
  static func read(in folder: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try run(
      ["cat-file", "--batch-all-objects", "--unordered", "--batch"], in: folder,
      to: "read the git objects of", body)
  }

  /// The folders in which git keeps names and records of a work tree whose `.git` is no folder: that
  /// of the repository, and that of this work tree where it lies elsewhere.
  ///
  /// Throws a ``StorageError`` as ``read(in:_:)`` does.
  static func foldersOutside(_ folder: String) throws -> [String] {
    guard let kind = try Files.kind(of: "\(folder)/.git"), kind != .directory else { return [] }
    var output: [UInt8] = []
    try run(
      ["rev-parse", "--path-format=absolute", "--git-common-dir", "--git-dir"], in: folder,
      to: "find the git folders of"
    ) { output += $0 }
    let named = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    guard let common = named.first else { return [] }
    return [common] + named.dropFirst().filter { !"\($0)/".hasPrefix("\(common)/") }
  }

  private static func run(
    _ arguments: [String], in folder: String, to action: String,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let (status, errors) = try ExternalTool.git.stream(
      ["-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-C", folder] + arguments,
      environment: [
        "GIT_NO_LAZY_FETCH": "1", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_TERMINAL_PROMPT": "0",
      ], body)
    guard status == 0 else {
      let said = errors.split(separator: "\n").first.map(String.init) ?? "it gave no reason"
      throw StorageError(.io, action, folder, "git failed: \(said)")
    }
  }

  /// The objects that are whole after this piece of output: their names and bytes.
  ///
  /// Each comes as a line with name, type and size, its bytes, and a line feed
  /// (git-cat-file(1), "Batch output").
  mutating func objects(after piece: UnsafeRawBufferPointer) -> [(name: String, bytes: [UInt8])] {
    waiting += piece
    var objects: [(String, [UInt8])] = []
    var begin = 0
    while let end = waiting[begin...].firstIndex(of: UInt8(ascii: "\n")) {
      let words = String(decoding: waiting[begin..<end], as: UTF8.self).split(separator: " ")
      guard words.count == 3, let size = Int(words[2]), end + 1 + size < waiting.count else {
        break
      }
      objects.append((String(words[0].prefix(12)), Array(waiting[end + 1..<end + 1 + size])))
      begin = end + 2 + size
    }
    waiting.removeFirst(begin)
    return objects
  }
}

/// Reads what stands behind an address.
enum WebPage {
  /// The most that is taken.
  static let limit = 1 << 28

  /// What a reader gets.
  struct Answer {
    var bytes: [UInt8]
    /// The status of HTTP, after the last redirection.
    var status: Int
    /// The address that answered: another one after a redirection.
    var address: String

    /// Whether a page stands at the address.
    var isPage: Bool { (200..<300).contains(status) }
    /// Whether the answer shows what stands there: a page, or that there is none.
    ///
    /// Who is asked for a password, or meets a server that is out of order, has seen nothing.
    var isTelling: Bool { isPage || status == 404 || status == 410 }
  }

  /// The bytes that a reader gets, whatever the status: an error page can leak too.
  ///
  /// Redirections are followed, to http and https only. Throws a ``StorageError`` where there is no
  /// answer or `curl` is not installed.
  static func read(_ address: String) throws -> Answer {
    var bytes: [UInt8] = []
    let (status, errors) = try ExternalTool.curl.stream([
      "--disable", "--silent", "--show-error", "--globoff", "--location", "--max-redirs", "5",
      "--proto", "=http,https", "--proto-redir", "=http,https", "--max-time", "60", "--compressed",
      "--write-out", "\\n%{http_code} %{url_effective}", "--url", address,
    ]) { piece in
      bytes += piece
      guard bytes.count <= limit else {
        throw StorageError(.tooLarge, "read", address, "it has more than \(limit) bytes")
      }
    }
    guard status == 0 else {
      let said = errors.split(separator: "\n").first.map(String.init) ?? "it gave no reason"
      throw StorageError(.io, "read", address, "no answer: \(said)")
    }
    // What curl was told to write stands behind the body, on a line of its own.
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    let words = String(decoding: bytes[end...].dropFirst(), as: UTF8.self).split(
      separator: " ", maxSplits: 1)
    guard words.count == 2, let code = Int(words[0]) else {
      throw StorageError(.io, "read", address, "curl did not say with what status it was answered")
    }
    return Answer(bytes: Array(bytes[..<end]), status: code, address: String(words[1]))
  }
}
