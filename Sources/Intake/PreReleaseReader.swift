package import Diagnostics
import Notation
package import Schedule

/// Reads `prerelease.json` (`docs/format.md`, “Pre-release access”).
package enum PreReleaseReader {
  package static let fileName = "prerelease.json"
  package static let format = "ninethirty-prerelease/1"

  /// The list, where nothing in the file is in error, and all findings.
  ///
  /// It is held against the schedule's published list and what was recorded of earlier grants.
  package static func read(
    _ bytes: [UInt8], file: String, policy: PreReleasePolicy, record: PreReleaseRecord
  ) -> (list: PreReleaseList?, findings: [Finding]) {
    let (value, findings) = JSONReader.read(bytes, file: file)
    let collector = FindingCollector(file: file, findings: findings)
    guard let value else { return (nil, findings) }
    let walk = TextWalk(value, file: file, kind: kind)
    for finding in walk.findings { collector.report(finding) }
    let root = FieldReader(value, path: "$", collector: collector)
    let read = root.object { object -> (isMarketSensitive: Bool, grants: [FieldReader])? in
      object.allow("$schema")
      Intake.format(format, object)
      let isMarketSensitive = object.optionalBool("marketSensitive") ?? false
      return object.required("grants")?.elements().map { (isMarketSensitive, $0) }
    }
    guard let read else { return (nil, collector.findings) }
    let grants = read.grants.compactMap { field in
      field.object(PreReleaseGrantReader.grant).map { (field, $0) }
    }
    let check = PreReleaseCheck(
      root: root, fields: grants.map(\.0),
      list: PreReleaseList(
        isMarketSensitive: read.isMarketSensitive, grants: grants.map(\.1)),
      isWhole: grants.count == read.grants.count)
    check.report(under: policy, record: record)
    return (collector.findings.hasErrors ? nil : check.list, collector.findings)
  }

  /// Every name of a person in the file, as far as it is JSON: whatever else is wrong with it.
  package static func names(in bytes: [UInt8]) -> [String] {
    let grants = JSONReader.read(bytes, file: fileName).0?.object?["grants"]?.array ?? []
    return grants.flatMap { [$0] + ($0.object?["support"]?.array ?? []) }
      .compactMap { $0.object?["name"]?.string }
  }

  /// What the members of the file hold.
  private static func kind(_ name: String) -> TextCheck.Kind? {
    switch name {
    case "name", "office", "organisation": .line
    case "$schema", "format", "id", "kind", "eligibility", "class", "ground", "ageKey", "grantedBy",
      "paragraph", "onRepresentationOf", "boardInformed", "declarationSigned":
      nil
    default: .unprinted
    }
  }
}

/// Reads one grant.
enum PreReleaseGrantReader {
  static func grant(_ object: ObjectReader) -> PreReleaseGrant? {
    let id = identifier("id", object)
    let name = object.string("name")
    let office = object.string("office")
    let organisation = object.string("organisation")
    let basis = basis(object)
    let ground = object.choice("ground", of: PreReleaseGround.self)
    let impediment = object.string("impediment")
    let necessary = object.string("necessary")
    let conditions = object.optionalArray("conditions") { $0.string() } ?? []
    let hours = object.integer("hours", in: 1...1000)
    let support = object.optionalArray("support") { $0.object(self.support) } ?? []
    let declaration = object.optional("declarationSigned").map { $0.day() }
    let ageKey = ageKey(object)
    let grantedBy = identifier("grantedBy", object)
    guard let id, let name, let office, let organisation, let basis, let ground, let impediment,
      let necessary, let hours, let grantedBy
    else { return nil }
    return PreReleaseGrant(
      id: id, name: name, post: PreReleaseRecipient(role: office, organisation: organisation),
      basis: basis, ground: ground, impediment: impediment, necessary: necessary,
      conditions: conditions, hours: hours, support: support,
      declarationSigned: declaration ?? nil, ageKey: ageKey, grantedBy: grantedBy)
  }

  private static func support(_ object: ObjectReader) -> PreReleaseSupport? {
    let name = object.string("name")
    let office = object.string("office")
    guard let name, let office else { return nil }
    return PreReleaseSupport(name: name, office: office)
  }

