package import Diagnostics
package import Editions
import Markup
import Schedule
package import Statistics

/// Every name and identifier of the register, so that a page can be searched for all that are not
/// its own in one pass.
///
/// It is made once for an edition and takes some four hundred bytes for each request; to search a
/// page costs time in proportion to the page alone.
///
/// A name of three words or of sixteen letters counts however it is written: in capitals or not, with
/// accents or not, broken over two lines, or joined by hyphens in an address. A shorter name counts
/// where it is written with the capitals of the register or as an address; one of a single word only
/// inside a sentence or by itself, because at the beginning of a sentence "Hope" may be a hope. The
/// name of a service counts where it has two words or more and belongs to one organisation alone,
/// by the rules of a single word.
///
/// A name that stands in the standing text of every page or in what the schedule says of the series
/// cannot be told apart from those and does not count; nor does, on an organisation's own pages,
/// one that is part of its own name or the name of its service.
package struct ContaminationIndex: Sendable {
  private enum Kind: UInt8 { case organisation, service, identifier, none }

  private struct Phrase {
    var text: String
    var owner: Int32
    var kind: Kind
    var wordCount: UInt8
    /// Whether capitals do not matter.
    var isLong: Bool
  }

  private var phrases: [Phrase] = []
  private var table: PhraseTable
  private var organisations: [String: Int32] = [:]
  /// The names of the services of each organisation.
  private var services: [Int32: [String]] = [:]
  /// Further organisations of a name that several have.
  private var furtherOwners: [Int32: [Int32]] = [:]

  /// The index of a register, for a series that says these texts of itself.
  package init(
    _ requests: [Request], programme: Programme, texts: TextTable, further: [String] = []
  ) {
    table = PhraseTable(expecting: requests.count * 3)
    for request in requests { add(request) }
    var known = Self.texts(of: programme) + further
    known += texts.entries.keys.sorted().flatMap { id in
      texts.entries[id]!.forms.keys.sorted().flatMap { texts.entries[id]!.forms[$0]! }
    }
    for text in known { forget(namesIn: text) }
  }

  private mutating func add(_ request: Request) {
    let organisation = request.organisation
    let owner: Int32
    if let known = organisations[organisation.id] {
      owner = known
    } else {
      owner = Int32(organisations.count)
      organisations[organisation.id] = owner
      add(organisation.id, .identifier, owner)
    }
    // The same name from every request: it is there once.
    add(organisation.name, .organisation, owner)
    add(request.id, .identifier, owner)
    if request.service.contains(where: \.isLetter), !request.service.hasPrefix("[x]") {
      add(request.service, .service, owner)
      if services[owner]?.contains(request.service) != true {
        services[owner, default: []].append(request.service)
      }
    }
  }

  private mutating func add(_ text: String, _ kind: Kind, _ owner: Int32) {
    let words = PageWords.words(of: text)
    guard !words.isEmpty, words.count < 64 else { return }
    switch kind {
    case .service where words.count < 2: return
    // A single word in small letters is no identifier that could be told from a word.
    case .identifier where words.count < 2 && !Self.isCode(text): return
    default: break
    }
    let number = Int32(phrases.count)
    let letters = words.reduce(0) { $0 + $1.range.count }
    let phrase = Phrase(
      text: text, owner: owner, kind: kind, wordCount: UInt8(words.count),
      isLong: kind == .organisation && (words.count >= 3 || letters >= 16))
    guard let other = table.insert(words.map(\.folded), as: number) else {
      phrases.append(phrase)
      return
    }
    merge(phrase, into: other)
  }

  /// Takes up a phrase whose words are there already.
  private mutating func merge(_ phrase: Phrase, into number: Int32) {
    let other = phrases[Int(number)]
    if phrase.kind.rawValue < other.kind.rawValue,
      other.kind != .none || phrase.kind == .organisation
    {
      // A name counts for more than the same words as a service or a slug.
      phrases[Int(number)] = phrase
    }
    guard phrase.owner != other.owner else { return }
    if phrase.kind == .service, other.kind == .service {
      phrases[Int(number)].kind = .none
    } else {
      furtherOwners[number, default: []] += [phrase.owner, other.owner]
    }
  }

  /// Whether a text is like `R2013-7`: letters and digits, five or more.
  private static func isCode(_ text: String) -> Bool {
    text.utf8.count >= 5 && text.contains(where: \.isLetter) && text.contains(where: \.isNumber)
  }

  /// What the schedule says on pages.
  private static func texts(of programme: Programme) -> [String] {
    let series = programme.series
    let contacts = series.contacts.flatMap { contact in
      [contact.role, contact.organisation, contact.address].compactMap(\.self)
    }
    let recipients = programme.schedule.preRelease.recipients.flatMap {
      [$0.role, $0.organisation]
    }
    return [series.title, series.identifier, series.label, series.producer, series.coverage]
      + [series.licence, series.source, programme.schedule.preRelease.source].compactMap(\.self)
      + contacts + recipients
  }

  private mutating func forget(namesIn text: String) {
    let words = PageWords.words(of: text)
    var found: [Int32] = []
    for start in words.indices where table.mayBegin(with: words[start]) {
      table.phrases(at: start, of: words) { phrase, _ in found.append(phrase) }
    }
    for phrase in found { phrases[Int(phrase)].kind = .none }
  }

  // MARK: Whose page it is

  /// What a page may name.
  package struct Permission: Sendable {
    fileprivate var owners: Set<Int32> = []
    /// Texts whose parts may stand on the page: the page's own names.
    fileprivate var own: [String] = []
    /// The identifier of the page's analysis; nil where the page is no report.
    fileprivate var analysis: String?
    fileprivate var title: String
    /// What a new version tells its readers, on every page of it; nil for a first version.
    fileprivate var note: CorrectionNote?
  }

  /// What the report of an analysis may name: its organisation and its service, also in the note of
  /// its newest version.
  package func permission(for analysis: Analysis, note: CorrectionNote? = nil) -> Permission {
    let owner = organisations[analysis.organisation.id]
    let own =
      [analysis.organisation.name, analysis.service.name.value].compactMap(\.self)
      + (owner.flatMap { services[$0] } ?? [])
    return Permission(
      owners: owner.map { [$0] } ?? [], own: own, analysis: analysis.id,
      title: "the report \(analysis.id) of \(analysis.organisation.name)", note: note)
  }

  /// What the pages of a bulletin may name: the organisations whose reports are out with it or
  /// were before, and nobody else.
  package func permission(for edition: Edition, note: CorrectionNote? = nil) -> Permission {
    let reports = edition.analyses + edition.earlier.flatMap(\.analyses)
    return Permission(
      owners: Set(reports.compactMap { organisations[$0.organisation.id] }),
      own: reports.flatMap { [$0.organisation.name, $0.service.name.value ?? ""] }, analysis: nil,
      title: "the bulletin of \(edition.month.longText)", note: note)
  }

  // MARK: Searching

  /// What was found on a page so far.
  private struct Search {
    let permission: Permission
    let shape: IdentifierShape?
    var findings: [Finding] = []
    var seen: Set<Int32> = []
    var identifiers: Set<String> = []
    /// Whether a phrase is part of the page's own names, once that was asked.
    var isOwn: [Int32: Bool] = [:]
  }

  /// The names and identifiers of others in the finished files of one page, each said once.
  package func findings(in files: [EditionFile], permission: Permission) -> [Finding] {
    var search = Search(
      permission: permission, shape: permission.analysis.flatMap { IdentifierShape($0) })
    for file in files {
      file.bytes.withUnsafeBufferPointer { bytes in
        var reader = PageWords()
        // Markup that cannot be read has a finding of its own.
        _ = reader.forEachStretch(of: bytes) { words in
          for start in words.indices {
            let word = words[start]
            if table.mayBegin(with: word) { look(at: start, words, file, &search) }
            if let shape = search.shape, shape.first == word.folded,
              let other = shape.other(at: start, of: words, in: bytes),
              search.identifiers.insert(other).inserted
            {
              search.findings.append(
                finding(
                  "contamination.identifier",
                  "the identifier \(other.quoted), which is not its own", other,
                  permission, at: word.range.lowerBound, file))
            }
          }
        }
      }
    }
    return search.findings
  }

  /// Takes up the phrases that begin at a word.
  private func look(
    at start: Int, _ words: [PageWord], _ file: EditionFile, _ search: inout Search
  ) {
    table.phrases(at: start, of: words) { phrase, length in
      guard !search.seen.contains(phrase), counts(phrase, at: start, length, words, &search) else {
        return
      }
      search.seen.insert(phrase)
      search.findings.append(
        finding(phrase, search.permission, at: words[start].range.lowerBound, file))
    }
  }

  /// Whether what stands here is the name or identifier of another.
  private func counts(
    _ number: Int32, at start: Int, _ length: Int, _ words: [PageWord], _ search: inout Search
  ) -> Bool {
    let permission = search.permission
    let phrase = phrases[Int(number)]
    guard phrase.kind != .none, !permission.owners.contains(phrase.owner),
      furtherOwners[number]?.contains(where: permission.owners.contains) != true
    else { return false }
    let range = start..<(start + length)
    let isJoined = length > 1 && range.dropFirst().allSatisfy { words[$0].followsHyphen }
    switch phrase.kind {
    case .identifier:
      if length > 1, !isJoined { return false }
    case .organisation where phrase.isLong || isJoined: break
    case .organisation where length > 1:
      if !hasItsCapitals(phrase, words[range]) { return false }
    default:
      let isAlone = length == words.count
      if !hasItsCapitals(phrase, words[range]) || words[start].beginsSentence && !isAlone {
        return false
      }
    }
    if let isPart = search.isOwn[number] { return !isPart }
    let isPart = isPart(phrase.text, of: permission.own)
    search.isOwn[number] = isPart
    return !isPart
  }

  /// Whether every word that has a capital in the register has one here.
  private func hasItsCapitals(_ phrase: Phrase, _ words: ArraySlice<PageWord>) -> Bool {
    zip(PageWords.words(of: phrase.text), words).allSatisfy { name, word in
      !name.isCapitalised || word.isCapitalised
    }
  }

  /// Whether the words of a phrase stand in a text.
  private func isPart(_ phrase: String, of texts: [String]) -> Bool {
    let words = PageWords.words(of: phrase).map(\.folded)
    return texts.contains { text in
      let all = PageWords.words(of: text).map(\.folded)
      return all.indices.contains { all[$0...].starts(with: words) }
    }
  }

  private func finding(
    _ number: Int32, _ permission: Permission, at byte: Int, _ file: EditionFile
  ) -> Finding {
    let phrase = phrases[Int(number)]
    return switch phrase.kind {
    case .service:
      finding(
        "contamination.name", "\(phrase.text.quoted), the service of another organisation",
        phrase.text, permission, at: byte, file)
    case .identifier:
      finding(
        "contamination.identifier", "the identifier \(phrase.text.quoted) of another organisation",
        phrase.text, permission, at: byte, file)
    case .organisation, .none:
      finding(
        "contamination.name", "\(phrase.text.quoted), another organisation of the register",
        phrase.text, permission, at: byte, file)
    }
  }

  private func finding(
    _ id: String, _ what: String, _ name: String, _ permission: Permission, at byte: Int,
    _ file: EditionFile
  ) -> Finding {
    let isReport = permission.analysis != nil
    let isInNote = permission.note.map { isPart(name, of: [$0.wrong, $0.changed, $0.effect]) }
    return Finding(
      id, at: file.place(ofByte: byte),
      found: "\(permission.title) names \(what)"
        + (isInNote == true ? ", in the note of its correction" : ""),
      rule: isReport
        ? "a report names no organisation, service or request but its own"
        : "a page names only organisations whose reports are out with it or were before",
      source: "design section 1",
      remedy: isInNote == true
        ? "say it in correction.json without the name: the note stands on each page that changes"
        : "take it out of "
          + (isReport ? "the analysis or" : "the commentary, the schedule or")
          + " the stylesheet, whichever has it")
  }
}

