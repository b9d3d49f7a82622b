import Diagnostics
import Notation
import Storage

extension OCFLStore {
  /// The layout that the storage root declares: an object stands in a folder that bears its name.
  static let layout = "0002-flat-direct-storage-layout"

  /// The files by which a storage root of ours says what it is, always with these bytes.
  ///
  /// The layout has no parameters, so it needs no config.json; ocfl-py 2.1.0 fails on one.
  package static let declarations: [String: [UInt8]] = [
    "0=ocfl_1.1": Array("ocfl_1.1\n".utf8),
    "ocfl_layout.json": Array(
      """
      {
        "description": "Each object stands in a folder that bears its identifier: the edition.",
        "extension": "\(layout)"
      }

      """.utf8),
  ]

  /// Writes anew what a storage root says of itself, where it is missing or another.
  ///
  /// Throws a ``Storage/StorageError``.
  package func declareRoot() throws {
    for name in Self.declarations.keys.sorted() {
      let (path, bytes) = ("\(root)/\(name)", Self.declarations[name]!)
      guard try self.bytes(of: name) != bytes else { continue }
      try Files.write(bytes, to: path, mode: 0o600)
    }
  }

  /// Everything that is wrong with the storage root itself (OCFL 1.1, section 4), its objects left
  /// out.
  ///
  /// Throws where the folder does not let itself be read.
  package func validateRoot() throws -> [OCFLFault] {
    var faults: [OCFLFault] = []
    func note(_ code: String, _ path: String, _ found: String) {
      faults.append(OCFLFault(code, path, found))
    }
    let declarations = try Files.list(root).filter { $0.hasPrefix("0=") }
    if declarations != ["0=ocfl_1.1"] {
      note(
        "E069", "0=ocfl_1.1",
        declarations.isEmpty
          ? "the declaration of the storage root is missing"
          : "the storage root declares itself as \(declarations.joined(separator: " and "))")
    } else if try bytes(of: declarations[0]) != Array("ocfl_1.1\n".utf8) {
      note("E080", "0=ocfl_1.1", "it does not hold the text ocfl_1.1 and a line feed")
    }
    if let found = try layoutFault() { note("E070", "ocfl_layout.json", found) }
    for name in try Files.list(root) where try !isUnfinishedDeclaration(name) {
      let kind = try Files.kind(of: "\(root)/\(name)")
      switch kind {
      case .link: note("E090", name, "it is a link, and a storage root holds none")
      case .other: note("E090", name, "it is neither a file nor a folder")
      case .directory where name == "extensions":
        for inner in try Files.list("\(root)/extensions") {
          let isFolder = try Files.kind(of: "\(root)/extensions/\(inner)") == .directory
          note(
            isFolder ? "W016" : "E112", "extensions/\(inner)",
            isFolder ? "an extension that ninethirty does not know" : "a file among extensions")
        }
      case .directory:
        let inner = try Files.list("\(root)/\(name)")
        if inner.isEmpty {
          note("E073", name, "the folder is empty")
        } else if !inner.contains(where: { $0.hasPrefix("0=ocfl_object_") }) {
          note("E072", name, "the folder is no object: it has no declaration of one")
        } else if !isName(name) {
          note("E072", name, "the folder is no object: none can have this name")
        }
      case .file, nil: continue
      }
    }
    return faults
  }

  /// Whether it is what a crash left of writing a declaration: under such a name anything else could
  /// be put into the storage root.
  ///
  /// Throws a ``Storage/StorageError``.
  package func isUnfinishedDeclaration(_ name: String) throws -> Bool {
    let longest = Self.declarations.values.map(\.count).max() ?? 0
    guard name.hasPrefix(Files.unfinishedPrefix),
      let size = try Files.size(ofFile: "\(root)/\(name)"), size <= longest
    else { return false }
    let bytes = try bytes(of: name)
    return Self.declarations.values.contains { $0.starts(with: bytes) }
  }

  private func bytes(of file: String) throws -> [UInt8] {
    guard try Files.kind(of: "\(root)/\(file)") == .file else { return [] }
    return try Files.read("\(root)/\(file)", limit: 1 << 16)
  }

  /// What is wrong with the declaration of the layout, which ours always has; nil for a sound one.
  private func layoutFault() throws -> String? {
    let name = "ocfl_layout.json"
    guard try Files.exists("\(root)/\(name)") else {
      return "the declaration of the layout is missing"
    }
    let (value, findings) = JSONReader.read(try bytes(of: name), file: name)
    guard findings.isEmpty, let value, case .object(let members)? = CanonicalJSON(value),
      case .string(let extensionName)? = members["extension"],
      case .string? = members["description"]
    else { return "it is no JSON object with the texts extension and description" }
    guard extensionName == Self.layout else {
      return
        "it declares the layout \(extensionName.quoted), and objects stand as \(Self.layout) says"
    }
    return try bytes(of: name) == Self.declarations[name]
      ? nil : "it declares the right layout in other bytes than ninethirty always writes"
  }
}
