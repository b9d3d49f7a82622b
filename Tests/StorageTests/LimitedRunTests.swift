import Storage
import TestSupport
import Testing

/// Programs whose time is over.
@Suite struct LimitedRunTests {
  private let shell = ExternalTool("/bin/sh", package: "dash")

  @Test func aProgramThatEndsInTimeSaysHow() throws {
    let (status, errors) = try shell.run(
      ["-c", "echo why >&2; exit 5"], within: .seconds(60))
    #expect(status == 5 && errors == "why\n")
  }

  @Test func aProgramThatHangsIsKilled() throws {
    let folder = TemporaryFolder()
    let (status, _) = try shell.run(
      ["-c", "echo $$ > '\(folder.at("id"))'; exec sleep 600"], within: .milliseconds(300))
    #expect(status == nil)
    // Where it had not begun to write, it is gone all the same.
    let id = String(decoding: (try? Files.read(folder.at("id"), limit: 20)) ?? [], as: UTF8.self)
    if let number = id.split(separator: "\n").first {
      #expect(try !Files.exists("/proc/\(number)"))
    }
  }
}