  /// An id that has one spelling.
  private static func identifier(_ member: String, _ object: ObjectReader) -> String? {
    guard let text = object.string(member) else { return nil }
    let isPlain = text.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (48...57).contains(byte) || byte == 0x2D || byte == 0x2E
    }
    guard isPlain, text.utf8.count <= 60, let first = text.first, first != ".", first != "-"
    else {
      object.report(
        "prerelease.identifier", about: member, found: "the id is \(text.quoted)",
        rule: "an id has a-z, 0-9, dots and hyphens, at most 60, and begins with a letter or digit",
        source: "docs/format.md, Pre-release access", remedy: "write it like \"a.example\"")
      return nil
    }
    return text
  }

  /// The person's own public key; only a journalist, who reads in a lock-in, goes without.
  private static func ageKey(_ object: ObjectReader) -> String? {
    let isJournalist = object.value("kind")?.string == "journalist"
    let field = isJournalist ? object.optional("ageKey") : object.required("ageKey")
    guard let field, let text = field.string() else { return nil }
    guard AgePublicKey.isSound(text) else {
      let isPrivate = PrivateKeyText.isIn(text)
      field.report(
        "prerelease.age-key",
        found: isPrivate ? PrivateKeyText.found : "\(text.quoted) is no public key of age",
        rule: "a copy is encrypted to the recipient's own key, which has a check sum (Bech32)",
        source: "the age format, age-encryption.org/v1",
        remedy: isPrivate
          ? PrivateKeyText.remedy
          : "ask the person for the line that begins with age1; `age-keygen -y` prints it")
      return nil
    }
    return text
  }

  // MARK: The paragraph

  private static func basis(_ object: ObjectReader) -> PreReleaseBasis? {
    let refused = ["bank-of-england": "12", "international": "13"]
    if let kind = object.value("kind")?.string, let paragraph = refused[kind] {
      object.allow("eligibility", "opinion", "benefit", "exceptional")
      object.report(
        "prerelease.kind", about: "kind", found: "the grant is under paragraph \(paragraph)",
        rule: "access for the Bank of England and international bodies is no part of this series",
        source: "SI 2008/2998 Sch. paras 12, 13", remedy: "remove the grant")
      return nil
    }
    switch object.choice("kind", of: ["eligible", "journalist", "third-party-publication"]) {
    case "eligible":
      return object.value("exceptional") == nil ? eligible(object) : exceptional(object)
    case "journalist": return journalist(object)
    case "third-party-publication": return thirdParty(object)
    default:
      object.allow("eligibility", "opinion", "benefit", "exceptional")
      return nil
    }
  }

  private static func eligible(_ object: ObjectReader) -> PreReleaseBasis? {
    let person = object.choice("eligibility", of: EligiblePerson.self)
    let opinion = object.optionalString("opinion")
    let benefit = object.string("benefit")
    guard let person, let benefit else { return nil }
    return .eligible(person, opinion: opinion, benefit: benefit)
  }

  private static func exceptional(_ object: ObjectReader) -> PreReleaseBasis? {
    let paragraph = object.object("exceptional") { exceptional -> PreReleaseBasis? in
      let paragraph = exceptional.choice("paragraph", of: ["5(1)(a)", "5(1)(b)"])
      let benefit = exceptional.string("benefit")
      let informed = exceptional.optional("boardInformed").map { $0.day() }
      let access = benefit.map {
        ExceptionalAccess(benefit: $0, boardInformed: informed ?? nil)
      }
      if paragraph == "5(1)(b)" {
        let speaker = exceptional.string("onRepresentationOf")
        let right = exceptional.string("rightPerson")
        guard let access, let speaker, let right else { return nil }
        return .notEligible(access, onRepresentationOf: speaker, rightPerson: right)
      }
      let person = object.choice("eligibility", of: EligiblePerson.self)
      let opinion = object.optionalString("opinion")
      guard paragraph != nil, let access, let person else { return nil }
      return .longer(person, opinion: opinion, access)
    }
    return paragraph
  }

  private static func journalist(_ object: ObjectReader) -> PreReleaseBasis? {
    let bonaFide = object.string("bonaFide")
    let understanding = object.string("understanding")
    let debate = object.string("debate")
    let benefit = object.string("benefit")
    guard let bonaFide, let understanding, let debate, let benefit else { return nil }
    return .journalist(
      bonaFide: bonaFide, understanding: understanding, debate: debate, benefit: benefit)
  }

  private static func thirdParty(_ object: ObjectReader) -> PreReleaseBasis? {
    let person = object.choice("class", of: ThirdPartyClass.self)
    let opinion = object.optionalString("opinion")
    let title = object.string("publication")
    let improvement = object.string("improvement")
    let appears = object.string("appears")
    let benefit = object.string("benefit")
    guard let person, let title, let improvement, let appears, let benefit else { return nil }
    return .thirdParty(
      person, opinion: opinion,
      .init(title: title, improvement: improvement, appears: appears, benefit: benefit))
  }
}
