import Diagnostics
import Intake
import Notation
import Statistics
import Testing

/// Analyses at random: what goes through the CSV form comes back as it was.
@Suite struct AnalysisTablePropertyTests {
  @Test func nothingIsLostFromJSONToCSVAndBack() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = RandomAnalysis(seed: seed)
    let reader = AnalysisReader(allowsPublished: true)
    for round in 0..<15 {
      let records = try (0..<3).map { index in
        let json = random.analysis(id: "A-\(index)").text
        let (record, findings) = reader.read(json, file: "a.json")
        return try #require(
          record, "seed \(seed), round \(round): \(findings.filter { $0.severity == .error })")
      }
      let bytes = Sheet.bytes(of: records)
      let reading = TableReading(bytes)
      #expect(!reading.findings.hasErrors, "seed \(seed), round \(round): \(reading.brief)")
      #expect(
        reading.records.map(\.analysis) == records.map(\.analysis),
        "seed \(seed), round \(round)")
      // The digits too: 0.250 stays 0.250.
      #expect(
        reading.records.map { String(decoding: $0.json, as: UTF8.self) }
          == records.map { String(decoding: $0.json, as: UTF8.self) },
        "seed \(seed), round \(round)")
      #expect(Sheet.bytes(of: reading.records) == bytes, "seed \(seed), round \(round)")
    }
  }

  @Test func noCellBeginsLikeAFormula() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = RandomAnalysis(seed: seed)
    let reader = AnalysisReader(allowsPublished: true)
    let record = try #require(reader.read(random.analysis(id: "A-1").text, file: "a.json").record)
    for text in ["=1+1", "+1", "-x", "@a", "\tx", "\r=x", "'=x", "''+x", "'x", "-"] {
      var sheet = Sheet(Sheet.bytes(of: [record]))
      let column = sheet.header.firstIndex(of: "analyst")
      guard let column else { continue }
      // As the JSON form would bring it.
      sheet.rows[0][column] = CSVText.Cell("analyst")
      let json = String(decoding: sheet.read().records[0].json, as: UTF8.self)
        .replacing(
          "\"analyst\": \"analyst\"", with: "\"analyst\": \(CanonicalJSON.string(text).text)")
      let changed = try #require(reader.read(Array(json.utf8), file: "a.json").record)
      let written = Sheet(Sheet.bytes(of: [changed]))
      let cell = try #require(written.rows[0][column].text)
      #expect(!"=+-@\t\r".contains(cell.first!), "\(text.quoted) became \(cell.quoted)")
      #expect(TableReading(written.bytes).records.first?.analysis.analyst == .known(text))
    }
  }

  @Test func aFileCutOffAtAnyByteIsReadWithoutACrash() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = RandomAnalysis(seed: seed)
    let reader = AnalysisReader(allowsPublished: true)
    let record = try #require(reader.read(random.analysis(id: "A-1").text, file: "a.json").record)
    let bytes = Sheet.bytes(of: [record])
    for count in stride(from: 0, through: bytes.count, by: 41) {
      let reading = TableReading(Array(bytes[..<count]))
      #expect(reading.findings.allSatisfy { ($0.place.line ?? 0) > 0 }, "seed \(seed)")
      #expect(count > bytes.count - 2 || reading.records.isEmpty || !reading.findings.hasErrors)
    }
  }

  @Test func aCellSpoiltAtRandomIsReadWithoutACrash() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = RandomAnalysis(seed: seed)
    let sheet = try Sheet(rows: 4)
    let texts = [
      "", "NA", "x", "12", "-0.5", "2013-10-28", "[]", "[x]", "=1", "'", "#REF!", "analysis",
      "é\n", "1e999", "1,5", "custody",
    ]
    for _ in 0..<60 {
      var spoilt = sheet
      for _ in 0..<Int.random(in: 1...6, using: &random.generator) {
        let row = Int.random(in: 0..<3, using: &random.generator)
        let column = Int.random(in: 0..<sheet.header.count, using: &random.generator)
        spoilt.rows[row][column] = CSVText.Cell(texts.randomElement(using: &random.generator)!)
      }
      let reading = spoilt.read()
      #expect(
        reading.findings.allSatisfy { ($0.place.line ?? 0) > 0 && ($0.place.column ?? 0) > 0 },
        "seed \(seed)")
      #expect(reading.records.count >= 1, "seed \(seed)")
    }
  }
}

