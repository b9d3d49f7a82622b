import Diagnostics
import Editions
import Notation
import Storage

/// Signatures of OpenSSH, made and verified by `ssh-keygen -Y` (OpenSSH PROTOCOL.sshsig).
///
/// Anybody with OpenSSH can check one without ninethirty, and the private key stays where it is: in
/// a file of its owner, in their agent, or in a token.
enum SSHSignature {
  private static let tool = ExternalTool("ssh-keygen", package: "openssh-client")

  /// The signature of a statement with a key: a private key file, or a public one whose private
  /// half an agent holds.
  static func make(_ statement: SignOffStatement, keyFile: String) throws -> String {
    guard try Files.kind(of: keyFile) != nil else {
      throw ReleaseError(
        .notFound, "there is no key at \(keyFile.quoted); name the file of your SSH key")
    }
    var environment: [String: String] = [:]
    environment["SSH_AUTH_SOCK"] = Environment["SSH_AUTH_SOCK"]
    let outcome = try tool.run(
      ["-Y", "sign", "-n", statement.act.namespace, "-f", keyFile], input: statement.bytes,
      environment: environment, limit: 1 << 16)
    let signature = String(decoding: outcome.output, as: UTF8.self)
    guard outcome.isSuccess, signature.hasPrefix("-----BEGIN SSH SIGNATURE-----") else {
      throw ReleaseError(
        .usage, "ssh-keygen cannot sign with \(keyFile.quoted): \(reason(outcome))")
    }
    return signature
  }

  /// Whether the signature is this person's of exactly this statement; the reason if not.
  ///
  /// ssh-keygen wants files, and they stand in the folder of drafts for that time: a signature
  /// lets a guess of what was signed be tested.
  static func fault(
    _ signature: String, of statement: SignOffStatement, by person: Person, scratch: String
  ) throws -> String? {
    guard let signers = allowedSigners([person]) else { return "\(person.id) has no key" }
    let folder = "\(scratch)/\(Files.unfinishedPrefix)signature"
    try Files.remove(tree: folder)
    try Files.makeDirectory(folder, mode: 0o700)
    let names = ["signers": signers, "signature": signature]
    for name in names.keys.sorted() {
      try Files.write(Array(names[name]!.utf8), to: "\(folder)/\(name)", mode: 0o600)
    }
    let outcome = try tool.run(
      [
        "-Y", "verify", "-n", statement.act.namespace, "-I", person.id, "-f", "\(folder)/signers",
        "-s", "\(folder)/signature",
      ], input: statement.bytes, limit: 1 << 16)
    try Files.remove(tree: folder)
    return outcome.isSuccess ? nil : reason(outcome)
  }

  /// The keys of these people in the form of ssh-keygen's `allowed_signers`; nil where none has
  /// one.
  static func allowedSigners(_ people: [Person]) -> String? {
    let namespaces = SignOffStatement.Act.allCases.map(\.namespace).joined(separator: ",")
    let lines = people.compactMap { person in
      person.sshKey.map { key in
        "\(person.id) namespaces=\"\(namespaces)\" \(key.text)\n"
      }
    }
    return lines.isEmpty ? nil : lines.joined()
  }

  private static func reason(_ outcome: ExternalTool.Outcome) -> String {
    let said = outcome.errors + String(decoding: outcome.output, as: UTF8.self)
    let line = said.split(whereSeparator: \.isNewline).last.map(String.init)
    return line ?? "it gave no reason, exit code \(outcome.status)"
  }
}
