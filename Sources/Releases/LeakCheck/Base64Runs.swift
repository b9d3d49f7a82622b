/// Finds what is written in base64 (RFC 4648, also with the alphabet for addresses, also broken
/// into lines) inside other bytes, and decodes it.
enum Base64Runs {
  /// The shortest run that is looked at: eleven bytes of content, an analysis's id.
  private static let shortest = 15

  /// Hands over what each run may stand for, and where it begins.
  ///
  /// Nobody knows where the encoding begins in a run of letters, so that each is decoded from each
  /// of its first four. `digests` gets whole runs that are as long as a digest, `text` what looks
  /// like text.
  static func forEach(
    in bytes: [UInt8], digests: (_ content: [UInt8], _ offset: Int) -> Void,
    text: (_ content: [UInt8], _ offset: Int) throws -> Void
  ) rethrows {
    var index = 0
    while index < bytes.count {
      guard values[Int(bytes[index])] < 64 else {
        index += 1
        continue
      }
      let begin = index
      var symbols: [UInt8] = []
      index = collect(from: index, in: bytes, &symbols)
      guard symbols.count >= shortest else { continue }
      // `sha512-` of a subresource's integrity, a path before a token: each part for itself.
      for part in symbols.split(whereSeparator: {
        $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/")
      })
        + [symbols[...]] where [43, 86].contains(part.count)
      {
        digests(decoded(part), begin)
      }
      digests(decoded(symbols.suffix(43)), begin)
      digests(decoded(symbols.suffix(86)), begin)
      guard !isHexadecimal(symbols) else { continue }
      for shift in 0..<4 {
        let content = decoded(symbols.dropFirst(shift))
        if looksLikeText(content) { try text(content, begin) }
      }
    }
  }

  /// Collects a run, over line breaks inside it; returns the place after it.
  private static func collect(
    from begin: Int, in bytes: [UInt8], _ symbols: inout [UInt8]
  ) -> Int {
    var index = begin
    while index < bytes.count {
      let byte = bytes[index]
      if values[Int(byte)] < 64 {
        symbols.append(byte)
      } else if byte == 13 || byte == 10 {
        // A line of base64 is long; the lines of other texts are words.
        guard symbols.count >= 60 else { break }
      } else {
        break
      }
      index += 1
    }
    return max(index, begin + 1)
  }

  private static func decoded(_ symbols: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(symbols.count * 3 / 4)
    var buffer: UInt32 = 0
    var bits = 0
    for symbol in symbols {
      buffer = buffer << 6 | UInt32(values[Int(symbol)])
      bits += 6
      if bits >= 8 {
        bits -= 8
        output.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return output
  }

  /// Whether these are the digits of a digest, such as catalogues and inventories are full of.
  ///
  /// In base64 they would stand for bytes of which each third is `i` or what comes after it, never a
  /// space or a figure, and that over 48 bytes: no name and no sentence is like that.
  private static func isHexadecimal(_ symbols: [UInt8]) -> Bool {
    symbols.count >= 64
      && symbols.allSatisfy {
        $0 &- UInt8(ascii: "0") < 10 || $0 &- UInt8(ascii: "a") < 6
      }
  }

  /// Whether hardly any byte is a control character (zeros are: UTF-16), or it is packed.
  private static func looksLikeText(_ content: [UInt8]) -> Bool {
    if content.starts(with: [0x1F, 0x8B]) || content.starts(with: [0x50, 0x4B]) { return true }
    let controls = content.prefix(256).count { $0 < 0x20 && ![0, 9, 10, 13].contains($0) }
    return controls * 20 <= min(256, content.count)
  }

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    for (value, symbol) in alphabet.utf8.enumerated() { values[Int(symbol)] = UInt8(value) }
    values[Int(UInt8(ascii: "+"))] = 62
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "/"))] = 63
    values[Int(UInt8(ascii: "_"))] = 63
    return values
  }()
}
