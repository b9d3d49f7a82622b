/// What of a grant, or of the whole list, the Order does not allow.
package struct PreReleaseFault: Sendable, Hashable {
  /// The check, without its prefix: `hours`.
  package var check: String
  /// The member of the grant that it is about; nil for the whole.
  package var member: String?
  package var found: String
  package var rule: String
  package var source: String
  package var remedy: String

  package init(
    _ check: String, about member: String? = nil, found: String, rule: String,
    source paragraph: String, remedy: String
  ) {
    self.check = check
    self.member = member
    self.found = found
    self.rule = rule
    source = "SI 2008/2998 Sch. para \(paragraph)"
    self.remedy = remedy
  }
}

/// The rules of the Order for one grant, pure functions of what was written.
extension PreReleaseGrant {
  /// Everything that the law does not allow in this grant.
  package func faults(
    under policy: PreReleasePolicy, isMarketSensitive: Bool, record: PreReleaseRecord
  ) -> [PreReleaseFault] {
    [
      granter(policy), board(record), grounds, opinion, lockIn, sharing,
      declaration(isMarketSensitive, record), breach(record), producer(record),
      sealingKey(record),
    ].compactMap(\.self) + supportBreaches(record) + period(policy)
  }

  /// Paragraph 2: only the person responsible grants access.
  private func granter(_ policy: PreReleasePolicy) -> PreReleaseFault? {
    guard let responsible = policy.responsible, grantedBy != responsible.id else { return nil }
    return PreReleaseFault(
      "granter", about: "grantedBy",
      found: "the grant of \(id) was made by \(grantedBy), and the person responsible is "
        + responsible.id,
      rule: "only the person responsible may grant pre-release access", source: "2",
      remedy: "have the grant made by \(responsible.id), or correct preRelease.responsible in "
        + "schedule.json")
  }

  /// Paragraphs 4, 5(1)(a) and 14(1): the time that the paragraph allows, and the time that is
  /// published.
  private func period(_ policy: PreReleasePolicy) -> [PreReleaseFault] {
    let law = PreReleasePolicy.longestHours
    switch basis {
    case .eligible, .journalist:
      if hours > law {
        return [
          PreReleaseFault(
            "hours", about: "hours", found: "\(id) is given access for \(hours) hours",
            rule: "access is given for not more than 24 hours before publication",
            source: basis.paragraph == "14" ? "14(1)" : "4",
            remedy: "write 24 or less; longer access is exceptional (paragraph 5), with published "
              + "reasons")
        ]
      }
      return published(hours, atMost: policy.hours)
    case .longer:
      guard hours <= law else { return publishedException(policy) }
      return [
        PreReleaseFault(
          "exceptional", about: "hours",
          found: "\(id) is given \(hours) hours under paragraph 5(1)(a)",
          rule: "paragraph 5(1)(a) is for access of more than 24 hours", source: "5(1)(a)",
          remedy: "remove \"exceptional\": within 24 hours paragraph 3 holds")
      ]
    case .notEligible: return publishedException(policy)
    case .thirdParty:
      // Paragraph 15(8) takes paragraph 4 away; what is published is still to be true.
      return published(hours, atMost: policy.hours)
    }
  }

  /// The bulletin says for how long at most: nobody has longer.
  private func published(_ hours: Int, atMost most: Int) -> [PreReleaseFault] {
    guard hours > most else { return [] }
    return [
      PreReleaseFault(
        "hours-published", about: "hours",
        found: "\(id) has access for \(hours) hours, and the published list says up to \(most)",
        rule: "what is published of pre-release access is what was granted", source: "9(b)",
        remedy: "write \(most) or less, or correct preRelease.hours in schedule.json")
    ]
  }

  /// Paragraph 5(4)(a): the reasons of an exceptional grant are published.
  private func publishedException(_ policy: PreReleasePolicy) -> [PreReleaseFault] {
    let listed = policy.recipients.first { $0.isSamePost(as: post) }
    // A post that is not listed at all is found as such.
    guard let listed, listed.exceptional?.hours != hours else { return [] }
    let said = listed.exceptional.map { "says \($0.hours) hours" } ?? "gives no reasons"
    return [
      PreReleaseFault(
        "reasons", about: "exceptional",
        found: "\(id) has exceptional access for \(hours) hours, and the published list \(said)",
        rule: "the reasons of an exceptional grant are published", source: "5(4)(a)",
        remedy:
          "write \"exceptional\": {\"hours\": \(hours), \"reasons\": \"…\"} at the recipient "
          + "in schedule.json")
    ]
  }

  /// Paragraph 5(4)(b): the Statistics Board is informed of an exceptional grant.
  private func board(_ record: PreReleaseRecord) -> PreReleaseFault? {
    guard let exceptional = basis.exceptional else { return nil }
    if let day = exceptional.boardInformed, !record.isToCome(day) { return nil }
    let found =
      exceptional.boardInformed.map {
        "the Statistics Board is said to have been informed of the exceptional access of \(id) on "
          + "\($0.longText), which is still to come"
      } ?? "the Statistics Board was not informed of the exceptional access of \(id)"
    return PreReleaseFault(
      "board", about: "exceptional", found: found,
      rule: "the Statistics Board is informed of every exceptional grant", source: "5(4)(b)",
      remedy: "inform it, then write the day as \"boardInformed\"")
  }

