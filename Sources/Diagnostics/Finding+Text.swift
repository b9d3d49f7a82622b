extension Place {
  /// `file:line:column: path`, as compilers and editors write it.
  package var text: String {
    var text = file
    if let line { text += ":\(line)" }
    if line != nil, let column { text += ":\(column)" }
    if let path { text += " \(path)" }
    return text
  }
}

extension Finding {
  /// The finding for a terminal: place and severity, what was found, the rule, what to do or why it
  /// was let pass.
  ///
  /// Control characters and bidirectional overrides from the input are shown as escapes, so
  /// that nothing in a name can move the cursor or turn the text round.
  package var text: String {
    // A name can have a line feed; everything else that has one is ours.
    let place = place.text.replacing("\n", with: "\\n")
    var text = "\(place): \(severity.rawValue): \(found) [\(id)]\n"
    text += "    rule: \(rule)"
    if let source { text += " (\(source))" }
    if let accepted {
      text += "\n    accepted by \(accepted.person): \(accepted.reason)\n"
    } else {
      text += "\n    do:   \(remedy)\n"
    }
    return text.escapedForTerminal
  }
}

extension String {
  /// This text with control characters (but line feeds) and direction overrides as `\u{…}`.
  package var escapedForTerminal: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar.isUnsafeOnTerminal, scalar != "\n" {
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The same on one line: nothing that somebody wrote looks like a line of ours.
  package var escapedForOneLine: String {
    replacing("\r\n", with: " ").replacing("\n", with: " ").replacing("\r", with: " ")
      .escapedForTerminal
  }

  /// This text between quotation marks, short enough for a message and on one line.
  package var quoted: String {
    if PrivateKeyText.isIn(self) { return "(a private key, not shown)" }
    // By scalars: a character can have any number of them, and CR LF is one character.
    var shown = String.UnicodeScalarView()
    for scalar in unicodeScalars.prefix(unicodeScalars.count > 80 ? 77 : 80) {
      switch scalar {
      case "\n": shown.append(contentsOf: "\\n".unicodeScalars)
      case "\r": shown.append(contentsOf: "\\r".unicodeScalars)
      default: shown.append(scalar)
      }
    }
    let cut = unicodeScalars.count > 80 ? "…" : ""
    return "\u{201C}\(String(shown).escapedForTerminal)\(cut)\u{201D}"
  }
}

extension Unicode.Scalar {
  /// Whether a terminal or a reader could be misled by this character.
  fileprivate var isUnsafeOnTerminal: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x061C: true
    case 0x2028, 0x2029: true
    default: false
    }
  }
}