/// How identifiers of analyses are formed, as the page's own shows it: `A-2013-0027`.
private struct IdentifierShape {
  private let words: [[UInt8]]
  let first: UInt64

  /// Nil where the identifier is too plain to be told from other words and numbers.
  init?(_ identifier: String) {
    let parts = PageWords.words(of: identifier)
    let bytes = Array(identifier.utf8)
    let digits = bytes.count { $0 >= 48 && $0 <= 57 }
    guard digits >= 3, digits < bytes.count, parts.count >= 2 else { return nil }
    words = parts.map { Array(bytes[$0.range]) }
    first = parts[0].folded
  }

  /// The identifier of another analysis that begins at this word.
  func other(
    at start: Int, of page: [PageWord], in bytes: UnsafeBufferPointer<UInt8>
  ) -> String? {
    guard start + words.count <= page.count else { return nil }
    var isOwn = true
    for (offset, word) in words.enumerated() {
      let here = page[start + offset]
      let text = bytes[here.range]
      guard text.count == word.count, offset == 0 || here.followsHyphen else { return nil }
      for (a, b) in zip(text, word) where a | 0x20 != b | 0x20 {
        guard a >= 48, a <= 57, b >= 48, b <= 57 else { return nil }
        isOwn = false
      }
    }
    guard !isOwn else { return nil }
    let whole = page[start].range.lowerBound..<page[start + words.count - 1].range.upperBound
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[whole]), as: UTF8.self)
  }
}
