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

  /// An empty refusal is no clean page; that nothing is there is one.
  @Test(
    .enabled(if: Tool.find("python3") != nil && Tool.find("curl") != nil, "needs python3, curl"))
  func whatAServerRefusesIsNotRead() throws {
    let workspace = try TestWorkspace()
    let server = try Served.answering()
    for status in ["401", "403", "429", "500", "503"] {
      let address = "\(server.address)status/\(status)"
      let result = try workspace.run("leak-check", address)
      #expect(result.status == 66, "\(status): \(result)")
      #expect(result.output.contains("not read   \(address): it answers with the status \(status)"))
    }
    let redirected = try workspace.run("leak-check", "\(server.address)to/403")
    #expect(redirected.status == 66 && redirected.output.contains("status 403"), "\(redirected)")
    for path in ["status/404", "status/410", "page", "to/404", "to/200"] {
      let result = try workspace.run("leak-check", "\(server.address)\(path)")
      #expect(result.status == 0 && result.output.contains("clean: "), "\(path): \(result)")
    }
  }

  /// A page under a telling address is a leak, whatever it says; where there is none, it is not.
  @Test(
    .enabled(if: Tool.find("python3") != nil && Tool.find("curl") != nil, "needs python3, curl"))
  func anAddressMayTellByItself() throws {
    let workspace = try TestWorkspace()
    let server = try Served.answering()
    let leak = try workspace.run("leak-check", "\(server.address)2013-11/stavenholt-hostels/")
    #expect(leak.status == 65, "\(leak)")
    #expect(leak.output.contains("(its name): organisation of 2013-11"), "\(leak.output)")
    let none = try workspace.run("leak-check", "\(server.address)status/404/stavenholt-hostels/")
    #expect(none.status == 0, "\(none)")
  }

  /// What comes out while it is searched for is no leak when the report is made.
  @Test(
    .enabled(if: Tool.find("python3") != nil && Tool.find("curl") != nil, "needs python3, curl"))
  func whatComesOutDuringTheSearchIsNoLeak() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.succeed("seal", "2013-11", "--by", "test")
    let server = try Served.answering(
      running: [Binary.path, "release", "2013-11", "--workspace", workspace.path])
    let result = try workspace.run("leak-check", "\(server.address)run")
    #expect(workspace.text("publications/log.jsonl").contains("\"2013-11\""))
    #expect(result.status == 0, "\(result)")
    #expect(result.output.contains("remark     2013-11 is out since "), "\(result.output)")
  }

  /// A file is read once however many names it has, and what is found is told of each, in the order of
  /// the folder; one that does not fit into memory stands among the others.
  @Test func everyNameOfAFileIsTold() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    let folder = workspace.folder.path + "/place"
    let made = try Tool.run(
      "/bin/bash",
      [
        "-ec",
        """
        mkdir '\(folder)'; cd '\(folder)'
        cp '\(workspace.path)/publications/public/2013-10/index.html' a-public.html
        ln a-public.html b-public.html
        echo '<p>Stavenholt Hostels</p>' > c.html
        ln c.html e.html
        { head -c 20000000 /dev/zero | tr '\\0' '\\n'; echo 'Stavenholt Hostels'; } > d.txt
        echo '<p>Nothing</p>' > f.html
        mkdir g; ln c.html g/index.html; ln a-public.html g/z.html
        """,
      ])
    try #require(made.status == 0, "\(made)")
    let leak = try workspace.run("leak-check", folder)
    #expect(leak.status == 65, "\(leak)")
    let places = leak.output.split(separator: "\n").filter { $0.hasPrefix("LEAK") }.map {
      $0.split(separator: " ")[1].split(separator: ":")[0].dropFirst(folder.utf8.count + 1)
    }
    #expect(places == ["c.html", "d.txt", "e.html", "g/index.html"], "\(leak.output)")
    #expect(leak.output.contains("d.txt:20000001: organisation"), "\(leak.output)")
    #expect(
      leak.output.contains("8 files, ")
        && leak.output.contains("; 3 of them as they were published"),
      "\(leak.output)")
  }

  /// Names of branches lie in the repository to which a linked work tree belongs.
  @Test(.enabled(if: Tool.find("git") != nil, "needs git"))
  func aLinkedWorkTreeIsSearchedWithItsRepository() throws {
    let workspace = try TestWorkspace()
    let folder = workspace.folder.path
    let made = try Tool.run(
      "/bin/bash",
      [
        "-ec",
        """
        cd '\(folder)'
        git init -q main
        git -C main -c user.name=a -c user.email=a@example.org commit -q --allow-empty -m one
        git -C main worktree add -q ../linked
        """,
      ])
    try #require(made.status == 0, "\(made)")
    let clean = try workspace.run("leak-check", "\(folder)/linked")
    #expect(clean.status == 0, "\(clean)")
    let branched = try Tool.run(
      try #require(Tool.find("git")),
      ["-C", "\(folder)/main", "branch", "stavenholt-hostels-links"])
    try #require(branched.status == 0, "\(branched)")
    let leak = try workspace.run("leak-check", "\(folder)/linked")
    #expect(leak.status == 65, "\(leak)")
    #expect(leak.output.contains("main/.git/refs/heads/"), "\(leak.output)")
  }

  /// What lay in the public tree is told to whoever releases, and by `status` until it is dealt with.
  @Test func aLeakThatTheReleaseFindsIsSaid() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try workspace.succeed("seal", "2013-11", "--by", "test")
    try workspace.write(
      "<p>Stavenholt Hostels</p>", to: "publications/public/early.html")
    let released = try workspace.run("release", "2013-11")
    #expect(released.status == 0, "\(released)")
    #expect(released.output.contains("breaches/2013-11-early-1.md"), "\(released)")
    let status = try workspace.run("status")
    #expect(
      status.output.contains("URGENT  2013-11 was readable in part before its release"),
      "\(status.output)")
    #expect(status.output.contains("drafted, breaches/2013-11-early-1.md"))
    try workspace.write("A page was readable early.\n", to: "statement.txt")
    try workspace.succeed(
      "breach", "2013-11", "--publish", workspace.path + "/statement.txt", "--by", "a.example")
    #expect(try !workspace.run("status").output.contains("readable in part"))
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

  /// A server that answers `/status/N` with that status and nothing else, `/to/N` with a redirection
  /// there, and all else with a page; `/run` runs a command first and gives an organisation's name.
  static func answering(running command: [String] = []) throws -> Served {
    try Served(
      script: """
        import http.server, subprocess, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                parts = self.path.split("/")
                body = b"<p>Nothing of it.</p>"
                if parts[1] == "status":
                    status, body = int(parts[2]), b""
                elif parts[1] == "to":
                    status, body = 301, b""
                else:
                    status = 200
                if parts[1] == "run":
                    subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
                    body = b"<p>Stavenholt Hostels</p>"
                self.send_response(status)
                if status == 301:
                    self.send_header("Location", "/status/" + parts[2])
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print(server.server_port, flush=True)
        server.serve_forever()
        """, command)
  }

  convenience init(_ folder: String) throws {
    let script = """
      import functools, http.server, sys
      handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
      server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
      print(server.server_port, flush=True)
      server.serve_forever()
      """
    try self.init(script: script, [folder])
  }

  private init(script: String, _ arguments: [String]) throws {
    process.executableURL = URL(filePath: try #require(Tool.find("python3")))
    process.arguments = ["-c", script] + arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(["NINETHIRTY_KEY_FILE": TestWorkspace.key.path]) { $1 }
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
