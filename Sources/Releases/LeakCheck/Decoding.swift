/// Bytes of a file, in part decoded, and where in the file each comes from.
struct DecodedBytes {
  var bytes: [UInt8] = []
  var offsets: [Int32] = []

  init() {}

  /// The bytes of a file as they stand; UTF-16 becomes UTF-8.
  init(file bytes: [UInt8]) {
    if let order = Self.orderOfUTF16(bytes) {
      self.init(utf16: bytes, isBigEndian: order)
    } else {
      self.init()
      self.bytes = bytes
      offsets = bytes.indices.map { Int32(truncatingIfNeeded: $0) }
    }
  }

  mutating func append(_ byte: UInt8, _ offset: Int32) {
    bytes.append(byte)
    offsets.append(offset)
  }

  mutating func append(_ scalar: Unicode.Scalar, _ offset: Int32) {
    for byte in UTF8.encode(scalar)! { append(byte, offset) }
  }

  /// Whether the bytes look like UTF-16, and in which order: by the mark at their beginning, or
  /// because every other byte of plain text is zero.
  private static func orderOfUTF16(_ bytes: [UInt8]) -> Bool? {
    guard bytes.count >= 4 else { return nil }
    if bytes[0] == 0xFE, bytes[1] == 0xFF { return true }
    if bytes[0] == 0xFF, bytes[1] == 0xFE { return false }
    let sample = bytes.prefix(512)
    let even = stride(from: 0, to: sample.count, by: 2).count { sample[$0] == 0 }
    let odd = stride(from: 1, to: sample.count, by: 2).count { sample[$0] == 0 }
    let needed = sample.count * 3 / 10
    if even >= needed, odd * 10 <= even { return true }
    if odd >= needed, even * 10 <= odd { return false }
    return nil
  }

  private init(utf16 bytes: [UInt8], isBigEndian: Bool) {
    var high: UInt32?
    for index in stride(from: 0, to: bytes.count - 1, by: 2) {
      let (first, second) = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
      let unit = isBigEndian ? first << 8 | second : second << 8 | first
      let offset = Int32(truncatingIfNeeded: index)
      if unit & 0xFC00 == 0xD800 {
        high = unit
      } else if unit & 0xFC00 == 0xDC00, let above = high {
        append(Unicode.Scalar(0x10000 + (above - 0xD800) << 10 + (unit - 0xDC00))!, offset)
        high = nil
      } else {
        high = nil
        append(Unicode.Scalar(unit) ?? "\u{FFFD}", offset)
      }
    }
  }
}

