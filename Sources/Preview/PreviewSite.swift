import Diagnostics
import Releases
import Storage
import Synchronization

/// A request, as far as the preview cares.
struct PreviewRequest: Sendable {
  let method: String
  let host: String?
  /// The path as it was sent, with its percent signs.
  let path: String
  let query: [String: String]
}

/// What is answered.
struct PreviewAnswer: Sendable {
  var status: Int
  var type = "text/html; charset=utf-8"
  var bytes: [UInt8] = []
  /// Where the page is, with status 308.
  var location: String?
}

/// Answers requests for the pages of a preview.
///
/// Who does not name the token learns nothing, not even that there is a preview. A page is shown as
/// it would stand on the site, with what was found beside it; what is published already is shown as
/// it stands in the public tree.
final class PreviewSite: Sendable {
  let links: PreviewLinks
  private let preview: DraftPreview
  private let publicFolder: String
  private let state = Mutex(State())

  private struct State {
    var hosts: Set<String> = []
    var asked: String?
  }

  /// A site with a token of its own.
  init(_ preview: DraftPreview, publicFolder: String) {
    self.preview = preview
    self.publicFolder = publicFolder
    links = PreviewLinks(token: String(Salt.fresh().hex.prefix(32)))
  }

  /// From now on requests to this port are answered.
  func listens(on port: UInt16) {
    state.withLock { state in
      state.hosts = Set(["127.0.0.1", "localhost", "[::1]"].map { "\($0):\(port)" })
    }
  }

  /// The page that was asked for last, by its address in the site.
  var asked: String? { state.withLock { $0.asked } }

  /// The longest time that a question for news stays open.
  private static let patience = Duration.seconds(20)

  func answer(_ request: PreviewRequest) async -> PreviewAnswer {
    // Another name of this machine is another site's way in (DNS rebinding).
    guard let host = request.host?.lowercased(), state.withLock({ $0.hosts.contains(host) }) else {
      return PreviewAnswer(status: 403)
    }
    guard let path = inside(request.path) else { return PreviewAnswer(status: 404) }
    guard ["GET", "HEAD"].contains(request.method) else { return PreviewAnswer(status: 405) }
    switch path {
    case "": return PreviewAnswer(status: 308, location: links.index)
    case "/": return view(of: "").answer
    case "/preview.css":
      return PreviewAnswer(
        status: 200, type: "text/css; charset=utf-8", bytes: Array(PreviewFiles.styleSheet.utf8))
    case "/preview.js":
      return PreviewAnswer(
        status: 200, type: "text/javascript; charset=utf-8", bytes: Array(PreviewFiles.script.utf8))
    case "/news": return await news(of: request.query["page"] ?? "", after: request.query["tag"])
    case "/site": return PreviewAnswer(status: 308, location: links.page(""))
    default:
      guard path.hasPrefix("/site/") else { return view(of: nil).answer }
      return page(String(path.dropFirst("/site/".utf8.count)))
    }
  }

  /// The rest of a path behind the token; nil without it.
  private func inside(_ path: String) -> String? {
    let bytes = Array(path.utf8)
    let start = Array("/\(links.token)".utf8)
    guard bytes.count >= start.count else { return nil }
    // As long for the first wrong byte as for the last.
    let difference = zip(bytes, start).reduce(0) { $0 | ($1.0 ^ $1.1) }
    let rest = bytes[start.count...]
    guard difference == 0, rest.isEmpty || rest.first == UInt8(ascii: "/") else { return nil }
    return String(decoding: rest, as: UTF8.self)
  }

  // MARK: Pages

