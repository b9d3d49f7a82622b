import Releases
import Schedule
import Testing

/// R7: four calendar months from our publication.
@Suite struct ObligationTests {
  private func obligation(_ published: String, met: String? = nil) -> Obligation {
    Obligation(
      edition: Month("2013-10")!, analysis: "A-1", slug: "a-1", organisation: "A",
      published: Day(published)!,
      evidence: met.map { .init(url: "https://a.example", day: Day($0)!, person: "a.example") })
  }

  @Test(arguments: [
    ("2013-10-10", "2014-02-10"), ("2013-10-31", "2014-02-28"), ("2015-10-31", "2016-02-29"),
    ("2013-09-30", "2014-01-30"), ("2013-08-31", "2013-12-31"),
  ])
  func theLastDayIsFourCalendarMonthsOnAtMostTheEndOfTheMonth(from: String, due: String) {
    #expect(obligation(from).due == Day(due)!)
  }

  @Test func theLastDayItselfIsInTime() {
    let open = obligation("2013-10-10")
    #expect(open.state(on: Day("2014-02-10")!) == .due)
    #expect(open.state(on: Day("2014-02-11")!) == .overdue)
    let today = Day("2014-06-01")!
    #expect(obligation("2013-10-10", met: "2014-02-10").state(on: today) == .met)
    #expect(obligation("2013-10-10", met: "2014-02-11").state(on: today) == .metLate)
  }
}
