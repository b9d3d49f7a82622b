import Archive
import Diagnostics
import Schedule
import Storage

/// What was found of an edition in the archive, as little as the other checks need.
struct ArchivedEdition: Sendable {
  /// One version of it.
  struct Version: Sendable {
    let number: Int
    /// When it was archived, as the inventory says.
    let created: String
    let message: String?
    /// Who made it, as the inventory says.
    let user: String?
    /// Where they can be asked, as the inventory says, and as the version's schedule does.
    let address: String?
    let contact: SeriesContact
    /// The seal with the digests of the renditions alone; nil where it cannot be read.
    let open: OpenSeal?
    /// What is wrong between version and seal, a sentence each.
    let sealFaults: [String]
    /// Where the bytes are: content paths by digest, those of the renditions alone.
    let places: [String: String]
    /// What its files say of why there is one.
    let words: ArchivedWords
    /// SHA-512 of the list of its own analyses; nil where it has none.
    let analyses: String?
    /// The analyses of earlier editions that it names.
    let earlier: [Earlier]
    /// Why they cannot be told, where its list of them is there and cannot be read.
    let earlierFault: String?
  }

  /// The analyses of an earlier edition that a version names.
  struct Earlier: Sendable {
    let edition: Month
    let version: Int
    /// SHA-512 of their list.
    let digest: String
  }

  let name: String
  let faults: [OCFLFault]
  /// The folders in it that OCFL allows and nothing of ours makes.
  let foreignFolders: [String]
  /// What the inventory says that the object is; nil where it cannot be read.
  let id: String?
  let versions: [Version]
  /// SHA-512 of its inventory; nil where it cannot be read.
  let inventoryDigest: String?
  /// How many files the object has, and how many of them others may read.
  let fileCount: Int
  /// How large the files are that came out, by content path.
  let sizes: [String: Int]
  let openToOthers: Int
  /// Content paths that differ in case only.
  let clashes: [String]
}

extension ArchivedEdition {
  /// The files of a version that its seal does not list: they were made of it or for it.
  static let unsealedFiles: Set = [EditionSeal.file]

  /// Looks through the folder of an object.
  ///
  /// Throws a ``Storage/StorageError`` where it cannot be opened.
  init(_ name: String, at path: String, reading: OCFLReading) throws {
    let inspection = try OCFLStore.inspect(objectAt: path, reading: reading)
    self.name = name
    id = inspection.inventory?.id
    faults =
      id ?? name == name
      ? inspection.faults + OwnForm.faults(inspection.files, in: path, said: inspection.faults) : []
    foreignFolders = inspection.foreignFolders
    inventoryDigest = try? SHA512Sum(ofFile: "\(path)/inventory.json").hex
    let files = inspection.files.filter { $0.kind == .file }
    fileCount = files.count
    openToOthers = inspection.files.count { $0.kind != .link && $0.mode & 0o077 != 0 }
    var seen: [String: String] = [:]
    var clashes: [String] = []
    for file in files where seen.updateValue(file.path, forKey: file.path.lowercased()) != nil {
      clashes.append(file.path)
    }
    self.clashes = clashes
    let all = Dictionary(files.map { ($0.path, $0.size) }) { first, _ in first }
    // What another object's inventory says of this one's files is of no use.
    guard let inventory = inspection.inventory, inventory.id == name else {
      versions = []
      sizes = [:]
      return
    }
    let broken = Set(inspection.faults.filter(\.isError).map(\.path))
    versions = inventory.versions.enumerated().map { index, version in
      Version(number: index + 1, version, of: inventory, at: path, broken: broken)
    }
    sizes = versions.flatMap(\.places.values).reduce(into: [:]) { $0[$1] = all[$1] }
  }
}

