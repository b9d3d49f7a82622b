/// Masks the names in a path that are embargoed themselves, so that a message or a journal that names
/// the place says no more than that something stands there.
struct PlaceMask {
  let search: LeakSearch
  /// What stands in the places that were looked at.
  private(set) var subjects: Set<LeakSearch.Hit.Subject> = []
  /// What of it is public.
  private var known: Set<LeakSearch.Hit.Subject> = []
  private var seen: Set<String> = []

  init(search: LeakSearch) { self.search = search }

  /// Looks for what the names of a place, or of a message that begins with one, say.
  mutating func look(at place: String) {
    if seen.insert(place).inserted { subjects.formUnion(found(in: place)) }
  }

  /// Lets names stand that say only what is public.
  mutating func letThrough(_ known: Set<LeakSearch.Hit.Subject>) { self.known = known }

  /// A place that was looked at, each name in it that is embargoed masked; the whole of it where names
  /// say it together.
  func masked(_ place: String) -> String {
    guard tells(place) else { return place }
    for separators in [["/", ": "], ["/"]] {
      let text = masked(place[...], between: separators)
      if !tells(text) { return text }
    }
    return place.masked
  }

  private func masked(_ text: Substring, between separators: [String]) -> String {
    guard let separator = separators.first else {
      return tells(text) ? String(text).masked : String(text)
    }
    return text.split(separator: separator, omittingEmptySubsequences: false)
      .map { masked($0, between: Array(separators.dropFirst())) }.joined(separator: separator)
  }

  private func tells(_ text: some StringProtocol) -> Bool {
    !found(in: text).isSubset(of: known)
  }

  private func found(in text: some StringProtocol) -> Set<LeakSearch.Hit.Subject> {
    Set(search.hits(in: Array(text.utf8), named: "", notRead: { _ in }).map(\.subject))
  }
}
