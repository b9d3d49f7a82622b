import Diagnostics
import Publications
import Storage

/// What stands in the folder of templates.
struct TemplateFolder {
  /// The files by their path inside the folder.
  var files: [String: [UInt8]] = [:]
  /// What is no file, or cannot be read.
  var findings: [Finding] = []
}

extension Workspace {
  /// The largest file that is read as a template: the standard ones together have 0.2 MB.
  private static let templateLimit = 8 * 1024 * 1024

  /// The templates of the workspace; the standard ones where it brings none of its own.
  ///
  /// What stands where a template is expected and is none is a finding; hidden files and copies
  /// that an editor keeps (`~`) are left out.
  func templateFolder() throws -> TemplateFolder {
    if let archived = try copy?.templates(), !archived.isEmpty {
      return TemplateFolder(files: archived)
    }
    let folder = path(Self.templatesFolder)
    guard try Files.exists(folder) else { return TemplateFolder(files: StandardTemplates.files) }
    var result = TemplateFolder()
    for entry in try Files.walk(folder) {
      let isHidden = entry.path.split(separator: "/").contains { $0.hasPrefix(".") }
      guard !isHidden, !entry.path.hasSuffix("~") else { continue }
      switch entry.kind {
      case .file:
        do {
          result.files[entry.path] = try Files.read(
            "\(folder)/\(entry.path)", limit: Self.templateLimit)
        } catch {
          result.findings.append(Self.unreadable(entry.path, "cannot be read: \(error)"))
        }
      case .directory:
        if Templates.required.contains(entry.path) {
          result.findings.append(Self.unreadable(entry.path, "is a folder"))
        }
      case .link: result.findings.append(Self.unreadable(entry.path, "is a symbolic link"))
      case .other:
        result.findings.append(Self.unreadable(entry.path, "is a device, a pipe or a socket"))
      }
    }
    return result
  }

  private static func unreadable(_ name: String, _ what: String) -> Finding {
    Finding(
      "template.unreadable", at: Place("\(templatesFolder)/\(name)"), found: "the template \(what)",
      rule: "every template is a regular file in its own folder, of at most 8 MiB",
      source: "docs/templates.md",
      remedy: "put the file itself there; a new workspace has all templates")
  }
}

extension Sequence<Finding> {
  /// These findings without those that call a file missing of which others say more.
  func withoutMissing(of others: [Finding]) -> [Finding] {
    let named = Set(others.map(\.place.file))
    return filter { $0.id != "template.missing" || !named.contains($0.place.file) }
  }
}
