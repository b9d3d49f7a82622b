import Editions
import Schedule

/// A text that people wrote, as a page says it.
struct Said: Sendable, Hashable {
  let text: String
  /// The language that all of it was left in; nil where that is the page's, or only parts were.
  let language: Language?
  /// The parts of a text of which only some were left; empty for any other.
  let parts: [Said]

  init(_ text: String, left language: Language? = nil) {
    self.text = text
    self.language = language
    parts = []
  }

  /// Texts one behind the other, each in its own language.
  init(joining texts: [Said]) {
    let parts = texts.flatMap { $0.parts.isEmpty ? [$0] : $0.parts }
    let isMixed = Set(parts.map(\.language)).count > 1
    text = parts.map(\.text).joined()
    language = isMixed ? nil : parts.first?.language
    self.parts = isMixed ? parts : []
  }

  /// The same text, left in a language where one is given.
  func left(in language: Language?) -> Said { language == nil ? self : Said(text, left: language) }

  /// The same words with another text made of them, such as one in lower case.
  func map(_ change: (String) -> String) -> Said { Said(change(text), left: language) }
}

/// The texts that people wrote, in the language of a page: translated where somebody did, and else
/// in English, which the page then says.
struct Translator: Sendable {
  let language: Language
  private let series: [String: String]
  private var own: [String: String] = [:]

  /// The texts of a series in this language.
  init(_ language: Language, _ programme: Programme) {
    self.language = language
    series = programme.phrases[language] ?? [:]
  }

  /// One that leaves everything as it is.
  static let english = Translator(language: .english, series: [:])

  private init(language: Language, series: [String: String]) {
    self.language = language
    self.series = series
  }

  /// The same with the texts of one analysis, which go before those of the series.
  func with(_ phrases: [String: String]?) -> Translator {
    var translator = self
    translator.own = phrases ?? [:]
    return translator
  }

  /// A text in the language of the page.
  ///
  /// What has no letters, such as `[x]`, is the same in every language.
  func callAsFunction(_ text: String) -> Said {
    guard language != .english else { return Said(text) }
    if let translated = own[text] ?? series[text] { return Said(translated) }
    return Said(text, left: text.contains(where: \.isLetter) && text != "[x]" ? .english : nil)
  }
}
