package import Editions
package import Notation
import Schedule

/// What a version of an edition does to the one before it.
package enum EditionChange: Sendable, Hashable {
  /// It is the first.
  case first
  case correction(CorrectionNote)
  /// All its pages are taken back.
  case withdrawal(reason: String)

  /// Nil for members that fit no version.
  init?(version: Int, note: CorrectionNote?, withdrawalReason: String?) {
    switch (version, note, withdrawalReason) {
    case (1, nil, nil): self = .first
    case (2..., .some(let note), nil): self = .correction(note)
    case (2..., nil, .some(let reason)): self = .withdrawal(reason: reason)
    default: return nil
    }
  }

  package var note: CorrectionNote? { if case .correction(let note) = self { note } else { nil } }
  package var withdrawalReason: String? {
    if case .withdrawal(let reason) = self { reason } else { nil }
  }

  /// The event of the public log.
  var event: String {
    switch self {
    case .first: "released"
    case .correction: "corrected"
    case .withdrawal: "withdrawn"
    }
  }

  /// The kind of its seal.
  var kind: SealKind {
    switch self {
    case .first: .first
    case .correction(let note): note.kind == .error ? .error : .planned
    case .withdrawal: .withdrawal
    }
  }

  /// Its members in the public log.
  var logged: [String: CanonicalJSON] {
    switch self {
    case .first: [:]
    case .correction(let note): ["note": note.json]
    case .withdrawal(let reason): ["reason": .string(reason)]
    }
  }

  /// What the archive says of the version.
  var message: String {
    switch self {
    case .first: "Published"
    case .correction(let note): note.kind == .error ? "Corrected" : "Revised"
    case .withdrawal: "Withdrew"
    }
  }
}

extension EditionChange {
  /// What the public is told of it, once it came out.
  func publicFact(version: Int, scheduled: Instant) -> PublicFact.What {
    switch self {
    case .first: .released(scheduled: scheduled)
    case .correction(let note): .corrected(version: version, note: .parts(note))
    case .withdrawal(let reason): .withdrawn(reason: reason)
    }
  }
}

extension CorrectionNote {
  /// What was wrong, what changed and the effect, one sentence after the other.
  var sentences: String {
    [wrong, changed, effect].map { text in
      text.last.map { ".!?".contains($0) } == true ? text : text + "."
    }.joined(separator: " ")
  }

  /// The note in log and seal.
  package var json: CanonicalJSON {
    .object([
      "changed": .string(changed), "effect": .string(effect), "kind": .string(kind.rawValue),
      "wrong": .string(wrong),
    ])
  }

  /// Reads what `json` wrote.
  static func read(_ object: ObjectReader) -> CorrectionNote? {
    let kind = object.choice("kind", of: Kind.self)
    let wrong = object.string("wrong")
    let changed = object.string("changed")
    let effect = object.string("effect")
    guard let kind, let wrong, let changed, let effect else { return nil }
    return CorrectionNote(kind: kind, wrong: wrong, changed: changed, effect: effect)
  }

  /// Reads a member of a line of the log.
  init?(_ json: CanonicalJSON?) {
    guard case .object(let members)? = json, case .string(let kind)? = members["kind"],
      let kind = Kind(rawValue: kind), case .string(let wrong)? = members["wrong"],
      case .string(let changed)? = members["changed"],
      case .string(let effect)? = members["effect"]
    else { return nil }
    self.init(kind: kind, wrong: wrong, changed: changed, effect: effect)
  }
}
