import Foundation
import TestSupport
import Testing
import Transparency

/// Cases of github.com/transparency-dev/merkle, about half of its suite: `NINETHIRTY_MERKLE_FIXTURES`.
private let fixtures =
  ProcessInfo.processInfo.environment["NINETHIRTY_MERKLE_FIXTURES"]

@Suite(.enabled(if: fixtures != nil, "NINETHIRTY_MERKLE_FIXTURES names no folder of fixtures"))
struct MerkleFixtureTests {
  private struct Inclusion: Decodable {
    let leafIdx: UInt64
    let treeSize: UInt64
    let root: String
    let leafHash: String
    let proof: [String]?
    let wantErr: Bool
  }

  private struct Consistency: Decodable {
    let size1: UInt64
    let size2: UInt64
    let root1: String
    let root2: String
    let proof: [String]?
    let wantErr: Bool
  }

  private static func files(_ folder: String) -> [String] {
    guard let fixtures else { return [] }
    let walker = FileManager.default.enumerator(atPath: "\(fixtures)/\(folder)")
    return (walker?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".json") }.sorted()
      .map { "\(fixtures)/\(folder)/\($0)" }
  }

  private func read<Value: Decodable>(_ file: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(contentsOf: URL(filePath: file)))
  }

  /// Whether the hashes are some and the proof holds.
  private func holds(_ verify: () throws -> Void) -> Bool { (try? verify()) != nil }

  private struct NoHash: Error {}
  private func hash(_ text: String) throws -> MerkleHash {
    guard let hash = MerkleHash(base64: text) else { throw NoHash() }
    return hash
  }

  @Test func everyInclusionProofGetsItsVerdict() throws {
    let files = Self.files("inclusion")
    #expect(files.count > 30)
    for file in files {
      let proof: Inclusion = try read(file)
      let holds = holds {
        try MerkleProof.verifyInclusion(
          of: hash(proof.leafHash), at: proof.leafIdx, size: proof.treeSize, root: hash(proof.root),
          proof: (proof.proof ?? []).map(hash))
      }
      #expect(holds == !proof.wantErr, "\(file)")
    }
  }

  @Test func everyConsistencyProofGetsItsVerdict() throws {
    let files = Self.files("consistency")
    #expect(files.count > 30)
    for file in files {
      let proof: Consistency = try read(file)
      let holds = holds {
        try MerkleProof.verifyConsistency(
          from: proof.size1, hash(proof.root1), to: proof.size2, hash(proof.root2),
          proof: (proof.proof ?? []).map(hash))
      }
      #expect(holds == !proof.wantErr, "\(file)")
    }
  }
}
