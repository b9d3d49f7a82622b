/// Who is an eligible person, by the letters of the Order (SI 2008/2998 Schedule paragraph 3(2)).
package enum EligiblePerson: String, Sendable, Hashable, CaseIterable {
  case ministerOfTheCrown = "3(2)(a)"
  case headOfDepartment = "3(2)(b)"
  case scottishExecutive = "3(2)(c)"
  case juniorScottishMinister = "3(2)(d)"
  case welshGovernment = "3(2)(e)"
  case northernIrelandMinister = "3(2)(f)"
  case northernIrelandJuniorMinister = "3(2)(g)"
  /// Otherwise accountable to the public for policy or for services that the statistic bears on.
  case accountable = "3(2)(h)"
  /// Who needs access in order to advise one of those before.
  case adviser = "3(2)(i)"

  /// Whether being one is a matter of opinion, which is then to be written down.
  package var isByOpinion: Bool { self == .accountable || self == .adviser }
}

/// For whom access serves a publication of their own, by the letters of the Order
/// (SI 2008/2998 Schedule paragraph 15(3)).
package enum ThirdPartyClass: String, Sendable, Hashable, CaseIterable {
  case ministerOfTheCrown = "15(3)(a)"
  case headOfDepartment = "15(3)(b)"
  case scottishExecutive = "15(3)(c)"
  case juniorScottishMinister = "15(3)(d)"
  case welshGovernment = "15(3)(e)"
  case northernIrelandMinister = "15(3)(f)"
  case northernIrelandJuniorMinister = "15(3)(g)"
  case nationalStatistician = "15(3)(h)"
  case producerOfOfficialStatistics = "15(3)(i)"
  case accountable = "15(3)(j)"
  case adviser = "15(3)(k)"

  package var isByOpinion: Bool { self == .accountable || self == .adviser }
}

/// What speaks for a grant in exceptional circumstances (SI 2008/2998 Schedule paragraph 5).
///
/// Its reasons are published: they stand in the schedule, not here.
package struct ExceptionalAccess: Sendable, Hashable {
  /// Why the public benefit significantly outweighs the detriment to trust.
  package var benefit: String
  /// The day on which the Statistics Board was informed; nil where it was not (paragraph 5(4)(b)).
  package var boardInformed: Day?

  package init(benefit: String, boardInformed: Day?) {
    self.benefit = benefit
    self.boardInformed = boardInformed
  }
}

/// Under which paragraph somebody is given access, and what that paragraph asks for.
package enum PreReleaseBasis: Sendable, Hashable {
  /// Paragraph 3: an eligible person, for the opinion where it is one.
  case eligible(EligiblePerson, opinion: String?, benefit: String)
  /// Paragraph 5(1)(a): an eligible person for longer than 24 hours.
  case longer(EligiblePerson, opinion: String?, ExceptionalAccess)
  /// Paragraph 5(1)(b): not an eligible person, for whom one with access has spoken.
  case notEligible(ExceptionalAccess, onRepresentationOf: String, rightPerson: String)
  /// Paragraph 14: a journalist.
  case journalist(bonaFide: String, understanding: String, debate: String, benefit: String)
  /// Paragraph 15: for a publication of their own.
  case thirdParty(ThirdPartyClass, opinion: String?, ThirdPartyPublication)

  /// What paragraph 15 asks of the publication.
  package struct ThirdPartyPublication: Sendable, Hashable {
    package var title: String
    /// How the statistic improves it.
    package var improvement: String
    /// When it comes out: at the same time as the statistic or shortly after.
    package var appears: String
    package var benefit: String

    package init(title: String, improvement: String, appears: String, benefit: String) {
      self.title = title
      self.improvement = improvement
      self.appears = appears
      self.benefit = benefit
    }
  }

  /// The paragraph of the Schedule.
  package var paragraph: String {
    switch self {
    case .eligible: "3"
    case .longer: "5(1)(a)"
    case .notEligible: "5(1)(b)"
    case .journalist: "14"
    case .thirdParty: "15"
    }
  }

  /// What speaks for an exceptional grant; nil for any other.
  package var exceptional: ExceptionalAccess? {
    switch self {
    case .longer(_, _, let access), .notEligible(let access, _, _): access
    case .eligible, .journalist, .thirdParty: nil
    }
  }
}

/// Somebody who gives administrative support to a recipient (SI 2008/2998 Schedule paragraph 11):
/// bound by paragraphs 6 and 7, without a copy of their own.
package struct PreReleaseSupport: Sendable, Hashable {
  package var name: String
  package var office: String

  package init(name: String, office: String) {
    self.name = name
    self.office = office
  }
}

