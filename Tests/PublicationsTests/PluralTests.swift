import Foundation
import Markup
import Schedule
import Statistics
import Testing

@testable import Publications

/// A sentence that counts has a form for one.
@Suite struct PluralTests {
  private static let texts = Result {
    let path = IllustrativePages.repository.appending(path: "templates/text.en.xml")
    return try Markup.parse(Array(Data(contentsOf: path)), named: "text.en.xml").elements
  }

  @Test func aNumberBeforeAPluralChoosesTheForm() throws {
    for text in try Self.texts.get() {
      let id = text.attribute("id") ?? ""
      // How few people a request may have is a setting: nobody sets one person.
      guard id != "limits.bulletin" else { continue }
      let count = text.attribute("count")
      for sentence in text.sentences where count == nil {
        #expect(
          !sentence.text.contains(/\{\w+\} (people|hours|days|requests|reports|figures)\b/), "\(id)"
        )
      }
      guard let count, let one = text.elements(named: "one").first else { continue }
      let plural = try Regex("\\{\(count)\\} (people|hours|days|requests|reports|figures)\\b")
      #expect(!one.text.contains(plural), "\(id)")
    }
  }

  @Test(arguments: [Language.english, .welsh])
  func aReportOnOnePersonSpeaksOfOne(language: Language) throws {
    let edition = try IllustrativePages(language: language) { files in
      files["schedule.json"] = files["schedule.json"]!
        .replacing(
          "\"disclosure\": { \"value\": 3,",
          with: "\"everyone\": { \"value\": \"shown\", \"source\": \"a test\" },\n"
            + "    \"disclosure\": { \"value\": 1,"
        ).replacing(
          "\"minimumReoffenders\": { \"value\": 30", with: "\"minimumReoffenders\": { \"value\": 1")
    }
    var analysis = try #require(edition.analyses.first)
    analysis.outcomes[0].treatment.people = .exact(1, decimals: 0)
    analysis.outcomes[0].treatment.reoffenders = .exact(0, decimals: 0)
    analysis.outcomes[0].control.people = .exact(1, decimals: 0)
    analysis.attrition = .known([
      AttritionStep(label: "Submitted", people: .exact(1, decimals: 0), reason: nil),
      AttritionStep(label: "Analysed", people: .exact(1, decimals: 0), reason: .known("Lost.")),
    ])
    let page = try #require(edition.pages.report(analysis).renditions.first)
    let text = try Markup.parse(Array(page.bytes.drop { $0 != 10 }), named: "page").text
    let wanted =
      language == .english
      ? [
        "In the treatment group of 1 person,", "fewer than 1 person in it re-offended",
        "at least 1 person in the treatment group", "Of them, 1 (100%) was analysed.",
        "has 1 person.",
      ]
      : [
        "o 1 person,", "llai na 1 person ynddo", "o leiaf 1 person",
        "Dadansoddwyd 1 ohonynt (100%).",
      ]
    for words in wanted { #expect(text.contains(words), "\(words)") }
    #expect(!text.contains(language == .english ? /\b1 people/ : /\b1 o bobl/))
  }
}
