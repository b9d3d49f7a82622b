import Schedule
import Statistics
import Testing

@Suite struct RegisterTests {
  private func request(_ reached: [RequestState: String], state: RequestState) -> Request {
    Request(
      id: "R1", organisation: Organisation(id: "a", name: "A"), service: "S", state: state,
      reason: nil,
      reached: reached.mapValues { $0 == "x" ? .unknown(reason: "x") : .known(Day($0)!) })
  }

  @Test func aPastEditionCountsARequestAsAtItsOwnCutOff() {
    let request = request(
      [.received: "2013-05-01", .checking: "2013-06-01", .complete: "2013-11-05"],
      state: .complete)
    #expect(request.state(atEndOf: Day("2013-04-30")!) == nil)
    #expect(request.state(atEndOf: Day("2013-05-01")!) == .received)
    #expect(request.state(atEndOf: Day("2013-10-31")!) == .checking)
    #expect(request.state(atEndOf: Day("2013-11-30")!) == .complete)
  }

  @Test func aStateOfUnknownDayIsReachedOnceALaterOneIs() {
    let published = request([.received: "x", .published: "2013-11-14"], state: .published)
    #expect(published.state(atEndOf: Day("2013-10-31")!) == nil)
    #expect(published.state(atEndOf: Day("2013-11-14")!) == .published)
  }
}
