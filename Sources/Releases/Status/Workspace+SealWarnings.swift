import Editions
import Ledger
import Schedule
import Storage

/// What `status` warns of what is sealed, however far its instant is.
extension Workspace {
  func sealWarnings(
    _ editions: [StatusReport.EditionStatus], _ programme: Programme, _ history: History
  ) -> [StatusWarning] {
    let waiting = editions.filter { !$0.isCancelled || $0.state.isOut }
    return warnings("what else lies among the sealed editions") {
      try unknownSeals(editions, history)
    }
      + brokenSeals(waiting) + movedAfterSealing(waiting.filter { !$0.isCancelledInSilence })
      + announcedOtherwise(editions.filter { !$0.isCancelled })
      + sealedAsAnother(programme, history)
      + overtaken(programme, history) + sealedAndCancelled(editions)
      + warnings("whether what stands around the editions tells of one") {
        try tellingSites(waiting, history)
      }
      + warnings("what the schedule dropped") { try droppedSeals(history) }
      + warnings("whether pages lie in clear") { try pagesInClear() }
  }

  private func sealedAsAnother(_ programme: Programme, _ history: History) -> [StatusWarning] {
    history.unreleasedSeals.values.sorted { $0.edition < $1.edition }.compactMap { seal in
      guard seal.kind != .withdrawal, let text = seal.otherStatus(than: programme.status) else {
        return nil
      }
      return StatusWarning(
        kind: .sealedAsAnother, edition: seal.edition, isUrgent: true, text: text,
        remedy: seal.wayOfStatus)
    }
  }

  /// Sealed editions whose release would be refused for what stands around the editions: a text of the
  /// schedule, or what came under embargo after the seal.
  private func tellingSites(
    _ editions: [StatusReport.EditionStatus], _ history: History
  ) throws -> [StatusWarning] {
    try editions.compactMap(\.seal).filter { $0.kind.holdUps.contains(.leaks) }.compactMap { seal in
      do {
        try refuseEmbargoedSite(history, except: seal.edition)
        return nil
      } catch let error as ReleaseError where error.code == .embargoed {
        return StatusWarning(
          kind: .siteTells, edition: seal.edition, isUrgent: true,
          text: "cannot be released: \(error.reason)",
          remedy: "nothing comes out, and no date is announced or moved, before that")
      }
    }
  }

  private func overtaken(_ programme: Programme, _ history: History) -> [StatusWarning] {
    overtakenSeals(programme, history).map { overtaken in
      StatusWarning(
        kind: .sealedBeforeAnother, edition: overtaken.seal.edition, isUrgent: true,
        text: overtaken.text, remedy: overtaken.remedy)
    }
  }

  /// Pages that lie in clear though nobody prints them: whoever did holds the lock.
  private func pagesInClear() throws -> [StatusWarning] {
    guard try Files.exists(printFolder), WorkspaceLock.holder(of: lockFile) == nil,
      // It may have been finished between the two.
      try Files.exists(printFolder)
    else { return [] }
    return [
      StatusWarning(
        kind: .pagesInClear, edition: nil, isUrgent: true,
        text:
          "\(printFolder) has pages in clear: PDFs were being printed of them when the program or the "
          + "machine stopped",
        remedy:
          "remove that folder; the next `ninethirty draft`, `seal`, `unseal` or `release` does so too"
      )
    ]
  }

  /// Sealed editions that somebody took out of the schedule.
  private func droppedSeals(_ history: History) throws -> [StatusWarning] {
    try embargo(history).dropped.map { seal in
      StatusWarning(
        kind: .sealedAndDropped, edition: seal.edition, isUrgent: true, text: seal.droppedText,
        remedy: seal.droppedRemedy)
    }
  }

