import Diagnostics
import Editions
import Foundation
import Intake
import TestSupport
import Testing

/// `people.json`: nobody stands in it twice, however the second entry is written.
@Suite struct PeopleReaderTests {
  private static let key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMu26TKJpPjUT0C3DgzwRut5zu7nQCUGULCnCEsf4oIQ"

  /// What the reader says of two people, the second with these members in place of its own.
  private func read(
    first: [String: String] = [:], second: [String: String] = [:]
  ) throws -> (people: People?, ids: [String]) {
    let people = [
      ["id": "a.example", "name": "Alex Example", "role": "statistician"].merging(first) { $1 },
      ["id": "b.example", "name": "Bao Sample", "role": "release-manager"].merging(second) { $1 },
    ]
    let bytes = try JSONSerialization.data(
      withJSONObject: ["format": "ninethirty-people/1", "people": people] as [String: Any])
    let (read, findings) = PeopleReader.read(Array(bytes), file: "people.json")
    for finding in findings { #expect(Check.named[finding.id] != nil, "\(finding.id)") }
    return (read, findings.filter { $0.severity == .error }.map(\.id))
  }

  @Test func twoPeopleAreRead() throws {
    let people = try #require(
      try read(first: ["systemUser": "alex", "sshKey": Self.key + " alex@office"]).people)
    #expect(people.people.map(\.id) == ["a.example", "b.example"])
    #expect(people["a.example"]?.sshKey?.text == Self.key)
    #expect(people["a.example"]?.systemUser == "alex")
    #expect(people["A.example"] == nil)
  }

  @Test(arguments: ["A.example", "a example", ".a", "a.", "é.example", "", "a_b"])
  func anIDHasOneSpelling(id: String) throws {
    #expect(try !read(first: ["id": id]).ids.isEmpty)
    #expect(!Person.isID(id))
  }

  @Test func anIDIsOnePersons() throws {
    #expect(try read(second: ["id": "a.example"]).ids == ["people.id-twice"])
  }

  /// Case, spaces, Unicode forms, invisible characters and look-alikes make no second person.
  @Test(arguments: [
    "alex example", "ALEX EXAMPLE", "Alex  Example", "Alex\u{A0}Example", "Alex\u{2003}Example",
    "Аlex Example", "Alex Ехаmрlе", "Αlex Εxample", "Ａｌｅｘ Ｅｘａｍｐｌｅ", "𝐀𝐥𝐞𝐱 𝐄𝐱𝐚𝐦𝐩𝐥𝐞",
    "𝔸𝕝𝕖𝕩 𝔼𝕩𝕒𝕞𝕡𝕝𝕖", "Ⓐⓛⓔⓧ Example", "Alex Exampℓe",
  ])
  func oneNameIsOnePerson(name: String) throws {
    #expect(try read(second: ["name": name]).ids.contains("people.same-person"), "\(name)")
  }

  @Test func anInvisibleCharacterMakesNoOtherPerson() {
    for mark in ["\u{200B}", "\u{200D}", "\u{AD}", "\u{FEFF}", "\u{2060}", "\u{202E}", "\u{E0041}"]
    {
      #expect(NameShape("Al\(mark)ex").isAlike(NameShape("Alex")), "\(mark.debugDescription)")
    }
    #expect(NameShape("Rene\u{301}").isAlike(NameShape("RENÉ")))
    #expect(NameShape("STRASSE").isAlike(NameShape("straße")))
    #expect(NameShape("İlhan").isAlike(NameShape("ilhan")))
    #expect(NameShape("Ηελεν").isAlike(NameShape("HEλEN")))
    #expect(NameShape("ΒΟΒ").isAlike(NameShape("Bob")))
    #expect(NameShape("ВОВ").isAlike(NameShape("bob")))
  }

  /// A second pair of eyes is not made by an accent, a hyphen or a full stop.
  @Test func accentsAndPunctuationMakeNoOtherPerson() {
    for (a, b) in [
      ("René", "Rene"), ("Άννα Ρήγα", "Αννα Ρηγα"), ("Семён Буй", "Семен Буи"),
      ("Zoë Ångström", "Zoe Angstrom"), ("Jo Smith-Jones", "Jo Smith Jones"),
      ("Jo Smith\u{2010}Jones", "Jo Smith-Jones"), ("Jo O'Neill", "Jo O’Neill"),
      ("Jo O'Neill", "Jo ONeill"), ("J. Example", "J Example"),
      ("Jo Example, PhD", "Jo Example PhD"),
      ("Jo Example.", "Jo Example"), ("Łukasz Søren", "Lukasz Soren"), ("Æsa Þór", "Aesa Thor"),
      ("J. K. Example", "J.K. Example"), ("J. K. Example", "JK Example"), ("O Brien", "OBrien"),
      ("Anne-Marie", "Annemarie"), ("Ann·Marie", "Ann Marie"), ("Ann_Marie", "Ann\u{FE63}Marie"),
    ] { #expect(NameShape(a).isAlike(NameShape(b)), "\(a) \(b)") }
    #expect(!NameShape("...").isAlike(NameShape("---")))
  }

  @Test func otherNamesAreOtherPeople() {
    for (a, b) in [("Alex", "Alec"), ("René", "Renée"), ("Ann Lee", "Anna Lees"), ("Ян", "Ан")] {
      #expect(!NameShape(a).isAlike(NameShape(b)), "\(a) \(b)")
    }
  }

  /// Held against Python's tables: what NFKC and case folding make one Latin name is one shape.
  @Test(.enabled(if: Tool.find("python3") != nil, "needs python3"))
  func compatibilityFormsOfLatinLettersAreThoseOfPython() throws {
    let script = """
      import unicodedata
      for n in range(0x80, 0x20000):
          c = chr(n)
          if 0xD800 <= n < 0xE000: continue
          f = unicodedata.normalize('NFKC', c)
          if len(f) == 1 and f.isascii() and f.isalnum() and f != c: print(n, f.casefold())
      """
    let result = try Tool.run(Tool.find("python3")!, ["-c", script])
    let lines = result.output.split(separator: "\n")
    #expect(lines.count > 700)
    for line in lines {
      let fields = line.split(separator: " ")
      let scalar = try #require(Int(fields[0]).flatMap(Unicode.Scalar.init))
      // Digits above and below the line stand in no name.
      guard fields[1].allSatisfy(\.isLetter) else { continue }
      #expect(
        NameShape(String(scalar)).isAlike(NameShape(String(fields[1]))),
        "\(scalar) \(String(scalar.value, radix: 16)) is \(fields[1])")
    }
  }

  @Test func aUserOfTheSystemAndAKeyAreOnePersons() throws {
    #expect(
      try read(first: ["systemUser": "office"], second: ["systemUser": "office"]).ids
        == ["people.system-user-twice"])
    #expect(
      try read(first: ["sshKey": Self.key + " a"], second: ["sshKey": Self.key + "  b"]).ids
        == ["people.ssh-key-twice"])
  }

  @Test(arguments: [
    "a.example.pub", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-dss AAAAB3NzaC1kc3MAAACB",
    "ssh-ed25519 AAAAB3NzaC1yc2EAAAADAQABAAABAQC7", "ssh-ed25519 !!!!",
  ])
  func whatIsNoPublicKeyIsRefused(key: String) throws {
    #expect(try read(first: ["sshKey": key]).ids == ["people.ssh-key-form"], "\(key)")
  }
}
