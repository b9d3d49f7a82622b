import Diagnostics

/// The rule for the names of keys (C2SP signed-note, Format): not empty, no Unicode space, no plus.
enum KeyName {
  static func check(_ name: String) throws(TransparencyError) {
    let isFit = name.unicodeScalars.allSatisfy { scalar in
      !scalar.properties.isWhitespace && scalar != "+" && scalar.value >= 0x20
    }
    guard !name.isEmpty, isFit else {
      throw TransparencyError(
        .malformed, "\(name.quoted) is no name of a key: it is empty, or has a space or a plus")
    }
  }
}
