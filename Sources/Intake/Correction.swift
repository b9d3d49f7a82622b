package import Diagnostics
package import Editions
import Notation
package import Schedule

/// A correction of an edition that is out: the file `correction.json` in its folder of analyses
/// (`docs/format.md` section 3).
///
/// It stands for one version; once that is out it has done its work and stays where it is.
package struct Correction: Sendable, Hashable {
  /// The name of the file in an edition's folder of analyses.
  package static let fileName = "correction.json"
  package static let format = "ninethirty-correction/1"

  package var edition: Month
  /// The version that it leads to: 2 for the first correction.
  package var version: Int
  package var note: CorrectionNote
  /// When a planned revision comes out; nil for the correction of an error.
  package var planned: WallTime?
  /// Who opened it.
  package var person: String
  package var opened: Day

  package init(
    edition: Month, version: Int, note: CorrectionNote, planned: WallTime?, person: String,
    opened: Day
  ) {
    self.edition = edition
    self.version = version
    self.note = note
    self.planned = planned
    self.person = person
    self.opened = opened
  }

  /// The correction, where nothing in it is in error, and what is wrong with the file.
  package static func read(
    _ bytes: [UInt8], file: String
  ) -> (correction: Correction?, findings: [Finding]) {
    let (value, findings) = JSONReader.read(bytes, file: file)
    let collector = FindingCollector(file: file, findings: findings)
    guard let value else { return (nil, findings) }
    let texts = TextWalk(value, file: file) { name in
      switch name {
      case "wrong", "changed", "effect": .prose
      case "by": .unprinted
      default: nil
      }
    }
    for finding in texts.findings { collector.report(finding) }
    let correction = FieldReader(value, path: "$", collector: collector).object(Self.correction)
    return (collector.findings.hasErrors ? nil : correction, collector.findings)
  }

  private static func correction(_ object: ObjectReader) -> Correction? {
    object.allow("$schema")
    Intake.format(format, object)
    let edition = object.required("edition").flatMap { field in
      form(field, "a month such as 2013-11") { Month($0) }
    }
    let version = object.integer("version", in: 2...9999)
    let kind = object.choice("kind", of: CorrectionNote.Kind.self)
    let wrong = object.string("wrong")
    let changed = object.string("changed")
    let effect = object.string("effect")
    let planned = object.optional("planned")
    let wall = planned.flatMap { field in
      form(field, "a time such as 2014-02-13T09:30") { WallTime($0) }
    }
    let person = object.string("by")
    let opened = object.required("opened").flatMap { field in
      form(field, "a day such as 2014-01-20") { Day($0) }
    }
    guard let edition, let version, let kind, let wrong, let changed, let effect, let person,
      let opened, planned == nil || wall != nil
    else { return nil }
    return Correction(
      edition: edition, version: version,
      note: CorrectionNote(kind: kind, wrong: wrong, changed: changed, effect: effect),
      planned: wall, person: person, opened: opened)
  }

  private static func form<Value>(
    _ field: FieldReader, _ expected: String, _ read: (String) -> Value?
  ) -> Value? {
    guard let text = field.string() else { return nil }
    guard let value = read(text) else { return field.wrongType(expected, remedy: nil) }
    return value
  }

  /// The file: members in the order of `docs/format.md`, one a line.
  package var bytes: [UInt8] {
    func text(_ string: String) -> String { CanonicalJSON.string(string).text }
    var members = [
      ("format", text(Self.format)), ("edition", text(edition.description)),
      ("version", String(version)), ("kind", text(note.kind.rawValue)),
    ]
    if let planned { members.append(("planned", text(planned.description))) }
    members += [
      ("wrong", text(note.wrong)), ("changed", text(note.changed)), ("effect", text(note.effect)),
      ("by", text(person)), ("opened", text(opened.description)),
    ]
    let lines = members.map { "  \(text($0.0)): \($0.1)" }
    return Array("{\n\(lines.joined(separator: ",\n"))\n}\n".utf8)
  }
}