/// Makes analyses at random that a reader finds nothing wrong with.
struct RandomAnalysis {
  var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(state: seed) }

  /// A small generator with a seed, so that a failure can be run again.
  struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values.randomElement(using: &generator)!
  }

  private mutating func isChosen(_ share: Double = 0.5) -> Bool {
    Double.random(in: 0..<1, using: &generator) < share
  }

  private func value(_ kind: JSONValue.Kind) -> JSONValue { JSONValue(kind, line: 1, column: 1) }

  private func object(_ members: [(String, JSONValue?)]) -> JSONValue {
    value(
      .object(
        JSONObject(
          members.compactMap { name, value in
            value.map { .init(key: name, keyLine: 1, keyColumn: 1, value: $0) }
          })))
  }

  /// A text with whatever CSV and spreadsheets stumble over.
  private mutating func text() -> JSONValue {
    let whole = [
      "NA", "=1+1", "'=x", "+44 20", "- a", "@x", "#REF!", "#N/A", "[]", "\"", "a, b", "x\ny",
      "x\r\ny", "1,234", "0012", "2013-10-28", "'", "''-", "é日😀", "[x]", "Oct-13", ".", "true",
    ]
    if isChosen() { return value(.string(pick(whole))) }
    let pieces = ["a", "é", ",", "\"", "\n", "\r", "=", "'", "-", " ", "😀", "NA", "\t", "\\"]
    let count = Int.random(in: 0...6, using: &generator)
    var text = "x"
    for _ in 0..<count { text = isChosen() ? text + pick(pieces) : pick(pieces) + text }
    return value(.string(text))
  }

  private mutating func fact(_ known: JSONValue) -> JSONValue {
    isChosen(0.8) ? known : object([("unknown", text())])
  }

  private mutating func number(_ texts: [String]) -> JSONValue {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: object([("unknown", text())])
    case 1:
      object([("published", value(.string(pick(["31", "-0.20", "0"])))), ("source", text())])
    default: value(.number(Numeral(pick(texts))!))
    }
  }

  private mutating func count() -> JSONValue { number(["0", "12", "3085", "1e2", "41.0"]) }
  private mutating func share() -> JSONValue {
    number(["0.250", "0", "1", "0.3056478912345678", "1e-05", "1E-3", "0.5", "-0"])
  }
  private mutating func any() -> JSONValue {
    number(["0.250", "-0.0677", "-0", "4316.27", "1e+05", "-1.5e-300", "9007199254740993"])
  }

  private mutating func list(_ counts: ClosedRange<Int>, _ make: (inout Self, Int) -> JSONValue)
    -> JSONValue
  {
    let count = Int.random(in: counts, using: &generator)
    return value(.array((0..<count).map { make(&self, $0) }))
  }

  private mutating func interval() -> JSONValue {
    isChosen(0.1) ? object([("unknown", text())]) : object([("low", share()), ("high", share())])
  }

  mutating func analysis(id: String) -> JSONValue {
    object([
      ("$schema", isChosen() ? text() : nil),
      ("format", value(.string("ninethirty-analysis/1"))),
      ("analysis", value(.string(id))),
      ("request", value(.string(pick(["R-1", "0012", "Oct-13", "1E5"])))),
      ("label", isChosen(0.3) ? text() : nil),
      ("organisation", object([("id", value(.string("a-b-1"))), ("name", text())])),
      (
        "service",
        object([
          ("name", fact(text())), ("description", fact(text())),
          (
            "period",
            fact(
              object([
                ("from", value(.string("2008-04-01"))), ("to", value(.string("2010-12-31"))),
              ]))
          ),
          ("started", fact(value(.string(pick(["custody", "community", "both"]))))),
        ])
      ),
      (
        "attrition",
        fact(
          list(2...4) { random, index in
            random.object([
              ("step", random.text()), ("people", random.count()),
              ("reason", index == 0 ? nil : random.fact(random.text())),
            ])
          })
      ),
      ("outcomes", list(1...3) { $0.outcome($1) }),
      (
        "matching",
        fact(
          object([
            ("method", text()), ("controlPeople", count()),
            ("characteristics", fact(list(0...3) { random, _ in random.characteristic() })),
          ]))
      ),
      ("completed", fact(value(.string("2013-10-28")))),
      ("analyst", fact(text())),
      ("qualityAssurer", fact(text())),
      ("sources", isChosen() ? list(0...2) { random, _ in random.text() } : nil),
    ])
  }

  private mutating func outcome(_ index: Int) -> JSONValue {
    let measure = ["one-year-proven-rate", "frequency", "own-measure"][index]
    let isOwn = index == 2
    let parts: [(String, JSONValue?)] = [
      ("value", share()), ("standardError", share()), ("interval", interval()),
    ]
    return object([
      ("measure", value(.string(measure))),
      ("title", isOwn ? text() : nil),
      ("unit", isOwn ? value(.string("days")) : nil),
      (
        "treatment",
        fact(
          object([("people", count()), ("reoffenders", index == 0 ? count() : nil)] + parts))
      ),
      ("control", fact(object([("people", count()), ("effectivePeople", share())] + parts))),
      (
        "difference",
        fact(
          object([
            ("value", share()), ("interval", interval()), ("pValue", share()),
            ("method", fact(value(.string(pick(["welch-t", "normal"]))))),
          ]))
      ),
      ("conclusion", fact(value(.string(pick(["lower", "higher", "inconclusive"]))))),
    ])
  }

  private mutating func characteristic() -> JSONValue {
    func balance(_ random: inout Self) -> JSONValue {
      random.object([
        ("treatment", random.any()), ("control", random.any()),
        ("standardisedDifference", random.any()),
      ])
    }
    return object([
      ("group", text()), ("name", text()), ("standardDeviation", share()),
      ("before", balance(&self)), ("after", balance(&self)),
    ])
  }
}
