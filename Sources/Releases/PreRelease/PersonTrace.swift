import Editions
import Ledger
import Notation
import Schedule
import Storage

/// What the journal keeps of a recipient, so that they are known again under another id and with
/// another key: salted digests of name and organisation, and no name.
struct PersonTrace: Hashable {
  private let salt: Salt
  private let digests: [String]

  init(_ grant: PreReleaseGrant, salt: Salt = .fresh()) {
    self.salt = salt
    digests = Self.digests(of: grant.name, in: grant.post.organisation, salt)
  }

  /// Of somebody who supports the person of a grant.
  init(_ support: PreReleaseSupport, of grant: PreReleaseGrant) {
    salt = .fresh()
    digests = [grant.post.organisation, support.office].flatMap { [salt] in
      Self.digests(of: support.name, in: $0, salt)
    }
  }

  /// A trace that was written down; nil where there is none.
  init?(salt: CanonicalJSON?, digests: CanonicalJSON?) {
    guard case .string(let hex)? = salt, let salt = Salt(hex: hex),
      case .array(let texts)? = digests
    else { return nil }
    self.salt = salt
    self.digests = texts.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  /// Whether a grant is for this person: the same name in the same organisation, read without case,
  /// spaces, accents, punctuation and the forms of letters.
  func isOf(_ grant: PreReleaseGrant) -> Bool {
    isOf(grant.name, in: grant.post.organisation)
  }

  /// Whether somebody who supports the person of a grant is this person: of their organisation, or of the
  /// office that is written beside the name.
  func isOf(_ support: PreReleaseSupport, of grant: PreReleaseGrant) -> Bool {
    [grant.post.organisation, support.office].contains { isOf(support.name, in: $0) }
  }

  private func isOf(_ name: String, in organisation: String) -> Bool {
    !Set(digests).isDisjoint(with: Self.digests(of: name, in: organisation, salt))
  }

  var fields: [String: CanonicalJSON] { ["person": json, "personSalt": .string(salt.hex)] }
  var json: CanonicalJSON { .array(digests.map { .string($0) }) }

  private static func digests(
    of name: String, in organisation: String, _ salt: Salt
  ) -> [String] {
    var digests: [String] = []
    for (name, organisation) in zip(NameShape(name).traces, NameShape(organisation).traces) {
      // 64 bits know a person again; a line of the journal has to hold those of a long list.
      let digest = String(salt.digest(of: Array("\(name)\n\(organisation)".utf8)).prefix(16))
      if !digests.contains(digest) { digests.append(digest) }
    }
    return digests
  }
}

extension PreReleaseHistory {
  /// A breach that was not reviewed.
  struct Breach {
    let ageKey: String?
    let person: PersonTrace?

    func isBy(_ grant: PreReleaseGrant) -> Bool {
      if let ageKey, ageKey == grant.ageKey { return true }
      return person?.isOf(grant) == true
    }
  }

  /// The id under which a breach by the person of a grant was recorded; nil where there is none.
  func breach(by grant: PreReleaseGrant) -> String? {
    if breaches[grant.id] != nil { return grant.id }
    return breaches.keys.sorted().first { breaches[$0]?.isBy(grant) == true }
  }
  /// The id under which a breach by somebody who is to support the person of a grant was recorded.
  func breach(by support: PreReleaseSupport, of grant: PreReleaseGrant) -> String? {
    breaches.keys.sorted().first { breaches[$0]?.person?.isOf(support, of: grant) == true }
  }
}
