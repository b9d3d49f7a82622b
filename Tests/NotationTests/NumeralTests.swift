import Notation
import Testing

@Suite struct NumeralTests {
  struct Expectation: Sendable {
    var text: String
    var value: Double
    var decimals: Int
    var integer: Int?
  }

  @Test(arguments: [
    Expectation(text: "0", value: 0, decimals: 0, integer: 0),
    Expectation(text: "-0", value: -0.0, decimals: 0, integer: 0),
    Expectation(text: "12", value: 12, decimals: 0, integer: 12),
    Expectation(text: "1.0", value: 1, decimals: 1, integer: 1),
    Expectation(text: "1.50", value: 1.5, decimals: 2, integer: nil),
    Expectation(text: "1.5e1", value: 15, decimals: 0, integer: 15),
    Expectation(text: "1.50e1", value: 15, decimals: 1, integer: 15),
    Expectation(text: "1e2", value: 100, decimals: 0, integer: 100),
    Expectation(text: "1e-3", value: 0.001, decimals: 3, integer: nil),
    Expectation(text: "100e-2", value: 1, decimals: 2, integer: 1),
    Expectation(text: "150e-2", value: 1.5, decimals: 2, integer: nil),
    Expectation(text: "0e300", value: 0, decimals: 0, integer: 0),
    Expectation(text: "0.000", value: 0, decimals: 3, integer: 0),
    Expectation(text: "-2.5E+3", value: -2500, decimals: 0, integer: -2500),
    Expectation(text: "0.1", value: 0.1, decimals: 1, integer: nil),
    Expectation(text: "0.30000000000000004", value: 0.1 + 0.2, decimals: 17, integer: nil),
    Expectation(
      text: "9007199254740993", value: 9_007_199_254_740_992, decimals: 0,
      integer: 9_007_199_254_740_993),
    Expectation(text: "9223372036854775807", value: 0x1p63, decimals: 0, integer: .max),
    Expectation(text: "9223372036854775808", value: 0x1p63, decimals: 0, integer: nil),
    Expectation(text: "1e30", value: 1e30, decimals: 0, integer: nil),
    Expectation(text: "1.000000000000000000000000", value: 1, decimals: 24, integer: 1),
    Expectation(text: "1.7976931348623157e308", value: .greatestFiniteMagnitude, decimals: 0),
    Expectation(text: "5e-324", value: .leastNonzeroMagnitude, decimals: 324, integer: nil),
  ])
  func keepsWhatWasWritten(expected: Expectation) throws {
    let numeral = try #require(Numeral(expected.text))
    #expect(numeral.text == expected.text)
    #expect(numeral.value == expected.value)
    #expect(numeral.decimals == expected.decimals)
    #expect(numeral.integer == expected.integer)
    #expect((numeral.value.sign == .minus) == expected.text.hasPrefix("-"))
  }

  @Test(arguments: [
    "", "-", "+1", "01", ".5", "1.", "1e", "1e+", "1.e1", " 1", "1 ", "1,5", "NaN", "inf", "0x1",
    "1e400", "-1e400", "1e-400", "1e1000", "1e-1000", "1e99999999999999999999", "١",
  ])
  func refusesWhatIsNoNumber(text: String) {
    #expect(Numeral(text) == nil)
  }

  @Test func refusesNumbersOfMoreThanAThousandCharacters() {
    #expect(Numeral("0." + String(repeating: "1", count: 998)) != nil)
    #expect(Numeral("0." + String(repeating: "1", count: 999)) == nil)
  }

  @Test func valuesAreThoseOfTheStandardLibrary() {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<5000 {
      let digits = Int.random(in: 0...999_999_999_999_999_999, using: &generator)
      let cut = Int.random(in: 0...17, using: &generator)
      let all = String(repeating: "0", count: 19 - String(digits).count) + String(digits)
      let whole = Int(all.dropLast(cut)) ?? 0
      let fraction = cut == 0 ? "" : "." + all.suffix(cut)
      let exponent = Int.random(in: -40...40, using: &generator)
      let text = "\(whole)\(fraction)e\(exponent)"
      #expect(Numeral(text)?.value == Double(text), "seed \(seed): \(text)")
    }
  }

  @Test func theDigitsThatProgramsWriteForADoubleGiveThatDouble() {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<5000 {
      let scale = [1e-4, 0.01, 1, 100, 1e6].randomElement(using: &generator)!
      let number = Double.random(in: -1...1, using: &generator) * scale
      #expect(Numeral("\(number)")?.value == number, "seed \(seed): \(number)")
    }
  }
}
