import Ledger
import Notation
import Schedule
import Storage
import TestSupport
import Testing

@Suite struct LedgerTests {
  let folder = TemporaryFolder()
  let instant = Instant("2013-10-10T08:30:00.107Z")!
  var path: String { folder.at("log.jsonl") }
  var ledger: Ledger { Ledger(path, audience: .everybody) }

  @discardableResult
  private func append(_ event: String) throws -> LedgerEntry {
    try ledger.append(
      LedgerFact(
        event, edition: "2013-11", actor: "é \u{1F600} \"quoted\"\n",
        fields: ["delayMilliseconds": .integer(-5), "list": .array([.null, .bool(true)])]),
      at: instant)
  }

  private func write(_ text: String) throws { try Files.write(bytes(text), to: path) }

  private func lines() throws -> [String] {
    try text(path).split(separator: "\n").map(String.init)
  }

  private func failure() -> LedgerError? {
    let error = #expect(throws: LedgerError.self) { try ledger.read() }
    #expect(throws: LedgerError.self) { try append("refused") }
    return error
  }

  @Test func `A log that is not there is empty`() throws {
    #expect(try ledger.read().entries == [] && ledger.read().tornBytes == 0)
    #expect(try ledger.read().head == String(repeating: "0", count: 64))
    #expect(try ledger.recover(at: instant) == [])
    #expect(try folder.paths == [])
  }

  @Test func `Entries come back as they were written, chained and numbered`() throws {
    let first = try append("announced")
    let second = try append("released")
    #expect(try ledger.read().entries == [first, second])
    #expect(first.sequence == 1 && second.sequence == 2)
    #expect(first.previous == LedgerEntry.noPrevious)
    let line = try #require(try lines().first)
    #expect(second.previous == SHA256Sum(of: bytes(line)).hex)
    #expect(try ledger.read().head == second.digest)
    #expect(try Files.mode(of: path) == 0o644)
    _ = try Ledger(folder.at("journal"), audience: .house).append(LedgerFact("sealed"), at: instant)
    #expect(try Files.mode(of: folder.at("journal")) == 0o600)
  }

  @Test func `A line has exactly this form`() throws {
    _ = try ledger.append(
      LedgerFact("released", edition: "2013-11", fields: ["version": .integer(1)]), at: instant)
    #expect(
      try text(path)
        == #"{"edition":"2013-11","event":"released","fields":{"version":1},"#
        + #""format":"ninethirty-ledger-1","instant":"2013-10-10T08:30:00.107Z","previous":""#
        + LedgerEntry.noPrevious + #"","sequence":1}"# + "\n")
  }

  @Test func `An edited line is found at the line after it`() throws {
    for event in ["announced", "moved", "released"] { try append(event) }
    try write(text(path).replacing("\"moved\"", with: "\"added\""))
    let error = failure()
    #expect(error?.code == .brokenChain)
    #expect(error?.line == 3)
    #expect(error?.description.hasPrefix("\(path):3: the line does not hold the digest") == true)
  }

  @Test func `A line that is taken out, put in or exchanged is found`() throws {
    for event in ["announced", "moved", "released"] { try append(event) }
    let lines = try lines()
    for wrong in [[0, 2], [1, 2], [0, 0, 1, 2], [0, 2, 1]] {
      try write(wrong.map { lines[$0] + "\n" }.joined())
      #expect(failure()?.code == .wrongSequence)
    }
  }

  @Test func `The beginning of a log is a log`() throws {
    for event in ["announced", "moved", "released"] { try append(event) }
    let lines = try lines()
    for count in 0...3 {
      try write(lines[..<count].map { $0 + "\n" }.joined())
      #expect(try ledger.read().entries.count == count)
    }
  }

  @Test(arguments: [
    ("{\"", "{ \""), ("\"event\"", "\"\\u0065vent\""), ("-5", "-5.0"), ("-5", "1e3"),
    ("\"delayMilliseconds\":-5", "\"list\":1,\"delayMilliseconds\":-5"),
    ("{\"actor\"", "{\"actor\":\"x\",\"actor\""), ("}\n", "} \n"), ("}\n", "},\n"), ("\n", "\n\n"),
    ("\n", "\r\n"), ("-5", "9007199254740993"), ("-5", "05"),
  ])
  func `A line that is not canonical is refused`(_ old: String, _ new: String) throws {
    try append("released")
    try write(text(path).replacing(old, with: new))
    let error = failure()
    #expect(error?.code == .notCanonical)
    #expect(error?.line == (new == "\n\n" ? 2 : 1))
  }

  @Test(arguments: [
    ("\"sequence\":1", "\"sequence\":\"1\""), ("\"event\":\"released\",", ""),
    ("\"event\":\"released\"", "\"event\":\"Released\""),
    (".107Z", ".107z"), (".107Z", "Z"), ("\"2013-11\"", "null"), ("\"2013-11\"", "\"\""),
    ("ledger-1", "ledger-2"), (",\"sequence\":1}", ",\"sequence\":1,\"zone\":\"UTC\"}"),
    ("\"previous\":\"0", "\"previous\":\"A"),
  ])
  func `A line that is no entry is refused`(_ old: String, _ new: String) throws {
    try append("released")
    try write(text(path).replacing(old, with: new))
    #expect(failure()?.code == .notAnEntry)
  }

  @Test func `A torn last line is counted by readers, stops writers and changes nothing`() throws {
    try append("announced")
    try write(text(path) + "{\"actor\":\"half")
    let before = try text(path)
    let state = try ledger.read()
    #expect(state.entries.count == 1 && state.tornBytes == 14)
    let error = #expect(throws: LedgerError.self) { try append("released") }
    #expect(error?.code == .torn)
    #expect(error?.line == 2)
    #expect(try text(path) == before)
  }

