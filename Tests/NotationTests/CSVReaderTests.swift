import Diagnostics
import Notation
import Testing

@Suite struct CSVReaderTests {
  private func read(_ csv: String) -> (table: CSVTable, findings: [Finding]) {
    CSVReader.read(Array(csv.utf8), file: "a.csv")
  }

  private func texts(_ table: CSVTable) -> [[String]] { table.rows.map { $0.cells.map(\.text) } }

  @Test(arguments: [
    ("a,b\n1,2\n", [["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["1", "2"]]),
    ("a,b\r1,2\r", [["1", "2"]]),
    ("a,b\n1,2", [["1", "2"]]),
    ("a,b\n1,2\n\n\r\n  \n,\n", [["1", "2"]]),
    ("\u{FEFF}a,b\n1,2\n", [["1", "2"]]),
    ("\"a\",\"b\"\n\"1\",\"2\"", [["1", "2"]]),
    ("a,b\n\"x, y\",\"say \"\"yes\"\"\"\n", [["x, y", "say \"yes\""]]),
    ("a,b\n\"line\nbreak\",\"\"\"\"\n", [["line\nbreak", "\""]]),
    ("a,b\n\"\",\n", [["", ""]]),
    ("a,b\n,2\n1,\n", [["", "2"], ["1", ""]]),
    ("a,b\n é , 日\n", [[" é ", " 日"]]),
    ("a\n1\n2\n", [["1"], ["2"]]),
    ("\"a;b\"\n1\n", [["1"]]),
    ("a,b\n", []),
  ])
  func readsWhatRFC4180Allows(csv: String, rows: [[String]]) {
    let (table, findings) = read(csv)
    #expect(findings.isEmpty)
    #expect(texts(table) == rows)
  }

  @Test func everyCellHasItsPlace() {
    let (table, _) = read("é,b,c\r\n\"x\ny\",é日,\"\"\r\n1,2,3")
    #expect(table.header == ["é", "b", "c"])
    #expect(table.rows.map(\.line) == [2, 4])
    #expect(table.rows[0].cells.map(\.line) == [2, 3, 3])
    #expect(table.rows[0].cells.map(\.column) == [1, 4, 7])
    #expect(table.rows[0].cells.map(\.isQuoted) == [true, false, true])
    #expect(table.place(table.rows[1], 1).text == "a.csv:4:3 b")
    #expect(table.column("c") == 2)
    #expect(table.column("d") == nil)
  }

  @Test(arguments: [
    ("", ["1:1 intake.csv.empty"], 0),
    (" \n\n", ["1:1 intake.csv.empty"], 0),
    ("a,b\n1\n1,2,3\n1,2\n", ["2:1 intake.csv.ragged-row", "3:5 intake.csv.ragged-row"], 1),
    ("a,b\n1,2,\n", ["2:5 intake.csv.ragged-row"], 0),
    ("a,b,a\n1,2,3\n", ["1:5 intake.csv.duplicate-column"], 1),
    (
      "a,,\" \"\n1,2,3\n",
      ["1:3 intake.csv.blank-column-name", "1:4 intake.csv.blank-column-name"], 1
    ),
    ("a, b\n1,2\n", ["1:3 intake.text.white-space"], 1),
    ("a,b\n1,2\n3,\"4\n5,6\n", ["3:3 intake.csv.unterminated-quote"], 1),
    ("a,b\n\"1\"x,2\n", ["2:4 intake.csv.text-after-quote"], 1),
    ("a,b\n\"say \"yes\"\",2\n", ["2:7 intake.csv.text-after-quote"], 1),
    ("a,b\n1\"x\",2\n", ["2:2 intake.csv.quote-inside"], 1),
    ("a,b\n1, \"2\"\n", ["2:4 intake.csv.quote-inside"], 1),
    ("a,b\n\n1,2\n", ["2:1 intake.csv.blank-line"], 1),
    ("a,b\n,\n \n1,2\n", ["2:1 intake.csv.blank-line", "3:1 intake.csv.blank-line"], 1),
    ("\na,b\n1,2\n", ["1:1 intake.csv.blank-line"], 1),
    ("a,b\n1,2\na,b\n3,4\n", ["3:1 intake.csv.repeated-header"], 2),
    ("a;b;c\n1;2;3\n4;5;6\n", ["1:1 intake.csv.delimiter"], 0),
    ("\"a\";\"b\"\n1;2\n", ["1:1 intake.csv.delimiter"], 0),
    ("a\tb\n1\t2\n", ["1:1 intake.csv.delimiter"], 0),
    ("a|b\n1|2\n", ["1:1 intake.csv.delimiter"], 0),
    ("a,b\n1,x\u{0}\n", ["2:4 intake.text.xml-character"], 1),
    (
      "a,b\n1,\"x\n\u{B}\u{FFFF}\"\n",
      ["3:1 intake.text.xml-character", "3:2 intake.text.xml-character"], 1
    ),
  ])
  func eachFindingStandsAtItsPlace(csv: String, expected: [String], rowCount: Int) {
    let (table, findings) = read(csv)
    #expect(findings.map(\.brief) == expected)
    #expect(table.rows.count == rowCount)
  }

  @Test func messagesSayWhatToDo() throws {
    func finding(_ csv: String) throws -> Finding { try #require(read(csv).findings.first) }
    let ragged = try finding("a,b\n1\n")
    #expect(ragged.found == "the row has 1 cell, the header has 2")
    #expect(ragged.remedy == "add the cells that are missing, empty ones too")
    #expect(try finding("a,b\n1,2,3\n").remedy.hasPrefix("put quotation marks round a text"))
    let twice = try finding("x,x\n1,2\n")
    #expect(twice.found == "columns 1 and 2 are both named “x”")
    #expect(twice.place.path == "x")
    #expect(try finding("a,b\n1,\"2\n3,4\n").found.contains("opens here in line 2"))
    #expect(try finding("a;b\n1;2\n").found == "semicolons stand between the cells")
    #expect(try finding("a,b\n1,\n\n,\n3,4").found == "the line is blank")
  }

  @Test func rowsOfOneWrongWidthAreOneFinding() throws {
    let (_, findings) = read("a,b\n1,2\n3\n4\n5\n6,7\n8\n")
    #expect(findings.map(\.brief) == ["3:1 intake.csv.ragged-row", "7:1 intake.csv.ragged-row"])
    #expect(
      findings.first?.found == "the rows of lines 3 to 5 have 1 cell each, the header has 2")
  }

  @Test func theLineThatOnlyExcelReadsIsNamed() {
    #expect(read("sep=;\na;b\n1;2\n").findings.map(\.brief) == ["1:1 intake.csv.separator-line"])
    let (table, findings) = read("sep=,\na,b\n1,2\n")
    #expect(findings.map(\.brief) == ["1:1 intake.csv.separator-line"])
    #expect(!findings.hasErrors)
    #expect(texts(table) == [["1", "2"]])
  }

  @Test func bytesThatAreNotUTF8AreReported() {
    let bytes = Array("a,b\n1,caf".utf8) + [0xE9, 0x0A]
    let (table, findings) = CSVReader.read(bytes, file: "a.csv")
    #expect(findings.map(\.brief) == ["2:6 intake.csv.encoding"])
    #expect(table.rows.count == 1)
    let utf16 = Array("a,b\n1,2\n".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(CSVReader.read(utf16, file: "a.csv").findings.map(\.id) == ["intake.csv.encoding"])
  }

  @Test func readingStopsAfterTooManyFindings() {
    let (_, findings) = read("a,b\n" + String(repeating: "1\n1,2,3\n", count: 2500))
    #expect(findings.count == CSVReader.findingLimit + 1)
    #expect(findings.last?.id == "intake.csv.too-many")
    let blank = read("a,b\n" + String(repeating: "\n", count: 5000) + "1,2\n").findings
    #expect(blank.count <= CSVReader.findingLimit + 1)
  }

  @Test func aFileCutOffAtAnyByteIsReadWithoutACrash() {
    let bytes = Array("\u{FEFF}\"a\",b\r\n\"x \"\"y\"\"\nz\",é😀\r\n1,2\r\n".utf8)
    for count in 0...bytes.count {
      let (table, findings) = CSVReader.read(Array(bytes[..<count]), file: "a.csv")
      #expect(table.rows.allSatisfy { $0.cells.count == table.header.count })
      #expect(findings.allSatisfy { ($0.place.line ?? 0) > 0 })
    }
  }

  @Test func randomBytesAreReadWithoutACrash() {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("\"\",,\r\n\n;\tab é\u{0}\u{FFFE}".utf8) + [0xFF]
    for round in 0..<20_000 {
      let length = Int.random(in: 0...40, using: &generator)
      let bytes = (0..<length).map { _ in
        round.isMultiple(of: 4)
          ? UInt8.random(in: 0...255, using: &generator)
          : alphabet.randomElement(using: &generator)!
      }
      let (table, findings) = CSVReader.read(bytes, file: "a.csv")
      #expect(
        table.rows.allSatisfy { $0.cells.count == table.header.count }
          && findings.allSatisfy { ($0.place.line ?? 0) > 0 && ($0.place.column ?? 0) > 0 },
        "seed \(seed), round \(round): \(bytes)")
    }
  }

  @Test func whatIsWrittenByTheRuleIsReadBack() {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    let pieces = ["a", "é", ",", "\"", "\n", "\r\n", " ", "😀", "x"]
    for _ in 0..<500 {
      let rows = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
        (0..<3).map { _ in
          (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            pieces.randomElement(using: &generator)!
          }.joined()
        }
      }
      let lines = rows.map { row in
        row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
      }
      let (table, findings) = read((["h1,h2,h3"] + lines).joined(separator: "\r\n"))
      #expect(findings.isEmpty, "seed \(seed)")
      #expect(texts(table) == rows, "seed \(seed)")
    }
  }
}
