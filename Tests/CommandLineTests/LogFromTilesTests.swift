import Foundation
import TestSupport
import Testing

/// Log and published log can both be lost: the tiles beside it have every line too (C2SP tlog-tiles).
@Suite struct LogFromTilesTests {
  private func lost() throws -> (office: PublicLogWorkspace, log: Data?) {
    let office = try PublicLogWorkspace(copyOf: try #require(PublicLogWorkspace.ofTwoEditions))
    let log = office.workspace.bytes("publications/log.jsonl")
    try office.shell("rm log.jsonl public/log/log.jsonl")
    return (office, log)
  }

  @Test func aLogWithoutAPublishedCopyIsPutBackFromItsTiles() throws {
    let (office, log) = try lost()
    let verified = try office.run(["verify"])
    #expect(verified.status != 0)
    #expect((verified.output + verified.errors).contains("its published tiles"), "\(verified)")
    let done = try office.run(["repair", "--apply"])
    #expect(done.output.contains("log/tile/entries"), "\(done.output)\(done.errors)")
    #expect(office.workspace.bytes("publications/log.jsonl") == log)
    #expect(office.workspace.bytes("publications/public/log/log.jsonl") == log)
    let after = try office.run(["verify"])
    #expect(after.status == 0, "\(after.output)\(after.errors)")
  }

  /// Lines that the journal did not record are no log to go by, whoever chained them.
  @Test func tilesOfOtherLinesAreNotFollowed() throws {
    let (office, _) = try lost()
    try office.shell("find public/log/tile/entries -type f | xargs sed -i s/released/releaseD/")
    let done = try office.run(["repair", "--apply"])
    #expect(done.status != 0, "\(done.output)\(done.errors)")
    #expect(office.workspace.bytes("publications/log.jsonl") == nil)
  }
}
