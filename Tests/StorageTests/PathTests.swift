import Storage
import Testing

@Suite struct PathTests {
  @Test(arguments: ["a", "a/b", ".a", "a.", "..a/b", "...", "a/.../b", "\u{E9}/\u{1F469}"])
  func aPathOfPlainPartsStaysInsideItsFolder(path: String) {
    #expect(path.isPathInside)
  }

  @Test(arguments: [
    "", "/", "/a", "a/", "a//b", ".", "..", "./a", "a/.", "a/../b", "../a", "a/..", "a\0b",
  ])
  func aPathThatLeadsElsewhereOrIsWrittenOtherwiseIsNotInside(path: String) {
    #expect(!path.isPathInside)
  }
}
