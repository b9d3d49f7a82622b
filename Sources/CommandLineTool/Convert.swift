import ArgumentParser
import Diagnostics
import Releases

/// `ninethirty convert`.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turn analyses from JSON into one CSV file, or from CSV into JSON.",
    discussion: """
      Nothing is lost on the way: numbers keep their digits as written. What has errors is not
      converted, and nothing that is there is replaced. A folder stands for the files in it.

        ninethirty convert analyses/2013-11 --to csv --output 2013-11.csv
        ninethirty convert 2013-11.csv --to json --output converted
      """)

  @Argument(
    help: ArgumentHelp("The files to convert, or folders of them.", valueName: "file"),
    completion: .file())
  var files: [String]

  @Option(
    name: .long, help: ArgumentHelp("The form to write: csv or json.", valueName: "form"),
    transform: { text in
      guard let form = Conversion.Form(rawValue: text.lowercased()) else {
        throw ValidationError("\(text.quoted) is no form; write csv or json")
      }
      return form
    })
  var to: Conversion.Form

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The file (csv) or the folder (json) to make.", valueName: "path"),
    completion: .file())
  var output: String

  func run() throws {
    try CommandLineTool.run {
      let conversion = try Conversion(files, to: to, output: output)
      if !conversion.findings.isEmpty { say(conversion.findings) }
      guard conversion.isWritten else {
        complain("ninethirty: nothing was written: what has errors is not converted")
        throw Sysexits.dataError
      }
      let count = conversion.analysisCount
      say("wrote \(output): \(count) analys\(count == 1 ? "is" : "es")")
    }
  }
}
