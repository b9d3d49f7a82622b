package import Diagnostics
package import Editions
import Notation

/// Reads `people.json` (`docs/format.md`, “People”).
package enum PeopleReader {
  package static let fileName = "people.json"
  package static let format = "ninethirty-people/1"

  /// The people, where nothing in the file is in error, and all findings.
  package static func read(
    _ bytes: [UInt8], file: String
  ) -> (people: People?, findings: [Finding]) {
    let (value, findings) = JSONReader.read(bytes, file: file)
    let collector = FindingCollector(file: file, findings: findings)
    guard let value else { return (nil, findings) }
    let walk = TextWalk(value, file: file) { $0 == "name" ? .line : nil }
    for finding in walk.findings { collector.report(finding) }
    let entries = FieldReader(value, path: "$", collector: collector).object { object in
      object.allow("$schema")
      Intake.format(format, object)
      return object.required("people")?.elements()
    }
    var check = PeopleCheck()
    let people = (entries ?? []).map { entry in
      entry.object { object in Self.person(object).map { check.add($0, at: object) } }
    }
    guard entries != nil, !collector.findings.hasErrors else { return (nil, collector.findings) }
    return (People(people.compactMap(\.self)), collector.findings)
  }

  private static func person(_ object: ObjectReader) -> Person? {
    let id = object.string("id")
    let name = object.string("name")
    let role = object.choice("role", of: Person.Role.self)
    let systemUser = object.optionalString("systemUser")
    let sshKey = object.optionalString("sshKey")
    let key = sshKey.flatMap { SSHPublicKey($0) }
    if let id, !Person.isID(id) {
      object.report(
        "people.id-form", about: "id", found: "the id is \(id.quoted)",
        rule:
          "an id has the letters a-z, digits, dots and hyphens, at most 60: it has one spelling",
        source: "docs/format.md, People", remedy: "write it like \"a.example\"")
    }
    if let sshKey, key == nil {
      object.report(
        "people.ssh-key-form", about: "sshKey", found: "the key is \(sshKey.quoted)",
        rule: "a key is one line of a public key file of OpenSSH, of a type that signs",
        source: "OpenSSH, sshd(8)", remedy: "copy the line of the file that ends in .pub")
    }
    guard let id, let name, let role else { return nil }
    return Person(id: id, name: name, role: role, systemUser: systemUser, sshKey: key)
  }
}

/// Holds people against one another: nobody is there twice.
private struct PeopleCheck {
  private var seen: [(person: Person, line: Int)] = []

  /// Adds a person, and reports what one before them has too.
  mutating func add(_ person: Person, at object: ObjectReader) -> Person {
    for (other, line) in seen { compare(person, other, line, at: object) }
    seen.append((person, object.field.place.line ?? 0))
    return person
  }

  private func compare(_ person: Person, _ other: Person, _ line: Int, at object: ObjectReader) {
    if person.id == other.id {
      object.report(
        "people.id-twice", about: "id",
        found: "the id \(person.id.quoted) stands in line \(line) too",
        rule: "an id is one person's, for ever: the journal names people by it",
        source: "docs/format.md, People", remedy: "give each person an id of their own")
    } else if let (member, text, earlier) = alike(person, other) {
      object.report(
        "people.same-person", about: member,
        found: "\(text.quoted) looks like \(earlier.quoted) in line \(line)",
        rule: "two people are two entries that nobody takes for one: a second pair of eyes is "
          + "another person's", source: "design section 1, seal",
        remedy: "remove one of them; two people of one name get their middle name or their post")
    }
    if let user = person.systemUser, user == other.systemUser {
      object.report(
        "people.system-user-twice", about: "systemUser",
        found: "\(user.quoted) is the user of \(other.id.quoted) in line \(line) too",
        rule: "a user of the operating system is one person's", source: "docs/format.md, People",
        remedy: "give each person a login of their own, or leave it out for a shared one")
    }
    if let key = person.sshKey, key == other.sshKey {
      object.report(
        "people.ssh-key-twice", about: "sshKey",
        found: "the key is that of \(other.id.quoted) in line \(line) too",
        rule: "a key proves who signed only while one person has it",
        source: "docs/format.md, People", remedy: "let each person make a key of their own")
    }
  }

  /// The member that looks the same, and the two texts.
  private func alike(_ person: Person, _ other: Person) -> (String, String, String)? {
    if NameShape(person.name).isAlike(NameShape(other.name)) {
      return ("name", person.name, other.name)
    }
    // a.example and a-example are two ids; one sign apart they are not read as two.
    let (id, earlier) = (LookAlike.shape(of: person.id), LookAlike.shape(of: other.id))
    return id == earlier ? ("id", person.id, other.id) : nil
  }
}
