import Foundation
import Glibc
import TestSupport
import Testing

/// Whom a preview shows nothing to, and when it ends.
@Suite struct PreviewGuardTests {
  @Test func strangersLearnNothing() throws {
    let workspace = try TestWorkspace()
    let preview = try PreviewClient(workspace, "2013-11")
    let token = preview.token
    let wrong = String(token.dropLast()) + (token.hasSuffix("0") ? "1" : "0")
    for target in [
      "/", "/favicon.ico", "/\(wrong)/", "/\(wrong)/site/2013-11/", "/\(token.dropLast())",
      "/\(token)0/", "/\(token.uppercased())x/", "//\(token)/", "/x/../\(token)/", "/%61",
      "*", "http://127.0.0.1/", "/\(token)%2F",
    ] {
      let answer = try preview.send(target)
      #expect(answer.status == 404, "\(target)")
      #expect(answer.body.isEmpty, "\(target)")
    }
    for host in [
      "evil.example", "evil.example:\(preview.port)", "127.0.0.1", "127.0.0.1:1", "localhost",
      "127.0.0.1:\(preview.port).evil.example", "",
    ] {
      let answer = try preview.get("/", host: host)
      #expect(answer.status == 403, "\(host)")
      #expect(answer.body.isEmpty, "\(host)")
    }
    for host in ["LOCALHOST:\(preview.port)", "[::1]:\(preview.port)"] {
      #expect(try preview.get("/", host: host).status == 200, "\(host)")
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"] {
      #expect(try preview.get("/site/2013-11/", method: method).status == 405, "\(method)")
      #expect(try preview.send("/\(wrong)/", method: method).status == 404, "\(method)")
    }
    #expect(try preview.send("/\(token)/", method: "BREW").body.isEmpty)
    #expect(preview.end() == 0)
    // The one line, and nothing of who asked for what.
    #expect(preview.process.output == "\(preview.address)\n")
  }

  @Test func noPathLeadsOutOfTheSite() throws {
    let workspace = try TestWorkspace()
    let preview = try PreviewClient(workspace, "2013-11")
    for path in [
      "../schedule.json", "../../../../../../../../etc/passwd", "2013-11/../../../schedule.json",
      "..%2f..%2fschedule.json", "%2e%2e/%2e%2e/schedule.json",
      "2013-11/%2e%2e/%2e%2e/requests.csv",
      "..\\schedule.json", "//etc/passwd", ".trees/", "./schedule.json", "2013-11/.//index.html",
      "%00", "2013-11/index.html%00", "~root/", "2013-11//index.html", "../site/2013-11/x",
    ] {
      let answer = try preview.get("/site/\(path)")
      #expect(answer.status == 404, "\(path): \(answer.body)")
      #expect(!answer.body.contains("root:") && !answer.body.contains("format"), "\(path)")
    }
    #expect(preview.end() == 0)
  }

  @Test func everyAnswerForbidsKeepingAndForeignScripts() throws {
    let workspace = try TestWorkspace()
    let preview = try PreviewClient(workspace, "2013-11")
    for path in [
      "/", "/site/", "/site/2013-11/", "/site/2013-11/bulletin.xml", "/preview.js", "/none",
    ] {
      let answer = try preview.get(path)
      #expect(answer.headers["cache-control"] == "no-store")
      #expect(answer.headers["referrer-policy"] == "no-referrer")
      #expect(answer.headers["x-robots-tag"] == "noindex")
      #expect(answer.headers["x-content-type-options"] == "nosniff")
      let policy = answer.headers["content-security-policy"] ?? ""
      #expect(policy.hasPrefix("default-src 'none'; script-src 'self';"))
      #expect(!policy.contains("unsafe"))
      let head = try preview.get(path, method: "HEAD")
      #expect(head.status == answer.status)
      #expect(head.body.isEmpty)
      #expect(head.headers["content-length"] == answer.headers["content-length"])
      #expect(head.headers["content-length"] == String(answer.body.utf8.count))
    }
    #expect(preview.end() == 0)
  }

  @Test func itListensOnThisMachineAlone() throws {
    let workspace = try TestWorkspace()
    let preview = try PreviewClient(workspace, "2013-11")
    let port = String(preview.port, radix: 16, uppercase: true)
    let suffix = ":" + String(repeating: "0", count: 4 - port.count) + port
    var listening: [String] = []
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
      let text = (try? String(contentsOfFile: table, encoding: .utf8)) ?? ""
      for line in text.split(separator: "\n").dropFirst() {
        let fields = line.split(separator: " ")
        // State 0A is LISTEN.
        if fields[1].hasSuffix(suffix), fields[3] == "0A" { listening.append(String(fields[1])) }
      }
    }
    let loopback = ["0100007F\(suffix)", "00000000000000000000000001000000\(suffix)"]
    #expect(listening.contains(loopback[0]))
    #expect(Set(listening).isSubset(of: loopback))
    #expect(preview.end() == 0)
  }

  @Test func aTakenPortIsNamedAndTwoPreviewsDoNotDisturbEachOther() throws {
    let workspace = try TestWorkspace()
    let first = try PreviewClient(workspace, "2013-11")
    let taken = try workspace.run("preview", "2013-11", "--port", "\(first.port)")
    #expect(taken.status == 73)
    #expect(taken.errors.contains("port \(first.port) is taken by another program; name another"))
    let second = try PreviewClient(workspace, "2013-10")
    #expect(second.token != first.token)
    #expect(try second.page("2013-10/").status == 200)
    // Neither holds the lock.
    #expect(try workspace.run("draft", "2013-11").status == 0)
    #expect(first.end() == 0)
    #expect(try second.page("2013-10/").status == 200)
    #expect(second.end() == 0)
  }

  @Test func whatIsNoEditionIsRefused() throws {
    let workspace = try TestWorkspace()
    let result = try workspace.run("preview", "2014-07")
    #expect(result.status == 66)
    #expect(result.errors.contains("the series has no edition 2014-07"))
  }

  @Test func aSealedEditionIsShownToNobodyAndComesBackWhenItIsUnsealed() throws {
    let workspace = try TestWorkspace(future: "2098-05")
    let preview = try PreviewClient(workspace, "2098-05")
    #expect(try preview.page("2098-05/").body.contains("<h1>"))
    let sealed = try workspace.run("seal", "2098-05", "--by", "test")
    try #require(sealed.status == 0, "\(sealed.errors)")
    try preview.waitFor("sealed", at: "/site/2098-05/") { $0.status == 410 }
    for path in ["/", "/site/", "/site/2098-05/", "/site/2098-05/bulletin.xml"] {
      let body = try preview.get(path).body
      #expect(body.contains("2098-05 is sealed"), "\(path)")
      #expect(!body.contains("Example"), "\(path)")
    }
    preview.process.waitForOutput("edition 2098-05 is sealed; nothing more is shown of it")

    let refused = try workspace.run("preview", "2098-05")
    #expect(refused.status == 64)
    #expect(refused.errors.contains("edition 2098-05 is sealed"))
    #expect(refused.errors.contains("ninethirty unseal 2098-05"))
    #expect(refused.output.isEmpty)

    let unsealed = try workspace.run("unseal", "2098-05", "--reason", "test", "--by", "test")
    try #require(unsealed.status == 0, "\(unsealed.errors)")
    try preview.waitFor("the draft again", at: "/site/2098-05/") { $0.status == 200 }
    #expect(preview.end() == 0)
  }
}
