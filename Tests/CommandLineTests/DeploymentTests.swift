import Foundation
import TestSupport
import Testing

/// The service and the web server of docs/deploy.md, held against the programs that read them.
@Suite struct DeploymentTests {
  private static let guide = try! String(
    contentsOfFile: TestWorkspace.repository + "/docs/deploy.md", encoding: .utf8)

  /// The first block of this language in the guide.
  private func block(_ language: String) throws -> String {
    let parts = Self.guide.components(separatedBy: "```\(language)\n")
    return try #require(parts.dropFirst().first?.components(separatedBy: "```\n").first)
  }

  /// Debian keeps it where not everybody's PATH leads.
  private static let nginx = ["/usr/sbin", "/usr/bin", "/usr/local/bin"].map { "\($0)/nginx" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
  private static let systemd = Tool.find("systemd-analyze")

  @Test(.enabled(if: systemd != nil, "systemd-analyze is not installed"))
  func systemdTakesTheUnitOfTheGuide() throws {
    let folder = TemporaryFolder()
    let unit = try block("ini")
    #expect(unit.contains("ExecStart=/usr/local/bin/ninethirty watch"))
    let file = "\(folder.path)/ninethirty.service"
    func verify(_ text: String) throws -> Binary.Result {
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      return try Tool.run(Self.systemd!, ["verify", "--recursive-errors=no", file])
    }
    // The program is not installed there; any other that is will do.
    let installed = unit.replacing("/usr/local/bin/ninethirty", with: "/bin/true")
    let result = try verify(installed)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.output)\(result.errors)")
    // systemd only warns of a setting that it does not know: the check sees that too.
    let wrong = try verify(installed.replacing("NoNewPrivileges=", with: "NoNewPrivilege="))
    #expect(wrong.errors.contains("NoNewPrivilege"))
  }

  @Test(.enabled(if: nginx != nil && Tool.find("curl") != nil, "nginx or curl is not installed"))
  func readersOfTheWebServerGetTheEditionAtTheSwitchWithoutARestart() throws {
    let workspace = try TestWorkspace()
    try workspace.publish("2013-10")
    try #require(try workspace.run("seal", "2013-11", "--by", "test").status == 0)
    let server = try WebServer(Self.nginx!, settings: block("nginx"), workspace: workspace)
    let before = try server.head("/2013-11/")
    #expect(before.contains(" 404 ") && before.contains("Cache-Control: no-store"), "\(before)")
    for missing in ["/2013-11/", "/2013-11/reports/nobody/"] {
      #expect(try server.head(missing).contains(" 404 "), "\(missing)")
      let page = try server.page(missing)
      #expect(page.contains("page not found") && page.contains("href=\"/assets/style-"), "\(page)")
    }
    #expect(try server.smoke(block("sh"), "2013-11").status != 0)

    let reader = try server.poll(["/", "/2013-10/", "/latest/", "/2013-11/"])
    #expect(try workspace.run("release", "2013-11").status == 0)
    let answers = try reader.stop()
    #expect(!answers.isEmpty)
    // What was there stays there through the switch; what is new comes once and stays.
    #expect(answers.allSatisfy { $0.prefix(3) == ["200", "200", "200"] }, "\(answers)")
    let new = answers.map { $0[3] }
    #expect(new == new.sorted(by: >), "\(new)")

    #expect(try server.head("/2013-11/").contains("max-age=60, must-revalidate"))
    #expect(try server.head("/2013-11/v1/").contains("max-age=86400"))
    let style = try #require(
      workspace.files(in: "publications/public/2013-11").first { $0.contains("style-") })
    #expect(try server.head("/2013-11/\(style)").contains("immutable"), "\(style)")
    let smoke = try server.smoke(block("sh"), "2013-11")
    #expect(smoke.status == 0 && smoke.output.contains("2013-11 is out"), "\(smoke)")
  }
}

/// nginx with the settings of the guide, on a socket of its own.
private final class WebServer {
  private let folder = TemporaryFolder()
  private let process = Process()
  private let workspace: TestWorkspace
  private var socket: String { folder.path + "/socket" }

  init(_ nginx: String, settings: String, workspace: TestWorkspace) throws {
    self.workspace = workspace
    let root = "/srv/statistics/publications/public"
    try #require(settings.contains("listen 443 ssl;") && settings.contains(root))
    let site = settings.replacing("listen 443 ssl;", with: "listen unix:\(socket);")
      .replacing(root, with: "\(workspace.path)/publications/public")
    let places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map { "\($0)_temp_path \(folder.path)/\($0);" }.joined(separator: "\n")
    try write(
      """
      daemon off;
      user root;
      pid \(folder.path)/pid;
      error_log \(folder.path)/errors;
      events {}
      http {
      types { text/html html; text/css css; }
      access_log off;
      \(places)
      \(site)
      }
      """, to: "nginx.conf")
    // The guide's own commands find the server without knowing of the socket.
    try write("unix-socket = \"\(socket)\"\n", to: ".curlrc")
    process.executableURL = URL(filePath: nginx)
    process.arguments = [
      "-p", folder.path, "-e", "\(folder.path)/errors", "-c", "\(folder.path)/nginx.conf",
    ]
    try process.run()
    while process.isRunning, !FileManager.default.fileExists(atPath: socket) { usleep(5000) }
    let errors = try? String(contentsOfFile: "\(folder.path)/errors", encoding: .utf8)
    try #require(process.isRunning, "\(errors ?? "")")
  }

  deinit { process.terminate() }

  private func write(_ text: String, to file: String) throws {
    try text.write(toFile: "\(folder.path)/\(file)", atomically: true, encoding: .utf8)
  }

  private var environment: [String: String] { ["CURL_HOME": folder.path] }

  /// The status line and the fields of an answer.
  func head(_ address: String) throws -> String {
    try Tool.run(
      Tool.find("curl")!, ["-sSI", "http://localhost\(address)"], environment: environment
    ).output
  }

  /// The text of an answer.
  func page(_ address: String) throws -> String {
    try Tool.run(
      Tool.find("curl")!, ["-sS", "http://localhost\(address)"], environment: environment
    ).output
  }

  /// Runs the smoke check of the guide.
  func smoke(_ script: String, _ edition: String) throws -> Binary.Result {
    try write(
      script.replacing("https://statistics.example.org", with: "http://localhost")
        .replacing("/srv/statistics", with: workspace.path), to: "smoke.sh")
    return try Tool.run(
      "/bin/sh", ["\(folder.path)/smoke.sh", edition], environment: environment)
  }

  /// Asks for these addresses again and again until it is told to stop.
  func poll(_ addresses: [String]) throws -> Reader {
    try Reader(addresses.map { "http://localhost\($0)" }, environment: environment)
  }
}

/// Readers of a web server, in a process of its own.
private final class Reader {
  private let folder = TemporaryFolder()
  private let process = Process()

  init(_ addresses: [String], environment: [String: String]) throws {
    let script = """
      while :; do
        curl -s -o /dev/null -w '%{http_code} ' \(addresses.joined(separator: " -o /dev/null "))
        echo
        [ -e "\(folder.path)/stop" ] && exit
      done > "\(folder.path)/answers"
      """
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script]
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    try process.run()
  }

  /// The answers, a list for each round.
  func stop() throws -> [[String]] {
    try Data().write(to: URL(filePath: "\(folder.path)/stop"))
    process.waitUntilExit()
    let answers = try String(contentsOfFile: "\(folder.path)/answers", encoding: .utf8)
    return answers.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }
}
