import Foundation
import TestSupport
import Testing

/// Checkpoints in the public tree that are not what they were: nothing is laid out by them.
@Suite struct AsOfCheckpointTests {
  private static let published = PublicLogWorkspace.ofTwoEditions

  /// In the folder of the checkpoints, with the sizes of the two oldest.
  @Test(arguments: [
    ("cp $newest $oldest", "it covers"), ("sed -i 3s/^./%/ $oldest", "is no root of a log"),
    ("sed -i \"3s/.*/$(printf '%032d' 7 | base64)/\" $oldest", "was changed"),
    ("sed -i '$s/ [^ ]*$/ AAAAAAAAAAAAAAAA/' $oldest", "no known key has signed"),
    ("echo junk > $oldest", "the note has no empty line"), ("echo junk > 1; cp 1 01", "01: "),
    ("rm $oldest; mkdir $oldest", "folder"), ("rm $oldest; ln -s $newest $oldest", "link"),
  ])
  func oneThatDoesNotHoldIsLeftOutAndNamed(_ script: String, said: String) throws {
    let office = try #require(Self.published)
    let workspace = try TestWorkspace(copyOf: office.workspace)
    let checkpoints = "\(workspace.path)/publications/public/log/checkpoints"
    let before = try Tool.run(
      "/bin/bash",
      [
        "-ec",
        "oldest=$(ls | sort -n | head -1); newest=$(ls | sort -n | tail -1); "
          + "test $oldest != $newest; \(script); echo $oldest",
      ], in: checkpoints)
    try #require(before.status == 0, "\(before.errors)")
    let oldest = before.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let folder = "\(workspace.folder.path)/then"
    let result = try workspace.run("as-of", "2099-01-01T00:00Z", folder)
    #expect(result.status == 0, "\(result.status): \(result.errors)")
    let notes = result.output + result.errors
    #expect(notes.contains("left out publications/.trees/"), "\(notes)")
    #expect(notes.contains("/log/checkpoints/") && notes.contains(said), "\(notes)")
    let isLaid = FileManager.default.fileExists(atPath: "\(folder)/log/checkpoints/\(oldest)")
    #expect(isLaid == script.hasPrefix("echo junk > 1;"))
    #expect(FileManager.default.fileExists(atPath: "\(folder)/log/checkpoint"))
  }
}
