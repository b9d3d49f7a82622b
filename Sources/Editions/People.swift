/// Somebody who may sign an edition off, as `people.json` names them.
package struct Person: Sendable, Hashable {
  /// What somebody does in the release; it is recorded, and no step asks for it.
  package enum Role: String, Sendable, Hashable, CaseIterable {
    case statistician
    case releaseManager = "release-manager"
    case archivist
  }

  /// By what they sign: `a.example`.
  package let id: String
  package let name: String
  package let role: Role
  /// The login of the operating system under which alone they act; nil for any.
  package let systemUser: String?
  /// With this key they sign; nil where they sign by their id alone.
  package let sshKey: SSHPublicKey?

  package init(
    id: String, name: String, role: Role, systemUser: String? = nil, sshKey: SSHPublicKey? = nil
  ) {
    self.id = id
    self.name = name
    self.role = role
    self.systemUser = systemUser
    self.sshKey = sshKey
  }

  /// What an id is made of: lower-case letters, digits, dots and hyphens, at most 60, a letter
  /// or a digit at both ends.
  package static func isID(_ text: String) -> Bool {
    func isPlain(_ byte: UInt8) -> Bool { (97...122).contains(byte) || (48...57).contains(byte) }
    guard let first = text.utf8.first, let last = text.utf8.last, text.utf8.count <= 60 else {
      return false
    }
    return isPlain(first) && isPlain(last)
      && text.utf8.allSatisfy { isPlain($0) || $0 == 0x2E || $0 == 0x2D }
  }
}

/// The people of a workspace, in the order of their file.
package struct People: Sendable, Hashable {
  package let people: [Person]

  package init(_ people: [Person]) { self.people = people }

  /// The person of exactly this id.
  package subscript(id: String) -> Person? { people.first { $0.id.utf8.elementsEqual(id.utf8) } }

  /// Whom somebody who wrote this text meant: the one whose id or name looks the same.
  ///
  /// It is for a message alone: nobody signs under another spelling of their id.
  package func meant(by text: String) -> Person? {
    let shapes = NameShape(text)
    return people.first { shapes.isAlike(NameShape($0.id)) || shapes.isAlike(NameShape($0.name)) }
  }
}

/// A public key of OpenSSH, as one line of its own format: `ssh-ed25519 AAAA…`.
package struct SSHPublicKey: Sendable, Hashable {
  /// Type and key, parted by one space, without a comment: two lines of one key are equal.
  package let text: String

  /// The types with which `ssh-keygen -Y sign` signs (OpenSSH PROTOCOL.sshsig).
  package static let types = [
    "ssh-ed25519", "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521", "sk-ecdsa-sha2-nistp256@openssh.com", "ssh-rsa",
  ]

  /// Reads one line; nil where it is no public key, or one without its type inside (RFC 4253
  /// section 6.6: the key begins with the name of its type).
  package init?(_ line: String) {
    let fields = line.split(separator: " ")
    guard fields.count >= 2, !line.contains(where: \.isNewline),
      Self.types.contains(String(fields[0])), let key = Self.bytes(base64: fields[1])
    else { return nil }
    let type = Array(fields[0].utf8)
    let length = key.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard key.count > 4 + type.count, length == type.count,
      Array(key[4..<4 + type.count]) == type
    else { return nil }
    text = "\(fields[0]) \(fields[1])"
  }

  /// The bytes of base64 (RFC 4648 section 4); nil for what is none.
  private static func bytes(base64 text: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (bits, count) = (0, 0)
    let digits = text.utf8.prefix { $0 != UInt8(ascii: "=") }
    guard text.utf8.count % 4 == 0, text.utf8.count - digits.count <= 2,
      text.utf8.dropFirst(digits.count).allSatisfy({ $0 == UInt8(ascii: "=") })
    else { return nil }
    for digit in digits {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = digit - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = digit - 71
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit + 4
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      default: return nil
      }
      bits = (bits << 6 | Int(value)) & 0xFFFF
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(bits >> count & 0xFF))
      }
    }
    return bytes
  }
}