  @Test func `Recovery sets the torn line aside and writes down the cut`() throws {
    try append("announced")
    for round in 1...2 {
      let torn = "{\"torn\":\(round)"
      try write(text(path) + torn)
      let cut = try #require(try ledger.recover(at: instant).first)
      #expect(cut.event == "cut")
      let name = "log.jsonl.torn-000\(round)"
      #expect(
        cut.fields == [
          "bytes": .integer(9), "file": .string(name),
          "sha256": .string(SHA256Sum(of: bytes(torn)).hex),
        ])
      #expect(try text(folder.at(name)) == torn)
      #expect(try Files.mode(of: folder.at(name)) == 0o600)
      #expect(try ledger.recover(at: instant) == [])
      #expect(try ledger.read().entries.last == cut)
    }
    try append("released")
  }

  @Test func `A log cut at any byte is recovered and goes on`() throws {
    try append("announced")
    let whole = try Files.read(path, limit: 1 << 20)
    try append("released")
    let both = try Files.read(path, limit: 1 << 20)
    for count in stride(from: 0, to: both.count, by: 37) {
      let inner = TemporaryFolder()
      try Files.write(Array(both[..<count]), to: inner.at("log.jsonl"))
      let ledger = Ledger(inner.at("log.jsonl"), audience: .everybody)
      let kept = count < whole.count ? 0 : 1
      let tornBytes = kept == 0 ? count : count - whole.count
      #expect(try ledger.recover(at: instant).count == (tornBytes > 0 ? 1 : 0))
      _ = try ledger.append(LedgerFact("released"), at: instant)
      #expect(try ledger.read().entries.count == kept + (tornBytes > 0 ? 2 : 1))
    }
  }

  @Test func `A recovery that was itself interrupted is finished by the next`() throws {
    try append("announced")
    let sound = try text(path)
    // Stopped after the part was set aside and before the log was cut.
    try write(sound + "torn")
    try Files.write(bytes("torn"), to: folder.at("log.jsonl.torn-0001"))
    #expect(try ledger.recover(at: instant).count == 1)
    #expect(try folder.paths == ["log.jsonl", "log.jsonl.torn-0001"])
    // Stopped after the log was cut and before the cut was written down.
    try write(sound)
    let cut = try ledger.recover(at: instant)
    #expect(cut.first?.fields["file"] == .string("log.jsonl.torn-0001"))
    #expect(try ledger.recover(at: instant) == [])
  }

  @Test func `A broken chain is not recovered`() throws {
    for event in ["announced", "released"] { try append(event) }
    try write(text(path).replacing("\"announced\"", with: "\"denounced\"") + "torn")
    let before = try text(path)
    #expect(throws: LedgerError.self) { try ledger.recover(at: instant) }
    #expect(try text(path) == before)
  }

  @Test(arguments: ["", "Released", "re leased", "-released", "released-", "r\u{E9}"])
  func `An event that is no name is refused`(_ event: String) throws {
    #expect(throws: LedgerError.self) { try append(event) }
    #expect(try ledger.read().entries == [])
  }

  @Test func `A fact that no log can hold is refused and nothing is written`() throws {
    try append("announced")
    let before = try text(path)
    var deep = CanonicalJSON.null
    for _ in 0..<80 { deep = .array([deep]) }
    for value in [deep, .integer(1 << 53), .integer(.min)] {
      #expect(throws: LedgerError.self) {
        try ledger.append(LedgerFact("released", fields: ["value": value]), at: instant)
      }
    }
    let long = CanonicalJSON.string(String(repeating: "x", count: 65_500))
    let error = #expect(throws: LedgerError.self) {
      try ledger.append(LedgerFact("released", fields: ["value": long]), at: instant)
    }
    #expect(error?.code == .tooLong)
    #expect(try text(path) == before)
  }

  @Test func `The longest line is 65,535 bytes`() throws {
    let empty = LedgerEntry.longestLine - (try append("released").line.count) - 2
    let fill = CanonicalJSON.string(String(repeating: "x", count: empty))
    let other = TemporaryFolder()
    let ledger = Ledger(other.at("log"), audience: .house)
    let probe = try ledger.append(LedgerFact("a", fields: ["v": fill]), at: instant)
    let missing = LedgerEntry.longestLine - probe.line.count
    let exact = String(repeating: "x", count: empty + missing)
    let entry = try ledger.append(LedgerFact("a", fields: ["v": .string(exact)]), at: instant)
    #expect(entry.line.count == 65_535)
    #expect(try ledger.read().entries.count == 2)
    #expect(throws: LedgerError.self) {
      try ledger.append(LedgerFact("a", fields: ["v": .string(exact + "x")]), at: instant)
    }
  }

  @Test func `Another program verifies the chain`() throws {
    let python = try #require(Tool.find("python3"), "python3 is not installed")
    for event in ["announced", "moved", "released"] { try append(event) }
    let script = """
      import hashlib, json, sys
      previous = "0" * 64
      for number, line in enumerate(open(sys.argv[1], "rb").read().split(b"\\n")[:-1], 1):
          entry = json.loads(line)
          assert entry["sequence"] == number and entry["previous"] == previous
          text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
          assert text.encode() == line
          previous = hashlib.sha256(line).hexdigest()
      print(number)
      """
    let result = try Tool.run(python, ["-c", script, path])
    #expect(result.output == "3\n", "\(result.errors)")
  }
}
