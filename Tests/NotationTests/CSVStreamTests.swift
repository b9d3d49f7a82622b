import Diagnostics
import Notation
import Testing

@Suite struct CSVStreamTests {
  @Test func everyRowCanBeReadAgainByItsPlace() {
    let csv = "a,é\r\n\"x\n\"\"y\",1\r\n\n2,日\n3,4"
    let bytes = Array(csv.utf8)
    var stream = CSVStream(bytes, file: "a.csv")
    var rows: [CSVRow] = []
    while let row = stream.next() { rows.append(row) }
    #expect(rows.map(\.line) == [1, 2, 5, 6])
    for row in rows {
      let again = CSVStream.row(at: row.range, line: row.line, in: bytes, file: "a.csv")
      #expect(again?.cells == row.cells)
    }
    #expect(String(decoding: bytes[rows[2].range], as: UTF8.self) == "2,日\n")
  }

  @Test func findingsAreHandedOutOnce() {
    var stream = CSVStream(Array("a,b\n1\"2,3\n".utf8), file: "a.csv")
    _ = stream.readHeader()
    #expect(stream.takeFindings().isEmpty)
    _ = stream.next()
    #expect(stream.takeFindings().map(\.id) == ["intake.csv.quote-inside"])
    #expect(stream.takeFindings().isEmpty)
  }

  @Test func whatIsWrittenIsReadBackAsItWas() {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    let pieces = ["a", "é", ",", "\"", "\n", "\r\n", "\r", " ", "😀", ";", "'", "="]
    for _ in 0..<500 {
      let texts = (0..<4).map { _ in
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in
          pieces.randomElement(using: &generator)!
        }.joined()
      }
      var bytes = Array("a,b,c,d\n".utf8)
      CSVText.append(texts.map { CSVText.Cell($0) }, to: &bytes)
      let (table, findings) = CSVReader.read(bytes, file: "a.csv")
      #expect(findings.isEmpty, "seed \(seed): \(texts)")
      #expect(table.rows.first?.cells.map(\.text) == texts, "seed \(seed)")
    }
  }

  @Test func marksStandOnlyWhereTheyAreNeeded() {
    var bytes: [UInt8] = []
    let cells = [
      CSVText.Cell("a b"), CSVText.Cell(nil), CSVText.Cell(""), CSVText.Cell("NA", isQuoted: true),
      CSVText.Cell("x,y"), CSVText.Cell("\""), CSVText.Cell(" x"),
    ]
    CSVText.append(cells, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "a b,,\"\",\"NA\",\"x,y\",\"\"\"\",\" x\"\n")
  }

  @Test func aTreeIsWrittenAsJSONWithItsNumbersAsTheyWere() throws {
    let json = "{\"a\": [0.250, -0, 1e-05], \"b\": {}, \"c\": [], \"d\": \"é\\n\"}"
    let value = try #require(JSONReader.read(Array(json.utf8), file: "a.json").value)
    let text = """
      {
        "a": [
          0.250,
          -0,
          1e-05
        ],
        "b": {},
        "c": [],
        "d": "é\\n"
      }

      """
    #expect(String(decoding: value.text, as: UTF8.self) == text)
  }
}
