package import Schedule
import Storage

/// A place where something embargoed was found.
package struct Leak: Sendable {
  package let kind: LeakKind
  package let edition: Month
  /// The path, address or object, as the place that was searched names it; not for logs, because a
  /// name can be what is embargoed.
  package let place: String
  /// The same, each name in it that is embargoed masked.
  package let maskedPlace: String
  /// Counted from 1; nil where a line says nothing (a digest, a whole file, a name).
  package let line: Int?
  /// The embargoed text itself; not for logs.
  package let text: String

  /// The text without what it says: its first letter and how long it is.
  package var masked: String { text.masked }
}

extension String {
  /// The first letter and how long it is.
  var masked: String { first.map { "\($0)… (\(count) characters)" } ?? "" }
}

/// Searches bytes for embargoed material, in every form in which it may stand there.
struct LeakSearch: Sendable {
  let material: EmbargoedMaterial
  /// Whether what PDFs say is looked for; else they are known by their digests alone.
  var readsPDF = true

  /// What a search found: the number of a needle, or a figure of an anchor, and where.
  struct Hit: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
      case needle(Int)
      case figure(anchor: Int, figure: Int)
      case digest(Month)
    }
    let subject: Subject
    /// The offset in the bytes that were searched.
    let offset: Int
  }

  /// How far from its organisation's name a figure still tells something, in letters and digits.
  static let reach = 300
  /// How deep base64 in base64 and archives in archives are followed.
  static let depth = 3
  /// The most that one packed file is unpacked to.
  static let unpackedLimit = 1 << 29

  /// Every needle in these bytes, once, at its first place.
  ///
  /// What could not be unpacked is handed to `notRead`.
  func hits(
    in bytes: [UInt8], named name: String, depth: Int = 0, notRead: (String) -> Void
  ) -> [Hit] {
    var hits: [Hit.Subject: Int] = [:]
    func add(_ subject: Hit.Subject, _ offset: Int) {
      hits[subject] = min(hits[subject] ?? offset, offset)
    }
    if Self.isPacked(bytes), depth < Self.depth {
      do {
        let isRead = try PackedFile.forEachMember(
          of: bytes, named: name, limit: Self.unpackedLimit
        ) { member, content in
          for hit in self.hits(
            in: Array(member.utf8), named: name, depth: Self.depth, notRead: notRead)
            + self.hits(
              in: content, named: "\(name) » \(member)", depth: depth + 1, notRead: notRead)
          { add(hit.subject, 0) }
        }
        if isRead { return Self.sorted(hits) }
      } catch {
        notRead("\(name): \(error)")
      }
    }
    if readsPDF, depth < Self.depth, PDFText.isPDF(bytes) {
      do {
        if let text = try PDFText.text(of: bytes) {
          for hit in self.hits(in: text, named: name, depth: Self.depth, notRead: notRead) {
            add(hit.subject, 0)
          }
        } else {
          notRead(
            "\(name): pdftotext cannot read this PDF: it is broken, or closed by a password; look at it "
              + "by hand")
        }
      } catch {
        notRead("\(name): \(error)")
      }
    }
    let decoded = DecodedBytes(file: bytes)
    for view in Self.views(of: decoded) { search(view, add) }
    if let mail = decoded.withoutQuotedPrintable() {
      for view in Self.views(of: mail) { search(view, add) }
    }
    if depth < Self.depth {
      Base64Runs.forEach(in: decoded.bytes) { content, offset in
        if let edition = material.digests[content] { add(.digest(edition), offset) }
      } text: { content, offset in
        for hit in self.hits(in: content, named: name, depth: depth + 1, notRead: notRead) {
          add(hit.subject, offset)
        }
      }
    }
    return Self.sorted(hits)
  }

  private static func sorted(_ hits: [Hit.Subject: Int]) -> [Hit] {
    hits.map { Hit(subject: $0.key, offset: $0.value) }
      .sorted { ($0.offset, $0.subject.order) < ($1.offset, $1.subject.order) }
  }

  /// The bytes as text, with the tags in it (what attributes say) and without (words that tags
  /// divide), escapes undone twice.
  private static func views(of decoded: DecodedBytes) -> [SearchedText] {
    let whole = decoded.unescaped().unescaped()
    let words = decoded.withoutTags().unescaped().withoutTags().unescaped().withoutTags()
    return [whole, words].map { SearchedText($0.bytes, offsets: $0.offsets) }
  }

  private func search(_ text: SearchedText, _ add: (Hit.Subject, Int) -> Void) {
    material.index.forEachMatch(in: text) { number, place in
      let offset = Int(text.offsets[place])
      guard number < material.needles.count else {
        let anchor = material.anchorOfName[number - material.needles.count]
        return figures(near: place, of: anchor, in: text, add)
      }
      let needle = material.needles[number]
      let end = place + needle.letters.count
      if needle.wantsCapital, !text.marks[place].contains(.capital) { return }
      if needle.wantsEnd, end < text.marks.count, !text.marks[end].contains(.start) { return }
      guard needle.behind == 0 || text.hasWord(of: needle.behind, at: end) else { return }
      add(.needle(number), offset)
    }
  }

  private func figures(
    near place: Int, of anchor: Int, in text: SearchedText, _ add: (Hit.Subject, Int) -> Void
  ) {
    let begin = max(0, place - Self.reach)
    let end = min(text.letters.count, place + Self.reach)
    for (number, figure) in material.anchors[anchor].figures.enumerated() {
      let count = figure.letters.count
      guard end - begin >= count else { continue }
      for at in begin...(end - count) where text.marks[at].contains(.start) {
        guard text.letters[at..<at + count].elementsEqual(figure.letters) else { continue }
        // 1724 must not be the beginning of 17245.
        if at + count < text.letters.count, figure.letters.last! &- 0x30 < 10,
          text.marks[at + count].isSuperset(of: .digit), !text.marks[at + count].contains(.start)
        {
          continue
        }
        guard !text.isDigest(at: at) else { continue }
        add(.figure(anchor: anchor, figure: number), Int(text.offsets[at]))
        break
      }
    }
  }

  /// Whether a file that begins so says nothing in parts.
  static func isReadWhole(_ beginning: [UInt8]) -> Bool {
    isPacked(beginning) || PDFText.isPDF(beginning)
  }

  /// Whether the bytes begin like a form that is unpacked: gzip, zip, xz, bzip2, zstd, 7z, tar.
  private static func isPacked(_ bytes: [UInt8]) -> Bool {
    let beginnings: [[UInt8]] = [
      [0x1F, 0x8B], [0x50, 0x4B, 3, 4], [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0x42, 0x5A, 0x68],
      [0x28, 0xB5, 0x2F, 0xFD], [0x37, 0x7A, 0xBC, 0xAF],
    ]
    if beginnings.contains(where: { bytes.starts(with: $0) }) { return true }
    return bytes.count > 262 && bytes[257..<262].elementsEqual("ustar".utf8)
  }
}

extension LeakSearch.Hit.Subject {
  /// Whether it is a figure that stands near the name of its organisation.
  var isFigureBesideName: Bool {
    if case .figure = self { true } else { false }
  }

  /// A fixed order for hits at one place.
  fileprivate var order: Int {
    switch self {
    case .needle(let number): number
    case .figure(let anchor, let figure): 1 << 40 + anchor << 16 + figure
    case .digest(let month): 1 << 50 + (Int(month.description.filter(\.isNumber)) ?? 0)
    }
  }
}