  /// Sealed files of editions that the journal knows no seal of: it was cut short, or somebody laid
  /// them there.
  private func unknownSeals(
    _ editions: [StatusReport.EditionStatus], _ history: History
  ) throws -> [StatusWarning] {
    func isUnknown(_ month: Month, _ history: History) -> Bool {
      !history.journal.contains {
        $0.edition == month.description && ["sealed", "unsealed"].contains($0.event)
      }
    }
    return try editions.compactMap { status in
      let month = status.edition
      // Somebody may have sealed it between the journal and the file: the journal says so now.
      guard isUnknown(month, history), try Files.exists(sealedFile(month)),
        isUnknown(month, try History(self))
      else { return nil }
      return StatusWarning(
        kind: .sealBroken, edition: month, isUrgent: true,
        text: "has \(sealedFile(month)), and the journal knows no seal of it: it is not released",
        remedy: "put the journal back from a copy if it was cut short; else find out who laid the "
          + "file there, and seal the edition")
    }
  }

  /// Sealed files that are not what was sealed.
  private func brokenSeals(_ editions: [StatusReport.EditionStatus]) -> [StatusWarning] {
    editions.compactMap { status in
      status.sealFault.map { fault in
        StatusWarning(
          kind: .sealBroken, edition: status.edition, isUrgent: true,
          text: "cannot be released: \(fault.text)",
          remedy: "find out who did it, then \(wayToSealAgain(status.edition))")
      }
    }
  }

  /// Editions whose pages print another date than the schedule has now.
  private func movedAfterSealing(
    _ editions: [StatusReport.EditionStatus]
  ) -> [StatusWarning] {
    editions.compactMap { status in
      guard !status.state.isOut, let seal = status.seal, seal.instant != status.scheduled.instant
      else { return nil }
      let isLater = seal.isOvertaken(by: status.scheduled)
      return StatusWarning(
        kind: .movedAfterSealing, edition: status.edition, isUrgent: true,
        text: "was sealed for \(seal.instant), and the schedule has \(status.scheduled.instant): "
          + (isLater
            ? "its pages print the date that was, and it is not released"
            : "it comes out at the later of the two, as its pages print"),
        remedy: wayToSealAgain(status.edition))
    }
  }

  /// Editions of which the schedule says something else than the public was told.
  private func announcedOtherwise(
    _ editions: [StatusReport.EditionStatus]
  ) -> [StatusWarning] {
    editions.compactMap { status in
      let month = status.edition
      if status.isCancelledInPublic {
        return StatusWarning(
          kind: .announcedOtherwise, edition: month, isUrgent: true,
          text: "was cancelled in public, and schedule.json has a date for it: it is not released",
          remedy: "say so in the schedule too, with `ninethirty cancel \(month) --reason …`")
      }
      if status.isCancelledInSilence, let date = status.told.date {
        return StatusWarning(
          kind: .announcedOtherwise, edition: month, isUrgent: true,
          text: "is cancelled in schedule.json, so it is not released, and the public was told "
            + "\(date.longText)", remedy: wayToOneWord(month))
      }
      guard let date = status.told.date, status.told.differs(from: status.scheduled) else {
        return nil
      }
      let isRefused = status.seal.map { $0.instant < status.told.instant ?? $0.instant } ?? false
      return StatusWarning(
        kind: .announcedOtherwise, edition: month, isUrgent: status.seal != nil,
        text:
          "was announced for \(date.longText), and schedule.json has \(status.scheduled.instant)"
          + (isRefused
            ? ": it is not released before the later, nor with pages of another date" : ""),
        remedy: wayToOneDate(status.scheduled))
    }
  }

  /// What is sealed of an edition that does not come out: it is under embargo and of no use.
  private func sealedAndCancelled(
    _ editions: [StatusReport.EditionStatus]
  ) -> [StatusWarning] {
    editions.compactMap { status in
      guard status.isCancelled, let seal = status.seal, seal.kind == .first else {
        return nil
      }
      let fault = status.sealFault.map { "; \($0.text)" } ?? ""
      return StatusWarning(
        kind: .sealedAndCancelled, edition: status.edition, isUrgent: false,
        text: "is cancelled, and what was sealed of it on \(seal.sealedAt) still lies in "
          + "\(sealedFile(status.edition)), which is never released\(fault)",
        remedy: "take it away with `ninethirty unseal \(status.edition) --reason …`")
    }
  }
}
