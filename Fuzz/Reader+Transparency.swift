@testable import Releases
@testable import Transparency

/// The key of the seeds that scripts/fuzz.sh makes need not be known: a signature of any other key
/// must never be taken for one of ours.
private let stranger: VerifierKey = try! SignerKey().verifier(name: "log.example/log")

func readNote(_ bytes: [UInt8]) {
  guard let note = try? SignedNote(bytes) else { return }
  expect(note.bytes == bytes, "a note that is read is written the same")
  expect(note.text.hasSuffix("\n"), "the text of a note ends with a line feed")
  expect(!note.signatures.isEmpty, "somebody signed a note")
  expect((try? note.verified(by: [stranger])) == nil, "a key that did not sign has not signed")
}

func readCheckpoint(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  guard let checkpoint = try? Checkpoint(text: text) else { return }
  expect(checkpoint.text.utf8.elementsEqual(text.utf8), "a checkpoint is written as it was read")
  expect(checkpoint.size >= 0, "a log has no negative size")
  // Whatever it says, a log of two lines extends only a checkpoint of its own.
  let content = LogContent(Array("a\nb\n".utf8))
  guard (try? content.verify(extends: checkpoint)) != nil else { return }
  expect(
    checkpoint.size <= 2 && checkpoint.root == content.tree.root(size: checkpoint.size),
    "a log extends no checkpoint of other lines")
}

func readProof(_ bytes: [UInt8]) {
  guard let proof = try? InclusionProof(bytes) else { return }
  expect(proof.index >= 0, "an entry has no negative number")
  // Further data is passed over and not written again.
  let again = try? InclusionProof(proof.bytes)
  expect(again == proof, "a proof that is written is read the same")
  // Any leaf, held against any root: it ends, and proves nothing but a leaf under its own root.
  let leaf = MerkleHash.leaf(bytes)
  let isProved =
    (try? MerkleProof.verifyInclusion(
      of: leaf, at: UInt64(proof.index), size: UInt64(proof.checkpoint.size),
      root: proof.checkpoint.root, proof: proof.hashes)) != nil
  // The bytes of a proof hold its root, so that they are no leaf below it.
  expect(!isProved, "a proof does not prove itself")
  _ = try? MerkleProof.verifyConsistency(
    from: UInt64(proof.index), leaf, to: UInt64(proof.checkpoint.size), proof.checkpoint.root,
    proof: proof.hashes)
}

/// The path of a tile up to the first line feed, and a bundle of entries behind it.
func readTile(_ bytes: [UInt8]) {
  let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
  let text = String(decoding: bytes[..<end], as: UTF8.self)
  if let path = TilePath(text) {
    expect(path.description.utf8.elementsEqual(text.utf8), "a tile has one path")
    expect(path.index >= 0 && (1...TilePath.fullWidth).contains(path.width), "a tile has a place")
  }
  guard let entries = try? Tiles.entries(inBundle: Array(bytes[end...].dropFirst())) else { return }
  let written = entries.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 }
  expect(written == Array(bytes[end...].dropFirst()), "a bundle is what its entries make")
}

func readKeyLine(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  if let key = try? VerifierKey(text) {
    expect((try? VerifierKey(key.description)) == key, "a key that is written is read the same")
  }
  guard let keys = try? LogKeys.keys(inFile: bytes) else { return }
  let lines = keys.map(\.description).joined(separator: "\n")
  expect(
    (try? LogKeys.keys(inFile: Array(lines.utf8))) == keys, "a file of keys is read the same again")
}
