import Glibc

/// Prints web pages as PDF: a Chromium without a window, a network, or a memory of its own.
///
/// What it prints is under embargo. So it gets a page as a file with a name that says nothing, in a
/// folder of its owner alone, where its profile and everything temporary lie too; neither its arguments
/// nor its environment tell of the page.
package struct PagePrinter: Sendable {
  private let tool: ExternalTool
  /// How long one page may take.
  private let limit: Duration

  /// The variable that names the program.
  package static let variable = "NINETHIRTY_CHROMIUM"
  /// The names that are looked for where the variable is not set.
  private static let names = ["chromium", "chromium-browser", "google-chrome"]

  /// Finds the program.
  ///
  /// Throws a ``StorageError``, ``StorageError/Code/notInstalled``, where there is none.
  package init(limit: Duration = .seconds(120)) throws {
    self.limit = limit
    let named = Environment[Self.variable]
    guard let program = (named.map { [$0] } ?? Self.names).first(where: Self.isProgram) else {
      let why = named == nil ? "no Chromium is installed" : "\(Self.variable) names no program"
      throw StorageError(
        .notInstalled, "run", named ?? Self.names[0],
        "\(why), and schedule.json asks for PDFs; install Debian's package chromium, name one with "
          + "\(Self.variable), or set \"pdf\" to false")
    }
    tool = ExternalTool(program, package: "chromium")
  }

  /// Whether a path, or a name on the search path, is that of a program.
  private static func isProgram(_ name: String) -> Bool {
    guard !name.contains("/") else { return access(name, X_OK) == 0 }
    let folders = (Environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.contains { access("\($0)/\(name)", X_OK) == 0 }
  }

  /// Prints one page; `style` are the bytes of its style sheet, which it links as `style.css`.
  ///
  /// `folder` is one of this lane of work alone: what the program keeps for the next page stays in it.
  /// Throws a ``StorageError`` that says why there is no PDF; it does not say of which page.
  package func print(_ page: [UInt8], style: [UInt8], in folder: String) throws -> [UInt8] {
    try Files.makeDirectory(folder, mode: 0o700)
    // An address of a file is that of an absolute path.
    let folder = try Files.resolved(folder) ?? folder
    let place = "\(folder)/page"
    try Files.remove(tree: place)
    for path in [place, "\(folder)/home", "\(folder)/tmp", "\(folder)/profile"] {
      try Files.makeDirectory(path, mode: 0o700)
    }
    let writer = TreeWriter(place, fileMode: 0o600, folderMode: 0o700)
    try writer.write(page, to: "page.html")
    try writer.write(style, to: "style.css")
    // The name of a socket has 107 bytes at most (unix(7)), and the folder may have a long path: it gets a
    // second, short one. All that stands there is this link.
    let short = try Files.makeTemporaryFolder("ninethirty")
    defer { try? Files.remove(tree: short) }  // ``clear(_:)`` tries it again.
    try Files.remove(tree: "\(folder)/short")
    try Files.makeLink("\(folder)/short", to: short)
    try Files.makeLink("\(short)/t", to: "\(folder)/tmp")
    let (status, said) = try tool.run(
      arguments(in: folder), environment: Self.environment(in: folder, temporary: "\(short)/t"),
      within: limit)
    guard let status else {
      throw failure("it had not ended after \(limit.components.seconds) seconds", said)
    }
    guard status == 0 else { throw failure("it ended with status \(status)", said) }
    let output = "\(place)/page.pdf"
    guard try Files.kind(of: output) == .file else { throw failure("it wrote no file", said) }
    let bytes = try Files.read(output, limit: 1 << 28)
    // Nothing of a page stays longer than it is needed.
    try Files.remove(tree: place)
    return bytes
  }

  /// Removes what it was given and left in the folder whose folders are those of lanes, after a crash too.
  ///
  /// Its helpers may still write for a moment when it has ended: it is tried again for two seconds.
  package static func clear(_ folder: String) throws {
    if try Files.kind(of: folder) == .directory {
      for lane in try Files.list(folder) { removeShort(of: "\(folder)/\(lane)") }
    }
    for _ in 1..<40 {
      do {
        return try Files.remove(tree: folder)
      } catch let error as StorageError where error.code == .exists {
        usleep(50_000)
      }
    }
    try Files.remove(tree: folder)
  }

  /// Removes the second, short path of a lane where a crash left it.
  ///
  /// That it leads to the lane shows whose it is. One that cannot be looked at leads nowhere once the lane
  /// is gone.
  private static func removeShort(of lane: String) {
    guard let short = try? Files.target(ofLink: "\(lane)/short"),
      let lane = try? Files.resolved(lane),
      (try? Files.target(ofLink: "\(short)/t")) == "\(lane)/tmp"
    else { return }
    try? Files.remove(tree: short)
  }

  private func arguments(in folder: String) -> [String] {
    var arguments = [
      "--headless", "--print-to-pdf=\(folder)/page/page.pdf", "--no-pdf-header-footer",
      "--export-tagged-pdf", "--generate-pdf-document-outline",
      "--user-data-dir=\(folder)/profile",
    ]
    arguments += Self.quiet + Self.offline
    // The sandbox of Chromium refuses to work for root.
    if geteuid() == 0 { arguments.append("--no-sandbox") }
    return arguments + ["file://\(Self.percentEncoded("\(folder)/page/page.html"))"]
  }

  /// It asks nothing and keeps nothing.
  private static let quiet = [
    "--no-first-run", "--no-default-browser-check", "--disable-default-apps",
    "--disable-extensions", "--disable-breakpad", "--disable-crash-reporter", "--disable-gpu",
    "--mute-audio", "--password-store=basic", "--disable-print-preview",
  ]

  /// It speaks to nobody: what it would do by itself is switched off, no name has an address, and
  /// everything else would go through a proxy that is not there.
  private static let offline = [
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-domain-reliability", "--metrics-recording-only", "--no-pings",
    "--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
  ]

  private static func environment(
    in folder: String, temporary: String
  ) -> [String: String] {
    let home = "\(folder)/home"
    return [
      "DBUS_SESSION_BUS_ADDRESS": "disabled:", "HOME": home, "TMPDIR": temporary, "TZ": "UTC",
      "XDG_CACHE_HOME": "\(home)/cache", "XDG_CONFIG_HOME": "\(home)/config",
      "XDG_DATA_HOME": "\(home)/share", "XDG_RUNTIME_DIR": home,
    ]
  }

  /// A path in an address (RFC 3986, section 2.1).
  private static func percentEncoded(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return path.utf8.reduce(into: "") { text, byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D...0x2F, 0x5F, 0x7E:
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default: text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }

  /// What it said in the end tells why; it has been told nothing that must not be said.
  private func failure(_ what: String, _ said: String) -> StorageError {
    let lines = said.split(separator: "\n")
    let line = lines.first { $0.contains(":FATAL:") } ?? lines.last
    let last = line.map { ", and said: \($0.prefix(200))" } ?? ""
    let isSandbox = said.contains("No usable sandbox")
    return StorageError(
      .toolFailed, "print", "a page",
      "\(tool.program): \(what)\(last). "
        + (isSandbox
          ? "The kernel allows its sandbox no user namespaces; allow them to this user"
          : "Try it again, name another Chromium with \(Self.variable), or set \"pdf\" to false in "
            + "schedule.json"))
  }
}
