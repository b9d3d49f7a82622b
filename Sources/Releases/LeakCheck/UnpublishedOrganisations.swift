import Diagnostics
import Intake
import Ledger
import Statistics
import Storage

/// The organisations of the register of which no report is out: that one asked, and what came of it, is
/// not public (the check `wording.organisation`).
struct UnpublishedOrganisations {
  /// Why the register could not be read in full; nil where it could.
  let fault: Finding?
  private let names: OrganisationNames
  /// The names that are public, each by itself: an organisation may be about to get another one.
  private let isPublic: Set<String>

  /// Those of the present register.
  ///
  /// Throws a ``Storage/StorageError`` where it cannot be read at all.
  init(of workspace: Workspace, _ history: History) throws {
    let file = Workspace.registerFile
    let bytes = try Files.readInput(workspace.path(file), limit: Workspace.fileLimit)
    let (register, findings) = RegisterReader.read(bytes, file: file)
    fault = findings.first { $0.severity == .error }
    let known = Set(register.requests.map(\.organisation.name))
    names = OrganisationNames(known.sorted().map { (id: $0, name: $0) })
    let out = try workspace.publicNames(history)
    isPublic = known.filter { out.contains(SearchedText($0).letters) }
  }

  /// Those that a text or a page names, as the register has them.
  func names(in text: String) -> [String] {
    let words = Words(text.replacing("&amp;", with: "&"))
    return names.mentions(in: words).filter { isPublic.isDisjoint(with: $0.ids) }
      .compactMap { $0.ids.sorted().first }
  }
}
