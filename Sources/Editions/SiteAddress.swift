/// The address of the folder in the web that the public tree is: `https://host/folders/`.
package struct SiteAddress: Sendable, Hashable, CustomStringConvertible {
  /// The address with a slash at its end.
  package let description: String

  /// Nil for anything but `https:`, a host name, and folders of plain characters (RFC 3986).
  package init?(_ text: String) {
    let scheme = "https://"
    guard text.hasPrefix(scheme), text.utf8.count <= 200 else { return nil }
    let parts = text.dropFirst(scheme.count).split(separator: "/", omittingEmptySubsequences: false)
    let host = parts[0].lowercased()
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy(Self.isLabel) else { return nil }
    var folders = parts.dropFirst()
    if folders.last == "" { folders.removeLast() }
    guard folders.allSatisfy(Self.isFolder) else { return nil }
    description = scheme + ([host] + folders.map(String.init)).joined(separator: "/") + "/"
  }

  /// The folders behind the host: `/` or `/folders/`.
  package var path: String {
    String(description.dropFirst("https://".count).drop { $0 != "/" })
  }

  private static func isLabel(_ label: Substring) -> Bool {
    !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
      && label.utf8.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "-") }
  }

  /// Unreserved characters only, and neither `.` nor `..`.
  private static func isFolder(_ folder: Substring) -> Bool {
    !folder.isEmpty && folder != "." && folder != ".."
      && folder.utf8.allSatisfy { byte in
        isPlain(byte) || (65...90).contains(byte) || "-._~".utf8.contains(byte)
      }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || (48...57).contains(byte)
  }
}
