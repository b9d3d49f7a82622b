import Markup

/// What changed in one page.
package struct PageDifference: Sendable, Hashable {
  /// A figure that is not what it was; nil where it was not there, or is not.
  package struct FigureChange: Sendable, Hashable {
    package let place: String
    package let id: String
    package let was: FigureValue?
    package let now: FigureValue?

    /// By how much; nil where that cannot be said.
    package var by: String? {
      guard let was, let now else { return nil }
      return FigureValue.change(from: was, to: now)
    }
  }

  /// A passage that says something else, or is new, or is gone.
  package struct TextChange: Sendable, Hashable {
    package let place: String
    package let words: WordDifference
  }

  /// The path of the XML rendition in the edition's folder.
  package let path: String
  package let title: String
  package let figures: [FigureChange]
  package let texts: [TextChange]

  var isEmpty: Bool { figures.isEmpty && texts.isEmpty }

  /// Compares two renditions of one page; throws what the markup's reader throws.
  init(_ path: String, from old: [UInt8], to new: [UInt8]) throws {
    let old = try ComparedPage(old, named: path)
    let new = try ComparedPage(new, named: path)
    self.path = path
    title = new.title
    figures = Self.figures(old, new)
    texts = Self.texts(old.passages, new.passages)
  }

  /// In the order of the new page; what is gone last.
  private static func figures(_ old: ComparedPage, _ new: ComparedPage) -> [FigureChange] {
    let ids = new.figureIDs + old.figureIDs.filter { new.figures[$0] == nil }
    return ids.compactMap { id in
      let (was, now) = (old.figures[id], new.figures[id])
      guard was?.value != now?.value, let place = (now ?? was)?.place else { return nil }
      return FigureChange(place: place, id: id, was: was?.value, now: now?.value)
    }
  }

  private static func texts(
    _ old: [ComparedPage.Passage], _ new: [ComparedPage.Passage]
  ) -> [TextChange] {
    let oldByKey = Dictionary(grouping: old, by: \.key)
    let newByKey = Dictionary(grouping: new, by: \.key)
    var keys: [String] = []
    var seen: Set<String> = []
    for passage in new + old where seen.insert(passage.key).inserted { keys.append(passage.key) }
    return keys.flatMap { changes(oldByKey[$0] ?? [], newByKey[$0] ?? []) }
  }

  /// Passages of one kind: those that are gone are paired with new ones that say nearly the same.
  private static func changes(
    _ old: [ComparedPage.Passage], _ new: [ComparedPage.Passage]
  ) -> [TextChange] {
    var gone: [ComparedPage.Passage] = []
    var added: [ComparedPage.Passage] = []
    for change in new.map(\.wording).difference(from: old.map(\.wording)) {
      switch change {
      case .remove(let offset, _, _): gone.append(old[offset])
      case .insert(let offset, _, _): added.append(new[offset])
      }
    }
    // The difference names removals from the end on.
    gone.reverse()
    let isPaired = old.count == new.count && gone.count == added.count
    var changes: [TextChange] = []
    for passage in added {
      let earlier = gone.indices.first { index in
        isPaired || WordDifference(from: gone[index].text, to: passage.text).likeness >= 0.25
      }
      let was = earlier.map { gone.remove(at: $0) }
      changes.append(
        TextChange(
          place: passage.place, words: WordDifference(from: was?.text ?? "", to: passage.text)))
    }
    return changes
      + gone.map { TextChange(place: $0.place, words: WordDifference(from: $0.text, to: "")) }
  }
}
