import Editions
import Intake
import Notation
import Schedule
import Storage

/// Pre-release access in a rehearsal: to the posts of the schedule, held by nobody real.
extension RehearsalPlay {
  /// A recipient that the rehearsal made up: an id and the file of their key.
  struct Recipient {
    let id: String
    let name: String
    let key: String
  }

  /// Who grants access in the copy.
  private var responsible: String { "rehearsal.responsible" }

  /// The posts of the schedule whose access is not exceptional.
  private var posts: [PreReleaseRecipient] {
    programme.schedule.preRelease.recipients.filter { $0.exceptional == nil }
  }

  /// Writes a list of the copy's own: each post of the schedule with a key made for the rehearsal.
  ///
  /// The real list is not copied: it has names, and the keys of people who would get a copy that
  /// looks real.
  func bringRecipients() throws {
    let policy = programme.schedule.preRelease
    guard policy.hours > 0, !posts.isEmpty else { return }
    var grants: [CanonicalJSON] = []
    for (index, post) in posts.enumerated() {
      let id = "rehearsal.recipient-\(index + 1)"
      let key = "\(copy.surroundings)/\(id).key"
      recipients.append(Recipient(id: id, name: "Rehearsal, recipient \(index + 1)", key: key))
      grants.append(grant(recipients[index], post, publicKey: try makeKey(at: key)))
    }
    let list = CanonicalJSON.object([
      "format": .string(PreReleaseReader.format), "grants": .array(grants),
    ])
    try Files.write(
      CanonicalDocument.bytes(list), to: "\(copy.folder)/\(PreReleaseReader.fileName)", mode: 0o600)
    try nameResponsible(policy)
  }

  private func makeKey(at path: String) throws -> String {
    let made = try ExternalTool.ageKeygen.run([])
    guard made.isSuccess else {
      throw StorageError(.toolFailed, "make the key", path, "age-keygen failed: \(made.errors)")
    }
    try Files.writeNew(made.output, to: path, mode: 0o600)
    let shown = try ExternalTool.ageKeygen.run(["-y", path])
    guard shown.isSuccess else {
      throw StorageError(.toolFailed, "read the key", path, "age-keygen failed: \(shown.errors)")
    }
    return String(String(decoding: shown.output, as: UTF8.self).prefix { !$0.isNewline })
  }

  private func grant(
    _ recipient: Recipient, _ post: PreReleaseRecipient, publicKey: String
  ) -> CanonicalJSON {
    let policy = programme.schedule.preRelease
    let text = "A rehearsal."
    return .object([
      "ageKey": .string(publicKey), "benefit": .string(text),
      "conditions": .array([.string(text)]), "eligibility": .string("3(2)(i)"),
      "grantedBy": .string(responsible), "ground": .string(policy.ground.rawValue),
      "hours": .integer(policy.hours), "id": .string(recipient.id), "impediment": .string(text),
      "kind": .string("eligible"), "name": .string(recipient.name), "necessary": .string(text),
      "office": .string(post.role), "opinion": .string(text),
      "organisation": .string(post.organisation),
    ])
  }

  /// The schedule of the copy names the rehearsal's own person responsible, and the posts that are
  /// rehearsed.
  private func nameResponsible(_ policy: PreReleasePolicy) throws {
    let path = "\(copy.folder)/\(Workspace.scheduleFile)"
    let bytes = try Files.readInput(path, limit: Workspace.fileLimit)
    guard let present = JSONReader.read(bytes, file: path).value?.object?["preRelease"] else {
      throw ReleaseError(.usage, "\(path) has no preRelease; nothing is rehearsed")
    }
    var members: [(name: String, value: CanonicalJSON)] = [
      ("hours", .integer(policy.hours)), ("ground", .string(policy.ground.rawValue)),
      ("justification", .string(policy.justification)),
      (
        "recipients",
        .array(
          posts.map {
            .object(["organisation": .string($0.organisation), "role": .string($0.role)])
          })
      ),
      (
        "responsible",
        .object([
          "id": .string(responsible),
          "role": .string(policy.responsible?.role ?? "Person responsible"),
        ])
      ),
    ]
    if let source = policy.source { members.append(("source", .string(source))) }
    if let head = policy.headOfProfession { members.append(("headOfProfession", .string(head))) }
    try Files.write(
      JSONEditing(bytes).replacing(present, withObject: members), to: path, mode: 0o600)
  }

