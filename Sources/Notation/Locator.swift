/// Turns offsets in a file's bytes into lines and columns, in one walk over the bytes.
///
/// A line ends with LF, CR LF or CR alone. Columns count Unicode scalars. Asking for rising
/// offsets costs one pass over the file in all; an earlier offset starts the walk again.
struct Locator {
  /// A place in a file: line and column counted from 1.
  struct Position: Hashable {
    var line: Int
    var column: Int

    /// The place behind these bytes, the first of which stands here.
    func moved(over bytes: [UInt8], _ range: Range<Int>) -> Position {
      var position = self
      for offset in range {
        let byte = bytes[offset]
        let isLineEnd =
          byte == 0x0A || (byte == 0x0D && !(offset + 1 < bytes.count && bytes[offset + 1] == 0x0A))
        if isLineEnd {
          position.line += 1
          position.column = 1
        } else if byte & 0xC0 != 0x80 {
          position.column += 1
        }
      }
      return position
    }
  }

  private let bytes: [UInt8]
  private let start: Int
  private var offset: Int
  private var position = Position(line: 1, column: 1)

  /// Begins at an offset (after a byte order mark), which is line 1, column 1.
  init(_ bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    self.start = start
    offset = start
  }

  /// Where the byte at this offset stands; the end of the file is a place too.
  mutating func locate(_ target: Int) -> Position {
    if target < offset {
      offset = start
      position = Position(line: 1, column: 1)
    }
    bytes.withUnsafeBufferPointer { walk(FileBytes($0), to: min(target, bytes.count)) }
    return position
  }

  private mutating func walk(_ bytes: FileBytes, to end: Int) {
    while offset < end {
      if end - offset >= 8, let eight = bytes.word(at: offset),
        eight.marksBeyondASCII | eight.marks(below: 0x20) == 0
      {
        offset += 8
        position.column += 8
        continue
      }
      let byte = bytes[offset]
      offset += 1
      if byte == 0x0A || (byte == 0x0D && !(offset < bytes.count && bytes[offset] == 0x0A)) {
        position.line += 1
        position.column = 1
      } else if byte & 0xC0 != 0x80 {
        position.column += 1
      }
    }
  }
}
