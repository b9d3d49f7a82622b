import Archive
import Diagnostics
import Editions
import Notation
import Publications
import Schedule
import Storage

/// That a second person agrees to a withdrawal.
struct Agreement {
  let proposal: WithdrawalProposal
  let people: People
  let person: Person
  let sshKey: String?
}

/// What is sealed as a withdrawal.
struct WithdrawalOrder {
  /// What it takes back.
  let after: History.Release
  let reason: String
  /// Who seals it: who agreed, where two people decide.
  let person: String
  let instant: Instant
  let agreement: Agreement?

  var month: Month { after.edition }
}

extension Workspace {
  /// Puts the notices that stand in place of the edition, what they are made from, what both people
  /// stated, and the seal.
  ///
  /// It is a version of its own, without figures, sealed and released like any other, so that a
  /// crash leaves the edition or its withdrawal, whole. The archive keeps every version.
  func putWithdrawal(
    _ order: WithdrawalOrder, _ history: History, into writer: SealedFile.Writer
  ) throws -> EditionSeal {
    let month = order.month
    guard let frame = try frame(of: month).edition else {
      preconditionFailure("beginWithdrawal found a schedule that has the edition")
    }
    let zone = frame.programme.schedule.rule.zone
    let day = zone.wallTime(of: order.instant).day
    var withdrawn = history.withdrawals.compactMapValues { zone.wallTime(of: $0.actual).day }
    let others = withdrawn.keys.sorted()
    withdrawn[month] = day
    let addresses = try publicPages(of: month)
    let (notice, templates) = try withUsableTemplates(history) { templates in
      // A language whose table is not there has its notices in English.
      let languages = frame.programme.languages.filter {
        $0 == .english || templates.findings(for: $0).allSatisfy { $0.severity == .warning }
      }
      let all = languages.map { language in
        EditionPages(
          frame: frame, templates: templates, isDraft: false,
          styleName: Preparation.styleName(templates.files), language: language)
      }
      let pages = all[0]
      let notices = all.compactMap { pages -> MadePage? in
        let own = addresses.filter { address in
          let language = Language(ofPage: address)
          return languages.contains(language)
            ? language == pages.language : pages.language == .english
        }
        guard !own.isEmpty else { return nil }
        return pages.withdrawn(
          Withdrawal(.edition, on: day, because: order.reason), pages: own,
          source: "\(pages.language.folder)withdrawn.xml", others: Set(addresses))
      }
      return ((pages, notices), notices.flatMap(\.findings))
    }
    let sink = SealSink(writer)
    try put(notice.0, notice.1, templates, into: sink)
    if let schedule = archivedSchedule { try sink.put("inputs/\(Self.scheduleFile)", schedule) }
    if let agreement = order.agreement { try put(agreement, at: order.instant, into: sink) }
    let files = sink.files
    let seal = EditionSeal(
      edition: month, version: order.after.version + 1, change: .withdrawal(reason: order.reason),
      instant: order.instant, zone: zone, sealedAt: order.instant, sealedBy: order.person,
      follows: history.released.filter { $0 != month }, withdrawn: others,
      fileCount: files.count, digest: files.digest,
      executable: RunningProgram.digest?.hex)
    try writer.put(EditionSeal.file, seal.bytes(files))
    return seal
  }

  private func put(
    _ pages: EditionPages, _ made: [MadePage], _ templates: Templates, into sink: SealSink
  ) throws {
    for page in made {
      if let source = page.source { try sink.put("sources/\(source.path)", source.bytes) }
      for file in page.renditions { try sink.put("renditions/\(file.path)", file.bytes) }
    }
    for file in pages.withdrawnAssets { try sink.put("renditions/\(file.path)", file.bytes) }
    for path in templates.files.keys.sorted() {
      try sink.put("templates/\(path)", templates.files[path]!)
    }
    try sink.put(
      "recipes.json", Recipes.document(made.flatMap(\.recipes), reports: [], of: [pages]))
    try sink.put("build.json", CanonicalDocument.bytes(Build.description))
    try sink.putRebuildKit()
  }

  /// What both people state, as it stands with a seal of an edition, with the keys by which it can
  /// be checked.
  private func put(_ agreement: Agreement, at now: Instant, into sink: SealSink) throws {
    let proposal = agreement.proposal
    try sink.put(WithdrawalProposal.reasonFile, Array(proposal.reason.utf8))
    try sink.put("signoff/withdraw.json", proposal.statement.bytes)
    if let signature = proposal.signature {
      try sink.put("signoff/withdraw.json.sig", Array(signature.utf8))
    }
    if let signers = SSHSignature.allowedSigners(agreement.people.people) {
      try sink.put("signoff/allowed_signers", Array(signers.utf8))
    }
    let statement = SignOffStatement(
      act: .agree, edition: proposal.edition, version: proposal.version,
      person: agreement.person.id, instant: now, digest: sink.files.digest)
    let signature = try sign(statement, as: agreement.person, keyFile: agreement.sshKey)
    try sink.put("signoff/agree.json", statement.bytes)
    if let signature { try sink.put("signoff/agree.json.sig", Array(signature.utf8)) }
  }

  /// The pages of an edition, by their paths in its folder: those of all versions, as they stand in the
  /// public tree, and as they should stand there.
  private func publicPages(of month: Month) throws -> [String] {
    guard let tree = try trees.current() else {
      throw ReleaseError(
        .wrongState, "there is no public tree, although \(month) is out; bring \(trees.link) back")
    }
    let folder = "\(tree.path)/\(month)"
    let standing =
      try Files.exists(folder)
      ? Files.walk(folder).filter { $0.kind == .file }.map(\.path) : []
    return (Set(standing).union(archivedPages(of: month)).filter(EditionFile.isMade)).sorted()
  }

  /// The files of all archived versions by where they stand in the folder of their edition; none where
  /// the archive cannot say: a withdrawal waits for nothing.
  private func archivedPages(of month: Month) -> Set<String> {
    guard let inventory = try? OCFLStore(archive).inventory(of: month.description) else {
      return []
    }
    let prefix = "renditions/"
    var pages: Set<String> = []
    for (index, version) in inventory.versions.enumerated() {
      for file in version.state.keys where file.hasPrefix(prefix) {
        let page = String(file.dropFirst(prefix.utf8.count))
        guard !EditionFile.isOfSeries(page), !page.hasPrefix("assets/") else { continue }
        pages.insert(page)
        if !EditionFile.isPermanentCopy(page) { pages.insert("v\(index + 1)/\(page)") }
      }
    }
    return pages
  }
}
