import Editions
import Schedule

extension Composition {
  /// The update history: every version with its day and what was corrected, the newest first.
  ///
  /// A bulletin has it always, a report from the second version on.
  func history(_ writer: inout SourceWriter) throws(TextTableError) {
    var updates: [Update] = [
      Update(
        day: edition.scheduled.wallTime.day, version: revision == nil ? nil : 1,
        note: try texts.string("history.first"))
    ]
    updates += edition.plan.updates.map { Update(day: $0.day, version: nil, note: $0.note) }
    for version in revision?.versions ?? [] {
      let note = try texts.string(
        "history.\(version.note.kind.rawValue)",
        [
          "wrong": version.note.wrong.asSentence, "changed": version.note.changed.asSentence,
          "effect": version.note.effect.asSentence,
        ])
      updates.append(Update(day: version.day, version: version.number, note: note))
    }
    writer.open("history")
    for update in Self.newestFirst(updates) { try write(update, &writer) }
    writer.close()
  }

  private struct Update {
    var day: Day
    /// Nil for a note of the schedule, and while there is only one version.
    var version: Int?
    var note: String
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
    writer.element("date", update.day.longText)
    if let version = update.version {
      writer.element(
        "version", try texts.string("history.version", ["version": String(version)]))
    }
    writer.element("note", update.note)
    writer.close()
  }
}

extension String {
  /// The text with a full stop, unless it ends a sentence itself.
  fileprivate var asSentence: String {
    last.map { ".!?".contains($0) } == true ? self : self + "."
  }
}