/// One person's pre-release access: who, why, how long and under which conditions.
package struct PreReleaseGrant: Sendable, Hashable {
  package var id: String
  /// Private: on the person's own copy and on the terminal of who hands it over, nowhere else.
  package var name: String
  package var post: PreReleaseRecipient
  package var basis: PreReleaseBasis
  /// What refusal would impede (paragraph 3(1)(a)).
  package var ground: PreReleaseGround
  /// How refusal would significantly impede it.
  package var impediment: String
  /// Why this person has to be among the minimum number (paragraphs 3(1)(d), 15(4)).
  package var necessary: String
  package var conditions: [String]
  /// Hours of elapsed time before the release.
  package var hours: Int
  package var support: [PreReleaseSupport]
  /// When the person signed the declaration of paragraph 8; nil where there is none.
  package var declarationSigned: Day?
  /// The person's own age public key; nil where no copy is handed out.
  package var ageKey: String?
  /// Who granted it.
  package var grantedBy: String

  package init(
    id: String, name: String, post: PreReleaseRecipient, basis: PreReleaseBasis,
    ground: PreReleaseGround, impediment: String, necessary: String, conditions: [String],
    hours: Int, support: [PreReleaseSupport], declarationSigned: Day?, ageKey: String?,
    grantedBy: String
  ) {
    self.id = id
    self.name = name
    self.post = post
    self.basis = basis
    self.ground = ground
    self.impediment = impediment
    self.necessary = necessary
    self.conditions = conditions
    self.hours = hours
    self.support = support
    self.declarationSigned = declarationSigned
    self.ageKey = ageKey
    self.grantedBy = grantedBy
  }

  /// The first instant of this person's access: elapsed time before the release, whatever the
  /// clocks of the zone do between.
  package func opens(before release: Instant) -> Instant { release.adding(hours: -hours) }

  /// Whether this person may have the edition at this instant: not a millisecond before the
  /// window, and not from the release on, when everybody has it.
  package func isOpen(at now: Instant, release: Instant) -> Bool {
    now >= opens(before: release) && now < release
  }
}

/// Everyone who is given access, as `prerelease.json` says.
package struct PreReleaseList: Sendable, Hashable {
  /// Whether the statistics are market sensitive, so that each recipient signs a declaration
  /// first (SI 2008/2998 Schedule paragraphs 8 and 16).
  package var isMarketSensitive: Bool
  package var grants: [PreReleaseGrant]

  package init(isMarketSensitive: Bool, grants: [PreReleaseGrant]) {
    self.isMarketSensitive = isMarketSensitive
    self.grants = grants
  }
}

/// What was recorded of earlier grants.
package struct PreReleaseRecord: Sendable {
  /// The id under which a breach by the person of a grant was recorded and not reviewed yet, by
  /// whatever they are known again: id, age key, or name and organisation; nil for everybody else
  /// (SI 2008/2998 Schedule paragraph 3(1)(e)).
  package var breach: @Sendable (PreReleaseGrant) -> String?
  /// The same for somebody who is to support the person of a grant: they are bound as the recipient is
  /// (paragraphs 11 and 3(1)(e)).
  package var supportBreach: @Sendable (PreReleaseSupport, PreReleaseGrant) -> String?
  /// The public keys that open what is sealed, weeks before its release.
  package var sealingKeys: Set<String>
  /// Whether something that waits for its release was sealed for a public key.
  package var opensSealed: @Sendable (String) -> Bool
  /// People who make the publication: bound by paragraphs 6 and 7, not recipients (paragraph 10).
  package var producers: Set<String>
  /// The day on which the list is read, in the zone of the series; nil where nobody knows it.
  package var today: Day?

  package init(
    breach: @escaping @Sendable (PreReleaseGrant) -> String? = { _ in nil },
    supportBreach: @escaping @Sendable (PreReleaseSupport, PreReleaseGrant) -> String? = { _, _ in
      nil
    },
    sealingKeys: Set<String> = [],
    opensSealed: @escaping @Sendable (String) -> Bool = { _ in false },
    producers: Set<String> = [], today: Day? = nil
  ) {
    self.breach = breach
    self.supportBreach = supportBreach
    self.sealingKeys = sealingKeys
    self.opensSealed = opensSealed
    self.producers = producers
    self.today = today
  }

  /// Whether a day on which something is said to have been done is still to come.
  func isToCome(_ day: Day) -> Bool { today.map { $0 < day } ?? false }
}
