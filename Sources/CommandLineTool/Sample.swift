import ArgumentParser
import Diagnostics
import Releases
import Samples
import Schedule

/// `ninethirty sample`.
struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a whole workspace of made-up organisations and figures, of any size.",
    discussion: """
      The same seed and options give the same bytes on every machine; a larger sample of one seed
      begins with the reports of a smaller one. Nothing of it is a finding of check, but the faults
      that are planted on purpose: planted.json in the folder says which finding each must cause.
      docs/sample.md lists them.

        ninethirty sample try-out --reports 1000 --editions 3 --seed 7
        ninethirty sample small-groups --share too-few=0.5 --share suppressed=0.5
        ninethirty sample broken --planted file-cut-off --planted attrition-grows
        ninethirty sample all-broken --planted all
      """)

  @Argument(help: ArgumentHelp("The folder to make.", valueName: "folder"), completion: .directory)
  var folder: String

  @Option(name: .long, help: "The number that everything is drawn from.")
  var seed: UInt64 = 1

  @Option(name: .long, help: "How many reports, over all editions.")
  var reports = 100

  @Option(name: .long, help: "How many editions, one a month; every report is in one of them.")
  var editions = 1

  @Option(
    name: .long, help: ArgumentHelp("The first edition.", valueName: "edition"),
    transform: { text in
      guard let month = Month(text) else {
        throw ValidationError("\(text.quoted) is no edition; write its month like 2013-11")
      }
      return month
    })
  var first = Month(year: 2013, month: 10)!

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The share of a kind of result: \(ResultKind.allCases.map(\.rawValue).joined(separator: ", "))"
        + ". May be given for several; the others divide the rest as usual.",
      valueName: "kind=share"))
  var share: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A fault to plant in the last edition, by its name; all: every one that does not hide "
        + "others. May be given several times.", valueName: "fault"))
  var planted: [String] = []

  func validate() throws { _ = try sample() }

  /// The sample asked for, or what is wrong with the options.
  private func sample() throws -> Samples.Sample {
    var kinds: [FaultKind] = []
    for name in planted {
      if name == "all" {
        kinds += FaultKind.together
      } else if let kind = FaultKind.named(name) {
        kinds.append(kind)
      } else {
        throw ValidationError(
          "--planted \(name.quoted) is no fault; the faults are "
            + (["all"] + FaultKind.all.map(\.name)).joined(separator: ", "))
      }
    }
    guard Set(kinds.map(\.name)).count == kinds.count else {
      throw ValidationError("--planted: each fault can be planted once")
    }
    do {
      return try Samples.Sample(try recipe(), planting: kinds)
    } catch let problem as FaultProblem {
      throw ValidationError("--planted: \(problem)")
    }
  }

  private func recipe() throws -> SampleRecipe {
    guard (1...SampleRecipe.mostReports).contains(reports) else {
      throw ValidationError("--reports is 1 to \(SampleRecipe.mostReports)")
    }
    guard (1...1200).contains(editions) else { throw ValidationError("--editions is 1 to 1200") }
    guard (1950...9000).contains(first.year) else {
      throw ValidationError("--first is an edition of the years 1950 to 9000")
    }
    var recipe = SampleRecipe(seed: seed, reports: reports, editions: editions, first: first)
    var shares: [ResultKind: Double] = [:]
    for text in share {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let kind = ResultKind(rawValue: String(parts[0])),
        let value = Double(parts[1]), (0...1).contains(value),
        shares.updateValue(value, forKey: kind) == nil
      else {
        let kinds = ResultKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError(
          "--share \(text.quoted): write KIND=SHARE, each kind once, a share of 0 to 1; the kinds "
            + "are \(kinds)")
      }
    }
    guard recipe.setShares(shares) else {
      throw ValidationError("the shares are together more than 1, or leave a rest to no kind")
    }
    return recipe
  }

  func run() throws {
    try CommandLineTool.run {
      let sample = try sample()
      let (count, planted) = try Workspace.makeSample(sample, at: folder)
      say("made \(folder): \(count) files, \(reports) reports, all made up")
      for fault in planted {
        let place = [fault.file, fault.line.map(String.init), fault.path].compactMap(\.self)
        say("planted \(fault.kind): \(fault.check) at \(place.joined(separator: " "))")
      }
      let edition = planted.isEmpty ? first : sample.recipe.last
      say("next: ninethirty check \(edition) --workspace \(folder)")
    }
  }
}
