import Editions
import Schedule

/// A text that people wrote, as a page says it.
struct Said: Sendable, Hashable {
  let text: String
  /// The language that it was left in; nil where that is the page's.
  let language: Language?

  init(_ text: String, left language: Language? = nil) {
    self.text = text
    self.language = language
  }
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
