import Notation
package import Schedule
package import Storage

/// The archive: an OCFL 1.1 storage root with one object for each edition.
package struct OCFLStore: Sendable {
  package let root: String
  package init(_ root: String) { self.root = root }

  package func contains(_ id: String) throws -> Bool {
    try Files.kind(of: "\(root)/\(id)") == .directory
  }

  package func create(
    _ id: String, content: [String: ContentSource], created: Instant, message: String,
    user: String
  ) throws {
    try makeRoot()
    try Directory.replace(at: "\(root)/\(id)", mode: 0o700, staging: "\(root).new") { building in
      try Files.writeNew(Array("ocfl_object_1.1\n".utf8), to: "\(building)/0=ocfl_object_1.1")
      var manifest: [String: [String]] = [:]
      var state: [String: [String]] = [:]
      for path in content.keys.sorted() {
        let source = content[path]!
        let digest = try source.digest()
        state[digest.hex, default: []].append(path)
        guard manifest[digest.hex] == nil else { continue }
        let place = "v1/content/\(path)"
        manifest[digest.hex] = [place]
        try Files.makeDirectory("\(building)/\(place)".parentPath, mode: 0o700)
        try source.place(at: "\(building)/\(place)", mode: 0o600, expecting: digest)
      }
      func lists(_ map: [String: [String]]) -> CanonicalJSON {
        .object(map.mapValues { .array($0.map { .string($0) }) })
      }
      let inventory = CanonicalJSON.object([
        "digestAlgorithm": .string("sha512"), "head": .string("v1"),
        "id": .string(id), "manifest": lists(manifest),
        "type": .string("https://ocfl.io/1.1/spec/#inventory"),
        "versions": .object([
          "v1": .object([
            "created": .string(created.description), "message": .string(message),
            "state": lists(state), "user": .object(["name": .string(user)]),
          ])
        ]),
      ]).bytes
      let side = Array("\(SHA512Sum(of: inventory).hex) inventory.json\n".utf8)
      for folder in [building, "\(building)/v1"] {
        try Files.writeNew(inventory, to: "\(folder)/inventory.json")
        try Files.writeNew(side, to: "\(folder)/inventory.json.sha512")
      }
    }
  }

  private func makeRoot() throws {
    guard try !Files.exists(root) else { return }
    try Files.makeDirectory(root, mode: 0o700)
    try Files.write(Array("ocfl_1.1\n".utf8), to: "\(root)/0=ocfl_1.1")
  }

  package func read(_ id: String) throws -> [String: [UInt8]] {
    let bytes = try Files.read("\(root)/\(id)/inventory.json", limit: 1 << 28)
    let value = JSONReader.read(bytes, file: "inventory.json").value!
    let object = value.object!
    var content: [String: [UInt8]] = [:]
    let manifest = object["manifest"]!.object!
    for member in object["versions"]!.object!["v1"]!.object!["state"]!.object!.members {
      let path = manifest[member.key]!.array![0].string!
      let file = try Files.read("\(root)/\(id)/\(path)", limit: 1 << 28)
      for logical in member.value.array! { content[logical.string!] = file }
    }
    return content
  }
}
