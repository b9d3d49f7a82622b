import Foundation
import TestSupport
import Testing

/// Where `leak-check` looks: what the web serves, and the public tree before a release.
@Suite struct LeakCheckPlacesTests {
  /// What the web serves is read as a reader gets it, from the command line or from a list.
  @Test(
    .enabled(if: Tool.find("python3") != nil && Tool.find("curl") != nil, "needs python3, curl"))
  func whatTheWebServesIsSearched() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let web = workspace.folder.path + "/web"
    try FileManager.default.createDirectory(atPath: web, withIntermediateDirectories: true)
    for (name, text) in [
      ("clean.html", "<p>Nothing of it.</p>"),
      ("leak.html", "<h1>Soon</h1>\n<p>Results for Stavenholt&nbsp;<em>Hostels</em></p>"),
    ] {
      try Data(text.utf8).write(to: URL(filePath: "\(web)/\(name)"))
    }
    let server = try Served(web)
    let clean = try workspace.run("leak-check", server.address + "clean.html")
    #expect(clean.status == 0 && clean.output.contains("clean: nothing"), "\(clean)")
    let list = workspace.folder.path + "/places"
    try Data("# what is served\n\(server.address)clean.html\n\(server.address)leak.html\n".utf8)
      .write(to: URL(filePath: list))
    let leak = try workspace.run("leak-check", "--list", list)
    #expect(leak.status == 65, "\(leak)")
    #expect(
      leak.output.contains("LEAK       \(server.address)leak.html:2: organisation of 2013-11"))
    #expect(leak.output.contains("1 leak\n"), "\(leak.output)")
  }

  @Test func whatIsUnderEmbargoWithAnotherEditionStopsTheRelease() throws {
    let workspace = try TestWorkspace()
    // The public tree begins with the calendar.
    try workspace.succeed("announce", "2013-10", "--by", "a.example")
    try workspace.succeed("seal", "2013-10", "--by", "test")
    let leaked = workspace.path + "/publications/public/leaked.html"
    try Data("<p>Stavenholt <em>Hostels</em>".utf8).write(to: URL(filePath: leaked))
    let refused = try workspace.run("release", "2013-10")
    #expect(refused.status == 76, "\(refused)")
    #expect(refused.errors.contains("leaked.html:1: organisation of 2013-11"), "\(refused.errors)")
    #expect(!refused.errors.contains("Stavenholt"))
    #expect(!workspace.text("publications/log.jsonl").contains("released"))
    try FileManager.default.removeItem(atPath: leaked)
    try workspace.succeed("release", "2013-10")
  }
}

/// A folder served on this machine by Python's web server, until this object goes.
private final class Served {
  let address: String
  private let process = Process()

  init(_ folder: String) throws {
    process.executableURL = URL(filePath: try #require(Tool.find("python3")))
    let script = """
      import functools, http.server, sys
      handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
      server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
      print(server.server_port, flush=True)
      server.serve_forever()
      """
    process.arguments = ["-c", script, folder]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    var line = Data()
    while !line.contains(UInt8(ascii: "\n")),
      let byte = try pipe.fileHandleForReading.read(upToCount: 1)
    {
      line += byte
    }
    let port = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    address = "http://127.0.0.1:\(port)/"
  }

  /// The thread that started it may block SIGTERM, and what it starts inherits that.
  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
}
