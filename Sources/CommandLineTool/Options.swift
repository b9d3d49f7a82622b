import ArgumentParser
import Diagnostics
import Releases
import Schedule

/// Where the workspace is: an option of every verb.
struct WorkspaceOption: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("The workspace folder.", valueName: "folder"),
    completion: .directory)
  var workspace = "."

  func open(keyFile: String? = nil, logKeyFile: String? = nil) throws -> Workspace {
    let workspace = try Workspace(workspace, keyFile: keyFile, logKeyFile: logKeyFile)
    if let rehearsal = workspace.rehearsal {
      complain("rehearsal: the clock stands at \(rehearsal.now); nothing of this is real")
    }
    return workspace
  }
}

/// The private key of the workspace: an option of every verb that opens a sealed edition.
struct KeyOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The file of the private key; else NINETHIRTY_KEY_FILE, the service's credential, or"
        + " ~/.config/ninethirty/SERIES.key.", valueName: "file"), completion: .file())
  var key: String?

  func open(_ workspace: WorkspaceOption, _ logKey: LogKeyOption? = nil) throws -> Workspace {
    try workspace.open(keyFile: key, logKeyFile: logKey?.logKey)
  }
}

/// The private key that signs the public log: an option of the verbs that publish.
struct LogKeyOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The file of the key that signs the public log; else NINETHIRTY_LOG_KEY_FILE, or NAME.log-key"
        + " beside the private key NAME.key.", valueName: "file"), completion: .file())
  var logKey: String?

  func open(_ workspace: WorkspaceOption) throws -> Workspace {
    try workspace.open(logKeyFile: logKey)
  }
}

/// The edition that a verb is about.
struct EditionArgument: ParsableArguments {
  @Argument(
    help: ArgumentHelp("The edition, named by its month: YYYY-MM.", valueName: "edition"),
    transform: month(named:))
  var edition: Month
}

/// The edition that this names.
func month(named text: String) throws -> Month {
  guard let month = Month(text) else {
    throw ValidationError("\(text.quoted) is no edition; write its month like 2013-11")
  }
  return month
}

/// Output for programs instead of people.
struct JSONOption: ParsableArguments {
  @Flag(name: .long, help: "Print JSON for programs.")
  var json = false
}
