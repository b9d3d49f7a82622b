import Testing

@testable import Markup

@Suite("XPath tokens")
struct XPathTokenTests {
  private func tokens(_ expression: String) -> [XPathToken] { XPathToken.tokens(of: expression) }

  @Test func aNameBeforeAParenthesisIsAFunction() {
    #expect(
      tokens("p:f (a)")
        == [
          .function(prefix: "p", name: "f"), .symbol("("), .name(prefix: nil, name: "a"),
          .symbol(")"),
        ])
  }

  @Test func nodeTypesAreNoFunctions() {
    #expect(tokens("text()") == [.nodeType("text"), .symbol("("), .symbol(")")])
  }

  @Test func axesAreNoNames() {
    #expect(
      tokens("child::p:*")
        == [.axis("child"), .symbol("::"), .name(prefix: "p", name: "*")])
  }

  @Test func operatorsAreToldFromNamesByWhatStandsBefore() {
    let a = XPathToken.name(prefix: nil, name: "div")
    #expect(tokens("div div div") == [a, .op("div"), a])
    #expect(tokens("* * *") == [.symbol("*"), .op("*"), .symbol("*")])
    #expect(tokens("@and") == [.symbol("@"), .name(prefix: nil, name: "and")])
    #expect(tokens("$or or 1") == [.variable("or"), .op("or"), .number("1")])
  }

  @Test func stringsAreOneToken() {
    #expect(tokens("'a\"b(' = \"c'd\"") == [.literal("a\"b("), .op("="), .literal("c'd")])
  }

  @Test func numbersAndDotsAreToldApart() {
    #expect(
      tokens(".5 + 1. + ../.") == [
        .number(".5"), .op("+"), .number("1."), .op("+"), .symbol(".."), .op("/"), .symbol("."),
      ])
  }

  @Test func everyStringEndsTheScan() {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed of the random expressions: \(seed)")
    var generator = SeededGenerator(seed: seed)
    let parts = [
      "a", ":", "::", "*", "$", "'", "\"", "(", ")", "[", ".", "1", " ", "é", "/", "!", "{",
    ]
    for _ in 0..<2_000 {
      let count = Int.random(in: 0...12, using: &generator)
      let text = (0..<count).map { _ in parts.randomElement(using: &generator)! }.joined()
      #expect(tokens(text).count <= text.utf8.count, "seed \(seed)")
    }
  }

  @Test func argumentsAreCountedAtTheirOwnDepth() {
    func count(_ expression: String) -> Int {
      XPathFunction.argumentCount(tokens(expression).dropFirst())
    }
    #expect(count("f()") == 0)
    #expect(count("f(a)") == 1)
    #expect(count("f((1), g(2, 3), a[h(4, 5)])") == 3)
    #expect(count("f(g())") == 1)
  }

  @Test func templatesAreSplitIntoExpressions() throws {
    #expect(try AttributeValueTemplate.expressions(in: "a{b}c{{d}}{'}'}{e}") == ["b", "'}'", "e"])
    #expect(try AttributeValueTemplate.expressions(in: "") == [])
    #expect(throws: AttributeValueTemplate.Mistake.unclosedBrace) {
      try AttributeValueTemplate.expressions(in: "{a")
    }
    #expect(throws: AttributeValueTemplate.Mistake.loneClosingBrace) {
      try AttributeValueTemplate.expressions(in: "a}")
    }
  }
}
