import TestSupport
import Testing
import Transparency

/// Notes and keys, held against the vectors of the reference implementation (golang.org/x/mod,
/// sumdb/note) and the examples of the C2SP specifications.
@Suite struct SignedNoteTests {
  static let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  /// Its private key, as PKCS #8.
  static let secret = "MC4CAQAwBQYDK2VwBCIEIIEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  static let text =
    "If you think cryptography is the answer to your problem,\n"
    + "then you don't know what your problem is.\n"
  static let line =
    "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
  static var note: String { text + "\n" + line }

  static let specifications = [
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n\u{2014} quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n",
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n",
  ]

  @Test func theKeyOfTheReferenceImplementationIsReadAndWritten() throws {
    let key = try VerifierKey(Self.key)
    #expect(key.name == "PeterNeumann" && key.identifier == 0xc74f_20a3)
    #expect(key.description == Self.key)
  }

  @Test func itsPrivateKeyHasItAsPublicKey() throws {
    let pem = "-----BEGIN PRIVATE KEY-----\n\(Self.secret)\n-----END PRIVATE KEY-----\n"
    let key = try SignerKey(pem: Array(pem.utf8))
    #expect(try key.verifier(name: "PeterNeumann").description == Self.key)
    let note = try SignedNote(Self.text, signedBy: [key], name: "PeterNeumann")
    #expect(try note.verified(by: [VerifierKey(Self.key)]).count == 1)
  }

  @Test func noPartAndNoChangedLetterOfAKeyIsAKey() {
    let letters = Array(Self.key.utf8)
    for start in 0..<letters.count {
      for end in start...letters.count where start > 0 || end < letters.count {
        let part = String(decoding: letters[start..<end], as: UTF8.self)
        #expect(throws: TransparencyError.self, "\(part)") { try VerifierKey(part) }
      }
      var changed = letters
      changed[start] += 1
      let text = String(decoding: changed, as: UTF8.self)
      #expect(throws: TransparencyError.self, "\(text)") { try VerifierKey(text) }
    }
    for wrong in [
      "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
      "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ] { #expect(throws: TransparencyError.self) { try VerifierKey(wrong) } }
  }

  @Test func theNoteOfTheReferenceImplementationIsVerified() throws {
    let note = try SignedNote(Array(Self.note.utf8))
    let key = try VerifierKey(Self.key)
    #expect(note.text == Self.text && note.bytes == Array(Self.note.utf8))
    #expect(try note.verified(by: [key]) == [key])
  }

  @Test(arguments: specifications)
  func theExamplesOfTheSpecificationsAreRead(text: String) throws {
    let note = try SignedNote(Array(text.utf8))
    #expect(note.bytes == Array(text.utf8) && note.signatures.count == 1)
    #expect(throws: TransparencyError(.unknownKeys, "")) {
      try note.verified(by: [VerifierKey(Self.key)])
    }
  }

  @Test func theCheckpointOfTheSpecificationIsRead() throws {
    let note = try SignedNote(Array(Self.specifications[1].utf8))
    let checkpoint = try Checkpoint(text: note.text)
    #expect(checkpoint.origin == "example.com/behind-the-sofa" && checkpoint.size == 20_852_163)
    #expect("\(checkpoint.root)" == "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    #expect(checkpoint.text == note.text)
  }

  @Test(arguments: [
    "", "\n", "a\n1\n\n", "a\n01\nX\n", "a\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    "a\n+1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
    "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
    "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nextension\n",
    "a\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
  ])
  func whatIsNoCheckpointIsNotRead(text: String) {
    #expect(throws: TransparencyError(.malformed, "")) { try Checkpoint(text: text) }
  }

  @Test func furtherLinesOfACheckpointAreKept() throws {
    let text = "a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nfurther\nlines\n"
    #expect(try Checkpoint(text: text).extensions == ["further", "lines"])
    #expect(try Checkpoint(text: text).text == text)
  }

  /// Lines behind the text in place of the signature.
  private static let wrongSignatures: [String] = [
    "", "\n", String(line.dropLast()), line + "\n", line + "more\n", String(line.dropFirst()),
    "\u{2014} a+b x08go/ZJkuA=\n", "\u{2014}  x08go/ZJkuA=\n", "\u{2014} a\u{2003}b x08go/ZJkuA=\n",
    "- PeterNeumann x08go/ZJkuA=\n", "\u{2014} PeterNeumann x08gow==\n",
    "\u{2014} PeterNeumann x08go\n", "\u{2014} PeterNeumann\n", "\u{2014} PeterNeumann x y\n",
    "\u{2014} PeterNeumann x08go/ZJkuA\n",
  ]

