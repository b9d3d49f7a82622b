import Archive
import Diagnostics
import Editions
import Schedule
import Storage

/// What `status` says where it cannot look: one file that is no file must not hide all the rest.
extension Workspace {
  /// What one source warns of; where it cannot tell, a warning of that.
  ///
  /// `subject` is what cannot be told then, to follow “it cannot be told”.
  func warnings(
    _ subject: String, of month: Month? = nil, _ source: () throws -> [StatusWarning]
  ) -> [StatusWarning] {
    do {
      return try source()
    } catch {
      return [notReadable(subject, of: month, error)]
    }
  }

  func notReadable(_ subject: String, of month: Month? = nil, _ error: any Error) -> StatusWarning {
    // What an archive says of itself has a line for each fault; `verify` has them all.
    let cause = "\(error)".split(separator: "\n").first.map(String.init) ?? "\(error)"
    return StatusWarning(
      kind: .notReadable, edition: month, isUrgent: true,
      text: "\(cause): it cannot be told \(subject)",
      remedy: "put right what it names")
  }

  /// What `check` says of an edition; where something cannot be read, that: everything else that
  /// `status` knows is said all the same.
  func findingsForStatus(of month: Month) -> [Finding] {
    do {
      return try findings(of: month)
    } catch let error as ArchiveError {
      return [
        Finding(
          "verify.archive.inventory", at: Place("publications/archive"),
          found: "\("\(error)".split(separator: "\n")[0])",
          rule: "an edition is checked against what is out", source: "docs/format.md section 13",
          remedy: "see what `ninethirty repair` can put back")
      ]
    } catch {
      return [
        Finding(
          "intake.file.unreadable", at: Place((error as? StorageError)?.path ?? folder),
          found: "\(error)", rule: "an edition is checked before it is sealed",
          source: "docs/format.md", remedy: "put right what it names")
      ]
    }
  }
}
