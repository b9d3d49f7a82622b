package import Diagnostics
package import Editions
package import Schedule

/// A file of the workspace: its path there and its bytes, held or read when they are wanted.
///
/// An edition may have a hundred thousand analyses: they are read one by one and let go.
package struct InputFile: Sendable {
  package let path: String
  private let read: @Sendable (String) throws -> [UInt8]

  /// A file that is read, by its path, whenever its bytes are asked for.
  package init(path: String, reading read: @escaping @Sendable (String) throws -> [UInt8]) {
    self.path = path
    self.read = read
  }

  /// A file that was read.
  package init(path: String, bytes: [UInt8]) {
    self.init(path: path) { _ in bytes }
  }

  /// The bytes.
  ///
  /// Throws what reading them throws.
  package func bytes() throws -> [UInt8] { try read(path) }
}

/// Everything that people wrote for an edition.
package struct WorkspaceFiles: Sendable {
  package var schedule: InputFile
  package var register: InputFile
  /// The analyses of each edition up to the one that is made, by path.
  package var analyses: [Month: [InputFile]]
  /// The commentary of the edition that is made.
  package var commentary: InputFile?
  /// The same in other languages.
  package var translatedCommentaries: [Language: InputFile] = [:]
  /// Why warnings of the edition that is made are let pass.
  package var reasons: InputFile?
  /// What corrects the edition that is made.
  package var correction: InputFile?
  /// The pages that stand around the editions.
  package var pages: [InputFile] = []
  /// What the public was told of every edition.
  package var announcements = PublicCalendar()
  /// Texts that pages print and that stand in no schedule and no analysis: notes of corrections, reasons
  /// of withdrawals.
  ///
  /// Nil where later editions have texts too, which nobody reads here.
  package var textsElsewhere: Set<String>?
  /// Findings of the looking itself: files that should not be there or could not be listed.
  package var findings: [Finding]

  /// Everything but the analyses.
  package var others: [InputFile] {
    [schedule, register, commentary, reasons, correction].compactMap(\.self)
      + Language.allCases.compactMap { translatedCommentaries[$0] } + pages
  }

  package init(
    schedule: InputFile, register: InputFile, analyses: [Month: [InputFile]],
    commentary: InputFile?, reasons: InputFile? = nil, correction: InputFile? = nil,
    findings: [Finding]
  ) {
    self.correction = correction
    self.schedule = schedule
    self.register = register
    self.analyses = analyses
    self.commentary = commentary
    self.reasons = reasons
    self.findings = findings
  }
}