  /// Paragraph 5(1)(b): for action only.
  private var grounds: PreReleaseFault? {
    guard case .notEligible = basis, ground != .acting else { return nil }
    return PreReleaseFault(
      "exceptional", about: "ground",
      found: "\(id), who is not an eligible person, is given access for answering",
      rule: "somebody who is not eligible is given access only for taking action",
      source: "5(1)(b), 3(1)(a)(ii)", remedy: "write \"acting\", or remove the grant")
  }

  /// Paragraphs 3(2)(h) and (i), 15(3)(j) and (k): an opinion of the person responsible is needed.
  private var opinion: PreReleaseFault? {
    let category: String
    switch basis {
    case .eligible(let person, nil, _) where person.isByOpinion: category = person.rawValue
    case .longer(let person, nil, _) where person.isByOpinion: category = person.rawValue
    case .thirdParty(let person, nil, _) where person.isByOpinion: category = person.rawValue
    default: return nil
    }
    return PreReleaseFault(
      "opinion", about: basis.paragraph == "15" ? "class" : "eligibility",
      found: "\(id) is eligible under \(category), and no opinion says why",
      rule: "who is accountable otherwise, or advises, is so in the recorded opinion of the person "
        + "responsible", source: category,
      remedy: "write \"opinion\": for what the person is accountable, or whom they advise on what")
  }

  /// Paragraph 14(6): a journalist's access is under conditions, such as a lock-in.
  private var lockIn: PreReleaseFault? {
    guard case .journalist = basis, conditions.isEmpty else { return nil }
    return PreReleaseFault(
      "journalist", about: "conditions",
      found: "the access of the journalist \(id) has no condition",
      rule: "a journalist has access under conditions, such as a secure room without means of "
        + "communication", source: "14(6)", remedy: "write the conditions of the lock-in")
  }

  /// Paragraph 11, which holds for eligible persons (3(2)) and those of paragraph 15(3) alone.
  private var sharing: PreReleaseFault? {
    guard !support.isEmpty else { return nil }
    switch basis {
    case .eligible, .longer, .thirdParty: return nil
    case .notEligible, .journalist:
      return PreReleaseFault(
        "support", about: "support",
        found: "\(id) has access under paragraph \(basis.paragraph) and people who support them",
        rule: "only an eligible person may share access with administrative support",
        source: "11, 5(3), 14(7)", remedy: "remove \"support\"")
    }
  }

  /// Paragraph 8: a signed declaration before access to market sensitive statistics.
  private func declaration(
    _ isMarketSensitive: Bool, _ record: PreReleaseRecord
  ) -> PreReleaseFault? {
    let found: String
    if let day = declarationSigned {
      guard record.isToCome(day) else { return nil }
      found = "the declaration of \(id) has the date \(day.longText), which is still to come"
    } else {
      guard isMarketSensitive else { return nil }
      found = "\(id) has signed no declaration, and the statistics are market sensitive"
    }
    return PreReleaseFault(
      "declaration", about: "declarationSigned", found: found,
      rule: "access to market sensitive statistics needs a signed declaration first",
      source: "8, 16", remedy: "have it signed, then write the day as \"declarationSigned\"")
  }

  /// Paragraph 3(1)(e): a breach is weighed before access is granted again.
  private func breach(_ record: PreReleaseRecord) -> PreReleaseFault? {
    guard let other = record.breach(self) else { return nil }
    return PreReleaseFault(
      "breach", about: "id",
      found: "a breach by \(id) was recorded and not reviewed"
        + (other == id ? "" : "; it stands under the id \(other), by the same key or name"),
      rule: "after a breach access is granted again only when the breach was weighed",
      source: "3(1)(e)",
      remedy: "remove the grant, or record the outcome with `ninethirty pre-release review "
        + "\(other)`")
  }

  /// Paragraph 3(1)(e) for administrative support, which shares the access.
  private func supportBreaches(_ record: PreReleaseRecord) -> [PreReleaseFault] {
    support.enumerated().compactMap { index, person in
      guard let other = record.supportBreach(person, self) else { return nil }
      return PreReleaseFault(
        "breach", about: "support",
        found:
          "number \(index + 1) of the support of \(id) is whom a breach was recorded of under the id "
          + "\(other), which was not reviewed",
        rule: "after a breach access is shared again only when the breach was weighed",
        source: "3(1)(e), 11",
        remedy:
          "remove them from \"support\", or record the outcome with `ninethirty pre-release review "
          + "\(other)`")
    }
  }

