import Editions
import Schedule
import Statistics
import Storage

/// Everything that is searched for: what stands in editions that are not out.
struct EmbargoedMaterial: Sendable {
  private(set) var needles: [Needle] = []
  private(set) var anchors: [FigureAnchor] = []
  /// The needles, and behind them the names of the anchors.
  private(set) var index = NeedleIndex()
  /// For each number of the index beyond the needles, which anchor it names.
  private(set) var anchorOfName: [Int] = []
  /// SHA-512 of every embargoed file, in hexadecimal, and its edition.
  private(set) var files: [String: Month] = [:]
  /// The same digests and those of SHA-256, as bytes.
  private(set) var digests: [[UInt8]: Month] = [:]
  /// The translations of the series, by language.
  var phrases: [Language: [String: String]] = [:]
  /// The editions whose material was read.
  var editions: [Month] = []
  /// What could not be searched for, and why.
  var notSearched: [String] = []
  /// Names that are too short to be searched for in files.
  private(set) var tooShort: [String] = []
  /// What was not searched for although it could have been, and why; the rest shows a leak too.
  var remarks: [String] = []
  private var seen: Set<[UInt8]> = []
  private var ignored: Set<String> = []

  /// Adds what an analysis says of its organisation, and its figures.
  mutating func add(_ analysis: Analysis, of edition: Month) {
    let organisation = analysis.organisation
    addName(organisation.name, .organisation, edition)
    addExact(organisation.id, .organisation, edition)
    if let title = analysis.service.name.value { addName(title, .title, edition) }
    for text in [analysis.slug, analysis.id, analysis.request] {
      addExact(text, .identifier, edition)
    }
    if let description = analysis.service.description.value { addSentences(description, edition) }
    addTranslations(of: analysis, edition)
    for quantity in analysis.quantities { addFigure(quantity, edition) }
    anchors.append(
      FigureAnchor(
        edition: edition, organisation: organisation.name,
        names: Set([organisation.name, organisation.id].map { SearchedText($0).letters })
          .filter { $0.count >= Needle.shortest }.sorted { $0.lexicographicallyPrecedes($1) },
        figures: PrintedFigures.distinctive(of: analysis)))
  }

  /// Adds what pages in other languages say of a service.
  mutating func addTranslations(of analysis: Analysis, _ edition: Month) {
    for language in Language.allCases { add(translationsOf: analysis, language, edition) }
  }

  /// Adds what pages in another language say of a service: in the words of the analysis, or else of the
  /// series.
  private mutating func add(
    translationsOf analysis: Analysis, _ language: Language, _ edition: Month
  ) {
    let own = analysis.translations[language]
    let series = phrases[language] ?? [:]
    let name = analysis.service.name.value
    if let title = name.flatMap({ own?.phrases[$0] ?? series[$0] }) {
      addName(title, .title, edition)
    }
    let description = analysis.service.description.value
    if let said = own?.description ?? description.flatMap({ own?.phrases[$0] ?? series[$0] }) {
      addSentences(said, edition)
    }
    for text in own?.phrases.keys.sorted() ?? [] { addSentences(own!.phrases[text]!, edition) }
  }

  /// Lets go of files that are, byte for byte, part of what came out.
  mutating func ignore(_ digests: Set<String>) { ignored.formUnion(digests) }

  /// Adds the digest of an embargoed file and what is written with it.
  ///
  /// - Returns: whether the file is under embargo: not one that is ignored.
  @discardableResult
  mutating func add(file bytes: [UInt8], of edition: Month) -> Bool {
    let (long, short) = (SHA512Sum(of: bytes), SHA256Sum(of: bytes))
    guard !ignored.contains(long.hex) else { return false }
    guard files.updateValue(edition, forKey: long.hex) == nil else { return true }
    digests[long.bytes] = edition
    digests[short.hex.hexadecimalBytes] = edition
    for hex in [long.hex, short.hex] { addExact(hex, .digest, edition) }
    return true
  }

  /// Whether a file with these bytes was added.
  func knows(_ bytes: [UInt8]) -> Bool { files[SHA512Sum(of: bytes).hex] != nil }

  /// Adds the name of an organisation alone.
  mutating func add(organisation name: String, of edition: Month) {
    addName(name, .organisation, edition)
  }

  /// Adds a file of which the digest is known.
  mutating func add(digestOf file: SHA512Sum, of edition: Month) {
    guard files.updateValue(edition, forKey: file.hex) == nil else { return }
    digests[file.bytes] = edition
    addExact(file.hex, .digest, edition)
  }

  /// Adds what private keys begin with, in the forms of age and of PEM: whoever has one reads what is sealed,
  /// from `edition` on.
  mutating func addPrivateKeys(of edition: Month) {
    let pem = ["", "OPENSSH ", "EC ", "RSA ", "DSA ", "ENCRYPTED ", "SSH2 ENCRYPTED ", "PGP "]
    for mark in ["AGE-SECRET-KEY-1"] + pem.map({ "BEGIN \($0)PRIVATE KEY" }) {
      append(
        Needle(
          .privateKey, edition, mark, letters: SearchedText(mark).letters, wantsEnd: false,
          behind: 16))
    }
  }

