import Notation
import Storage

/// What an OCFL object says about itself: its versions, and where the bytes of each file are.
///
/// OCFL 1.1, section 3.5. Digests are lower-case here, however they were written.
package struct OCFLInventory: Sendable, Hashable {
  /// One version of the object.
  package struct Version: Sendable, Hashable {
    /// The name: `v1`.
    package let name: String
    /// RFC 3339 with an offset, as it was written.
    package let created: String
    package let message: String?
    package let user: OCFLUser?
    /// The files of this version: their logical paths, each with the digest of its bytes.
    package let state: [String: String]
  }

  /// The object's name, for us the edition: `2013-11`.
  package let id: String
  /// `sha512`, or `sha256` in objects that others made.
  package let digestAlgorithm: String
  /// The name of the newest version.
  package let head: String
  /// The folder of each version that holds the files; `content` unless it says otherwise.
  package let contentDirectory: String
  /// Where the bytes are: a digest, and the paths inside the object, sorted by their bytes.
  package let manifest: [String: [String]]
  /// The versions, the oldest first.
  package let versions: [Version]
  /// Additional digests, by algorithm, each with its paths; not written by us.
  let fixity: [String: [String: [String]]]
  /// Content paths that the block of additional digests names.
  var fixityPaths: [String] { fixity.values.flatMap { $0.values.joined() }.sorted() }

  /// The version of this name, or the newest for nil; nil where there is none.
  package func version(_ name: String? = nil) -> Version? {
    versions.first { $0.name == name ?? head }
  }
}

/// Who made a version.
package struct OCFLUser: Sendable, Hashable {
  package let name: String
  /// A URI, `mailto:` for a mail address.
  package let address: String?

  /// A user, with an address where there is one.
  package init(name: String, address: String? = nil) {
    self.name = name
    self.address = address
  }
}

extension OCFLInventory {
  static let type = "https://ocfl.io/1.1/spec/#inventory"

  /// The bytes of `inventory.json`: keys sorted, two spaces a level, a line feed at the end.
  var bytes: [UInt8] {
    var members: [String: CanonicalJSON] = [
      "digestAlgorithm": .string(digestAlgorithm), "head": .string(head), "id": .string(id),
      "manifest": Self.pathLists(manifest), "type": .string(Self.type),
      "versions": .object(
        Dictionary(uniqueKeysWithValues: versions.map { ($0.name, $0.json) })),
    ]
    if contentDirectory != "content" { members["contentDirectory"] = .string(contentDirectory) }
    return Array((CanonicalJSON.object(members).indented() + "\n").utf8)
  }

  fileprivate static func pathLists(_ lists: [String: [String]]) -> CanonicalJSON {
    .object(lists.mapValues { .array($0.map { .string($0) }) })
  }
}

extension OCFLInventory.Version {
  /// The logical paths of each digest, sorted by their bytes.
  var pathsByDigest: [String: [String]] {
    Dictionary(grouping: state.keys) { state[$0]! }
      .mapValues { $0.sorted { $0.precedesByBytes($1) } }
  }

  fileprivate var json: CanonicalJSON {
    var members: [String: CanonicalJSON] = [
      "created": .string(created), "state": OCFLInventory.pathLists(pathsByDigest),
    ]
    members["message"] = message.map { .string($0) }
    members["user"] = user.map { user in
      var members: [String: CanonicalJSON] = ["name": .string(user.name)]
      members["address"] = user.address.map { .string($0) }
      return .object(members)
    }
    return .object(members)
  }
}

extension CanonicalJSON {
  /// The value over several lines, two spaces a level, for people who read it; keys in the
  /// canonical order.
  func indented(_ level: Int = 0) -> String {
    let inner = String(repeating: "  ", count: level + 1)
    let lines: [String]
    let brackets: (String, String)
    switch self {
    case .object(let members) where !members.isEmpty:
      brackets = ("{", "}")
      lines = members.keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }.map { key in
        "\(CanonicalJSON.string(key).text): \(members[key]!.indented(level + 1))"
      }
    case .array(let values) where !values.isEmpty:
      brackets = ("[", "]")
      lines = values.map { $0.indented(level + 1) }
    case .null, .bool, .integer, .string, .array, .object: return text
    }
    let body = lines.map { inner + $0 }.joined(separator: ",\n")
    return "\(brackets.0)\n\(body)\n\(inner.dropLast(2))\(brackets.1)"
  }
}
