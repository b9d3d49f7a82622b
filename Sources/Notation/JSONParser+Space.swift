import Diagnostics

extension JSONParser {
  /// Moves over white space; comments are reported and passed over.
  @inline(__always) mutating func skipSpace() throws(Stop) {
    guard let byte = current, byte <= UInt8(ascii: "/"), byte != UInt8(ascii: ",") else { return }
    try skipSpaceOrComment()
  }

  private mutating func skipSpaceOrComment() throws(Stop) {
    while let byte = current {
      switch byte {
      case 0x20:
        position += 1
        // Most files are indented.
        while let eight = bytes.word(at: position) {
          let others = eight ^ .eight(0x20)
          position += others == 0 ? 8 : others.trailingZeroBitCount / 8
          if others != 0 { break }
        }
      case 0x09: position += 1
      case 0x0A: passLineEnd()
      case 0x0D:
        let isLineEnd = position + 1 == bytes.count || bytes[position + 1] != 0x0A
        if isLineEnd { passLineEnd() } else { position += 1 }
      case UInt8(ascii: "/"), UInt8(ascii: "#"):
        guard try skipComment() else { return }
        findPlace()
      default: return
      }
    }
  }

  /// False where the byte at the position begins no comment.
  @inline(never) private mutating func skipComment() throws(Stop) -> Bool {
    let next = position + 1 < bytes.count ? bytes[position + 1] : 0
    let isBlock = at("/") && next == UInt8(ascii: "*")
    guard isBlock || at("#") || next == UInt8(ascii: "/") else { return false }
    try report(
      "intake.json.syntax", at: place,
      Message(
        found: "a comment stands here", rule: "JSON has no comments",
        remedy: "remove the comment", section: "2"))
    if isBlock {
      position += 2
      while position + 1 < bytes.count {
        if at("*"), bytes[position + 1] == UInt8(ascii: "/") {
          position += 2
          return true
        }
        position += 1
      }
      position = bytes.count
      throw try stopAtEnd(of: "a comment")
    }
    while let byte = current, byte != 0x0A, byte != 0x0D { position += 1 }
    return true
  }
}