  private static let wrongNotes: [String] = [
    "", "\n", "text\n", text, line, text + line, "tab\there\n\n" + line,
    text.replacing("\n", with: "\r\n") + "\n" + line,
  ]

  @Test(arguments: wrongNotes + wrongSignatures.map { text + "\n" + $0 })
  func whatIsNoNoteIsNotRead(text: String) {
    #expect(throws: TransparencyError(.malformed, "")) { try SignedNote(Array(text.utf8)) }
  }

  @Test func bytesThatAreNoTextAreNoNote() {
    let bytes = Array(Self.note.utf8)
    #expect(throws: TransparencyError(.malformed, "")) { try SignedNote([0xFF, 0x0A] + bytes) }
    #expect(throws: TransparencyError(.malformed, "")) {
      try SignedNote([UInt8](repeating: 0x61, count: SignedNote.longest) + bytes)
    }
  }

  @Test func everyNoteThatWasChangedOrCutIsRefused() throws {
    let bytes = Array(Self.note.utf8)
    let key = try VerifierKey(Self.key)
    for place in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << bit
        #expect(throws: TransparencyError.self, "byte \(place), bit \(bit)") {
          try SignedNote(changed).verified(by: [key])
        }
      }
      #expect(throws: TransparencyError.self) {
        try SignedNote(Array(bytes[..<place])).verified(by: [key])
      }
    }
  }

  @Test func signaturesOfUnknownKeysAreIgnoredAndThoseOfKnownOnesAreNot() throws {
    let (own, other) = (SignerKey(), SignerKey())
    let text = "log.example\n0\n\(MerkleHash.empty)\n"
    let note = try SignedNote(text, signedBy: [own, other], name: "log.example")
    let (ownKey, otherKey) = (
      try own.verifier(name: "log.example"), try other.verifier(name: "log.example")
    )
    #expect(try note.verified(by: [ownKey]) == [ownKey])
    #expect(try note.verified(by: [otherKey]) == [otherKey])
    #expect(try note.verified(by: [otherKey, ownKey]) == [ownKey, otherKey])
    // The same key under another name is another key.
    let elsewhere = try own.verifier(name: "other.example")
    #expect(throws: TransparencyError(.unknownKeys, "")) { try note.verified(by: [elsewhere]) }
    #expect(throws: TransparencyError(.unknownKeys, "")) { try note.verified(by: []) }
    // A known key whose signature is wrong spoils the note, whoever else has signed it.
    let line = String(decoding: note.bytes, as: UTF8.self).split(separator: "\n").last!
    let forged = line.replacing(line.suffix(8), with: "AAAAAAA=")
    let spoilt = try SignedNote(
      Array(String(decoding: note.bytes, as: UTF8.self).replacing(line, with: forged).utf8))
    #expect(throws: TransparencyError(.wrongSignature, "")) {
      try spoilt.verified(by: [ownKey, otherKey])
    }
    #expect(try spoilt.verified(by: [ownKey]) == [ownKey])
  }

  @Test func sixteenSignaturesAreRead() throws {
    let keys = (0..<16).map { _ in SignerKey() }
    let note = try SignedNote("text\n", signedBy: keys, name: "a.example")
    let again = try SignedNote(note.bytes)
    #expect(try again.verified(by: [keys[15].verifier(name: "a.example")]).count == 1)
  }

  @Test func aKeyOfOpenSSLIsReadAndOursIsReadByOpenSSL() throws {
    guard let openssl = Tool.find("openssl") else { return }
    let made = try Tool.run(openssl, ["genpkey", "-algorithm", "ed25519"])
    try #require(made.status == 0)
    let key = try SignerKey(pem: Array(made.output.utf8))
    #expect(String(decoding: key.pem, as: UTF8.self) == made.output)
  }

  @Test func whatIsNoPrivateKeyIsNotRead() throws {
    let pem = String(decoding: SignerKey().pem, as: UTF8.self)
    for wrong in [
      "", pem.replacing("PRIVATE", with: "PUBLIC"), pem.replacing("MC4C", with: "MC4D"),
      String(pem.dropLast(30)), pem.replacing("\n-----END", with: "=\n-----END"), pem + "more\n",
    ] {
      let error = #expect(throws: TransparencyError.self) { try SignerKey(pem: Array(wrong.utf8)) }
      #expect(error?.reason.contains("MC4C") == false)
    }
  }
}
