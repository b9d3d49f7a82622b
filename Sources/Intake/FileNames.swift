package import Diagnostics

/// Which of the names in a folder can be spoken of and copied without a surprise.
package enum FileNames {
  /// The names that are usable, in their order, and a finding for each of the others.
  ///
  /// A character that nobody sees can hide what a file is; and of two names that differ in
  /// capitals only, one is lost where the folder is copied to Windows, to a Mac or to a share.
  package static func sift(
    _ names: [String], in folder: String
  ) -> (usable: [String], findings: [Finding]) {
    var usable: [String] = []
    var findings: [Finding] = []
    var taken: [String: String] = [:]
    for name in names {
      let place = Place("\(folder)/\(name)")
      if let scalar = name.unicodeScalars.first(where: \.isInvisible) {
        findings.append(invisible(scalar, at: place))
      } else if let first = taken.updateValue(name, forKey: name.lowercased()) {
        findings.append(collision(name, first, at: place))
      } else {
        usable.append(name)
      }
    }
    return (usable, findings)
  }

  private static func invisible(_ scalar: Unicode.Scalar, at place: Place) -> Finding {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    return Finding(
      "intake.file.name", at: place,
      found: "the file's name has the character \(code), which nobody sees",
      rule: "a name has no control characters, line breaks or marks that turn the text round",
      source: "docs/format.md section 3", remedy: "rename the file")
  }

  private static func collision(_ name: String, _ first: String, at place: Place) -> Finding {
    Finding(
      "intake.file.case", at: place,
      found: "the name differs from \(first.quoted) in capitals only",
      rule: "two files of a folder have names that every file system tells apart",
      source: "docs/format.md section 3", remedy: "rename or remove one of them")
  }
}

extension Unicode.Scalar {
  fileprivate var isInvisible: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