  private func page(_ path: String) -> PreviewAnswer {
    // Addresses of the site have these letters and no others: nothing is decoded.
    let isPlain = path.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
        || "-._/".utf8.contains(byte)
    }
    let address = path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path
    guard isPlain, address.isPathInside,
      !address.split(separator: "/").contains(where: { $0.hasPrefix(".") })
    else { return view(of: nil).answer }
    let snapshot = preview.snapshot
    guard snapshot.standing != .sealed else { return view(of: address).answer }
    if snapshot.isPage(address) {
      if address.hasSuffix(".html") { state.withLock { $0.asked = address } }
      return view(of: address, in: snapshot).answer
    }
    if snapshot.isPage(address + "/index.html") {
      return PreviewAnswer(status: 308, location: links.page(address + "/index.html"))
    }
    return published(address) ?? view(of: nil).answer
  }

  /// What readers see at this address today.
  private func published(_ address: String) -> PreviewAnswer? {
    let path = "\(publicFolder)/\(address)"
    // What cannot be read is not there.
    switch try? Files.kind(of: path) {
    case .file:
      guard let bytes = try? Files.read(path, limit: 1 << 28) else { return nil }
      return PreviewAnswer(status: 200, type: address.mediaType, bytes: bytes)
    case .directory:
      return PreviewAnswer(status: 308, location: links.page(address + "/index.html"))
    default: return nil
    }
  }

  /// An answer with a page, and what tells it apart from the same page at another time.
  private struct View {
    var answer: PreviewAnswer
    var tag: String
  }

  /// The page at an address of the site, the list of all pages for the empty one, and what stands
  /// where there is nothing for nil.
  private func view(of address: String?, in snapshot: PreviewSnapshot? = nil) -> View {
    let snapshot = snapshot ?? preview.snapshot
    let own = PreviewOwnPages(snapshot, links)
    var answer = PreviewAnswer(status: 200)
    if snapshot.standing == .sealed {
      answer.status = address == "" ? 200 : 410
      answer.bytes = own.sealed
    } else if address == "" {
      answer.bytes = own.index
    } else if let address, let page = snapshot.pages[address] {
      guard address.hasSuffix(".html") else {
        answer.type = address.mediaType
        answer.bytes = page.bytes
        return View(answer: answer, tag: "")
      }
      answer.bytes = PageAnnotation(snapshot, address, page, links).bytes
    } else if let address, snapshot.isPage(address) {
      answer.bytes = own.missing(address)
    } else {
      answer.status = 404
      answer.bytes = own.nothing
    }
    let tag = String(SHA256Sum(of: answer.bytes).hex.prefix(16))
    let script = links.scriptElement(page: address ?? "", tag: tag)
    if address != nil, let head = answer.bytes.firstRange(of: Array("</head>".utf8)) {
      answer.bytes.insert(contentsOf: script, at: head.lowerBound)
    }
    return View(answer: answer, tag: tag)
  }

  // MARK: News

  /// Answers `new` when the page is another than the one with this tag, `old` if it stays for long.
  private func news(of address: String, after tag: String?) async -> PreviewAnswer {
    let clock = ContinuousClock()
    let end = clock.now + Self.patience
    var answer = PreviewAnswer(status: 200, type: "text/plain; charset=utf-8")
    var seen: Int?
    repeat {
      let snapshot = preview.snapshot
      if snapshot.count != seen {
        seen = snapshot.count
        if view(of: address, in: snapshot).tag != tag {
          answer.bytes = Array("new".utf8)
          return answer
        }
      }
      // The only error is that the preview ends.
      do { try await Task.sleep(for: .milliseconds(50)) } catch { break }
    } while clock.now < end
    answer.bytes = Array("old".utf8)
    return answer
  }
}

extension PreviewSnapshot {
  /// Whether the draft has this page, or will have it once nothing is in error.
  fileprivate func isPage(_ address: String) -> Bool {
    pages[address] != nil || address == "index.html" || address == bulletin
  }
}

extension String {
  /// The media type of a file of the site, by its name.
  fileprivate var mediaType: String {
    switch split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "xml", "xsd": "application/xml; charset=utf-8"
    case "atom": "application/atom+xml; charset=utf-8"
    case "ics": "text/calendar; charset=utf-8"
    case "json", "jsonl": "application/json"
    case "csv": "text/csv; charset=utf-8"
    case "txt": "text/plain; charset=utf-8"
    default: "application/octet-stream"
    }
  }
}