  /// Adds the name of somebody who is given pre-release access to editions from this one on.
  mutating func add(person name: String, of edition: Month) {
    // Nobody can change a name: a short one makes no search incomplete.
    guard SearchedText(name).letters.count >= Needle.shortest else { return }
    addName(name, .preReleaseName, edition)
  }

  /// Adds the sentences of a text that say enough to be known again.
  mutating func addSentences(_ text: String, _ edition: Month) {
    for sentence in text.split(whereSeparator: { ".!?\n".contains($0) }) {
      let words = sentence.split(separator: " ")
      let letters = SearchedText(String(sentence)).letters
      // A link of CommonMark is another text where it is published.
      guard words.count >= 5, letters.count >= 25, !sentence.contains("](") else { continue }
      append(
        Needle(
          .sentence, edition, String(sentence), letters: Array(letters.prefix(60)),
          wantsEnd: letters.count <= 60))
    }
  }

  /// A name: of one short word it counts with its capital only.
  private mutating func addName(_ name: String, _ kind: LeakKind, _ edition: Month) {
    let isOneWord = !name.contains { $0.isWhitespace }
    for form in [name, name.replacing("&", with: " and ")] {
      let letters = SearchedText(form).letters
      // One short word as a title is any word; the names of organisations are their own.
      if kind == .title, isOneWord, letters.count < 12 { continue }
      guard letters.count >= Needle.shortest else {
        tooShort.append("a name of \(edition) is too short to be searched for")
        continue
      }
      append(Needle(kind, edition, name, letters: letters, wantsCapital: isOneWord))
    }
  }

  private mutating func addExact(_ text: String, _ kind: LeakKind, _ edition: Month) {
    let letters = SearchedText(text).letters
    guard letters.count >= Needle.shortest else { return }
    // An identifier of one plain word, such as that of a charity, is any word.
    if kind == .organisation, !text.contains("-"), letters.count < 12 { return }
    append(Needle(kind, edition, text, letters: letters))
  }

  private mutating func addFigure(_ quantity: Quantity, _ edition: Month) {
    guard case .exact(let value, _) = quantity, let digits = value.distinctiveDigits else { return }
    append(Needle(.figure, edition, "\(value)", letters: digits, wantsEnd: false))
  }

  private mutating func append(_ needle: Needle) {
    guard seen.insert(needle.letters).inserted else { return }
    needles.append(needle)
  }

  /// Runs a step; what cannot be read is noted, because one bad file of a later month must neither
  /// stop a release nor pass for searched.
  mutating func noting(_ place: String, _ step: (inout EmbargoedMaterial) throws -> Void) {
    do {
      try step(&self)
    } catch {
      notSearched.append("\(place): nothing of it was searched for: \(error)")
    }
  }

  /// Makes the index, once everything has been added and what is public has been let go.
  mutating func finish(isPublic: (Needle) -> Bool) {
    needles.removeAll(where: isPublic)
    for needle in needles { index.add(needle.letters) }
    for (number, anchor) in anchors.enumerated() where !anchor.figures.isEmpty {
      for name in anchor.names {
        index.add(name)
        anchorOfName.append(number)
      }
    }
    seen = []
  }
}

extension String {
  /// The bytes that these hexadecimal digits write.
  fileprivate var hexadecimalBytes: [UInt8] {
    let digits = utf8.map { $0 < 0x3A ? $0 - 0x30 : $0 - 0x57 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

extension Double {
  /// The first ten significant digits; nil where there are fewer, or the number is a fraction that
  /// turns up by chance, such as a third.
  fileprivate var distinctiveDigits: [UInt8]? {
    guard isFinite, self != 0 else { return nil }
    for denominator in 1...100 {
      let product = magnitude * Double(denominator)
      if (product - product.rounded()).magnitude < 1e-9 { return nil }
    }
    let mantissa = magnitude.description.utf8.prefix { $0 != UInt8(ascii: "e") }
    let digits = mantissa.filter { $0 != UInt8(ascii: ".") }.drop { $0 == UInt8(ascii: "0") }
    return digits.count >= 10 ? Array(digits.prefix(10)) : nil
  }
}

extension Analysis {
  /// Every figure of the analysis.
  fileprivate var quantities: [Quantity] {
    var quantities: [Quantity] = []
    for outcome in outcomes {
      for estimate in [outcome.treatment.estimate, outcome.control.estimate] {
        quantities += [
          estimate.value, estimate.standardError, estimate.interval.low, estimate.interval.high,
        ]
      }
      let difference = outcome.difference
      quantities += [
        outcome.control.effectivePeople, difference.value, difference.interval.low,
        difference.interval.high, difference.pValue,
      ]
    }
    for characteristic in matching.value?.characteristics.value ?? [] {
      quantities.append(characteristic.standardDeviation)
      for balance in [characteristic.before, characteristic.after] {
        quantities += [balance.treatment, balance.control, balance.standardisedDifference]
      }
    }
    return quantities
  }
}
