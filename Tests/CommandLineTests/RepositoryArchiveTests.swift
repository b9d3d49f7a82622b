import Foundation
import TestSupport
import Testing

/// The archives that the repository holds: its own editions, and one that an earlier version of
/// ninethirty made.
///
/// Each is made again on every run.
@Suite struct RepositoryArchiveTests {
  /// A workspace of the repository, its archived editions, and how many versions each has.
  private static let archives: [(workspace: String, editions: [(edition: String, versions: Int)])] =
    [
      (
        TestWorkspace.repository,
        ["2013-10", "2013-11", "2014-01", "2014-06", "2014-07"].map { ($0, 1) }
      ),
      ("\(TestWorkspace.repository)/Tests/Archives/0.1.0", [("2013-10", 3)]),
    ]

  private static func archive(of workspace: String) -> String {
    "\(workspace)/publications/archive"
  }

  @Test func theArchivesHoldTheEditionsThatTheyAreSaidToHold() throws {
    for (workspace, editions) in Self.archives {
      let found = try FileManager.default.contentsOfDirectory(atPath: Self.archive(of: workspace))
        .filter { $0.wholeMatch(of: /\d{4}-\d{2}/) != nil }.sorted()
      #expect(found == editions.map(\.edition))
      for (edition, versions) in editions {
        let object = "\(Self.archive(of: workspace))/\(edition)"
        for version in 1...versions {
          #expect(FileManager.default.fileExists(atPath: "\(object)/v\(version)/inventory.json"))
        }
        #expect(!FileManager.default.fileExists(atPath: "\(object)/v\(versions + 1)"))
      }
    }
  }

  @Test func everyArchivedVersionIsMadeAgainByteForByte() throws {
    for (workspace, editions) in Self.archives {
      for (edition, versions) in editions {
        for version in 1...versions {
          let result = try Binary.run(
            "rebuild", edition, "--version", "\(version)", "--workspace", workspace)
          #expect(result.status == 0, "\(edition) v\(version): \(result.output)\(result.errors)")
        }
      }
    }
  }

  @Test(
    .enabled(if: RebuildWithoutUsTests.hasTools, "xsltproc, xmllint, sha512sum or awk is missing"))
  func everyArchivedVersionIsMadeAgainWithoutNinethirty() throws {
    for (workspace, editions) in Self.archives {
      for (edition, versions) in editions {
        let script = "\(Self.archive(of: workspace))/\(edition)/v1/content/rebuild.sh"
        for version in 1...versions {
          let result = try Tool.run("/bin/sh", [script, "v\(version)"])
          #expect(result.status == 0, "\(edition) v\(version): \(result.output)\(result.errors)")
        }
      }
    }
  }

  @Test(.enabled(if: Tool.find("ocfl-validate.py") != nil, "ocfl-py is not installed"))
  func ocflPyFindsTheArchivesValid() throws {
    for (workspace, editions) in Self.archives {
      let archive = Self.archive(of: workspace)
      let result = try Tool.run(
        Tool.find("ocfl-validate.py")!, [archive] + editions.map { "\(archive)/\($0.edition)" })
      #expect(result.status == 0, "\(result.output)\(result.errors)")
    }
  }

  @Test func theArchivesNameNoMachineAndHoldNothingPrivate() throws {
    for (workspace, _) in Self.archives {
      let publications = "\(workspace)/publications"
      let walker = try #require(FileManager.default.enumerator(atPath: publications))
      var count = 0
      while let name = walker.nextObject() as? String {
        guard let bytes = FileManager.default.contents(atPath: "\(publications)/\(name)")
        else { continue }
        count += 1
        for word in ["/tmp/", "/home/", "AGE-SECRET-KEY", "PRIVATE KEY"] {
          #expect(bytes.range(of: Data(word.utf8)) == nil, "\(name) has \(word)")
        }
      }
      #expect(count > 50)
    }
  }

  /// The archive is of the inputs and templates that the repository holds now.
  @Test func publishingTheEditionsNowGivesWhatIsArchived() throws {
    let workspace = try TestWorkspace("")
    for (edition, _) in Self.archives[0].editions {
      try workspace.publish(edition)
      for folder in ["renditions", "sources", "inputs", "templates", "recipes.json"] {
        let place = "archive/\(edition)/v1/content/\(folder)"
        let result = try Tool.run(
          "/usr/bin/diff",
          [
            "-rq", "\(TestWorkspace.repository)/publications/\(place)",
            "\(workspace.path)/publications/\(place)",
          ])
        #expect(
          result.status == 0,
          "what is archived of \(edition) is not what is made now; where that is meant, run scripts/archive-editions.sh and commit\n\(result.output)\(result.errors)"
        )
      }
    }
    // A copy of the real editions by their links has every file.
    let crawl = try Crawl("\(workspace.path)/publications/public")
    #expect(crawl.files.subtracting(crawl.reached).sorted() == [])
    #expect(crawl.broken == [])
  }
}
