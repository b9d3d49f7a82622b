import Diagnostics
import Editions
import Notation
import Schedule

/// Holds a list against the rules of the Order, the published list and itself, and reports each
/// fault where it stands.
///
/// These findings name ids and posts, never a person's name.
struct PreReleaseCheck {
  let root: FieldReader
  /// Where each grant stands.
  let fields: [FieldReader]
  let list: PreReleaseList
  /// Whether every grant of the file could be read.
  let isWhole: Bool

  func report(under policy: PreReleasePolicy, record: PreReleaseRecord) {
    for (field, grant) in zip(fields, list.grants) {
      let faults = grant.faults(
        under: policy, isMarketSensitive: list.isMarketSensitive, record: record)
      for fault in faults { report(fault, at: field) }
    }
    repeated()
    for (field, grant) in zip(fields, list.grants) { sharedTwice(grant, at: field) }
    namesPublished(policy)
    // Of a list that was read in part it is not said whom it lacks.
    guard isWhole else { return }
    for (grant, fault) in list.faults(under: policy) {
      report(fault, at: grant.map { fields[$0] } ?? root)
    }
  }

  private func report(_ fault: PreReleaseFault, at field: FieldReader) {
    var place = field
    if let member = fault.member, let value = field.value.object?[member] {
      place = FieldReader(
        value, path: "\(field.path).\(member)", collector: field.collector)
    }
    place.report(
      "prerelease.\(fault.check)", found: fault.found, rule: fault.rule, source: fault.source,
      remedy: fault.remedy)
  }

  /// Paragraph 3(1)(d): nobody is on the list twice, by whatever spelling or key.
  private func repeated() {
    let shapes = list.grants.map { NameShape($0.name) }
    for (index, grant) in list.grants.enumerated() {
      for earlier in 0..<index {
        let other = list.grants[earlier]
        let common: String?
        var remedy = "remove one of the grants"
        if grant.id == other.id {
          common = "the id \(grant.id)"
        } else if let key = grant.ageKey, key == other.ageKey {
          common = "the age key of \(other.id) and \(grant.id)"
        } else if shapes[index].isAlike(shapes[earlier]) {
          common = "the name of \(other.id) and \(grant.id), read without case, space and form,"
          remedy += Self.namesakes
        } else {
          common = nil
        }
        guard let common else { continue }
        fields[index].report(
          "prerelease.recipient-twice",
          found: "\(common) stands in line \(fields[earlier].place.line ?? 0) already",
          rule: "the list has the minimum number of people, each once",
          source: "SI 2008/2998 Sch. para 3(1)(d)", remedy: remedy)
        break
      }
    }
  }

  private static let namesakes =
    "; two people of one name are told apart by what is written with it, such as a middle name"

  /// Paragraphs 3(1)(d) and 11: who supports a recipient has no access of their own, and stands there once.
  private func sharedTwice(_ grant: PreReleaseGrant, at field: FieldReader) {
    let recipients = list.grants.map { (id: $0.id, shape: NameShape($0.name)) }
    var seen: [NameShape] = []
    for (index, person) in grant.support.enumerated() {
      let shape = NameShape(person.name)
      let place = "number \(index + 1) of the support of \(grant.id)"
      let found: String
      let remedy: String
      if let other = recipients.first(where: { $0.shape.isAlike(shape) }) {
        found = "\(place) has the name of \(other.id), who has a grant"
        remedy = "remove them from \"support\", or the grant\(Self.namesakes)"
      } else if seen.contains(where: { $0.isAlike(shape) }) {
        found = "\(place) stands there already"
        remedy = "remove one of the two\(Self.namesakes)"
      } else {
        seen.append(shape)
        continue
      }
      field.report(
        "prerelease.recipient-twice", found: found,
        rule: "the list has the minimum number of people, each once",
        source: "SI 2008/2998 Sch. para 3(1)(d)", remedy: remedy)
    }
  }

  /// Posts are published, names are not.
  private func namesPublished(_ policy: PreReleasePolicy) {
    let texts =
      policy.recipients.flatMap { [$0.role, $0.organisation, $0.exceptional?.reasons] }
      .compactMap(\.self)
      + [policy.justification, policy.source, policy.headOfProfession]
      .compactMap(\.self) + [policy.responsible?.role].compactMap(\.self)
    for (field, grant) in zip(fields, list.grants) {
      guard texts.contains(where: { $0.asWords.contains(grant.name.asWords) }) else { continue }
      field.report(
        "prerelease.name-published",
        found: "the name of \(grant.id) stands in preRelease of schedule.json, which is published",
        rule: "job titles and organisations are published, no name",
        source: "SI 2008/2998 Sch. para 9(b)", remedy: "name the post instead")
    }
  }
}

extension String {
  /// The words in small letters, a space before and behind each.
  fileprivate var asWords: String {
    " " + lowercased().split { !$0.isLetter }.joined(separator: " ") + " "
  }
}