extension ArchivedEdition.Version {
  fileprivate init(
    number: Int, _ version: OCFLInventory.Version, of inventory: OCFLInventory, at path: String,
    broken: Set<String>
  ) {
    self.number = number
    created = version.created
    message = version.message
    user = version.user?.name
    address = version.user?.address
    var faults: [String] = []
    let open = Self.open(version, of: inventory, at: path, broken: broken, &faults)
    self.open = open
    sealFaults = faults
    func read(_ file: String) -> [UInt8]? {
      guard let place = version.state[file].flatMap({ inventory.manifest[$0]?.first }),
        !broken.contains(place)
      else { return nil }
      return try? Files.read("\(path)/\(place)", limit: Workspace.fileLimit)
    }
    words = open.map { ArchivedWords(of: $0.seal, read: read) } ?? .none
    contact = read(SeriesContact.file).map(SeriesContact.init(schedule:)) ?? .unknown
    let month = Month(inventory.id)
    let own = month.map { OCFLVersionReader.analyses(in: version.state, of: $0) } ?? [:]
    analyses = own.isEmpty ? nil : FileDigests(own).digest
    (earlier, earlierFault) = Self.earlier(version, of: inventory, at: path, broken: broken)
    var places: [String: String] = [:]
    for digest in open?.files.values ?? [:].values {
      places[digest] = inventory.manifest[digest]?.first
    }
    self.places = places
  }

  private static func earlier(
    _ version: OCFLInventory.Version, of inventory: OCFLInventory, at path: String,
    broken: Set<String>
  ) -> ([ArchivedEdition.Earlier], fault: String?) {
    guard
      let place = version.state[EarlierInputs.file].flatMap({ inventory.manifest[$0]?.first }),
      // A damaged file is said to be that.
      !broken.contains(place)
    else { return ([], nil) }
    do {
      let bytes = try Files.read("\(path)/\(place)", limit: Workspace.fileLimit)
      let parts = try EarlierInputs(bytes, file: place).parts
      return (
        parts.map { .init(edition: $0.edition, version: $0.version, digest: $0.digest) }, nil
      )
    } catch {
      return ([], "\(error)")
    }
  }

  private static func open(
    _ version: OCFLInventory.Version, of inventory: OCFLInventory, at path: String,
    broken: Set<String>, _ faults: inout [String]
  ) -> OpenSeal? {
    guard let digest = version.state[EditionSeal.file],
      let place = inventory.manifest[digest]?.first
    else {
      faults.append("it has no \(EditionSeal.file)")
      return nil
    }
    // A damaged seal is a damaged file, which is said already.
    guard !broken.contains(place) else { return nil }
    let open: OpenSeal
    do {
      let bytes = try Files.read("\(path)/\(place)", limit: Workspace.fileLimit)
      // It may not be among the files that are read for their digests.
      guard inventory.digestAlgorithm != "sha512" || SHA512Sum(of: bytes).hex == digest else {
        faults.append("\(place) has other bytes than the inventory says")
        return nil
      }
      open = try OpenSeal(bytes)
    } catch {
      faults.append("\(place): \(error)")
      return nil
    }
    let listed = FileDigests(open.files)
    if listed.count != open.files.count || listed.digest != open.seal.digest {
      faults.append("the list in \(EditionSeal.file) does not have the digest that it states")
    }
    faults += comparison(version.state, open.files)
    return OpenSeal(
      seal: open.seal, files: open.files.filter { $0.key.hasPrefix("renditions/") })
  }

  /// What the inventory and the seal say differently of the files.
  private static func comparison(_ state: [String: String], _ sealed: [String: String]) -> [String]
  {
    var faults: [String] = []
    for path in sealed.keys.sorted() {
      guard let digest = state[path] else {
        faults.append("the seal lists \(path.quoted), and the version has no such file")
        continue
      }
      if digest != sealed[path]! {
        faults.append("\(path.quoted) has another digest than the seal lists")
      }
    }
    for path in state.keys.sorted()
    where sealed[path] == nil && !ArchivedEdition.unsealedFiles.contains(path) {
      faults.append("\(path.quoted) is in the version, and the seal does not list it")
    }
    return faults
  }
}