  // MARK: The play

  /// The person responsible confirms the names.
  func confirmRecipients() throws {
    guard !recipients.isEmpty else { return }
    try play(["pre-release", "confirm", month.description, "--by", responsible])
  }

  /// Access a second before its hours, then at their beginning, one of several withdrawn.
  func playPreRelease(before instant: Instant) throws {
    let opens = programme.schedule.preRelease.opens(before: instant)
    guard !recipients.isEmpty, opens < instant else { return }
    tell("pre-release access")
    let opening = ["pre-release", "open", month.description, "--output", copy.handedOver]
    try set(opens.adding(seconds: -1))
    try play(opening, expecting: 75)
    try show("a second before access", isOut: false)
    try set(opens)
    var others = recipients[...]
    if others.count > 1 {
      let withdrawn = others.removeLast()
      try play([
        "pre-release", "withdraw", month.description, withdrawn.id, "--reason", "A rehearsal.",
      ])
    }
    try play(opening)
    try show("pre-release access opens", isOut: false)
    for recipient in recipients {
      try open(recipient, isDue: others.contains { $0.id == recipient.id })
    }
  }

  /// Opens what was handed over with the recipient's own key, and holds it against what they must
  /// have.
  private func open(_ recipient: Recipient, isDue: Bool) throws {
    let file = "\(copy.handedOver)/\(month)-\(recipient.id).tar.age"
    guard try Files.exists(file) else {
      tell("    \(recipient.id): no copy")
      if isDue { fault("\(recipient.id) has no copy although their access is open") }
      return
    }
    var pages = 0
    var marked = 0
    try SealedFile.forEachFile(of: file, key: recipient.key, expecting: nil) { path, bytes in
      guard path.hasSuffix(".html") else { return }
      pages += 1
      if String(decoding: bytes, as: UTF8.self).contains(recipient.name) { marked += 1 }
    }
    tell("    \(recipient.id): \(pages) pages, \(marked) of them marked with their name")
    if !isDue { fault("\(recipient.id) has a copy although their access was withdrawn") }
    if pages == 0 || marked < pages { fault("\(recipient.id) has pages without their name") }
  }
}

/// A correction after the release.
extension RehearsalPlay {
  /// An error is found two hours after the release: nothing of its correction is public before it
  /// comes out, and then both versions are.
  func playCorrection(after instant: Instant) throws {
    tell("correction")
    try set(instant.adding(hours: 2))
    try play([
      "correct", month.description, "--wrong", "A rehearsal found a word that was wrong.",
      "--changed", "A sentence at the end of the commentary.", "--effect",
      "No figure is affected by it.", "--by", people.0,
    ])
    try correctCommentary()
    try draft(month)
    try show("the correction drafted", isOut: true)
    try seal(month)
    try show("the correction sealed", isOut: true)
    try play("release", month.description)
    publicVersions += 1
    try play("rebuild", month.description)
    try show("the correction out", isOut: true)
  }

  /// A version that changes nothing is refused: the copy's commentary gets a sentence.
  private func correctCommentary() throws {
    let path = "\(copy.folder)/analyses/\(month)/commentary.md"
    let present =
      try Files.exists(path) ? Files.readInput(path, limit: Workspace.analysisLimit) : []
    try Files.write(
      present + Array("\n\nThis sentence was corrected in a rehearsal.\n".utf8), to: path,
      mode: 0o600)
  }
}
