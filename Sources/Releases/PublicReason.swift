import Diagnostics
import Intake

/// A reason that the public is given, as it was typed.
///
/// It is held against the rules of every other text: no control characters, no placeholder, no
/// telephone number. What would be a warning there is refused: it is published at once.
struct PublicReason {
  let text: String

  /// The longest reason, in bytes: it stands on a page and in one line of the log.
  static let limit = 1000

  /// Throws a ``ReleaseError`` that names the option and everything that is wrong.
  init(_ text: String, option: String) throws {
    guard text.contains(where: { !$0.isWhitespace }), text.utf8.count <= Self.limit,
      !text.contains(where: \.isNewline)
    else {
      throw ReleaseError(
        .usage,
        "\(option) needs a reason on one line, of at most \(Self.limit) bytes; it is published")
    }
    let findings = TextCheck.findings(text, .prose, at: Place(option))
      .filter { $0.severity != .note }
    guard findings.isEmpty else {
      throw ReleaseError(
        .findings, "the reason of \(option) cannot be published; say it otherwise",
        findings: findings)
    }
    self.text = text
  }
}

/// Why a confirmed date is not as the Code of Practice has it; nil where it is.
package struct AnnouncementReasons: Sendable, Hashable {
  /// Why it is confirmed less than four weeks ahead.
  package var shortNotice: String?
  /// By which exemption it is not 09:30 on a weekday.
  package var exemption: String?

  package init(shortNotice: String? = nil, exemption: String? = nil) {
    self.shortNotice = shortNotice
    self.exemption = exemption
  }

  /// The same reasons, fit to be published; throws a ``ReleaseError`` where one is not.
  var publishable: AnnouncementReasons {
    get throws {
      AnnouncementReasons(
        shortNotice: try shortNotice.map {
          try PublicReason($0, option: "--short-notice-because").text
        }, exemption: try exemption.map { try PublicReason($0, option: "--exempt-because").text })
    }
  }
}
