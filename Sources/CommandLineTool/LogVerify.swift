import ArgumentParser
import Diagnostics
import Ledger
import Releases
import Storage
import Transparency

extension Log {
  /// `ninethirty log verify`.
  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prove that a public log only grew since a checkpoint that you kept.",
      discussion: """
        For readers: it needs no workspace, no network and nobody's word. The log is a file, or the
        folder of a public tree that was fetched; with that, today's checkpoint is verified too, and
        changes of the key are followed as far as the old key has signed them. A proof shows that
        one publication stands in the log.

          ninethirty log verify --checkpoint kept --key kept-key --log log.jsonl
          ninethirty log verify --checkpoint kept --key kept-key --public publications/public
          ninethirty log verify --proof 2013-11-v1.tlog-proof --key kept-key --log log.jsonl
        """)

    @Option(
      name: .long, help: ArgumentHelp("The checkpoint that you kept.", valueName: "file"),
      completion: .file())
    var checkpoint: String?
    @Option(
      name: .long, help: ArgumentHelp("The proof of one publication.", valueName: "file"),
      completion: .file())
    var proof: String?
    @Option(
      name: .long,
      help: ArgumentHelp(
        "The keys that you trust: a copy of /log/key that you kept, or one key a line.",
        valueName: "file"), completion: .file())
    var key: String?
    @Option(
      name: .long, help: ArgumentHelp("The log as it is today: log.jsonl.", valueName: "file"),
      completion: .file())
    var log: String?
    @Option(
      name: .customLong("public"),
      help: ArgumentHelp("The public tree as it is today.", valueName: "folder"),
      completion: .directory)
    var tree: String?

    func validate() throws {
      var faults: [String] = []
      if checkpoint == nil, proof == nil { faults.append("name --checkpoint or --proof, or both") }
      if (log == nil) == (tree == nil) { faults.append("name the log with --log or with --public") }
      guard faults.isEmpty else { throw ValidationError(faults.joined(separator: "; ")) }
    }

    func run() throws {
      try CommandLineTool.run {
        let path = log ?? "\(tree ?? "")/log/log.jsonl"
        let trusted = try key.map { file in
          try naming(file) { try LogKeys.keys(inFile: Files.read(file, limit: Self.limit)) }
        }
        if let trusted, trusted.isEmpty {
          throw ReleaseError(.usage, "\(key ?? "") names no key that can be trusted")
        }
        let verification = try LogVerification(
          log: path, trusted: trusted ?? [],
          others: tree.map(LogVerification.checkpoints(inTree:)) ?? [])
        let lines = verification.entries.count
        say("log         \(path): \(lines) line\(lines == 1 ? "" : "s"), chain verified")
        if verification.tornBytes > 0 {
          say(
            "            behind them \(verification.tornBytes) bytes without a line feed, which are no "
              + "line and do not count: a crash leaves that, and the next command that writes in the "
              + "workspace, such as `ninethirty release`, sets it aside; fetch the log again")
        }
        let kept = try checkpoint.map { try verify(kept: $0, verification) }
        if let proof { try verify(proof: proof, verification) }
        if let tree { try verify(today: tree, after: kept, verification) }
        if key == nil {
          say(
            "no key was named: whether the signatures are the producer's is not proved. Name the "
              + "file of keys that you kept with --key")
        }
      }
    }

    private static let limit = 1 << 22

    private func verify(
      kept file: String, _ verification: LogVerification
    ) throws -> LogVerification.Proved {
      let proved = try naming(file) {
        try verification.verify(kept: Files.read(file, limit: Self.limit))
      }
      let size = proved.checkpoint.size
      say("checkpoint  \(file): \(size) line\(size == 1 ? "" : "s") of \(proved.checkpoint.origin)")
      say(signed: proved)
      say("the log begins with the lines that the checkpoint covers: none was changed or removed")
      return proved
    }

    private func verify(proof file: String, _ verification: LogVerification) throws {
      let (line, proved) = try naming(file) {
        try verification.verify(proof: Files.read(file, limit: Self.limit))
      }
      say(
        "proof       \(file): line \(line.sequence), \(line.event) \(line.edition ?? "-"), stands in the "
          + "log")
      say(signed: proved)
    }

    /// Today's checkpoint in a public tree, where there is one.
    private func verify(
      today tree: String, after kept: LogVerification.Proved?, _ verification: LogVerification
    ) throws {
      let file = "\(tree)/log/checkpoint"
      guard try Files.exists(file) else { return say("today       the log has no checkpoint") }
      let proved = try naming(file) {
        try verification.verify(today: Files.read(file, limit: Self.limit), after: kept)
      }
      say("today       \(file): the first \(proved.checkpoint.size) of these lines")
      say(signed: proved)
      let rest = verification.entries.count - proved.checkpoint.size
      if rest > 0 { say("            \(rest) newer, not signed yet") }
    }

    private func say(signed proved: LogVerification.Proved) {
      for key in proved.signers { CommandLineTool.say("signed by   \(key)") }
    }

    private func say(_ line: String) { CommandLineTool.say(line.escapedForTerminal) }

    /// Names the file in what is wrong with it.
    private func naming<Value>(_ file: String, _ body: () throws -> Value) throws -> Value {
      do {
        return try body()
      } catch let error as TransparencyError {
        throw ReleaseError(.altered, "\(file): \(error)")
      }
    }
  }
}
