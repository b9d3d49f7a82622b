import Editions
import Schedule

extension Composition {
  /// The update history: every version with its day and what was corrected, the newest first.
  ///
  /// It is the bulletin's; a report has its own from the second version on.
  func history(_ writer: inout SourceWriter) throws(TextTableError) {
    var updates: [Update] = [
      Update(
        day: edition.scheduled.wallTime.day, version: revision == nil ? nil : 1,
        note: try texts.said("history.first"))
    ]
    updates += edition.plan.updates.map {
      Update(day: $0.day, version: nil, note: translator($0.note))
    }
    for version in revision?.versions ?? [] {
      updates.append(
        Update(day: version.day, version: version.number, note: try note(of: version)))
    }
    writer.open("history")
    for update in Self.newestFirst(updates) { try write(update, &writer) }
    writer.close()
  }

  /// The update history of a report: what the version before said of it, and what this one does.
  ///
  /// A correction of other reports is named as that: its note may speak of other organisations.
  func history(
    of previous: PreviousReport?, isChanged: Bool, _ revision: Revision,
    _ writer: inout SourceWriter
  ) throws(TextTableError) {
    let version = revision.versions.last!
    writer.open("history")
    if let previous {
      let note =
        isChanged ? try note(of: version) : try texts.said("history.unchanged")
      try write(Update(day: version.day, version: version.number, note: note), &writer)
      if previous.updates.isEmpty {
        try write(
          Update(
            day: edition.scheduled.wallTime.day, version: version.number - 1,
            note: try texts.said("history.first")), &writer)
      }
      for (index, update) in previous.updates.enumerated() {
        write(update, version: index == 0 ? version.number - 1 : nil, &writer)
      }
    } else {
      let first = try texts.said("history.first")
      try write(Update(day: version.day, version: version.number, note: first), &writer)
    }
    writer.close()
  }

  /// A line as it was published; that of the version before, which had no address to point to then,
  /// has one now.
  private func write(
    _ update: PreviousReport.Update, version: Int?, _ writer: inout SourceWriter
  ) {
    let path = update.path ?? version.map { "\(edition.month)/v\($0)/" }
    writer.open("update", [("day", update.day)] + (path.map { [("path", $0)] } ?? []))
    writer.element("date", update.date)
    if let version = update.version { writer.element("version", version) }
    writer.element("note", said: Said(update.note, left: update.left))
    writer.close()
  }

  /// What was corrected: the three parts in the language of the page, or all of it in English, where one
  /// of them is not translated.
  private func note(of version: Revision.Version) throws(TextTableError) -> Said {
    let note = version.note
    let parts = [note.wrong, note.changed, note.effect]
    let said = parts.map { translator($0) }
    let left = said.compactMap(\.language).first
    let (table, words) = left == nil ? (texts, said.map(\.text)) : (texts.inEnglish, parts)
    let text = try table.said(
      "history.\(note.kind.rawValue)",
      [
        "wrong": words[0].asSentence, "changed": words[1].asSentence,
        "effect": words[2].asSentence,
      ])
    return text.left(in: left)
  }

  private struct Update {
    var day: Day
    /// Nil for a note of the schedule, and while there is only one version.
    var version: Int?
    var note: Said
  }

  /// Days going back; of one day what was added last comes first.
  private static func newestFirst(_ updates: [Update]) -> [Update] {
    updates.enumerated().sorted { ($0.element.day, $0.offset) > ($1.element.day, $1.offset) }
      .map(\.element)
  }

  private func write(_ update: Update, _ writer: inout SourceWriter) throws(TextTableError) {
    var attributes = [("day", update.day.description)]
    // The version that is being made has no address of its own to point to: it is this page.
    if let version = update.version, version != revision?.number {
      attributes.append(("path", "\(edition.month)/v\(version)/"))
    }
    writer.open("update", attributes)
    writer.element("date", update.day.longText(in: language))
    if let version = update.version {
      writer.element(
        "version", said: try texts.said("history.version", ["version": String(version)]))
    }
    writer.element("note", said: update.note)
    writer.close()
  }
}

extension String {
  /// The text with a full stop, unless it ends a sentence itself.
  fileprivate var asSentence: String {
    last.map { ".!?".contains($0) } == true ? self : self + "."
  }
}