  /// Paragraph 4: access opens hours before the release, and who opens the sealed file needs no access.
  private func sealingKey(_ record: PreReleaseRecord) -> PreReleaseFault? {
    guard let ageKey else { return nil }
    let isListed = record.sealingKeys.contains(ageKey)
    guard isListed || record.opensSealed(ageKey) else { return nil }
    return PreReleaseFault(
      "sealing-key", about: "ageKey",
      found: isListed
        ? "the key of \(id) is in publications/recipients.txt: it opens the edition from the moment it "
          + "is sealed"
        : "what waits for its release was sealed for the key of \(id), which opens it now",
      rule: "access lasts the hours of the grant, and no longer", source: "4",
      remedy: isListed
        ? "give another key of the recipient, or take this one out of publications/recipients.txt and "
          + "seal again what was sealed for it"
        : "seal again what was sealed for it, and give another key of the recipient where copies of the "
          + "sealed file may be about")
  }

  /// Paragraph 10: who makes the publication needs no grant, and is bound all the same.
  private func producer(_ record: PreReleaseRecord) -> PreReleaseFault? {
    guard record.producers.contains(id) else { return nil }
    return PreReleaseFault(
      "producer", about: "id", found: "\(id) is in people.json and makes the publication",
      rule: "who makes the publication has no pre-release access, and is bound by paragraphs 6 "
        + "and 7",
      source: "10", remedy: "remove the grant")
  }
}

/// The rules of the Order for the list as a whole.
extension PreReleaseList {
  /// What the grants together do not keep to.
  ///
  /// Posts granted and not published, published and not granted (paragraph 9(b)); the person
  /// responsible missing (paragraph 2). Each is told with the number of its grant, nil for what
  /// no grant is about.
  package func faults(under policy: PreReleasePolicy) -> [(grant: Int?, fault: PreReleaseFault)] {
    var faults: [(grant: Int?, fault: PreReleaseFault)] = []
    if policy.responsible == nil, !grants.isEmpty {
      faults.append(
        (
          nil,
          PreReleaseFault(
            "responsible", found: "schedule.json names nobody as the person responsible",
            rule: "only the person responsible may grant pre-release access", source: "2",
            remedy: "add preRelease.responsible with \"id\" and \"role\" to schedule.json")
        ))
    }
    for (index, grant) in grants.enumerated() {
      if !policy.recipients.contains(where: { $0.isSamePost(as: grant.post) }) {
        faults.append((index, notPublished(grant)))
      }
      if let fault = representation(of: grant) { faults.append((index, fault)) }
    }
    for post in policy.recipients where !grants.contains(where: { $0.post.isSamePost(as: post) }) {
      faults.append((nil, notGranted(post)))
    }
    for post in policy.recipients where post.exceptional != nil {
      let granted = grants.filter { $0.post.isSamePost(as: post) }
      if !granted.isEmpty, !granted.contains(where: { $0.basis.exceptional != nil }) {
        faults.append((nil, notExceptional(post)))
      }
    }
    return faults
  }

  private static func text(_ post: PreReleaseRecipient) -> String {
    "“\(post.role)” of “\(post.organisation)”"
  }

  private func notPublished(_ grant: PreReleaseGrant) -> PreReleaseFault {
    PreReleaseFault(
      "not-published", about: "office",
      found: "the post of \(grant.id), \(Self.text(grant.post)), is not in the published list",
      rule: "job title and organisation of everyone with access are published with the statistic",
      source: "9(b)", remedy: "add it to preRelease.recipients in schedule.json, letter for letter")
  }

  private func notGranted(_ post: PreReleaseRecipient) -> PreReleaseFault {
    PreReleaseFault(
      "not-granted",
      found: "nobody has a grant as \(Self.text(post)), which the published list names",
      rule: "the published list names the posts that have access, and no other", source: "9(b)",
      remedy: "remove it from preRelease.recipients in schedule.json, or add the grant")
  }

  private func notExceptional(_ post: PreReleaseRecipient) -> PreReleaseFault {
    PreReleaseFault(
      "reasons",
      found: "the published list gives \(Self.text(post)) exceptional access, and no grant does",
      rule: "what is published of pre-release access is what was granted", source: "5(4), 9(b)",
      remedy: "remove \"exceptional\" from the recipient in schedule.json, or correct the grant")
  }

  /// Paragraph 5(1)(b): an eligible person who has access speaks for one who is not.
  private func representation(of grant: PreReleaseGrant) -> PreReleaseFault? {
    guard case .notEligible(_, let other, _) = grant.basis else { return nil }
    let speaker = grants.first { $0.id == other }
    switch speaker?.basis {
    case .eligible, .longer: return nil
    case .notEligible, .journalist, .thirdParty, nil:
      return PreReleaseFault(
        "exceptional", about: "exceptional",
        found: "for \(grant.id) speaks \(other), who "
          + (speaker == nil ? "has no grant" : "is not an eligible person"),
        rule: "for somebody who is not eligible speaks an eligible person who has access",
        source: "5(1)(b)", remedy: "name the id of the eligible person, or remove the grant")
    }
  }
}
