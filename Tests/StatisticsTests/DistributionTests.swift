import Statistics
import Testing

@Suite struct DistributionTests {
  /// From scipy 1.17.1: `2*stats.t.sf(t, df)` and `stats.norm.sf`.
  @Test(arguments: [
    (2.0, 10.0, 0.07338803477074037), (1.96, 100.0, 0.05277890136622966),
    (0.5, 1.0, 0.7048327646991335), (12.0, 3.0, 0.0012450158007893362),
    (1.96, 80321.5, 0.04999924254828655), (40.0, 5.0, 1.8411962171772954e-07),
  ])
  func studentTAgreesWithScipy(t: Double, df: Double, p: Double) {
    let computed = StudentT.twoSidedP(t, degreesOfFreedom: df)
    #expect((computed / p - 1).magnitude < 1e-10)
  }

  @Test(arguments: [0.05, 0.01, 1e-6, 0.5, 0.999], [1.0, 2.5, 71.0, 1e5, 1e9])
  func criticalValueInvertsTheProbability(p: Double, df: Double) {
    let t = StudentT.critical(twoSidedP: p, degreesOfFreedom: df)
    #expect((StudentT.twoSidedP(t, degreesOfFreedom: df) / p - 1).magnitude < 1e-9)
  }

  @Test func normalCriticalValueIsTheOneOfEveryTextbook() {
    #expect((Normal.critical(twoSidedP: 0.05) - 1.959963984540054).magnitude < 1e-12)
  }
}
