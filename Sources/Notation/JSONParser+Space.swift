import Diagnostics

extension JSONParser {
  /// Moves over white space; comments are reported and passed over.
  mutating func skipSpace() throws(Stop) {
    while let byte = current {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case UInt8(ascii: "/"), UInt8(ascii: "#"):
        guard try skipComment() else { return }
      default: return
      }
    }
  }

  /// False where the byte at the position begins no comment.
  private mutating func skipComment() throws(Stop) -> Bool {
    let next = position + 1 < bytes.count ? bytes[position + 1] : 0
    let isBlock = at("/") && next == UInt8(ascii: "*")
    guard isBlock || at("#") || next == UInt8(ascii: "/") else { return false }
    try report(
      "intake.json.syntax", at: locator.locate(position),
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
