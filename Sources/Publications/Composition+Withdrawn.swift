import Editions
package import Schedule

/// Why a page is no longer what it was (GOV.UK: a withdrawn publication stays at its address and
/// says that it was withdrawn, when and why).
package struct Withdrawal: Sendable, Hashable {
  /// What was taken back.
  package enum Scope: String, Sendable, Hashable {
    /// The edition with all its pages.
    case edition
    /// One page, which a new version of the edition no longer has.
    case report
  }

  package let scope: Scope
  package let day: Day
  package let reason: String
  /// Where the version stands that had the page, from the root of the site; nil where none does.
  package let earlier: String?

  package init(_ scope: Scope, on day: Day, because reason: String, earlier: String? = nil) {
    self.scope = scope
    self.day = day
    self.reason = reason
    self.earlier = earlier
  }
}

extension Composition {
  /// The title of a notice, for a file that has a place of its own for it.
  var withdrawnTitle: String {
    // A table that lacks the text is said where the notice itself is composed.
    (try? texts.string("title.withdrawn", ["title": title.text])) ?? title.text
  }

  /// The source document of what stands in place of withdrawn pages, in Canonical XML.
  ///
  /// It has no figure, no organisation and no title of a report. Throws a ``TextTableError`` where
  /// the string table lacks a text or a placeholder.
  func withdrawn(_ withdrawal: Withdrawal) throws(TextTableError) -> [UInt8] {
    var writer = writer()
    writer.open("withdrawn", rootAttributes([("scope", withdrawal.scope.rawValue)]))
    let title = try texts.said("title.withdrawn", saying: ["title": self.title])
    try head(&writer, title: title, strings: "withdrawn.", period: false)
    writer.open("statement", [("day", withdrawal.day.description)])
    writer.element("date", withdrawal.day.longText(in: language))
    try writer.paragraphs(
      "withdrawal.\(withdrawal.scope.rawValue)",
      [
        "month": .text(edition.month.longText(in: language)),
        "date": .text(withdrawal.day.longText(in: language)),
        "reason": .said(translator(withdrawal.reason)),
      ])
    if let path = withdrawal.earlier {
      writer.element("earlier", [("path", path)], said: try texts.said("withdrawal.earlier"))
    }
    writer.close()
    try contacts("contacts.bulletin", &writer)
    writer.close()
    return writer.finish()
  }
}
