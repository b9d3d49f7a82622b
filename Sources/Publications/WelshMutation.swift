/// The forms that a Welsh word takes at its beginning after other words: soft, nasal and aspirate mutation.
enum WelshMutation {
  /// Each beginning with those that can stand in its place.
  private static let beginnings: [(radical: String, mutated: [String])] = [
    ("ll", ["l"]), ("rh", ["r"]), ("ch", []), ("ph", []), ("th", []), ("dd", []),
    ("c", ["g", "ngh", "ch"]), ("p", ["b", "mh", "ph"]), ("t", ["d", "nh", "th"]),
    ("g", ["", "ng"]), ("b", ["f", "m"]), ("d", ["dd", "n"]), ("m", ["f"]),
  ]

  /// The other forms of a name by its first word.
  static func forms(of name: String) -> [String] {
    guard let change = beginnings.first(where: { name.hasPrefix($0.radical) }) else { return [] }
    return change.mutated.map { $0 + name.dropFirst(change.radical.count) }
  }
}
