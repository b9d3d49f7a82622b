import TestSupport
import Testing
import Transparency

/// Tiles, proofs to carry away, and what a kept checkpoint proves.
@Suite struct TileTests {
  @Test func thePathsAreThoseOfTheSpecification() {
    // Its two examples: a log of 70,000 entries, and tile 1,234,067.
    let paths = TilePath.all(size: 70_000).map(\.description)
    #expect(paths.count { $0.hasPrefix("tile/0/") } == 274)
    #expect(paths.contains("tile/0/272") && paths.contains("tile/0/273.p/112"))
    #expect(paths.filter { $0.hasPrefix("tile/1/") } == ["tile/1/000", "tile/1/001.p/17"])
    #expect(paths.filter { $0.hasPrefix("tile/2/") } == ["tile/2/000.p/1"])
    #expect(!paths.contains { $0.hasPrefix("tile/3/") })
    #expect(paths.count { $0.hasPrefix("tile/entries/") } == 274)
    #expect(
      TilePath.all(size: 256).map(\.description) == [
        "tile/0/000", "tile/1/000.p/1", "tile/entries/000",
      ])
    #expect(TilePath.all(size: 0).isEmpty)
    #expect(
      TilePath(content: .hashes(level: 0), index: 1_234_067, width: 256).description
        == "tile/0/x001/x234/067")
  }

  @Test func aPathIsReadAsItIsWrittenAndInNoOtherForm() {
    for size in [1, 256, 70_000, 300_000] {
      for path in TilePath.all(size: size) { #expect(TilePath("\(path)") == path) }
    }
    for wrong in [
      "", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/0000", "tile/0/x000/001", "tile/00/000",
      "tile/64/000", "tile/-1/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
      "tile/0/001/x000", "tile/0/x01/000", "tile/0/+01", "tile/0/-1234", "tile/entries",
      "tile/entries/000.p",
      "tile/data/000", "tiles/0/000", "tile/0/000/1",
    ] { #expect(TilePath(wrong) == nil, "\(wrong)") }
  }

  @Test func theTilesAloneGiveTheRootOfTheTree() {
    for size in [1, 255, 256, 257, 511, 600, 66_000] {
      let entries = (0..<size).map { Array("entry \($0)".utf8) }
      let tree = MerkleTree(entries: entries)
      var levels: [Int: [[UInt8]]] = [:]
      for path in TilePath.all(size: size) {
        guard case .hashes(let level) = path.content else { continue }
        let bytes = Tiles.bytes(of: path, in: tree, entries: entries)
        #expect(bytes.count == 32 * path.width)
        levels[level, default: []] += stride(from: 0, to: bytes.count, by: 32)
          .map { Array(bytes[$0..<$0 + 32]) }
      }
      let leaves = levels[0]!.map { MerkleHash($0)! }
      #expect(MerkleTree(leaves: leaves).root() == tree.root())
      // Each hash of a level is the root of a full tile of the level below.
      for (level, hashes) in levels where level > 0 {
        for (index, hash) in hashes.enumerated() {
          let below = levels[level - 1]![(index * 256)..<(index * 256 + 256)]
          #expect(MerkleTree(leaves: below.map { MerkleHash($0)! }).root().bytes == hash)
        }
      }
    }
  }

  @Test func theBundlesGiveEveryEntryBack() throws {
    var generator = SplitMix(state: 930)
    let entries =
      (0..<300).map { number in
        [UInt8](repeating: UInt8(number & 255), count: Int.random(in: 0...900, using: &generator))
      } + [[UInt8](repeating: 1, count: 65_535)]
    let tree = MerkleTree(entries: entries)
    var read: [[UInt8]] = []
    for path in TilePath.all(size: entries.count) where path.content == .entries {
      let bytes = Tiles.bytes(of: path, in: tree, entries: entries)
      read += try Tiles.entries(inBundle: bytes)
      #expect(throws: TransparencyError.self) { try Tiles.entries(inBundle: bytes.dropLast()) }
    }
    #expect(read == entries)
    #expect(throws: TransparencyError.self) { try Tiles.entries(inBundle: [0]) }
  }

  @Test func aProofIsCarriedAwayAndHoldsForItsLineAlone() throws {
    let entries = (0..<11).map { Array("line \($0)".utf8) }
    let tree = MerkleTree(entries: entries)
    let key = SignerKey()
    let note = try Checkpoint(origin: "log.example", tree).signed(by: [key])
    let verifier = try key.verifier(name: "log.example")
    for index in entries.indices {
      let proof = try InclusionProof(InclusionProof(of: index, in: tree, note).bytes)
      #expect(try proof.verified(for: entries[index], by: [verifier]) == [verifier])
      #expect(throws: TransparencyError(.wrongRoot, "")) {
        try proof.verified(for: entries[(index + 1) % 11], by: [verifier])
      }
      #expect(throws: TransparencyError(.unknownKeys, "")) {
        try proof.verified(for: entries[index], by: [SignerKey().verifier(name: "log.example")])
      }
    }
  }

  @Test func everyProofThatWasChangedOrCutIsRefused() throws {
    let entries = (0..<5).map { Array("line \($0)".utf8) }
    let key = SignerKey()
    let tree = MerkleTree(entries: entries)
    let note = try Checkpoint(origin: "log.example", tree).signed(by: [key])
    let bytes = try InclusionProof(of: 2, in: tree, note).bytes
    let verifier = try key.verifier(name: "log.example")
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1
      #expect(throws: TransparencyError.self, "byte \(place)") {
        try InclusionProof(changed).verified(for: entries[2], by: [verifier])
      }
      #expect(throws: TransparencyError.self) {
        try InclusionProof(Array(bytes[..<place])).verified(for: entries[2], by: [verifier])
      }
    }
  }

  /// The example of C2SP tlog-proof, with its signatures written out.
  @Test func theFormIsThatOfTheSpecification() throws {
    let text = """
      c2sp.org/tlog-proof@v1
      extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ
      index 73894
      gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
      B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=

      example.com/fancylog
      109482
      sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

      \u{2014} example.com/fancylog hI2DJwAA

      """
    let proof = try InclusionProof(Array(text.utf8))
    #expect(proof.index == 73_894 && proof.hashes.count == 2 && proof.checkpoint.size == 109_482)
    for (old, new) in [
      ("index 73894", "index 073894"), ("index 73894", "index -1"), ("extra YW", "extra *W"),
      ("proof@v1", "proof@v2"), ("\nB95l", "\n\nB95l"), ("\nB95l", "\n*95l"),
    ] {
      #expect(throws: TransparencyError.self, "\(new)") {
        try InclusionProof(Array(text.replacing(old, with: new).utf8))
      }
    }
  }

  @Test func aKeptCheckpointShowsWhatWasDoneToTheLog() throws {
    let lines = (0..<20).map { "line \($0)\n" }
    func content(_ lines: [String]) -> LogContent { LogContent(Array(lines.joined().utf8)) }
    let kept = Checkpoint(origin: "log.example", content(Array(lines[..<12])).tree)
    try content(lines).verify(extends: kept)
    try content(Array(lines[..<12])).verify(extends: kept)
    // Half a line at the end is no line yet.
    try content(lines + ["half"]).verify(extends: kept)
    #expect(content(lines + ["half"]).entries.count == 20)
    #expect(throws: TransparencyError(.shortened, "")) {
      try content(Array(lines[..<11])).verify(extends: kept)
    }
    for place in 0..<12 {
      var (changed, removed, swapped) = (lines, lines, lines)
      changed[place] = "Line \(place)\n"
      removed.remove(at: place)
      swapped.swapAt(place, place + 1)
      for wrong in [changed, removed, swapped, ["new\n"] + lines] where wrong != lines {
        #expect(throws: TransparencyError(.wrongRoot, "")) {
          try content(wrong).verify(extends: kept)
        }
      }
    }
    var later = lines
    later[12] = "changed after what the checkpoint covers\n"
    try content(later).verify(extends: kept)
  }
}
