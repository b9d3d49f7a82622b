import TestSupport
import Testing
import Transparency

func hex(_ text: String) -> [UInt8] {
  let digits = Array(text)
  return stride(from: 0, to: digits.count, by: 2).map {
    UInt8(String(digits[$0...$0 + 1]), radix: 16)!
  }
}

/// The tree whose hashes are known from the tests of Certificate Transparency's own
/// implementations (google/certificate-transparency, merkletree).
@Suite struct MerkleTreeTests {
  static let entries = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ]
  .map(hex)
  static let roots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ].map(hex)

  @Test func theRootsAreThoseOfRFC6962() throws {
    let empty = hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    let tree = MerkleTree(entries: Self.entries)
    #expect(tree.root(size: 0).bytes == empty)
    for size in 1...8 { #expect(tree.root(size: size).bytes == Self.roots[size - 1]) }
  }

  /// The tree of RFC 6962 section 2.1.3, by its drawing: a to n name the same nodes there.
  @Test func theProofsAreThoseOfTheExampleOfRFC6962() {
    let leaves = (0..<7).map { MerkleHash.leaf([UInt8($0)]) }
    let tree = MerkleTree(leaves: leaves)
    let (a, b, c, d, e, f, j) = (
      leaves[0], leaves[1], leaves[2], leaves[3], leaves[4], leaves[5], leaves[6]
    )
    let (g, h, i) = (MerkleHash.node(a, b), MerkleHash.node(c, d), MerkleHash.node(e, f))
    let (k, l) = (MerkleHash.node(g, h), MerkleHash.node(i, j))
    #expect(tree.inclusionProof(of: 0) == [b, h, l])
    #expect(tree.inclusionProof(of: 3) == [c, g, l])
    #expect(tree.inclusionProof(of: 4) == [f, j, k])
    #expect(tree.inclusionProof(of: 6) == [i, k])
    #expect(tree.consistencyProof(from: 3) == [c, d, g, l])
    #expect(tree.consistencyProof(from: 4) == [l])
    #expect(tree.consistencyProof(from: 6) == [i, j, k])
    #expect(tree.root() == .node(k, l))
  }

  @Test func everyProofOfEveryTreeHoldsAndNoneHoldsForAnotherLeafOrRoot() throws {
    let leaves = (0..<70).map { MerkleHash.leaf([UInt8($0), 7]) }
    let tree = MerkleTree(leaves: leaves)
    for size in 1...70 {
      // A tree by itself agrees with the beginning of the large one.
      let root = MerkleTree(leaves: Array(leaves[..<size])).root()
      #expect(root == tree.root(size: size))
      for index in 0..<size {
        let proof = tree.inclusionProof(of: index, size: size)
        try MerkleProof.verifyInclusion(
          of: leaves[index], at: UInt64(index), size: UInt64(size), root: root, proof: proof)
        #expect(throws: TransparencyError.self) {
          try MerkleProof.verifyInclusion(
            of: MerkleHash.leaf([0]), at: UInt64(index), size: UInt64(size), root: root,
            proof: proof)
        }
      }
      for old in 1...size {
        let proof = tree.consistencyProof(from: old, to: size)
        let oldRoot = tree.root(size: old)
        try MerkleProof.verifyConsistency(
          from: UInt64(old), oldRoot, to: UInt64(size), root, proof: proof)
        #expect(throws: TransparencyError.self) {
          try MerkleProof.verifyConsistency(
            from: UInt64(old), .leaf([0]), to: UInt64(size), root, proof: proof)
        }
      }
    }
  }

  @Test func aProofThatWasChangedAnywhereDoesNotHold() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SplitMix(state: seed)
    for _ in 0..<300 {
      let size = Int.random(in: 2...300, using: &generator)
      let tree = MerkleTree(leaves: (0..<size).map { .leaf([UInt8($0 & 255), UInt8($0 >> 8)]) })
      let index = Int.random(in: 0..<size, using: &generator)
      let old = Int.random(in: 1..<size, using: &generator)
      for proof in Self.changed(tree.inclusionProof(of: index), &generator) {
        #expect(throws: TransparencyError.self, "seed \(seed), leaf \(index) of \(size)") {
          try MerkleProof.verifyInclusion(
            of: tree.leaf(index), at: UInt64(index), size: UInt64(size), root: tree.root(),
            proof: proof)
        }
      }
      for proof in Self.changed(tree.consistencyProof(from: old), &generator) {
        #expect(throws: TransparencyError.self, "seed \(seed), \(old) to \(size)") {
          try MerkleProof.verifyConsistency(
            from: UInt64(old), tree.root(size: old), to: UInt64(size), tree.root(), proof: proof)
        }
      }
    }
  }

  /// One bit turned, a hash more before, in the middle, at the end, one fewer, two swapped.
  private static func changed(
    _ proof: [MerkleHash], _ generator: inout SplitMix
  ) -> [[MerkleHash]] {
    let place = Int.random(in: 0..<proof.count, using: &generator)
    var turned = proof
    var bytes = proof[place].bytes
    bytes[Int.random(in: 0..<32, using: &generator)] ^=
      1 << UInt8.random(in: 0..<8, using: &generator)
    turned[place] = MerkleHash(bytes)!
    var longer = proof
    longer.insert(proof[place], at: Int.random(in: 0...proof.count, using: &generator))
    var swapped = proof
    swapped.swapAt(0, proof.count - 1)
    return [turned, longer, proof.dropLast(), Array(proof.dropFirst())]
      + (swapped == proof ? [] : [swapped])
  }
}
