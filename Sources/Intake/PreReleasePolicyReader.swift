import Notation
import Schedule

/// Reads `preRelease` of `schedule.json`: what is published of pre-release access.
enum PreReleasePolicyReader {
  static func policy(_ object: ObjectReader) -> PreReleasePolicy? {
    let hours = object.integer("hours", in: 0...1_000_000)
    if let hours, hours > PreReleasePolicy.longestHours {
      object.report(
        "intake.prerelease.hours", about: "hours", found: "pre-release access of \(hours) hours",
        rule: "access is given for not more than 24 hours before publication",
        source: "SI 2008/2998 Sch. para 4", remedy: "write 24 or less")
    }
    let ground = object.choice("ground", of: PreReleaseGround.self)
    let justification = object.string("justification")
    let recipients = object.array("recipients") { $0.object(recipient) }
    let source = object.optionalString("source")
    let responsible = object.optionalObject("responsible", responsible)
    let headOfProfession = object.optionalString("headOfProfession")
    guard let hours, let ground, let justification, let recipients else { return nil }
    return PreReleasePolicy(
      hours: hours, ground: ground, justification: justification, recipients: recipients,
      source: source, responsible: responsible, headOfProfession: headOfProfession)
  }

  private static func recipient(_ object: ObjectReader) -> PreReleaseRecipient? {
    let role = object.string("role")
    let organisation = object.string("organisation")
    let exceptional = object.optional("exceptional").map { $0.object(self.exceptional) }
    guard let role, let organisation else { return nil }
    return PreReleaseRecipient(
      role: role, organisation: organisation, exceptional: exceptional ?? nil)
  }

  /// What is published of an exceptional grant (SI 2008/2998 Schedule paragraph 5(4)(a)).
  private static func exceptional(
    _ object: ObjectReader
  ) -> PreReleaseRecipient.PublishedException? {
    let hours = object.integer("hours", in: 1...1000)
    let reasons = object.string("reasons")
    guard let hours, let reasons else { return nil }
    return .init(hours: hours, reasons: reasons)
  }

  private static func responsible(_ object: ObjectReader) -> PersonResponsible? {
    let id = object.string("id")
    let role = object.string("role")
    guard let id, let role else { return nil }
    return PersonResponsible(id: id, role: role)
  }
}
