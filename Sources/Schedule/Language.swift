/// A language in which pages are written (RFC 5646), with how it writes days and times.
///
/// No locale data takes part: those of another version or machine would write other bytes.
package enum Language: String, Sendable, Hashable, CaseIterable {
  case english = "en"
  case welsh = "cy"

  /// What readers of the language call it.
  package var name: String {
    switch self {
    case .english: "English"
    case .welsh: "Cymraeg"
    }
  }

  /// The folder of its pages inside that of an edition; English pages stand in the edition's own.
  package var folder: String { self == .english ? "" : "\(rawValue)/" }

  /// The language of a page by its path inside the folder of an edition.
  package init(ofPage path: String) {
    var parts = path.split(separator: "/")
    // Under `v2/` each language has its folder too.
    if let first = parts.first, first.first == "v", first.dropFirst().allSatisfy(\.isNumber) {
      parts.removeFirst()
    }
    let folder = parts.first.map(String.init) ?? ""
    self =
      parts.count > 1 ? Language.allCases.first { $0.folder == "\(folder)/" } ?? .english : .english
  }
}

extension Month {
  /// `November 2013`, `Tachwedd 2013`.
  package func longText(in language: Language) -> String {
    switch language {
    case .english: longText
    case .welsh: "\(Self.welshNames[month - 1]) \(year)"
    }
  }

  private static let welshNames = [
    "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi",
    "Hydref", "Tachwedd", "Rhagfyr",
  ]
}

extension Day {
  /// `14 November 2013`, `14 Tachwedd 2013`.
  package func longText(in language: Language) -> String {
    "\(day) \(monthOfYear.longText(in: language))"
  }
}

extension TimeOfDay {
  /// `9:30am`, `midday`, `canol dydd`: Welsh pages write am and pm too.
  package func clockText(in language: Language) -> String {
    switch (language, clockText) {
    case (.welsh, "midday"): "canol dydd"
    case (.welsh, "midnight"): "hanner nos"
    case (_, let text): text
    }
  }
}

extension WallTime {
  /// The time of day, as ``TimeOfDay/clockText(in:)`` writes it.
  package func clockText(in language: Language) -> String {
    TimeOfDay(hour: hour, minute: minute).clockText(in: language)
  }
}
