import Statistics
import Testing

@Suite struct RoundingTests {
  @Test(arguments: [
    (0.285, 2, 0, "29"), (0.284999, 2, 0, "28"), (-0.004, 2, 0, "0"), (-0.002, 2, 1, "-0.2"),
    (0.0, 0, 0, "0"), (0.9999, 2, 0, "100"), (1.0, 2, 0, "100"), (0.05, 0, 2, "0.05"),
    (12.345, 0, 2, "12.35"), (1e-7, 0, 2, "0.00"), (123456.5, 0, 0, "123457"),
    (9.995, 0, 2, "10.00"), (1e21, 0, 0, "1000000000000000000000"), (-0.5, 0, 0, "-1"),
    (0.07, 2, 0, "7"), (0.575, 2, 0, "58"), (1.005, 0, 2, "1.01"),
  ])
  func roundsDecimalsHalfAwayFromZero(value: Double, shift: Int, decimals: Int, text: String) {
    #expect(Rounding.text(value, shift: shift, decimals: decimals) == text)
  }

  @Test func minusZeroIsPrintedAsZero() {
    #expect(Rounding.text(-0.0, decimals: 0) == "0")
    #expect(Rounding.text(-0.0049, shift: 0, decimals: 2) == "0.00")
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1024, "1,024"), (-1_234_567, "-1,234,567")])
  func thousandsTakeCommas(number: Int, text: String) {
    #expect(Rounding.grouped(number) == text)
  }
}
