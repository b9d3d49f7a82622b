public import ArgumentParser
import Diagnostics
import Glibc
import Releases

/// The command line of ninethirty.
public struct Ninethirty: ParsableCommand {
  /// Name, help and verbs.
  public static let configuration = CommandConfiguration(
    commandName: "ninethirty",
    abstract: "Publishes official statistics on time: not a second early, never half.",
    discussion: """
      A month goes through these steps, in a workspace folder:

        ninethirty key new                    once: the key that seals and opens
        ninethirty announce 2013-11 --by ID   tell the public the date, four weeks ahead
        ninethirty check 2013-11              what is wrong with the input?
        ninethirty draft 2013-11              look at the pages, marked as drafts
        ninethirty preview 2013-11            the same in a browser, new at each save
        ninethirty submit 2013-11 --by ID     hand it over, where people.json lists people
        ninethirty seal 2013-11 --by ID       another person fixes every byte, encrypted
        ninethirty release 2013-11            switch the public tree, at the instant or after it
        ninethirty rebuild 2013-11            make it again and compare byte for byte

      Exit codes follow sysexits.h; docs/commands.md lists them.
      """,
    version: "ninethirty \(Build.version)",
    subcommands: [
      Announce.self,
      Move.self,
      Cancel.self,
      Calendar.self,
      Check.self,
      Accept.self,
      Draft.self,
      PreviewDraft.self,
      Diff.self,
      Submit.self,
      Seal.self,
      Unseal.self,
      PreRelease.self,
      Release.self,
      WatchCalendar.self,
      Status.self,
      ClockCommand.self,
      Log.self,
      Correct.self,
      Withdraw.self,
      Obligations.self,
      LeakCheck.self,
      Breach.self,
      Rehearse.self,
      Rebuild.self,
      VersionHistory.self,
      Compare.self,
      AsOf.self,
      Verify.self,
      Repair.self,
      Export.self,
      Import.self,
      KeyCommand.self,
      Init.self,
      Convert.self,
      Sample.self,
    ])

  /// A command without options.
  public init() {}

  /// Reads the process's arguments and runs their verb; the process ends with its exit code.
  public static func start() {
    // A full quota or a reader that has gone is an error of the write, not the end of the process.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    // Before anything repeats an argument, in a message or in the journal.
    if CommandLine.arguments.contains(where: PrivateKeyText.isIn) {
      complain("ninethirty: \(PrivateKeyText.amongArguments)")
      Glibc.exit(Sysexits.usage.rawValue)
    }
    do {
      main(try TextArguments.expanded(Array(CommandLine.arguments.dropFirst())))
    } catch {
      complain("ninethirty: \(error)".escapedForTerminal)
      Glibc.exit(Sysexits.noInput.rawValue)
    }
  }
}
