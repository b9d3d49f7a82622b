/// Which keys a verb lets its user name by an option: a message names no option that is none.
package struct KeyOptions: OptionSet, Sendable, Hashable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// `--key`, the key that opens what is sealed.
  package static let key = KeyOptions(rawValue: 1)
  /// `--log-key`, the key that signs the public log.
  package static let logKey = KeyOptions(rawValue: 2)
}

/// What a private key is for.
enum KeyRole {
  /// It opens what is sealed.
  case sealing
  /// It signs the public log.
  case log

  /// How its file is named with a verb that has these options.
  func naming(_ options: KeyOptions) -> String {
    switch self {
    case .sealing:
      options.contains(.key) ? "--key or NINETHIRTY_KEY_FILE" : "NINETHIRTY_KEY_FILE"
    case .log:
      options.contains(.logKey)
        ? "--log-key or NINETHIRTY_LOG_KEY_FILE" : "NINETHIRTY_LOG_KEY_FILE"
    }
  }
}
