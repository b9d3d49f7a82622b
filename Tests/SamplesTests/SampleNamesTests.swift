import Statistics
import Testing

@testable import Samples

/// Names that do not exist.
@Suite struct SampleNamesTests {
  @Test func noPlaceStandsInsideAnother() {
    let places = Set((0..<SampleNames.placeCount).map { SampleNames.place($0).lowercased() })
    #expect(places.count == SampleNames.placeCount)
    for place in places {
      for length in 3..<place.utf8.count {
        #expect(!places.contains(String(place.suffix(length))), "\(place)")
        #expect(!places.contains(String(place.prefix(length))), "\(place)")
      }
    }
  }

  @Test func everyOrganisationHasANameAndAnAddressOfItsOwn() {
    let seed = UInt64.random(in: 0...UInt64.max)
    let numbers =
      Array(0..<1500) + Array((SampleNames.organisationCount - 500)..<SampleNames.organisationCount)
    let organisations = numbers.map { SampleNames.organisation($0, seed: seed) }
    #expect(Set(organisations.map(\.name)).count == organisations.count, "seed \(seed)")
    #expect(Set(organisations.map(\.id)).count == organisations.count, "seed \(seed)")
    #expect(organisations.allSatisfy { $0.id.utf8.count <= 60 })
  }

  @Test func namesHaveWhatMakesTroubleInPages() {
    let names = (0..<200).map { SampleNames.organisation($0, seed: 1).name }
    for needle in ["&", "'", "\u{2019}", "\u{201C}", "\u{E9}", "\u{0175}", "\u{0177}", ","] {
      #expect(names.contains { $0.contains(needle) }, "\(needle)")
    }
    #expect(names.contains { $0.utf8.count > 120 })
  }
}
