package import Notation
package import Schedule

/// What a search for embargoed material looked at, and what it found.
package struct LeakCheckReport: Sendable {
  /// What was searched, as it was named: folders, files, addresses.
  package internal(set) var searched: [String] = []
  package internal(set) var fileCount = 0
  package internal(set) var byteCount = 0
  /// Files that are, byte for byte, part of what is published: they need no search.
  package internal(set) var publishedCount = 0
  /// The files that were searched because they are not published as they are.
  var others: [String] = []
  /// The editions whose material was searched for.
  package internal(set) var editions: [Month] = []
  /// How many needles of each kind there were.
  package internal(set) var needleCounts: [LeakKind: Int] = [:]
  /// What could not be read or searched for; while there is any, nothing is shown to be clean.
  package internal(set) var notRead: [String] = []
  /// Which of these are inputs of editions under embargo: what they say is not known.
  var notSearched: [String] = []
  /// What was not searched for, and why, although the rest would show a leak too.
  package internal(set) var remarks: [String] = []
  /// Published pages, and whole editions, that the archive does not give back as they came out, as far as
  /// it was asked: what the public tree does not have either may count as a leak.
  package internal(set) var unreadPages: [String] = []
  /// Symbolic links inside what was searched: they are named, not followed.
  package internal(set) var linkCount = 0
  package internal(set) var leaks: [Leak] = []

  package init() {}

  /// Whether everything was read and nothing was found.
  package var isClean: Bool { leaks.isEmpty && notRead.isEmpty }

  /// `clean`, `leak` or `incomplete`, as the journal has it.
  package var result: String { !leaks.isEmpty ? "leak" : notRead.isEmpty ? "clean" : "incomplete" }

  /// The editions of which something was found.
  var leakedEditions: [Month] { Set(leaks.map(\.edition)).sorted() }

  /// What the journal says of a search: never a place or a word of what was found.
  func fields(searched: String) -> [String: CanonicalJSON] {
    var fields: [String: CanonicalJSON] = [
      "leaks": .integer(leaks.count), "result": .string(result), "searched": .string(searched),
    ]
    if !leaks.isEmpty {
      fields["editions"] = .array(leakedEditions.map { .string($0.description) })
    }
    return fields
  }

  /// Lets go of what was found of editions that came out while it was searched: it is public now.
  mutating func drop(publishedSince before: History, by now: History) {
    for month in editions {
      guard let release = now.latestRelease(of: month),
        release.version != before.latestRelease(of: month)?.version
      else { continue }
      leaks.removeAll { $0.edition == month }
      remarks.append("\(release.standing), which came while this was searched: it is public")
    }
  }

  /// What the archive did not give back of what is out, as one sentence.
  var unreadNote: String? {
    guard let first = unreadPages.first else { return nil }
    let more = unreadPages.count > 1 ? ", and \(unreadPages.count - 1) more" : ""
    return "the archive does not give back all that is out, and what the public tree does not have "
      + "either may count as a leak: \(first)\(more); `ninethirty repair` says from what it is put back"
  }

  private var allRemarks: [String] { remarks + [unreadNote].compactMap(\.self) }

  /// How many leaks of one place are listed for people.
  private static let shownInAPlace = 10
  /// How many places are listed for people.
  private static let shownPlaces = 50

  /// The report for people, line by line; the embargoed text itself only where it is asked for.
  package func lines(showing: Bool) -> [String] {
    var lines = searched.map { "searched   \($0)" }
    lines.append(
      "           \(fileCount) file\(fileCount == 1 ? "" : "s"), \(byteCount) bytes; "
        + "\(publishedCount) of them as they were published")
    let names = editions.map(\.description).joined(separator: ", ")
    lines.append("for        \(editions.isEmpty ? "nothing: no edition is embargoed" : names)")
    // How many there are tells how many reports come.
    let kinds = LeakKind.allCases.compactMap { kind in
      needleCounts[kind].map { showing ? "\($0) \(kind.rawValue)" : kind.rawValue }
    }
    if !kinds.isEmpty { lines.append("           \(kinds.joined(separator: ", "))") }
    if linkCount > 0 { lines.append("links      \(linkCount), not followed") }
    lines += allRemarks.map { "remark     \($0)" }
    lines += notRead.map { "not read   \($0)" }
    var shown: [String: Int] = [:]
    var unlisted: Set<String> = []
    for leak in leaks {
      let place = leak.place(showing: showing)
      guard shown[place] != nil || shown.count < Self.shownPlaces else {
        unlisted.insert(place)
        continue
      }
      shown[place, default: 0] += 1
      guard shown[place]! <= Self.shownInAPlace else { continue }
      lines.append(
        "LEAK       \(place)\(leak.line.map { ":\($0)" } ?? ""): \(leak.kind.rawValue) of "
          + "\(leak.edition): \(showing ? leak.text : leak.masked)")
    }
    for place in shown.keys.sorted() where shown[place]! > Self.shownInAPlace {
      lines.append(
        "           \(place): and \(shown[place]! - Self.shownInAPlace) more; see --json")
    }
    if !unlisted.isEmpty {
      lines.append("           and \(unlisted.count) more places; see --json")
    }
    switch result {
    case "clean": lines.append("clean: nothing embargoed was found")
    case "leak": lines.append("\(leaks.count) leak\(leaks.count == 1 ? "" : "s")")
    default: lines.append("nothing was found, but not everything could be read")
    }
    return lines
  }

  /// The report for programs.
  package func json(showing: Bool) -> CanonicalJSON {
    .object([
      "bytes": .integer(byteCount), "clean": .bool(isClean),
      "editions": .array(editions.map { .string($0.description) }), "files": .integer(fileCount),
      "leaks": .array(leaks.map { $0.json(showing: showing) }), "links": .integer(linkCount),
      "needles": .object(
        Dictionary(
          needleCounts.map { ($0.key.rawValue, showing ? .integer($0.value) : .null) }
        ) { $1 }),
      "notRead": .array(notRead.map { .string($0) }), "published": .integer(publishedCount),
      "remarks": .array(allRemarks.map { .string($0) }), "result": .string(result),
      "searched": .array(searched.map { .string($0) }),
    ])
  }
}

extension Leak {
  fileprivate func place(showing: Bool) -> String { showing ? place : maskedPlace }

  fileprivate func json(showing: Bool) -> CanonicalJSON {
    .object([
      "edition": .string(edition.description), "kind": .string(kind.rawValue),
      "line": line.map { .integer($0) } ?? .null, "place": .string(place(showing: showing)),
      "text": .string(showing ? text : masked),
    ])
  }
}