extension DecodedBytes {
  /// With a space in place of what stands between `<` and `>`.
  ///
  /// Spaces make no difference to a search, so that words that a tag divides are whole again; and where
  /// a tag stands, a word may begin or end: `<td>2</td><td>Example Trust</td>`.
  func withoutTags() -> DecodedBytes {
    guard bytes.contains(UInt8(ascii: "<")) else { return self }
    var output = DecodedBytes()
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "<"), let end = endOfTag(at: index) {
        output.append(UInt8(ascii: " "), offsets[index])
        index = end
      } else {
        output.append(bytes[index], offsets[index])
        index += 1
      }
    }
    return output
  }

  /// The place after a tag, comment or instruction; nil where `<` is only a sign.
  private func endOfTag(at index: Int) -> Int? {
    guard index + 1 < bytes.count else { return nil }
    let next = bytes[index + 1] | 0x20
    guard next &- 0x61 < 26 || "/!?".utf8.contains(bytes[index + 1]) else { return nil }
    let limit = min(bytes.count, index + 1 << 16)
    var place = index + 1
    while place < limit {
      if bytes[place] == UInt8(ascii: ">") { return place + 1 }
      place += 1
    }
    return nil
  }

  /// As a mail program would show it; nil where nothing looks like quoted-printable (RFC 2045, section 6.7).
  func withoutQuotedPrintable() -> DecodedBytes? {
    var output = DecodedBytes()
    var isEncoded = false
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "="), index + 1 < bytes.count else {
        output.append(bytes[index], offsets[index])
        index += 1
        continue
      }
      if let length = softBreak(at: index) {
        index += length
        isEncoded = true
      } else if index + 2 < bytes.count, let value = hex(index + 1..<index + 3) {
        output.append(UInt8(value), offsets[index])
        index += 3
        isEncoded = true
      } else {
        output.append(bytes[index], offsets[index])
        index += 1
      }
    }
    return isEncoded ? output : nil
  }

  /// How long the end of a line is that `=` takes back.
  private func softBreak(at index: Int) -> Int? {
    if bytes[index + 1] == 10 { return 2 }
    return index + 2 < bytes.count && bytes[index + 1] == 13 && bytes[index + 2] == 10 ? 3 : nil
  }

  /// With one level of escapes undone: percent-encoding, entities, escapes of JSON and of programs.
  func unescaped() -> DecodedBytes {
    guard bytes.contains(where: { $0 == 0x25 || $0 == 0x26 || $0 == 0x5C }) else { return self }
    var output = DecodedBytes()
    output.bytes.reserveCapacity(bytes.count)
    output.offsets.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      let length =
        switch byte {
        case UInt8(ascii: "%"): percent(at: index, into: &output)
        case UInt8(ascii: "&"): entity(at: index, into: &output)
        case UInt8(ascii: "\\"): escape(at: index, into: &output)
        default: 0
        }
      if length == 0 { output.append(byte, offsets[index]) }
      index += max(1, length)
    }
    return output
  }

  private func percent(at index: Int, into output: inout DecodedBytes) -> Int {
    guard index + 2 < bytes.count, let value = hex(index + 1..<index + 3) else { return 0 }
    output.append(UInt8(value), offsets[index])
    return 3
  }

  private func entity(at index: Int, into output: inout DecodedBytes) -> Int {
    let limit = min(bytes.count, index + 34)
    guard let end = bytes[index..<limit].firstIndex(of: UInt8(ascii: ";")), end > index + 1
    else { return 0 }
    let name = String(decoding: bytes[index + 1..<end], as: UTF8.self)
    guard let scalar = Entities.scalar(named: name) else { return 0 }
    output.append(scalar, offsets[index])
    return end + 1 - index
  }

  private func escape(at index: Int, into output: inout DecodedBytes) -> Int {
    guard index + 1 < bytes.count else { return 0 }
    switch bytes[index + 1] {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      output.append(UInt8(ascii: " "), offsets[index])
      return 2
    case UInt8(ascii: "u"):
      guard index + 5 < bytes.count, let first = hex(index + 2..<index + 6) else { return 0 }
      if first & 0xFC00 == 0xD800, index + 11 < bytes.count,
        bytes[index + 6] == UInt8(ascii: "\\"), bytes[index + 7] == UInt8(ascii: "u"),
        let second = hex(index + 8..<index + 12), second & 0xFC00 == 0xDC00
      {
        output.append(
          Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))!, offsets[index])
        return 12
      }
      guard let scalar = Unicode.Scalar(first) else { return 0 }
      output.append(scalar, offsets[index])
      return 6
    case UInt8(ascii: "x"):
      guard index + 3 < bytes.count, let value = hex(index + 2..<index + 4) else { return 0 }
      output.append(UInt8(value), offsets[index])
      return 4
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      // As git writes a name that is not ASCII.
      guard index + 3 < bytes.count,
        bytes[index + 2...index + 3].allSatisfy({ $0 &- UInt8(ascii: "0") < 8 })
      else { return 0 }
      let value = bytes[index + 1...index + 3].reduce(0) { $0 << 3 | ($1 & 7) }
      output.append(value, offsets[index])
      return 4
    default: return 0
    }
  }

  private func hex(_ range: Range<Int>) -> UInt32? {
    var value: UInt32 = 0
    for byte in bytes[range] {
      switch byte {
      case 48...57: value = value << 4 | UInt32(byte - 48)
      case 97...102: value = value << 4 | UInt32(byte - 87)
      case 65...70: value = value << 4 | UInt32(byte - 55)
      default: return nil
      }
    }
    return value
  }
}

/// Character references of HTML and XML, as far as words and figures are written with them.
private enum Entities {
  static func scalar(named name: String) -> Unicode.Scalar? {
    if name.hasPrefix("#x") || name.hasPrefix("#X") {
      return UInt32(name.dropFirst(2), radix: 16).flatMap { Unicode.Scalar($0) }
    }
    if name.hasPrefix("#") { return UInt32(name.dropFirst()).flatMap { Unicode.Scalar($0) } }
    if let scalar = named[name] { return scalar }
    // Accents make no difference to the search: &eacute; is an e.
    guard let first = name.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic,
      accents.contains(String(name.dropFirst()))
    else { return nil }
    return first
  }

  private static let accents: Set<String> = [
    "acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "slash", "caron", "macr", "breve",
  ]

  private static let named: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
    "shy": "\u{AD}", "rsquo": "\u{2019}", "lsquo": "\u{2018}", "rdquo": "\u{201D}",
    "ldquo": "\u{201C}", "ndash": "\u{2013}", "mdash": "\u{2014}", "hellip": "\u{2026}",
    "minus": "\u{2212}", "percnt": "%", "comma": ",", "period": ".", "hyphen": "-", "dash": "-",
    "zwj": "\u{200D}", "zwnj": "\u{200C}", "thinsp": "\u{2009}", "ensp": "\u{2002}",
    "emsp": "\u{2003}", "szlig": "\u{DF}", "aelig": "\u{E6}", "AElig": "\u{C6}", "colon": ":",
    "sol": "/", "num": "#", "lpar": "(", "rpar": ")", "Tab": "\t", "NewLine": "\n",
  ]
}
