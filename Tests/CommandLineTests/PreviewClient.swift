import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

/// A preview that runs beside a test, and a browser of the smallest kind: it sends what it is told,
/// also what no browser would.
final class PreviewClient {
  struct Answer {
    var status: Int
    var headers: [String: String]
    var body: String
  }

  let process: Background
  /// The address that was printed: `http://127.0.0.1:PORT/TOKEN/`.
  let address: String
  let port: UInt16
  let token: String

  /// Starts a preview and waits until it says where it is.
  init(_ workspace: TestWorkspace, _ edition: String, _ further: String...) throws {
    process = try Background(["preview", edition, "--workspace", workspace.path] + further)
    process.waitForOutput("/\n")
    let line = try #require(
      process.output.firstMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)\/([0-9a-f]{32})\/\n/),
      "\(process.output)")
    address = String(line.output.0.dropLast())
    port = UInt16(line.output.1)!
    token = String(line.output.2)
  }

  /// Asks for a path below the token.
  func get(_ path: String, method: String = "GET", host: String? = nil) throws -> Answer {
    try send("/\(token)\(path)", method: method, host: host)
  }

  /// A page of the draft, by its address in the site.
  func page(_ path: String) throws -> Answer { try get("/site/\(path)") }

  /// Sends a request for exactly this target.
  func send(_ target: String, method: String = "GET", host: String? = nil) throws -> Answer {
    try exchange(
      "\(method) \(target) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\nConnection: close\r\n\r\n"
    )
  }

  /// Sends these bytes and reads to the end of the answer.
  func exchange(_ request: String) throws -> Answer {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try #require(number >= 0)
    defer { close(number) }
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(connected == 0, "cannot connect: \(errno)")
    var rest = Array(request.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      try #require(count > 0)
      rest = rest.dropFirst(count)
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(number, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return try Self.answer(bytes)
  }

  private static func answer(_ bytes: [UInt8]) throws -> Answer {
    let text = String(decoding: bytes, as: UTF8.self)
    let end = try #require(text.range(of: "\r\n\r\n"), "no head: \(text.prefix(200))")
    let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
    let status = try #require(lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) })
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    return Answer(status: status, headers: headers, body: String(text[end.upperBound...]))
  }

  /// Asks until the answer is as it should be; a minute is more than any machine needs.
  @discardableResult
  func waitFor(
    _ what: String, at path: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ isSo: (Answer) -> Bool
  ) throws -> Answer {
    let end = ContinuousClock.now + .seconds(60)
    var answer = try get(path)
    while !isSo(answer), ContinuousClock.now < end {
      usleep(20_000)
      answer = try get(path)
    }
    let last = String(answer.body.prefix(2000))
    #expect(isSo(answer), "never \(what): \(answer.status) \(last)", sourceLocation: sourceLocation)
    return answer
  }

  /// Ends it as a user does; its exit code.
  func end(_ signal: Int32 = SIGTERM) -> Int32 {
    kill(process.number, signal)
    return process.status()
  }
}

extension String {
  /// A served page without what the preview put into it.
  var withoutPreview: String {
    replacing(/<link rel="stylesheet" href="[^"]*preview\.css"\/>/, with: "")
      .replacing(/<script data-news[^>]*><\/script>/, with: "")
      .replacing(/<a aria-label="[A-Z][a-z]+ [0-9]+" class="nt-mark[^>]*>[0-9]+<\/a>/, with: "")
      .replacing(
        /<div aria-label="Preview[^"]*" class="nt-.*?<\/div>/.dotMatchesNewlines(), with: "")
  }
}
