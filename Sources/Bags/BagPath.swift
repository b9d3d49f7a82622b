/// The path of a file as a manifest writes it, and what is to be said of it.
struct BagPath: Sendable, Hashable {
  /// What the manifest has, without the star that md5sum puts before binary files.
  let written: String
  /// The path inside the bag that is meant: in plain form, with what is percent-encoded decoded.
  let decoded: String
  /// The same without decoding, for bags of versions that did not encode.
  let literal: String
  /// Why it is no path of a file of the bag; nil for one that is.
  let fault: String?
  /// Why it is not in the plain form; nil where it is.
  let form: String?

  /// The path that a manifest writes; a tag manifest lists no file of the payload.
  init(_ text: String, isTag: Bool, version: BagVersion) {
    var forms: [String] = []
    var path = text
    if path.utf8.starts(with: "*".utf8) {
      path = String(Substring(path.utf8.dropFirst()))
      forms.append("a star stands before it")
    }
    written = path
    if Self.hasBarePercent(path), version.isStrict {
      forms.append("a percent sign in it is not encoded")
    }
    let plain = Self.plain(path)
    if plain != path { forms.append("it has a part that is empty or \u{201C}.\u{201D}") }
    literal = plain
    decoded = Self.decode(plain, alsoPercent: version.isStrict)
    form = forms.isEmpty ? nil : forms.joined(separator: "; ")
    fault = Self.fault(of: path, plain: decoded, isTag: isTag)
  }

  /// Two paths in one manifest are the same by their bytes alone.
  var bytes: [UInt8] { Array(decoded.utf8) }

  private static func fault(of path: String, plain: String, isTag: Bool) -> String? {
    if plain.isEmpty { return "it is empty" }
    if path.utf8.starts(with: "/".utf8) { return "it is absolute" }
    if path.utf8.starts(with: "~".utf8) { return "it begins with a home folder" }
    if path.utf8.starts(with: "\\".utf8) || path.wholeMatch(of: /[A-Za-z]:[\\\/].*/) != nil {
      return "it is absolute on Windows"
    }
    // Also what comes out of decoding: %2E is not decoded, so `..` can stand there only as itself.
    if path.utf8.split(separator: UInt8(ascii: "/")).contains(where: { $0.elementsEqual("..".utf8) }
    ) {
      return "it leaves the bag by \u{201C}..\u{201D}"
    }
    if plain.utf8.contains(0) { return "it has a NUL" }
    let isPayload = plain.utf8.starts(with: "data/".utf8)
    if isTag, isPayload { return "a tag manifest lists no file of the payload" }
    if !isTag, !isPayload { return "it is outside the payload, \u{201C}data/\u{201D}" }
    return nil
  }

  /// Without empty parts and parts `.`; a leading `/` is kept, for it is a fault.
  private static func plain(_ path: String) -> String {
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
    let text = parts.map { String(Substring($0)) }.joined(separator: "/")
    return path.utf8.starts(with: "/".utf8) ? "/" + text : text
  }

  /// Decodes LF, CR and, from version 1.0 on, the percent sign: nothing else is encoded (RFC 8493,
  /// section 2.1.3).
  private static func decode(_ path: String, alsoPercent: Bool) -> String {
    guard path.utf8.contains(UInt8(ascii: "%")) else { return path }
    var bytes: [UInt8] = []
    var rest = Array(path.utf8)[...]
    while let first = rest.first {
      if first == UInt8(ascii: "%"), let byte = encoded(rest), byte != 0x25 || alsoPercent {
        bytes.append(byte)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(first)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The byte that stands encoded here: LF, CR or the percent sign; nil for any other.
  private static func encoded(_ bytes: ArraySlice<UInt8>) -> UInt8? {
    switch String(decoding: bytes.prefix(3), as: UTF8.self).uppercased() {
    case "%0A": 0x0A
    case "%0D": 0x0D
    case "%25": 0x25
    default: nil
    }
  }

  private static func hasBarePercent(_ path: String) -> Bool {
    let bytes = Array(path.utf8)
    return bytes.indices.contains {
      bytes[$0] == UInt8(ascii: "%") && encoded(bytes[$0...]) == nil
    }
  }

  /// A path as a manifest of version 1.0 writes it.
  static func encode(_ path: String) -> String {
    var bytes: [UInt8] = []
    for byte in path.utf8 {
      switch byte {
      case 0x0A: bytes += "%0A".utf8
      case 0x0D: bytes += "%0D".utf8
      case 0x25: bytes += "%25".utf8
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
