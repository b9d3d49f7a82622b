import FlyingFox
import FlyingSocks
import FoundationEssentials
import Glibc
import Releases
import Synchronization

/// An HTTP server that nobody but this machine reaches: it listens on 127.0.0.1 and ::1, and there is
/// no way to make it listen elsewhere.
///
/// The only place that knows the library. FlyingFox writes no log here, because a line would hold
/// addresses.
final class LoopbackServer: Sendable {
  /// The port that both addresses have.
  let port: UInt16
  private let servers: [Running]
  private let isStopped = Atomic<Bool>(false)
  private let failed = Atomic<Bool>(false)

  /// A server on one address, and the task that ends with it.
  private struct Running: Sendable {
    let server: HTTPServer
    let task: Task<Void, Never>
  }

  typealias Handler = @Sendable (PreviewRequest) async -> PreviewAnswer

  /// Listens on a port, a free one for 0.
  ///
  /// Throws a ``ReleaseError`` where the port is taken. A machine without IPv6 is served by IPv4 alone.
  init(port wanted: UInt16, _ handler: @escaping Handler) throws {
    (servers, port) = try Self.waiting { try await Self.listen(on: wanted, handler) }
  }

  /// Stops listening and ends what is still being answered.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
    let servers = servers
    // Ending cannot fail.
    try? Self.waiting { for running in servers { await running.server.stop(timeout: 0) } }
  }

  /// Calls this once it listens no more on an address though it was not stopped.
  func whenItFails(_ body: @escaping @Sendable () -> Void) {
    for running in servers {
      Task {
        await running.task.value
        guard !isStopped.load(ordering: .relaxed) else { return }
        failed.store(true, ordering: .relaxed)
        body()
      }
    }
  }

  /// Whether it listens no more on an address though it was not stopped.
  var hasFailed: Bool { failed.load(ordering: .relaxed) }

  // MARK: Listening

  /// How often another free port is tried where the other address has it taken.
  private static let tries = 20

  private static func listen(
    on wanted: UInt16, _ handler: @escaping Handler
  ) async throws -> ([Running], UInt16) {
    for attempt in 1...tries {
      let first = try await start(
        try sockaddr_in.inet(ip4: "127.0.0.1", port: wanted), wanted, handler)
      guard case .ip4(_, let port)? = await first.server.listeningAddress else {
        throw ReleaseError(
          .usage, "cannot listen on 127.0.0.1; look at the network of this machine")
      }
      do {
        let second = try await start(sockaddr_in6.loopback(port: port), port, handler)
        return ([first, second], port)
      } catch SocketError.failed(_, let failure, _)
        where [EADDRNOTAVAIL, EAFNOSUPPORT, EPROTONOSUPPORT].contains(failure)
      {
        return ([first], port)
      } catch  where error is ReleaseError && wanted == 0 && attempt < tries {
        await first.server.stop(timeout: 0)
      } catch {
        await first.server.stop(timeout: 0)
        throw error
      }
    }
    throw ReleaseError(.usage, "found no free port in \(tries) tries; name one with --port")
  }

  private static func start(
    _ address: some SocketAddress, _ port: UInt16, _ handler: @escaping Handler
  ) async throws -> Running {
    let server = HTTPServer(
      address: address, timeout: 60, logger: .disabled, handler: Bridge(handler: handler))
    // Whichever comes first: it listens, or it could not.
    let (outcomes, outcome) = AsyncStream<(any Error)?>.makeStream()
    let task = Task {
      do { try await server.run() } catch { outcome.yield(error) }
    }
    Task {
      do {
        try await server.waitUntilListening(timeout: 30)
        outcome.yield(nil)
      } catch { outcome.yield(error) }
    }
    for await failure in outcomes {
      guard let failure else { return Running(server: server, task: task) }
      if case SocketError.failed(_, EADDRINUSE, _) = failure {
        throw ReleaseError(
          .exists,
          "port \(port) is taken by another program; name another with --port, or leave it away for a "
            + "free one")
      }
      if case SocketError.failed(_, EACCES, _) = failure {
        throw ReleaseError(
          .usage, "port \(port) is for the system's own services; name one from 1024 on with --port"
        )
      }
      throw failure
    }
    throw CancellationError()
  }

  // MARK: Bridges

  /// Requests and answers in the library's form.
  private struct Bridge: HTTPHandler {
    let handler: Handler

    func handleRequest(_ request: HTTPRequest) async -> HTTPResponse {
      let query = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
      let answer = await handler(
        PreviewRequest(
          method: request.method.rawValue, host: request.headers[.host],
          path: request.target.path(percentEncoded: true), query: query))
      var headers = LoopbackServer.headers
      headers[.contentType] = answer.bytes.isEmpty ? nil : answer.type
      headers[.contentLength] = String(answer.bytes.count)
      if let location = answer.location { headers[.location] = location }
      if answer.status == 405 { headers[HTTPHeader("Allow")] = "GET, HEAD" }
      return HTTPResponse(
        statusCode: HTTPStatusCode(
          answer.status, phrase: LoopbackServer.phrases[answer.status] ?? ""),
        headers: headers, body: request.method == .HEAD ? Data() : Data(answer.bytes))
    }
  }

  private static let phrases = [
    200: "OK", 308: "Permanent Redirect", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 410: "Gone",
  ]

  /// What every answer says: nothing of it is kept, led elsewhere or shown inside another page, and
  /// no script runs but the preview's own.
  private static let headers: HTTPHeaders = [
    HTTPHeader("Cache-Control"): "no-store",
    HTTPHeader("Content-Security-Policy"):
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
      + "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    HTTPHeader("Cross-Origin-Opener-Policy"): "same-origin",
    HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
    HTTPHeader("Referrer-Policy"): "no-referrer",
    HTTPHeader("X-Content-Type-Options"): "nosniff",
    HTTPHeader("X-Robots-Tag"): "noindex",
  ]

  /// Waits on this thread, which is none of the pool's, for what tasks do.
  private static func waiting<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    let result = Outcome<Value>()
    Task {
      do { result.set(.success(try await body())) } catch { result.set(.failure(error)) }
    }
    return try result.wait().get()
  }
}
